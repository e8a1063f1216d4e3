import { sql } from 'kysely'
import type { EntryRow, StreamRow } from '../../db/schema.ts'
import type { Instant } from '../core/decider.ts'
import type { Clock } from './clock.ts'
import { type Commit, type CommitResult, type TimerRow, writeCommit } from './commit.ts'
import type { OpenDatabase } from './database.ts'
import { createEvidenceFiles, type EvidenceFiles } from './evidence-files.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { PARAMETER, statement } from './statement.ts'
import { createWriteQueue, type WriteQueue } from './write-queue.ts'

export type Store = {
  commit(commit: Commit): Promise<CommitResult>
  /** The stream's row, and whether a command with this key was committed by then (by which stream). */
  load(id: string, key?: string): Promise<{ row?: StreamRow; seenBy?: string }>
  seenBy(key: string): Promise<string | undefined>
  nextNumber(kind: string): Promise<number>
  /** Streams that carry a label, newest first. `before`: only smaller numbers; of one kind each is there once. */
  streamsLabelled(
    label: string,
    page: { kind?: string; before?: number; limit: number },
  ): Promise<StreamRow[]>
  entries(stream: string, page: { after?: number; before?: number; limit: number }): Promise<EntryRow[]>
  /** Single entries of a stream, in order; those that are not there are left out. */
  entriesAt(stream: string, seqs: readonly number[]): Promise<EntryRow[]>
  /** Entries of these types over all streams in the order in which they happened. */
  entriesOfTypes(types: readonly string[], page: TypesPage): Promise<EntryRow[]>
  /** Streams in order of id, for whoever walks through all of them. */
  streamsAfter(id: string, limit: number): Promise<StreamRow[]>
  /** Streams of one kind, oldest first. */
  streamsNumbered(kind: string, after: number, limit: number): Promise<StreamRow[]>
  /** Gaps in the numbers of a kind, from the lowest. There are none unless streams were deleted. */
  missingNumbers(kind: string): Promise<{ from: number; to: number }[]>
  /** Streams that rows of other tables name and that are not there, with the names of the tables. */
  orphans(): Promise<{ stream: string; tables: string[] }[]>

  /** `except`: streams that are passed over. */
  dueTimers(now: Instant, limit: number, except?: readonly string[]): Promise<(TimerRow & { kind: string })[]>
  nextTimer(except?: readonly string[]): Promise<Instant | undefined>
  timersOf(stream: string): Promise<TimerRow[]>
  dropTimer(timer: TimerRow): Promise<void>
  labelsOf(stream: string): Promise<string[]>

  savePolicy(digest: string, body: string, now: Instant): Promise<void>
  policy(digest: string): Promise<string | undefined>
  fact(name: string): Promise<string | undefined>
  setFact(name: string, value: string): Promise<void>
  /** Keeps `value` unless one is kept already; resolves with the one that is. */
  firstFact(name: string, value: string): Promise<string>
  /** Also what was to be forgotten earlier, and could not be yet. */
  forgetInbox(before: Instant): Promise<void>

  outbox: Outbox
  /** For tables of an edge: in the same group commit as everything else, durable when it resolves. */
  write: WriteQueue['write']
  files: EvidenceFiles
  drained(): Promise<void>
  close(): Promise<void>
}

/** What happened from `from` until before `to`, to streams of one kind. `after`: the last one of the page before. */
type TypesPage = {
  kind?: string
  from: Instant
  to: Instant
  after?: Pick<EntryRow, 'at' | 'stream' | 'seq'>
  limit: number
}

/** Tables whose rows belong to streams. */
const NAMING_STREAMS = ['entries', 'inbox', 'labels', 'outbox', 'timers'] as const

/** So many entries are read for each one that is wanted, rather than to ask for them one by one. */
const RANGE_PER_WANTED = 2

/** As many as a 32-bit number has. */
const NUMBER_DIGITS = 10

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
const entriesBetween = statement((db) =>
  db
    .selectFrom('entries')
    .selectAll()
    .where('stream', '=', PARAMETER)
    .where('seq', '>=', PARAMETER)
    .where('seq', '<=', PARAMETER)
    .orderBy('seq'),
)
/** Written every few seconds, for as long as the bot lives. */
const putFact = statement((db) =>
  db
    .insertInto('facts')
    .values({ name: PARAMETER, value: PARAMETER })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: PARAMETER })),
)
const streamOfKey = statement((db) => db.selectFrom('inbox').select('stream').where('key', '=', PARAMETER))

