import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '../../db/migrate.ts'
import type { Database } from '../../db/schema.ts'
import { openPostgres } from './postgres.ts'

/** An open database. `reads` sees only what is committed; `writes` is for one transaction at a time. */
export type OpenDatabase = {
  kind: 'sqlite' | 'postgres'
  reads: Kysely<Database>
  writes: Kysely<Database>
  /** Who this process is to others on the same database, while it lives. */
  owner: string
  isAlive(owner: string): Promise<boolean>
  close(): Promise<void>
}

/** The database is in use by another Tocsin, or cannot be opened; the message says what to do. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

/** A lock that is held longer than this is answered with `busy`, and the store tries again without blocking. */
const SQLITE_BUSY_TIMEOUT_MS = 10
/** How many commits go by before the log is copied back, on a thread of its own. */
const COMMITS_PER_CHECKPOINT = 500
/** If that thread falls behind by 80 MB of log, the committing thread does it itself. */
const CHECKPOINT_PAGES = 20_000

/**
 * Opens `postgres://…`, or a SQLite file by path or `sqlite:path`, and brings its schema up to date.
 * `readOnly` opens a SQLite file beside a running bot: nothing is locked, migrated or written.
 */
export async function openDatabase(url: string, options: { readOnly?: boolean } = {}): Promise<OpenDatabase> {
  const database = await openEither(url, options.readOnly ?? false)
  try {
    if (!options.readOnly) await migrate(database.writes as unknown as Kysely<never>, database.kind)
  } catch (error) {
    await database.close()
    throw new DatabaseUnavailable(`The database could not be prepared: ${reasonOf(error)}`)
  }
  return database
}

async function openEither(url: string, readOnly: boolean): Promise<OpenDatabase> {
  if (/^postgres(ql)?:/.test(url)) {
    return openPostgres(url).catch((error) => {
      throw new DatabaseUnavailable(`PostgreSQL cannot be reached: ${reasonOf(error)}`)
    })
  }
  const file = url.replace(/^(sqlite|file):(\/\/)?/, '')
  if (file === '' || file === ':memory:' || /^[a-z+]+:\/\//i.test(file)) {
    throw new DatabaseUnavailable('DATABASE_URL must be the path of a SQLite file, or postgres://…')
  }
  return openSqlite(file, readOnly)
}

/** A host with several addresses fails with an error for each and no message of its own. */
function reasonOf(error: unknown): string {
  const errors = error instanceof AggregateError ? error.errors : [error]
  return errors.map((each) => (each as Error).message).join('; ')
}

function openSqlite(file: string, readOnly: boolean): OpenDatabase {
  try {
    if (!readOnly) mkdirSync(dirname(file), { recursive: true })
    const lock = readOnly ? undefined : lockFile(file)
    const writer = connectSqlite(file, readOnly)
    const reader = connectSqlite(file, readOnly)
    const checkpointer = readOnly ? undefined : createCheckpointer(file)
    const writes = new Kysely<Database>({
      dialect: new SqliteDialect({
        database: checkpointer ? countCommits(writer, checkpointer.ask) : writer,
      }),
    })
    const reads = new Kysely<Database>({ dialect: new SqliteDialect({ database: reader }) })
    const close = async () => {
      await checkpointer?.stop()
      await Promise.all([writes.destroy(), reads.destroy()])
      lock?.close()
    }
    const owner = randomUUID()
    return { kind: 'sqlite', reads, writes, owner, isAlive: async (other) => other === owner, close }
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error
    throw new DatabaseUnavailable(`The database ${file} cannot be opened: ${(error as Error).message}`)
  }
}

/**
 * One bot a file: two would both send what is owed. The lock is an open transaction on a file beside it,
 * so it ends with the process, however that ends.
 */
function lockFile(file: string): Sqlite.Database {
  const lock = new Sqlite(`${file}-owner`, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new DatabaseUnavailable(
      `Another Tocsin is running on ${file}. Stop it, or set DATABASE_URL to another file.`,
    )
  }
}

/**
 * The thread is begun when it is first needed, and asked to end rather than ended: a thread that is cut off while
 * it loads the database's native part takes the process with it.
 */
function createCheckpointer(file: string) {
  let worker: Worker | undefined
  let ended: Promise<unknown> | undefined
  function begin(): Worker {
    const begun = new Worker(new URL('./checkpointer.ts', import.meta.url), { workerData: { file } })
    begun.unref()
    // Without it the committing thread copies the log back itself, later and in larger pieces.
    begun.on('error', () => {})
    ended = new Promise((resolve) => begun.once('exit', resolve))
    return begun
  }
  return {
    ask() {
      worker ??= begin()
      worker.postMessage('checkpoint')
    },
    async stop() {
      worker?.ref()
      worker?.postMessage('end')
      await ended
    },
  }
}

/** Calls `ask` after every so many transactions of a connection. */
function countCommits(connection: ReturnType<typeof connectSqlite>, ask: () => void): typeof connection {
  let commits = 0
  return {
    ...connection,
    prepare(sql) {
      if (sql === 'commit') commits += 1
      if (commits === COMMITS_PER_CHECKPOINT) {
        commits = 0
        ask()
      }
      return connection.prepare(sql)
    },
  }
}

function connectSqlite(file: string, readOnly: boolean) {
  const connection = new Sqlite(file, {
    timeout: SQLITE_BUSY_TIMEOUT_MS,
    readonly: readOnly,
    fileMustExist: readOnly,
  })
  if (!readOnly) {
    connection.pragma('journal_mode = WAL')
    // The build's default under WAL is NORMAL, which can lose a commit on power loss.
    connection.pragma('synchronous = FULL')
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  }
  const prepared = new Map<string, Sqlite.Statement>()
  return {
    /** Kysely prepares anew at every query; statements are few, so each is kept. */
    prepare(sql: string): Sqlite.Statement {
      // SQLite rolls back by itself when the disk is full; a second rollback would hide that error behind its own.
      if (sql === 'rollback' && !connection.inTransaction) return connection.prepare('select 1')
      const known = prepared.get(sql)
      if (known) return known
      const statement = connection.prepare(sql)
      if (prepared.size < STATEMENTS_KEPT_MAX) prepared.set(sql, statement)
      return statement
    },
    close: () => connection.close(),
  }
}

/** Bulk inserts have one text per row count; this bounds what is remembered of them. */
const STATEMENTS_KEPT_MAX = 500
