import { readConfig } from './config/config.ts'
import { DECIDERS } from './deciders.ts'
import { chainKey } from './engine/chain-key.ts'
import { entryWithHash, type Fault, type Verified, verify } from './engine/verify.ts'
import { keyOfChains, openForReading } from './timeline-database.ts'
import { verifyExport } from './verify-export.ts'

/**
 * `npm run verify` looks through every timeline of the bot's database; `-- <database>` of another one, `-- INC-7` only
 * that one, `-- INC-7 <head>` also whether the chain has that hash (or its beginning), `-- <file.json>` an exported
 * timeline. Prints what is wrong and where; exit 0 when nothing is, 1 when something is, 2 when it cannot tell.
 */
async function run(args: string[]): Promise<number> {
  const [first, head] = args
  if (first?.endsWith('.json')) return ofFile(first)
  const incident = first !== undefined && /^INC-\d+$/i.test(first) ? first.toUpperCase() : undefined
  if (incident === undefined && head !== undefined) throw new Error(USAGE)
  if (head !== undefined && !/^[0-9a-f]{8,64}$/i.test(head))
    throw new Error(
      `${head} is no head of a chain: that is 8 to 64 hex digits, as the card and every export show it.`,
    )
  return ofDatabase(incident === undefined ? first : undefined, incident, head?.toLowerCase())
}

const USAGE = 'Usage: npm run verify [-- <database> | <file.json> | INC-n [head of its chain]]'

async function ofDatabase(address: string | undefined, only?: string, head?: string): Promise<number> {
  const { store, config } = await openForReading(process.env, address)
  try {
    if (only !== undefined && (await store.load(only)).row === undefined)
      throw new Error(`There is no ${only} in this database.`)
    const chain = await keyOfChains(store, config)
    const parts = { store, chainKey: chain, deciders: DECIDERS, ...(only !== undefined && { only }) }
    const faults = await tell(verify(parts))
    const seq = only !== undefined && head !== undefined ? await entryWithHash(store, only, head) : undefined
    if (head === undefined) return faults === 0 ? 0 : 1
    if (seq === undefined)
      console.log(
        `${only} has no entry with the hash ${head}…: its timeline is not the one that this was written down from.`,
      )
    else
      console.log(
        `${only} has the head ${head}… at entry ${seq}: nothing up to there was cut off or changed.`,
      )
    return faults === 0 && seq !== undefined ? 0 : 1
  } finally {
    await store.close()
  }
}

async function ofFile(file: string): Promise<number> {
  const { timelineKey, timelineKeyFile } = readConfig(process.env)
  const key = chainKey(timelineKey, timelineKeyFile, { mayCreate: false })
  return (await tell(verifyExport(file, key))) === 0 ? 0 : 1
}

/** Prints each fault as it is found, and the end. Gives how many there were. */
async function tell(walk: AsyncGenerator<Fault, Verified>): Promise<number> {
  let faults = 0
  for (;;) {
    const step = await walk.next()
    if (step.done) {
      console.log(summary(faults, step.value))
      return faults
    }
    faults += 1
    const { stream, seq, what } = step.value
    console.log(`${stream}${seq === undefined ? '' : ` entry ${seq}`} ${what}`)
  }
}

function summary(faults: number, { streams, entries, unjudged }: Verified): string {
  const seen = `${counted(streams, 'timeline')}, ${counted(entries, 'entry')}`
  if (faults > 0) return `${counted(faults, 'fault')} in ${seen}.`
  if (unjudged.length === 0) return `Nothing wrong: ${seen}, every hash and every state as committed.`
  return `Nothing wrong: ${seen}, every hash as committed. States were not compared with them.`
}

function counted(count: number, one: 'timeline' | 'entry' | 'fault'): string {
  const many = one === 'entry' ? 'entries' : `${one}s`
  return `${count} ${count === 1 ? one : many}`
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