/** The one store, for SQLite and PostgreSQL alike. */
export function createStore(database: OpenDatabase, clock: Pick<Clock, 'pause'>): Store {
  const { reads } = database
  const queue = createWriteQueue(database.writes, clock)
  /** What was redacted may still stand in the log of the file. */
  let wordsLeft = false

  /** What was committed is durable, whatever becomes of the log: it is tried again later, and at the next start. */
  async function forgetWords(): Promise<void> {
    wordsLeft = !(await database.forget().catch(() => false))
  }

  const store: Store = {
    async commit(commit) {
      const { kind, number } = commit.stream
      // Numbers of one width, so that many that begin at once are begun in the order of their numbers.
      const row = `${kind} ${String(number).padStart(NUMBER_DIGITS, '0')}`
      const result = await queue.write((transaction) => writeCommit(transaction, commit), row)
      if (commit.redacted && result === 'committed') await forgetWords()
      return result
    },

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
    streamsLabelled(label, { kind, before, limit }) {
      let query = reads
        .selectFrom('labels')
        .innerJoin('streams', 'streams.id', 'labels.stream')
        .selectAll('streams')
        .where('labels.label', '=', label)
        .orderBy('labels.number', 'desc')
        .limit(limit)
      if (kind !== undefined) query = query.where('streams.kind', '=', kind)
      if (before !== undefined) query = query.where('labels.number', '<', before)
      return query.execute()
    },
    async entries(stream, { after, before, limit }) {
      let query = reads.selectFrom('entries').selectAll().where('stream', '=', stream).limit(limit)
      if (before !== undefined) query = query.where('seq', '<', before)
      if (after !== undefined) return query.where('seq', '>', after).orderBy('seq').execute()
      return (await query.orderBy('seq', 'desc').execute()).reverse()
    },
    async entriesAt(stream, seqs) {
      const wanted = new Set(seqs)
      if (wanted.size === 0) return []
      const [first, last] = [Math.min(...wanted), Math.max(...wanted)]
      // Entries that are wanted together mostly stand together, and a range is read faster than a list.
      if (last - first < wanted.size * RANGE_PER_WANTED) {
        const { rows } = await entriesBetween(reads, [stream, first, last])
        return rows.filter(({ seq }) => wanted.has(seq))
      }
      const query = reads.selectFrom('entries').selectAll().where('stream', '=', stream)
      return query
        .where('seq', 'in', [...wanted])
        .orderBy('seq')
        .execute()
    },
    entriesOfTypes(types, { kind, from, to, after, limit }) {
      let query = reads
        .selectFrom('entries')
        .selectAll('entries')
        .where('type', 'in', types)
        .where('at', '>=', after?.at ?? from)
        .where('at', '<', to)
        .orderBy('at')
        .orderBy('stream')
        .orderBy('seq')
        .limit(limit)
      if (kind !== undefined)
        query = query.where('stream', 'in', (streams) =>
          streams.selectFrom('streams').select('id').where('kind', '=', kind),
        )
      if (after)
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('at', 'stream', 'seq'), '>', tuple(after.at, after.stream, after.seq)),
        )
      return query.execute()
    },
    streamsAfter: (id, limit) =>
      reads.selectFrom('streams').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute(),
    streamsNumbered: (kind, after, limit) =>
      reads
        .selectFrom('streams')
        .selectAll()
        .where('kind', '=', kind)
        .where('number', '>', after)
        .orderBy('number')
        .limit(limit)
        .execute(),
    async missingNumbers(kind) {
      const { rows } = await sql<{ from: number; to: number }>`
        select before + 1 as "from", number - 1 as "to"
        from (select number, coalesce(lag(number) over (order by number), 0) as before
          from streams where kind = ${kind}) numbered
        where number > before + 1 order by number`.execute(reads)
      return rows
    },
    async orphans() {
      const naming = NAMING_STREAMS.map(
        (table) => sql`select distinct stream, ${sql.lit(table)} as named_in from ${sql.table(table)}
          where not exists (select 1 from streams where streams.id = ${sql.table(table)}.stream)`,
      )
      const { rows } = await sql<{ stream: string; named_in: string }>`
        ${sql.join(naming, sql` union all `)} order by stream, named_in`.execute(reads)
      return [...Map.groupBy(rows, (row) => row.stream)].map(([stream, named]) => ({
        stream,
        tables: named.map((row) => row.named_in),
      }))
    },

    dueTimers(now, limit, except = []) {
      let query = reads
        .selectFrom('timers')
        .innerJoin('streams', 'streams.id', 'timers.stream')
        .selectAll('timers')
        .select('streams.kind')
        .where('due', '<=', now)
        .orderBy('due')
        .limit(limit)
      if (except.length > 0) query = query.where('timers.stream', 'not in', except)
      return query.execute()
    },
    async nextTimer(except = []) {
      // Only of streams that are there, as above: a timer that nobody takes would be due for ever.
      let query = reads
        .selectFrom('timers')
        .innerJoin('streams', 'streams.id', 'timers.stream')
        .select('due')
        .orderBy('due')
        .limit(1)
      if (except.length > 0) query = query.where('timers.stream', 'not in', except)
      return (await query.executeTakeFirst())?.due
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
      await queue.write((transaction) => putFact(transaction, [name, value, value]))
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
      if (wordsLeft) await forgetWords()
    },

    outbox: createOutbox(reads, queue),
    write: queue.write,
    files: createEvidenceFiles(reads, queue),
    drained: queue.drained,
    async close() {
      await queue.drained()
      await database.close()
    },
  }
  return store
}
