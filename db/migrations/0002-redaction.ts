import type { Kysely } from 'kysely'

/** Marks entries whose words were taken away, and finds entries of a type over all streams. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('redacted_by', 'integer').execute()
  await db.schema.createIndex('entries_type').on('entries').columns(['type', 'at']).execute()
}
