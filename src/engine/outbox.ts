import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database, OutboxRow } from '../../db/schema.ts'
import { type Instant, LANES } from '../core/decider.ts'
import type { WriteQueue } from './write-queue.ts'

/**
 * A request that left a process can still be on its way when the process is gone, and outlives it by no more than
 * this; looking for what it does any sooner finds nothing, and it is done twice. Counted from when the death is
 * noticed, for nobody knows how long before that the last request left.
 */
const OUTLIVES_ITS_SENDER_MS = 5_000
/** To be woken twice is better than to be woken late, and a kill switch set twice is set. */
const PAGE = LANES.indexOf('page')

export type StoredEffect = Omit<OutboxRow, 'position'> & { position: number }

/**
 * What became of an effect that needs no further try. Done, it is gone, and so are those that it covers: of
 * lane `sync`, all of its stream, kind and subject up to `upTo`. Given up, it is parked with the reason.
 */
export type Settlement =
  | { position: number; covers?: { upTo: number } & Pick<OutboxRow, 'stream' | 'kind' | 'lane' | 'subject'> }
  | { position: number; parkedBecause: string }

/** An effect as its sender knows it. What somebody else has taken over meanwhile is left alone. */
export type Claimed = Pick<StoredEffect, 'position' | 'owner'>

/** Depth and age of what is owed, a row a lane and status. */
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
  /**
   * The effect as it stands now, with this try counted; undefined when another sender has it or it is not due any
   * more. A sender claims what it is not sending already. What `due` said may be old: only the claimed row tells whether an earlier try may have arrived.
   */
  claim(position: number, owner: string, now: Instant): Promise<StoredEffect | undefined>
  /** Position of the stream's newest effect of this kind and subject: what a `sync` from now on covers. */
  newestPosition(effect: Pick<OutboxRow, 'stream' | 'lane' | 'subject' | 'kind'>): Promise<number>
  settle(settled: Settlement): Promise<void>
  /** Owed again, not before `notBefore`; `maybeSent` when the try may have been accepted. False: it was not ours. */
  putOff(claimed: Claimed, again: { notBefore: Instant; maybeSent: boolean; why: string }): Promise<boolean>
  /**
   * What was being sent when its sender died: owed again, and maybe sent. It is looked for when it must have arrived,
   * but pages at once. Returns how many.
   */
  reclaim(isDead: (owner: string) => Promise<boolean>, now: Instant): Promise<number>
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

    claim: (position, owner, now) =>
      queue.write((transaction) =>
        transaction
          .updateTable('outbox')
          .set((column) => ({ status: 'sending', owner, attempts: column('attempts', '+', 1) }))
          .where('position', '=', position)
          // Its own claim too: it is asked for twice when the first was committed and the connection broke before that was said.
          .where(({ eb, and, or }) =>
            or([
              and([eb('status', '=', 'owed'), eb('not_before', '<=', now)]),
              and([eb('status', '=', 'sending'), eb('owner', '=', owner)]),
            ]),
          )
          .returningAll()
          .executeTakeFirst(),
      ),

    async newestPosition({ stream, lane, subject, kind }) {
      const { newest } = await reads
        .selectFrom('outbox')
        .select((select) => select.fn.max('position').as('newest'))
        .where('lane', '=', lane)
        .where('subject', '=', subject)
        .where('kind', '=', kind)
        .where('stream', '=', stream)
        .executeTakeFirstOrThrow()
      return Number(newest ?? 0)
    },

    settle: (settled) => queue.write((transaction) => writeSettlement(transaction, settled)),

    putOff: ({ position, owner }, { notBefore, maybeSent, why }) =>
      queue.write(async (transaction) => {
        const again = { status: 'owed', owner: null, not_before: notBefore, why } as const
        const { numUpdatedRows } = await transaction
          .updateTable('outbox')
          .set({ ...again, ...(maybeSent && { maybe_sent: 1 }) })
          .where('position', '=', position)
          .where('owner', '=', owner)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),

    async reclaim(isDead, now) {
      const sending = await reads
        .selectFrom('outbox')
        .select('owner')
        .distinct()
        .where('status', '=', 'sending')
        .execute()
      let reclaimed = 0
      for (const { owner } of sending) {
        if (owner === null || !(await isDead(owner))) continue
        // By its owner and not by position: another replica may have taken some of them over already.
        reclaimed += await queue.write(async (transaction) => {
          const { numUpdatedRows } = await transaction
            .updateTable('outbox')
            .set({ status: 'owed', owner: null, maybe_sent: 1, not_before: lookFrom(now) })
            .where('status', '=', 'sending')
            .where('owner', '=', owner)
            .executeTakeFirstOrThrow()
          return Number(numUpdatedRows)
        })
      }
      return reclaimed
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

function lookFrom(now: Instant) {
  const arrived = now + OUTLIVES_ITS_SENDER_MS
  return sql<number>`cast(case when lane = ${PAGE} then ${now} else ${arrived} end as bigint)`
}

export async function writeSettlement(
  transaction: Transaction<Database>,
  settled: Settlement,
): Promise<void> {
  const { position } = settled
  if ('parkedBecause' in settled) {
    const parked = { status: 'parked', owner: null, why: settled.parkedBecause } as const
    await transaction.updateTable('outbox').set(parked).where('position', '=', position).execute()
    return
  }
  await transaction.deleteFrom('outbox').where('position', '=', position).execute()
  if (!settled.covers) return
  const { stream, kind, subject, lane, upTo } = settled.covers
  await transaction
    .deleteFrom('outbox')
    .where('lane', '=', lane)
    .where('subject', '=', subject)
    .where('kind', '=', kind)
    .where('stream', '=', stream)
    .where('status', '=', 'owed')
    .where('position', '<=', upTo)
    .execute()
}
