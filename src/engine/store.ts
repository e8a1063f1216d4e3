import type { EntryRow, StreamRow } from '../../db/schema.ts'
import type { Instant } from '../core/decider.ts'
import type { Clock } from './clock.ts'
import { type Commit, type CommitResult, type TimerRow, writeCommit } from './commit.ts'
import type { OpenDatabase } from './database.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { PARAMETER, statement } from './statement.ts'
import { createWriteQueue, type WriteQueue } from './write-queue.ts'

export type Store = {
  commit(commit: Commit): Promise<CommitResult>
  /** The stream's row, and whether a command with this key was committed by then (by which stream). */
  load(id: string, key?: string): Promise<{ row?: StreamRow; seenBy?: string }>
  seenBy(key: string): Promise<string | undefined>
  nextNumber(kind: string): Promise<number>
  find(label: string, limit: number): Promise<StreamRow[]>
  entries(stream: string, page: { after?: number; before?: number; limit: number }): Promise<EntryRow[]>
  /** Streams in order of id, for whoever walks through all of them. */
  streamsAfter(id: string, limit: number): Promise<StreamRow[]>

  dueTimers(now: Instant, limit: number): Promise<(TimerRow & { kind: string })[]>
  nextTimer(): Promise<Instant | undefined>
  timersOf(stream: string): Promise<TimerRow[]>
  dropTimer(timer: TimerRow): Promise<void>
  labelsOf(stream: string): Promise<string[]>

  savePolicy(digest: string, body: string, now: Instant): Promise<void>
  policy(digest: string): Promise<string | undefined>
  fact(name: string): Promise<string | undefined>
  setFact(name: string, value: string): Promise<void>
  /** Keeps `value` unless one is kept already; resolves with the one that is. */
  firstFact(name: string, value: string): Promise<string>
  forgetInbox(before: Instant): Promise<void>

  outbox: Outbox
  /** For tables of an edge: in the same group commit as everything else, durable when it resolves. */
  write: WriteQueue['write']
  drained(): Promise<void>
  close(): Promise<void>
}

const loadStream = statement((db) => db.selectFrom('streams').selectAll().where('id', '=', PARAMETER))
/** In one statement, and so of one moment: a state without its key would be decided on a second time. */
const loadStreamAndKey = statement((db) =>
  db
    .selectFrom('streams')
    .selectAll()
    .select((select) =>
      select.selectFrom('inbox').select('inbox.stream').where('key', '=', PARAMETER).as('seenBy'),
    )
    .where('id', '=', PARAMETER),
)
const streamOfKey = statement((db) => db.selectFrom('inbox').select('stream').where('key', '=', PARAMETER))

/** The one store, for SQLite and PostgreSQL alike. */
export function createStore(database: OpenDatabase, clock: Pick<Clock, 'pause'>): Store {
  const { reads } = database
  const queue = createWriteQueue(database.writes, clock)

  const store: Store = {
    commit: (commit) => queue.write((transaction) => writeCommit(transaction, commit), commit.stream.id),

    async load(id, key) {
      if (key === undefined) {
        const [row] = (await loadStream(reads, [id])).rows
        return row ? { row } : {}
      }
      const [found] = (await loadStreamAndKey(reads, [key, id])).rows
      if (!found) return {}
      const { seenBy, ...row } = found
      return { row, ...(seenBy !== null && { seenBy }) }
    },
    async seenBy(key) {
      return (await streamOfKey(reads, [key])).rows[0]?.stream
    },
    async nextNumber(kind) {
      const { newest } = await reads
        .selectFrom('streams')
        .select((select) => select.fn.max('number').as('newest'))
        .where('kind', '=', kind)
        .executeTakeFirstOrThrow()
      return (newest ?? 0) + 1
    },
    find: (label, limit) =>
      reads
        .selectFrom('labels')
        .innerJoin('streams', 'streams.id', 'labels.stream')
        .selectAll('streams')
        .where('labels.label', '=', label)
        .orderBy('labels.number', 'desc')
        .limit(limit)
        .execute(),
    async entries(stream, { after, before, limit }) {
      let query = reads.selectFrom('entries').selectAll().where('stream', '=', stream).limit(limit)
      if (before !== undefined) query = query.where('seq', '<', before)
      if (after !== undefined) return query.where('seq', '>', after).orderBy('seq').execute()
      return (await query.orderBy('seq', 'desc').execute()).reverse()
    },
    streamsAfter: (id, limit) =>
      reads.selectFrom('streams').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute(),

    dueTimers: (now, limit) =>
      reads
        .selectFrom('timers')
        .innerJoin('streams', 'streams.id', 'timers.stream')
        .selectAll('timers')
        .select('streams.kind')
        .where('due', '<=', now)
        .orderBy('due')
        .limit(limit)
        .execute(),
    async nextTimer() {
      const row = await reads.selectFrom('timers').select('due').orderBy('due').limit(1).executeTakeFirst()
      return row?.due
    },
    timersOf: (stream) => reads.selectFrom('timers').selectAll().where('stream', '=', stream).execute(),
    async labelsOf(stream) {
      const rows = await reads.selectFrom('labels').select('label').where('stream', '=', stream).execute()
      return rows.map(({ label }) => label)
    },
    async dropTimer(timer) {
      await queue.write((transaction) =>
        transaction
          .deleteFrom('timers')
          .where('stream', '=', timer.stream)
          .where('name', '=', timer.name)
          .where('due', '=', timer.due)
          .execute(),
      )
    },

    async savePolicy(digest, body, at) {
      await queue.write((transaction) =>
        transaction
          .insertInto('policies')
          .values({ digest, body, at })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
    },
    async policy(digest) {
      const row = await reads
        .selectFrom('policies')
        .select('body')
        .where('digest', '=', digest)
        .executeTakeFirst()
      return row?.body
    },
    async fact(name) {
      const row = await reads.selectFrom('facts').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value
    },
    async setFact(name, value) {
      await queue.write((transaction) =>
        transaction
          .insertInto('facts')
          .values({ name, value })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
          .execute(),
      )
    },
    firstFact: (name, value) =>
      queue.write(async (transaction) => {
        await transaction
          .insertInto('facts')
          .values({ name, value })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        const kept = transaction.selectFrom('facts').select('value').where('name', '=', name)
        return (await kept.executeTakeFirstOrThrow()).value
      }),
    async forgetInbox(before) {
      await queue.write((transaction) => transaction.deleteFrom('inbox').where('at', '<', before).execute())
    },

    outbox: createOutbox(reads, queue),
    write: queue.write,
    drained: queue.drained,
    async close() {
      await queue.drained()
      await database.close()
    },
  }
  return store
}
