import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { migrate } from '../../db/migrate.ts'
import type { Database } from '../../db/schema.ts'
import { countCommits, createCheckpointer } from './checkpoints.ts'
import { systemClock } from './clock.ts'
import { makeFolder } from './folder.ts'
import { openPostgres } from './postgres.ts'

/** An open database. `reads` sees only what is committed; `writes` is for one transaction at a time. */
export type OpenDatabase = {
  kind: 'sqlite' | 'postgres'
  reads: Kysely<Database>
  writes: Kysely<Database>
  /** Who this process is to others on the same database, while it lives. */
  owner: string
  isAlive(owner: string): Promise<boolean>
  /** What was overwritten or deleted is in none of the database's own files any more, as far as that is in its hands. False when a reader is in the way. */
  forget(): Promise<boolean>
  close(): Promise<void>
}

/** The database is in use by another Tocsin, or cannot be opened; the message says what to do. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

/** A lock that is held longer than this is answered with `busy`, and the store tries again without blocking. */
const SQLITE_BUSY_TIMEOUT_MS = 10
/** How often, and how many times, the log is tried to be emptied after a redaction: somebody may be reading it. */
const EMPTY_LOG_EVERY_MS = 50
const EMPTY_LOG_TRIES = 20
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
    if (!readOnly) makeFolder(dirname(file))
    const lock = readOnly ? undefined : lockFile(file)
    if (!readOnly) tidyUp(file)
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
    const isAlive = async (other: string) => other === owner
    return { kind: 'sqlite', reads, writes, owner, isAlive, forget: () => emptyLog(writes), close }
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error
    throw new DatabaseUnavailable(`The database ${file} cannot be opened: ${whyNot(file, error as Error)}`)
  }
}

/** SQLite only says that it could not; mostly it is the folder, which has to hold the log as well. */
function whyNot(file: string, cause: Error & { code?: string }): string {
  const { message } = cause
  const folder = dirname(file)
  const readOnly = `${folder} can only be read. Mount it for writing, or set DATABASE_URL to elsewhere.`
  try {
    for (const place of [folder, ...(existsSync(file) ? [file] : [])]) accessSync(place, constants.W_OK)
    // After an error of its device a file system refuses writes, but says that they are allowed.
    return cause.code?.startsWith('SQLITE_READONLY') ? readOnly : message
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'EROFS') return readOnly
    if (code === 'EACCES')
      return `this user may not write in ${folder}. Give it the right to, or set DATABASE_URL to elsewhere.`
    return message
  }
}

/**
 * Before anything is read: the log of the last run goes, and with it what it may still hold of a text that was
 * redacted right before the end. A file from before redactions may have old texts in its free pages; it is written
 * anew once.
 */
function tidyUp(file: string): void {
  const connection = new Sqlite(file, { timeout: SQLITE_BUSY_TIMEOUT_MS })
  try {
    const columns = connection.pragma('table_info(entries)') as { name: string }[]
    if (columns.length > 0 && !columns.some(({ name }) => name === 'redacted_by')) connection.exec('vacuum')
    connection.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    connection.close()
  }
}

/** Copies the log back and cuts it to nothing. A reader may be in the way for a moment; false when for longer. */
async function emptyLog(writes: Kysely<Database>): Promise<boolean> {
  for (let tries = 0; tries < EMPTY_LOG_TRIES; tries += 1) {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(TRUNCATE)`.execute(writes)
    if (rows[0]?.busy === 0) return true
    await systemClock().pause(EMPTY_LOG_EVERY_MS)
  }
  return false
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
    // What is deleted or overwritten is zeroed: a redacted text must not stay in a free page.
    connection.pragma('secure_delete = ON')
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
