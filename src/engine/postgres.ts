import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../../db/schema.ts'
import { signal, systemClock } from './clock.ts'
import type { OpenDatabase } from './database.ts'

const CONNECTIONS_MAX = 10
const CONNECT_TIMEOUT_MS = 5_000
/** Somebody with a SQL prompt may hold a row; who waits for it gets an error before Slack's three seconds end. */
const LOCK_TIMEOUT_MS = 2_500
/** A replica that was suspended in a transaction must not hold its rows against the others. */
const IDLE_IN_TRANSACTION_MS = 5_000
/** After its presence was lost, a process tries this often to be seen again. */
const PRESENCE_RETRY_MS = 500
/** How soon the server notices that a machine is gone, and with it the lock on its process's name. */
const KEEPALIVE =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'

/** Opens a PostgreSQL that others may use at the same time. Rejects when it cannot be reached. */
export async function openPostgres(url: string): Promise<OpenDatabase> {
  // Times are bigint; as milliseconds they stay exact in a double until the year 287396.
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: types as never,
  })
  // A connection that breaks fails its query and is replaced; without listeners it would end the process,
  // from the pool when it is idle, from the connection itself when it breaks between two queries.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const owner = randomUUID()
  const presence = await holdPresence(url, owner).catch(async (error) => {
    await db.destroy()
    throw error
  })
  return {
    kind: 'postgres',
    reads: db,
    writes: db,
    owner,
    async isAlive(other) {
      if (other === owner) return true
      const { rows } = await sql<{ free: boolean }>`
        select case when pg_try_advisory_lock(hashtextextended(${other}, 0))
          then pg_advisory_unlock(hashtextextended(${other}, 0)) else false end as free`.execute(db)
      return rows[0]?.free !== true
    },
    // What PostgreSQL overwrites is gone once it has been vacuumed, which it does by itself.
    forget: async () => true,
    async close() {
      await presence.release()
      await db.destroy()
    },
  }
}

/**
 * Keeps a connection that holds an advisory lock on this process's name for as long as the process lives, so
 * that another replica can tell a sender that died from one that is slow. Resolves once the lock is held,
 * since nothing may be claimed before; when the connection is lost, it is made anew.
 */
async function holdPresence(url: string, owner: string) {
  const { pause } = systemClock()
  let released = false
  let held = await hold(url, owner)
  async function keep(): Promise<void> {
    for (;;) {
      await held.ended
      while (!released) {
        const again = await hold(url, owner).catch(() => undefined)
        if (again) {
          held = again
          break
        }
        await pause(PRESENCE_RETRY_MS)
      }
      if (released) return held.end()
    }
  }
  const kept = keep()
  return {
    async release() {
      released = true
      await held.end()
      await kept
    },
  }
}

async function hold(url: string, owner: string): Promise<{ ended: Promise<void>; end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  const ended = signal()
  client.on('error', () => {}) // `end` follows
  client.on('end', ended.fire)
  try {
    await client.connect()
    await client.query(KEEPALIVE)
    // After a loss this waits until the server has noticed it too; till then the lost one still counts.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [owner])
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return { ended: ended.fired, end: () => client.end().catch(() => {}) }
}
