/** Lets calls through one by one, none sooner than the pause after the one before it began. */
export function createSpacing(
  clock: { now(): number; pause(ms: number): Promise<void> },
  everyMs: number,
): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY
  let turn = Promise.resolve()

  async function wait(): Promise<void> {
    const waitMs = last + everyMs - clock.now()
    if (waitMs > 0) await clock.pause(Math.min(waitMs, everyMs))
    last = clock.now()
  }

  return () => {
    turn = turn.then(wait)
    return turn
  }
}
