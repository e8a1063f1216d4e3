import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { Clock } from './clock.ts'

/** Something to do inside a transaction. May run twice, so it must not touch anything but the transaction. */
export type Write<T> = (transaction: Transaction<Database>) => Promise<T>

export type WriteQueue = {
  /**
   * Resolves when the write is durable; rejects with what it threw, nothing of it written. `row` names what it
   * locks: a batch goes through its rows in their order, so that replicas wait for each other and not in a ring.
   */
  write<T>(work: Write<T>, row?: string): Promise<T>
  /** Resolves when nothing is waiting or being written. */
  drained(): Promise<void>
}

const BATCH_MAX = 200
const BUSY_RETRY_EVERY_MS = 40
/** Below Slack's three seconds, so that the person still gets an honest answer. */
const BUSY_GIVE_UP_AFTER_MS = 1_500
/** Who has been kept out for so long is kept out for longer; who asks now has waited for others already. */
const STILL_BUSY_GIVE_UP_AFTER_MS = 400

/** serialization_failure, deadlock_detected: the server undid one of two transactions that blocked each other. */
const POSTGRES_IN_THE_WAY = new Set(['40001', '40P01'])

type Job = { row: string; work: Write<unknown>; resolve(value: unknown): void; reject(error: unknown): void }

/**
 * Group commit: what was asked for while the last transaction ran goes into the next one together, so many
 * callers share one fsync. If a batch fails, each of its writes is tried alone, so none suffers for another.
 */
export function createWriteQueue(db: Kysely<Database>, clock: Pick<Clock, 'pause'>): WriteQueue {
  let waiting: Job[] = []
  let running: Promise<void> | undefined
  let keptOut = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // Let the requests that have already arrived join this batch.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = waiting
        .slice(0, BATCH_MAX)
        .sort((one, other) => (one.row < other.row ? -1 : +(one.row > other.row)))
      waiting = waiting.slice(BATCH_MAX)
      await commitTogether(batch)
    }
    running = undefined
  }

  async function commitTogether(batch: Job[]): Promise<void> {
    try {
      const patienceMs = keptOut ? STILL_BUSY_GIVE_UP_AFTER_MS : BUSY_GIVE_UP_AFTER_MS
      const results = await whenNotBusy(clock, patienceMs, () =>
        db.transaction().execute(async (transaction) => {
          const written: unknown[] = []
          for (const job of batch) written.push(await job.work(transaction))
          return written
        }),
      )
      keptOut = false
      batch.forEach((job, index) => {
        job.resolve(results[index])
      })
    } catch (error) {
      keptOut = isBusy(error)
      // A lock held by another is nobody's fault here, and waiting for it once for each would take too long.
      if (batch.length === 1 || isBusy(error)) for (const job of batch) job.reject(error)
      else for (const job of batch) await commitTogether([job])
    }
  }

  return {
    write<T>(work: Write<T>, row = ''): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ row, work, resolve: resolve as (value: unknown) => void, reject })
        running ??= run()
      })
    },
    async drained() {
      await running
    },
  }
}

/** Another process (a backup, a person with a SQL prompt) may hold the file for a moment. */
async function whenNotBusy<T>(
  clock: Pick<Clock, 'pause'>,
  patienceMs: number,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += BUSY_RETRY_EVERY_MS) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || waitedMs >= patienceMs) throw error
      await clock.pause(BUSY_RETRY_EVERY_MS)
    }
  }
}

/** Someone else was in the way, and the same may work in a moment. */
function isBusy(error: unknown): boolean {
  const code = String((error as { code?: string }).code)
  return code.startsWith('SQLITE_BUSY') || POSTGRES_IN_THE_WAY.has(code)
}
