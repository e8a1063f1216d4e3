import type { Transaction } from 'kysely'
import type { Database, EntryRow, OutboxRow, StreamRow } from '../../db/schema.ts'
import type { Instant } from '../core/decider.ts'
import { type Settlement, writeSettlement } from './outbox.ts'
import type { RedactedText } from './redaction.ts'
import { insertion, PARAMETER, statement } from './statement.ts'

export type NewEffect = Pick<
  OutboxRow,
  'key' | 'stream' | 'seq' | 'kind' | 'lane' | 'subject' | 'args' | 'not_before'
>
export type TimerRow = Database['timers']

/**
 * Everything that one command changes, written together or not at all. `timers` and `labels` are whole
 * sets that replace the stored ones; absent means unchanged. `settles` says what became of the effect that this is about.
 */
export type Commit = {
  stream: StreamRow
  expectedSeq: number
  entries: EntryRow[]
  effects: NewEffect[]
  timers?: TimerRow[]
  labels?: string[]
  /** Texts that take the place of those of earlier entries of the stream. */
  redacted?: RedactedText[]
  key?: string
  settles?: Settlement
  /** Only of a commit that begins a stream: the mark that says how far numbers have come; see newest.ts. */
  newest?: { fact: string; mark: string; after: number }
  now: Instant
}

export type CommitResult = 'committed' | 'conflict' | 'duplicate'

const insertEntry = insertion('entries', [
  'stream',
  'seq',
  'type',
  'event',
  'digest',
  'actor',
  'via',
  'at',
  'recorded_at',
  'hash',
])
const insertEffect = insertion('outbox', [
  'key',
  'stream',
  'seq',
  'kind',
  'lane',
  'subject',
  'args',
  'status',
  'not_before',
  'made_at',
  'attempts',
  'maybe_sent',
])
const deleteTimers = statement((db) => db.deleteFrom('timers').where('stream', '=', PARAMETER))
const insertTimer = insertion('timers', ['stream', 'name', 'due'])
const deleteLabels = statement((db) => db.deleteFrom('labels').where('stream', '=', PARAMETER))
const insertLabel = insertion('labels', ['label', 'stream', 'number'])
const takeKey = statement((db) =>
  db
    .insertInto('inbox')
    .values({ key: PARAMETER, stream: PARAMETER, at: PARAMETER })
    .onConflict((conflict) => conflict.doNothing()),
)
const giveKeyBack = statement((db) => db.deleteFrom('inbox').where('key', '=', PARAMETER))
const keepFact = statement((db) =>
  db
    .insertInto('facts')
    .values({ name: PARAMETER, value: PARAMETER })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((fact) => ({ value: fact.ref('excluded.value') })),
    ),
)
const STREAM_COLUMNS = ['id', 'kind', 'number', 'seq', 'head', 'state', 'policy', 'updated_at'] as const
const beginStream = statement((db) =>
  db
    .insertInto('streams')
    .values(Object.fromEntries(STREAM_COLUMNS.map((column) => [column, PARAMETER])) as never)
    .onConflict((conflict) => conflict.doNothing()),
)
const streamNumbered = statement((db) =>
  db.selectFrom('streams').select('id').where('kind', '=', PARAMETER).where('number', '=', PARAMETER),
)
const advanceStream = statement((db) =>
  db
    .updateTable('streams')
    .set({ seq: PARAMETER, head: PARAMETER, state: PARAMETER, updated_at: PARAMETER })
    .where('id', '=', PARAMETER)
    .where('seq', '=', PARAMETER),
)

/**
 * The checks come first and leave nothing behind, so a refused commit leaves the shared transaction clean.
 * Both are writes that wait for a rival's: of two replicas with the same request or the same expectation,
 * the second is refused, and not only told so by an error.
 */
export async function writeCommit(transaction: Transaction<Database>, commit: Commit): Promise<CommitResult> {
  const { stream, key, now } = commit
  if (key !== undefined) {
    const { numAffectedRows } = await takeKey(transaction, [key, stream.id, now])
    if (numAffectedRows !== 1n) return 'duplicate'
  }
  if (!(await advance(transaction, commit))) {
    if (key !== undefined) await giveKeyBack(transaction, [key])
    return 'conflict'
  }

  for (const entry of commit.entries) await insertEntry(transaction, entry)
  for (const { seq, event, by } of commit.redacted ?? []) {
    const text = transaction.updateTable('entries').set({ event, redacted_by: by })
    await text.where('stream', '=', stream.id).where('seq', '=', seq).execute()
  }
  for (const effect of commit.effects) {
    await insertEffect(transaction, { ...effect, status: 'owed', made_at: now, attempts: 0, maybe_sent: 0 })
  }
  if (commit.timers) {
    await deleteTimers(transaction, [stream.id])
    for (const timer of commit.timers) await insertTimer(transaction, timer)
  }
  if (commit.labels) {
    await deleteLabels(transaction, [stream.id])
    for (const label of commit.labels) {
      await insertLabel(transaction, { label, stream: stream.id, number: stream.number })
    }
  }
  if (commit.newest) await keepFact(transaction, [commit.newest.fact, commit.newest.mark])
  if (commit.settles) await writeSettlement(transaction, commit.settles)
  return 'committed'
}

/** The compare-and-set: true when the stream stood at `expectedSeq` and now stands at its new entry. */
async function advance(transaction: Transaction<Database>, { stream, expectedSeq, newest }: Commit) {
  if (expectedSeq === 0 && newest?.after !== stream.number - 1 && !(await isNext(transaction, stream)))
    return false
  const { numAffectedRows } =
    expectedSeq === 0
      ? await beginStream(
          transaction,
          STREAM_COLUMNS.map((column) => stream[column]),
        )
      : await advanceStream(transaction, [
          stream.seq,
          stream.head,
          stream.state,
          stream.updated_at,
          stream.id,
          expectedSeq,
        ])
  return numAffectedRows === 1n
}

/** Numbers are given without gaps, so that a stream that is missing later was deleted. */
async function isNext(transaction: Transaction<Database>, { kind, number }: StreamRow): Promise<boolean> {
  return number === 1 || (await streamNumbered(transaction, [kind, number - 1])).rows.length === 1
}
