import { type Kysely, sql } from 'kysely'

/** The engine's tables: streams with their timelines, and what is owed, wanted and already seen. */
export async function up(db: Kysely<unknown>, database: 'sqlite' | 'postgres'): Promise<void> {
  // Rows found by one key only are kept in that key's order: a commit then touches half as many pages.
  const keyed = database === 'sqlite' ? sql`without rowid` : sql``
  await db.schema
    .createTable('streams')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('head', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('policy', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('streams_kind_number', ['kind', 'number'])
    .execute()

  await db.schema
    .createTable('entries')
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('via', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('entries_key', ['stream', 'seq'])
    .modifyEnd(keyed)
    .execute()

  await db.schema
    .createTable('outbox')
    .addColumn('position', database === 'sqlite' ? 'integer' : 'bigserial', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('lane', 'integer', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('args', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('maybe_sent', 'integer', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('why', 'text')
    .execute()
  // Two partial indexes keep the dispatcher's questions cheap however many rows are parked.
  await sql`create index outbox_due on outbox (not_before) where status = 'owed'`.execute(db)
  await sql`create index outbox_subject on outbox (lane, subject, position) where status <> 'parked'`.execute(
    db,
  )

  await db.schema
    .createTable('timers')
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('due', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('timers_key', ['stream', 'name'])
    .modifyEnd(keyed)
    .execute()
  await db.schema.createIndex('timers_due').on('timers').columns(['due', 'stream']).execute()

  await db.schema
    .createTable('labels')
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('labels_key', ['label', 'number', 'stream'])
    .modifyEnd(keyed)
    .execute()
  await db.schema.createIndex('labels_stream').on('labels').column('stream').execute()

  await db.schema
    .createTable('inbox')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .modifyEnd(keyed)
    .execute()

  await db.schema
    .createTable('policies')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('facts')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
}
