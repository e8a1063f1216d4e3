import type { KeyObject } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { StreamRow } from '../../db/schema.ts'
import { followChain, readable } from './chain-walk.ts'
import { type AnyDecider, walkRows } from './fold.ts'
import { newestFact, numberIn } from './newest.ts'
import { versionFact } from './refold.ts'
import type { Store } from './store.ts'

/** Something that is not as it was committed: where, and what. */
export type Fault = { stream: string; seq?: number; what: string }

/** What was walked through. `unjudged`: kinds whose states are of another version and were not compared. */
export type Verified = { streams: number; entries: number; unjudged: string[] }

const PAGE = 500
/** A stream that goes on moving is judged as it was seen the last time. */
const MOVED_MAX = 20

/**
 * Walks every stream: each entry's hash follows from the one before, words are missing only where a later entry
 * says so, the state row is the fold of the entries, timers and labels are those that the state wants; and no
 * stream is missing. Yields what is wrong, in order. States of another version than the deciders' are not judged:
 * the next start folds them anew.
 */
export async function* verify(parts: {
  store: Store
  chainKey: KeyObject
  deciders: AnyDecider[]
  /** Only this stream. */
  only?: string
}): AsyncGenerator<Fault, Verified> {
  const { store, chainKey } = parts
  const judges = new Map<string, Judge>()
  for (const decider of parts.deciders) {
    const current = (await store.fact(versionFact(decider.kind))) === String(decider.version)
    judges.set(decider.kind, { chainKey, decider, current })
  }
  let streams = 0
  let entries = 0
  for await (const row of rowsOf(store, parts.only)) {
    const judge = judges.get(row.kind)
    if (!judge) yield { stream: row.id, what: `is of an unknown kind, ${row.kind}` }
    else entries += yield* verifyStill(store, judge, row)
    streams += 1
  }
  if (parts.only === undefined) yield* missingStreams(parts)
  const unjudged = [...judges.values()].flatMap(({ current, decider }) => (current ? [] : [decider.kind]))
  return { streams, entries, unjudged }
}

async function* rowsOf(store: Store, only: string | undefined): AsyncGenerator<StreamRow, void> {
  if (only !== undefined) {
    const { row } = await store.load(only)
    if (row) yield row
    return
  }
  let after = ''
  for (;;) {
    const rows = await store.streamsAfter(after, PAGE)
    yield* rows
    if (rows.length < PAGE) return
    after = rows.at(-1)?.id ?? after
  }
}

/** The entry of a stream whose hash begins with `hash`: everything up to it is as it was when that was written down. */
export async function entryWithHash(store: Store, stream: string, hash: string): Promise<number | undefined> {
  for await (const rows of walkRows(store, stream)) {
    const found = rows.find((row) => row.hash.startsWith(hash))
    if (found) return found.seq
  }
  return undefined
}

/** What a stream is judged by. `current`: the stored states are of the decider's version. */
type Judge = { chainKey: KeyObject; decider: AnyDecider; current: boolean }

/** Numbers are given without gaps, the last one is marked, and nothing is kept about a stream that never was. */
async function* missingStreams({
  store,
  chainKey,
  deciders,
}: {
  store: Store
  chainKey: KeyObject
  deciders: AnyDecider[]
}): AsyncGenerator<Fault, void> {
  for (const { kind, prefix } of deciders) {
    for (const { from, to } of await store.missingNumbers(kind)) {
      yield missing(prefix, from, to, `${prefix}-${to + 1} is`)
    }
    const mark = await store.fact(newestFact(kind)) // before the look at what there is: it may be growing
    const last = (await store.nextNumber(kind)) - 1
    const newest = mark === undefined ? 0 : numberIn(chainKey, kind, mark)
    if (newest === undefined)
      yield { stream: `${prefix}-${last}`, what: 'is followed by a mark that was made without the key' }
    else if (newest > last) yield missing(prefix, last + 1, newest, `${prefix}-${newest} was begun`)
  }
  for (const { stream, tables } of await store.orphans()) {
    yield { stream, what: `is not there, though there are ${tables.join(', ')} of it` }
  }
}

function missing(prefix: string, from: number, to: number, though: string): Fault {
  const others = to > from ? `, with all up to ${prefix}-${to}` : ''
  return { stream: `${prefix}-${from}`, what: `is not there${others}, though ${though}` }
}

/** Verifies a stream that a running bot may be writing to: what is found while it moved does not count. */
async function* verifyStill(store: Store, judge: Judge, first: StreamRow): AsyncGenerator<Fault, number> {
  let row = first
  for (let moved = 0; ; moved += 1) {
    const faults: Fault[] = []
    const walk = verifyStream(store, judge, row)
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
  { chainKey, decider, current }: Judge,
  row: StreamRow,
): AsyncGenerator<Fault, number> {
  const stream = row.id
  const chain = followChain(decider, chainKey)
  if (stream !== `${decider.prefix}-${row.number}`)
    yield { stream, what: `says that its number is ${row.number}` }
  for await (const rows of walkRows(store, stream)) {
    for (const entry of rows) for (const fault of chain.next(entry)) yield { stream, ...fault }
  }
  for (const fault of chain.end()) yield { stream, ...fault }
  const { seq, head, state, broken } = chain.at()
  if (row.seq !== seq)
    yield { stream, seq, what: `ends here, but its row says entry ${row.seq}: the tail is cut off or added` }
  else if (row.head !== head) yield { stream, seq, what: 'does not end with the hash that its row has' }
  if (!broken && current) yield* verifyDerived(store, decider, row, state)
  return seq
}

/** What is kept beside the timeline must be what follows from it. */
async function* verifyDerived(
  store: Store,
  decider: AnyDecider,
  row: StreamRow,
  state: unknown,
): AsyncGenerator<Fault, void> {
  const stream = row.id
  if (!isDeepStrictEqual(readable(row.state), JSON.parse(JSON.stringify(state)))) {
    yield { stream, what: 'has a state row that is not the fold of its entries' }
    return
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
}
