import type { Kysely } from 'kysely'

/** Copies of files that are evidence, in parts. */
export async function up(db: Kysely<unknown>, database: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .createTable('evidence_files')
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('bytes', database === 'sqlite' ? 'blob' : 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('evidence_files_key', ['stream', 'file', 'part'])
    .execute()
}
