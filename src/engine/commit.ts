import type { Transaction } from 'kysely'
import type { Database, EntryRow, OutboxRow, StreamRow } from '../../db/schema.ts'
import type { Instant } from '../core/decider.ts'
import { deleteSettled, type Settlement } from './outbox.ts'

export type NewEffect = Pick<
  OutboxRow,
  'key' | 'stream' | 'seq' | 'kind' | 'lane' | 'subject' | 'args' | 'not_before'
>
export type TimerRow = Database['timers']

/**
 * Everything that one command changes, written together or not at all. `timers` and `labels` are whole
 * sets that replace the stored ones; absent means unchanged. `settles` is the effect that this completes.
 */
export type Commit = {
  stream: StreamRow
  expectedSeq: number
  entries: EntryRow[]
  effects: NewEffect[]
  timers?: TimerRow[]
  labels?: string[]
  key?: string
  settles?: Settlement
  now: Instant
}

export type CommitResult = 'committed' | 'conflict' | 'duplicate'

/** The checks come first and write nothing, so a refused commit leaves the shared transaction clean. */
export async function writeCommit(transaction: Transaction<Database>, commit: Commit): Promise<CommitResult> {
  const { stream, key, now } = commit
  if (key !== undefined) {
    const seen = await transaction.selectFrom('inbox').select('key').where('key', '=', key).executeTakeFirst()
    if (seen) return 'duplicate'
  }
  if (!(await advance(transaction, stream, commit.expectedSeq))) return 'conflict'

  if (commit.entries.length > 0) await transaction.insertInto('entries').values(commit.entries).execute()
  if (commit.effects.length > 0) {
    const made = { status: 'owed', made_at: now, attempts: 0, maybe_sent: 0, owner: null, why: null } as const
    await transaction
      .insertInto('outbox')
      .values(commit.effects.map((effect) => ({ ...effect, ...made })))
      .execute()
  }
  if (commit.timers) {
    await transaction.deleteFrom('timers').where('stream', '=', stream.id).execute()
    if (commit.timers.length > 0) await transaction.insertInto('timers').values(commit.timers).execute()
  }
  if (commit.labels) {
    await transaction.deleteFrom('labels').where('stream', '=', stream.id).execute()
    const labels = commit.labels.map((label) => ({ label, stream: stream.id, number: stream.number }))
    if (labels.length > 0) await transaction.insertInto('labels').values(labels).execute()
  }
  if (key !== undefined)
    await transaction.insertInto('inbox').values({ key, stream: stream.id, at: now }).execute()
  if (commit.settles) await deleteSettled(transaction, commit.settles)
  return 'committed'
}

/** The compare-and-set: true when the stream stood at `expectedSeq` and now stands at its new entry. */
async function advance(transaction: Transaction<Database>, stream: StreamRow, expectedSeq: number) {
  if (expectedSeq === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('streams')
      .values(stream)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  const { seq, head, state, updated_at } = stream
  const { numUpdatedRows } = await transaction
    .updateTable('streams')
    .set({ seq, head, state, updated_at })
    .where('id', '=', stream.id)
    .where('seq', '=', expectedSeq)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
