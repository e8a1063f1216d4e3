import { setImmediate as otherWork } from 'node:timers/promises'
import type { EntryRow } from '../../db/schema.ts'
import type { Decider, Entry, EventBase } from '../core/decider.ts'
import type { Store } from './store.ts'
import { entryFromRow } from './stored-entry.ts'

// biome-ignore lint/suspicious/noExplicitAny: deciders of every kind; each is given only its own streams.
export type AnyDecider = Decider<any, any, any>

/** How many entries are in memory at once when a timeline is read from end to end. */
const PAGE = 500

/** A timeline's rows, oldest first, a page at a time: a long one is never in memory whole. */
export async function* walkRows(
  store: Pick<Store, 'entries'>,
  stream: string,
  from: { after?: number; upTo?: number } = {},
): AsyncGenerator<EntryRow[], void> {
  const { upTo = Number.POSITIVE_INFINITY } = from
  let after = from.after ?? 0
  while (after < upTo) {
    const rows = await store.entries(stream, { after, limit: Math.min(PAGE, upTo - after) })
    if (rows.length > 0) yield rows
    after = rows.at(-1)?.seq ?? upTo
    await otherWork() // pages and answers go on in between
  }
}

/**
 * What a stream's first `upTo` entries fold to. `replaced`: events that take the place of the stored ones, by seq.
 */
export async function foldStream(
  store: Pick<Store, 'entries'>,
  decider: AnyDecider,
  stream: string,
  upTo: number,
  replaced: ReadonlyMap<number, unknown> = new Map(),
): Promise<unknown> {
  let state: unknown = decider.initial
  for await (const rows of walkRows(store, stream, { upTo })) {
    for (const row of rows) {
      const entry: Entry<EventBase> = entryFromRow(row)
      const event = replaced.get(entry.seq) ?? entry.event
      state = decider.evolve(state, { ...entry, event })
    }
  }
  return state
}
