import type { Entry, EventBase, Instant } from '../core/decider.ts'
import type { Handled, Request } from './engine.ts'
import { walkRows } from './fold.ts'
import type { Store } from './store.ts'
import { entryFromRow } from './stored-entry.ts'

/** All streams of one decider. */
export type Streams<State, Command, Event extends EventBase> = {
  /** Begins a stream under the next free number; `command` is made from that number. */
  begin(command: (number: number) => Command, request: Request): Promise<Handled<State, Event>>
  handle(id: string, command: Command, request: Request): Promise<Handled<State, Event>>
  load(id: string): Promise<State | undefined>
  /** States of the streams that carry a label, newest first; at most `limit`. `before`: only smaller numbers. */
  find(label: string, limit?: number, before?: number): Promise<State[]>
  /** Newest last. `before`: only entries with a smaller seq. */
  entries(id: string, page?: { before?: number; limit?: number }): Promise<Entry<Event>[]>
  entry(id: string, seq: number): Promise<Entry<Event> | undefined>
  /** A whole timeline, oldest first; read a page at a time, so that a long one is never in memory. */
  walk(id: string): AsyncGenerator<Entry<Event>, void>
  /** Entries of these types over all streams, in the order in which they happened. */
  entriesOfTypes(types: Event['type'][], page: TypesPage): Promise<{ id: string; entry: Entry<Event> }[]>
}

/** What happened from `from` until before `to`; `after`: the last one of the page before. */
export type TypesPage = {
  from: Instant
  to: Instant
  after?: { id: string; entry: { at: Instant; seq: number } }
  limit: number
}

const FIND_LIMIT = 50
const ENTRIES_LIMIT = 100

export function createStreams<State, Command, Event extends EventBase>(
  store: Store,
  kind: string,
  acts: Pick<Streams<State, Command, Event>, 'begin' | 'handle'>,
): Streams<State, Command, Event> {
  return {
    ...acts,
    async load(id) {
      const { row } = await store.load(id)
      return row && (JSON.parse(row.state) as State)
    },
    async find(label, limit = FIND_LIMIT, before) {
      const rows = await store.streamsLabelled(label, {
        kind,
        limit,
        ...(before !== undefined && { before }),
      })
      return rows.map((row) => JSON.parse(row.state) as State)
    },
    async entries(id, { before, limit = ENTRIES_LIMIT } = {}) {
      const rows = await store.entries(id, { limit, ...(before !== undefined && { before }) })
      return rows.map((row) => entryFromRow<Event>(row))
    },
    async entry(id, seq) {
      const [row] = await store.entriesAt(id, [seq])
      return row && entryFromRow<Event>(row)
    },
    async *walk(id) {
      for await (const rows of walkRows(store, id)) {
        for (const row of rows) yield entryFromRow<Event>(row)
      }
    },
    async entriesOfTypes(types, { from, to, after, limit }) {
      const last = after && { at: after.entry.at, stream: after.id, seq: after.entry.seq }
      const rows = await store.entriesOfTypes(types, { kind, from, to, limit, ...(last && { after: last }) })
      return rows.map((row) => ({ id: row.stream, entry: entryFromRow<Event>(row) }))
    },
  }
}
