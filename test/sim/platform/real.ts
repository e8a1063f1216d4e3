/** Real time, kept from before anything was replaced: the simulation itself waits and measures by it. */
export const realImmediate = setImmediate
export const realNow = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000
