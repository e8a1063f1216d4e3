import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Database } from '../../db/schema.ts'

/** Stands in for a value when a statement is compiled; each run brings the real ones. */
export const PARAMETER = '' as never

/** A query that is built and compiled once for each kind of database, and only run after that. */
export type Statement<Row> = (
  db: Kysely<Database>,
  parameters: readonly unknown[],
) => Promise<QueryResult<Row>>

/**
 * Building a query costs more than running it on SQLite, so what every command needs is built once.
 * `parameters` are given in the order in which the query names them.
 */
export function statement<Row>(build: (db: Kysely<Database>) => Compilable<Row>): Statement<Row> {
  const compiledFor = new WeakMap<object, CompiledQuery<Row>>()
  return (db, parameters) => {
    const dialect = db.getExecutor().adapter.constructor
    let compiled = compiledFor.get(dialect)
    if (!compiled) {
      compiled = build(db).compile()
      compiledFor.set(dialect, compiled)
    }
    return db.executeQuery({ ...compiled, parameters })
  }
}

/** Inserts one row, whose columns are these. */
export function insertion<Table extends keyof Database>(
  table: Table,
  columns: readonly (keyof Database[Table] & string)[],
): (db: Kysely<Database>, row: { [column: string]: unknown }) => Promise<unknown> {
  const sample = Object.fromEntries(columns.map((column) => [column, PARAMETER]))
  const insert = statement((db) => db.insertInto(table).values(sample as never))
  return (db, row) =>
    insert(
      db,
      columns.map((column) => row[column]),
    )
}
