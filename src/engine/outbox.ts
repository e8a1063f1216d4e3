import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database, OutboxRow } from '../../db/schema.ts'
import type { Instant } from '../core/decider.ts'
import type { WriteQueue } from './write-queue.ts'

export type StoredEffect = Omit<OutboxRow, 'position'> & { position: number }

/** An effect that is done. For lane `sync`, all of its kind and subject up to `upTo` are done with it. */
export type Settlement = {
  position: number
  coalesced?: { kind: string; subject: string; lane: number; upTo: number }
}

/** Depth and age of what is owed, a row a lane. */
export type Backlog = { lane: number; status: OutboxRow['status']; count: number; oldest: Instant }

/**
 * The effects owed. An effect is `owed` → claimed (`sending`) before anything leaves the process → settled
 * (deleted), owed again, or `parked`. Within one lane and subject only the oldest may be claimed.
 */
export type Outbox = {
  /** Effects that may be claimed now: the oldest of their subject, first lane first. */
  due(now: Instant, limit: number): Promise<StoredEffect[]>
  /** When the next one that is put off falls due. */
  nextDue(now: Instant): Promise<Instant | undefined>
  /** False when another has it. Counts the try. */
  claim(position: number, owner: string): Promise<boolean>
  /** Position of the newest effect of this kind and subject: what a `sync` performed from now on covers. */
  newestPosition(effect: Pick<OutboxRow, 'lane' | 'subject' | 'kind'>): Promise<number>
  settle(settled: Settlement): Promise<void>
  /** Owed again, not before `notBefore`; `maybeSent` when the try may have been accepted. */
  putOff(position: number, again: { notBefore: Instant; maybeSent: boolean; why: string }): Promise<void>
  /** Given up; stays visible. */
  park(position: number, why: string): Promise<void>
  /** What was being sent when its sender died: owed again, and maybe sent. Returns how many. */
  reclaim(isDead: (owner: string) => Promise<boolean>): Promise<number>
  parked(limit: number): Promise<StoredEffect[]>
  backlog(): Promise<Backlog[]>
}

export function createOutbox(reads: Kysely<Database>, queue: WriteQueue): Outbox {
  return {
    async due(now, limit) {
      // Steps from subject to subject along the index, so that a long queue behind one subject costs nothing.
      const { rows } = await sql<StoredEffect>`
        with recursive heads(position) as (
          select (select position from outbox where status <> 'parked' order by lane, subject, position limit 1)
          union all
          select (
            select later.position from outbox later
            where later.status <> 'parked' and (later.lane, later.subject) > (head.lane, head.subject)
            order by later.lane, later.subject, later.position limit 1)
          from heads join outbox head on head.position = heads.position
        )
        select outbox.* from heads join outbox on outbox.position = heads.position
        where outbox.status = 'owed' and outbox.not_before <= ${now}
        order by outbox.lane, outbox.position limit ${limit}`.execute(reads)
      return rows
    },

    async nextDue(now) {
      const row = await reads
        .selectFrom('outbox')
        .select('not_before')
        .where('status', '=', 'owed')
        .where('not_before', '>', now)
        .orderBy('not_before')
        .limit(1)
        .executeTakeFirst()
      return row?.not_before
    },

    claim: (position, owner) =>
      queue.write(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('outbox')
          .set((column) => ({ status: 'sending', owner, attempts: column('attempts', '+', 1) }))
          .where('position', '=', position)
          .where('status', '=', 'owed')
          .executeTakeFirstOrThrow()
        return numUpdatedRows === 1n
      }),

    async newestPosition({ lane, subject, kind }) {
      const { newest } = await reads
        .selectFrom('outbox')
        .select((select) => select.fn.max('position').as('newest'))
        .where('lane', '=', lane)
        .where('subject', '=', subject)
        .where('kind', '=', kind)
        .executeTakeFirstOrThrow()
      return Number(newest ?? 0)
    },

    settle: (settled) => queue.write((transaction) => deleteSettled(transaction, settled)),

    async putOff(position, { notBefore, maybeSent, why }) {
      await queue.write((transaction) =>
        transaction
          .updateTable('outbox')
          .set({
            status: 'owed',
            owner: null,
            not_before: notBefore,
            why,
            ...(maybeSent && { maybe_sent: 1 }),
          })
          .where('position', '=', position)
          .where('status', '=', 'sending')
          .execute(),
      )
    },

    async park(position, why) {
      await queue.write((transaction) =>
        transaction
          .updateTable('outbox')
          .set({ status: 'parked', owner: null, why })
          .where('position', '=', position)
          .execute(),
      )
    },

    async reclaim(isDead) {
      const sending = await reads
        .selectFrom('outbox')
        .select(['position', 'owner'])
        .where('status', '=', 'sending')
        .execute()
      const abandoned: number[] = []
      for (const { position, owner } of sending)
        if (owner === null || (await isDead(owner))) abandoned.push(position)
      for (const position of abandoned) {
        await queue.write((transaction) =>
          transaction
            .updateTable('outbox')
            .set({ status: 'owed', owner: null, maybe_sent: 1, not_before: 0 })
            .where('position', '=', position)
            .where('status', '=', 'sending')
            .execute(),
        )
      }
      return abandoned.length
    },

    parked: (limit) =>
      reads
        .selectFrom('outbox')
        .selectAll()
        .where('status', '=', 'parked')
        .orderBy('position', 'desc')
        .limit(limit)
        .execute(),

    async backlog() {
      const rows = await reads
        .selectFrom('outbox')
        .select(['lane', 'status', sql<number>`count(*)`.as('count'), sql<number>`min(made_at)`.as('oldest')])
        .groupBy(['lane', 'status'])
        .execute()
      return rows.map((row) => ({ ...row, count: Number(row.count), oldest: Number(row.oldest) }))
    },
  }
}

/** A settled effect is gone; what it coalesced with is gone with it. */
export async function deleteSettled(transaction: Transaction<Database>, settled: Settlement): Promise<void> {
  await transaction.deleteFrom('outbox').where('position', '=', settled.position).execute()
  if (!settled.coalesced) return
  const { kind, subject, lane, upTo } = settled.coalesced
  await transaction
    .deleteFrom('outbox')
    .where('lane', '=', lane)
    .where('subject', '=', subject)
    .where('kind', '=', kind)
    .where('status', '<>', 'parked')
    .where('position', '<=', upTo)
    .execute()
}
