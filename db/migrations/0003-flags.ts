import type { Kysely } from 'kysely'

/** The built-in switches: a row for each that was ever set. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('flags')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
}
