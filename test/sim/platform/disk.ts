import Sqlite from 'better-sqlite3'
import type { Owner } from '../loop.ts'
import { CutOff, entered, stage } from './stage.ts'

type Run = (this: unknown, ...values: unknown[]) => unknown

const ownerOf = new WeakMap<object, Owner>()
const onlookers = new WeakSet<object>()
const real = {
  prepare: Sqlite.prototype.prepare,
  exec: Sqlite.prototype.exec,
  pragma: Sqlite.prototype.pragma,
}

/**
 * Real SQLite on a real file, with a seam before and after each statement: there the process may die, the disk be
 * full or the file locked by somebody else.
 */
export function installDisk(): void {
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    const owner = belongsTo(this)
    const statement = real.prepare.call(this, sql)
    if (owner === undefined) return statement
    for (const method of ['run', 'all', 'get'] as const) {
      const run = statement[method] as Run
      Object.defineProperty(statement, method, {
        value: (...values: unknown[]) => between(owner, sql, () => run.apply(statement, values)),
      })
    }
    return statement
  } as typeof Sqlite.prototype.prepare
  Sqlite.prototype.exec = function (this: Sqlite.Database, sql: string) {
    const owner = belongsTo(this)
    if (owner) between(owner, sql, () => real.exec.call(this, sql))
    else real.exec.call(this, sql)
    return this
  }
  Sqlite.prototype.pragma = function (this: Sqlite.Database, ...given: [string]) {
    belongsTo(this)
    return real.pragma.apply(this, given)
  }
}

/** The process that opened it; undefined for the simulation's own looks into the file. */
function belongsTo(connection: Sqlite.Database): Owner | undefined {
  if (!entered()) return undefined
  const { loop } = stage()
  const known = ownerOf.get(connection)
  if (known) return known
  if (loop.owner === loop.world || onlookers.has(connection)) return undefined
  ownerOf.set(connection, loop.owner)
  stage().opened(loop.owner, connection)
  return loop.owner
}

function between(owner: Owner, sql: string, run: () => unknown): unknown {
  if (!owner.alive) throw new CutOff()
  const { seam, troubleWith } = stage()
  seam(owner, sql)
  const trouble = troubleWith(owner, sql)
  if (trouble) throw trouble
  const result = run()
  seam(owner, sql)
  return result
}

/** A connection of the simulation's own, whoever's turn it is. */
export function looksOn(connection: Sqlite.Database): void {
  onlookers.add(connection)
}

export function diskFull(): Error {
  return new Sqlite.SqliteError('database or disk is full', 'SQLITE_FULL')
}

export function locked(): Error {
  return new Sqlite.SqliteError('database is locked', 'SQLITE_BUSY')
}
