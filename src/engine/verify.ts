import type { KeyObject } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { EntryRow, StreamRow } from '../../db/schema.ts'
import type { Decider } from '../core/decider.ts'
import { digestOf, linkHash } from './chain.ts'
import type { Store } from './store.ts'
import { entryFromRow } from './stored-entry.ts'

/** Something that is not as it was committed: where, and what. */
export type Fault = { stream: string; seq?: number; what: string }

// biome-ignore lint/suspicious/noExplicitAny: deciders of every kind; each is given only its own streams.
type AnyDecider = Decider<any, any, any>

const PAGE = 500
/** A stream that goes on moving is judged as it was seen the last time. */
const MOVED_MAX = 20

/**
 * Walks every stream: each entry's hash follows from the one before, the state row is the fold of the
 * entries, timers and labels are those that the state wants. Yields what is wrong, in order.
 */
export async function* verify(parts: {
  store: Store
  chainKey: KeyObject
  deciders: AnyDecider[]
}): AsyncGenerator<Fault, { streams: number; entries: number }> {
  const { store, chainKey } = parts
  const deciders = new Map(parts.deciders.map((decider) => [decider.kind, decider]))
  let after = ''
  let streams = 0
  let entries = 0
  for (;;) {
    const rows = await store.streamsAfter(after, PAGE)
    for (const row of rows) {
      const decider = deciders.get(row.kind)
      if (!decider) yield { stream: row.id, what: `is of an unknown kind, ${row.kind}` }
      else entries += yield* verifyStill(store, chainKey, decider, row)
      streams += 1
      after = row.id
    }
    if (rows.length < PAGE) return { streams, entries }
  }
}

/** Verifies a stream that a running bot may be writing to: what is found while it moved does not count. */
async function* verifyStill(
  store: Store,
  chainKey: KeyObject,
  decider: AnyDecider,
  first: StreamRow,
): AsyncGenerator<Fault, number> {
  let row = first
  for (let moved = 0; ; moved += 1) {
    const faults: Fault[] = []
    const walk = verifyStream(store, chainKey, decider, row)
    let step = await walk.next()
    for (; !step.done; step = await walk.next()) faults.push(step.value)
    const now = faults.length > 0 && moved < MOVED_MAX ? (await store.load(row.id)).row : row
    if (now === undefined || now.seq === row.seq) {
      yield* faults
      return step.value
    }
    row = now
  }
}

async function* verifyStream(
  store: Store,
  chainKey: KeyObject,
  decider: AnyDecider,
  row: StreamRow,
): AsyncGenerator<Fault, number> {
  const stream = row.id
  let state: unknown = decider.initial
  let seq = 0
  let head = ''
  let broken = false
  for (;;) {
    const page = await store.entries(stream, { after: seq, limit: PAGE })
    for (const entry of page) {
      const fault = faultOf(chainKey, entry, seq + 1, head)
      if (fault) {
        yield { stream, seq: entry.seq, what: fault }
        broken = true
      }
      seq = entry.seq
      head = entry.hash
      try {
        state = decider.evolve(state, entryFromRow(entry))
      } catch (error) {
        yield { stream, seq, what: `cannot be read: ${(error as Error).message}` }
        broken = true
      }
    }
    if (page.length < PAGE) break
  }
  if (row.seq !== seq)
    yield { stream, seq, what: `ends here, but its row says entry ${row.seq}: the tail is cut off or added` }
  else if (row.head !== head) yield { stream, seq, what: 'does not end with the hash that its row has' }
  if (broken) return seq

  if (!isDeepStrictEqual(readable(row.state), JSON.parse(JSON.stringify(state)))) {
    yield { stream, what: 'has a state row that is not the fold of its entries' }
    return seq
  }
  const wanted = decider.timers(state).map(({ name, due }) => `${name} at ${due}`)
  const stored = (await store.timersOf(stream)).map(({ name, due }) => `${name} at ${due}`)
  if (!isDeepStrictEqual(wanted.sort(), stored.sort())) {
    yield { stream, what: `has timers [${stored.join(', ')}] where its state wants [${wanted.join(', ')}]` }
  }
  const [labels, found] = [[...decider.labels(state)].sort(), (await store.labelsOf(stream)).sort()]
  if (!isDeepStrictEqual(labels, found)) {
    yield { stream, what: `is found by [${found.join(', ')}] where its state wants [${labels.join(', ')}]` }
  }
  return seq
}

function faultOf(
  chainKey: KeyObject,
  row: EntryRow,
  expectedSeq: number,
  previous: string,
): string | undefined {
  if (row.seq !== expectedSeq) return `stands where entry ${expectedSeq} should be: entries are missing`
  const { stream, seq, actor, via, at, recorded_at: recordedAt, digest, hash } = row
  if (digestOf(chainKey, row.event) !== digest) return 'has a text that is not the one that was committed'
  if (linkHash(chainKey, previous, { stream, seq, actor, via, at, recordedAt, digest }) !== hash) {
    return 'does not follow from the entry before: it was changed, inserted or moved'
  }
  if ((JSON.parse(row.event) as { type?: string }).type !== row.type)
    return 'has a type column that its event does not have'
  return undefined
}

/** Undefined for what is not JSON: no state is that. */
function readable(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
