import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { up as engine } from './migrations/0001-engine.ts'
import { up as redaction } from './migrations/0002-redaction.ts'
import { up as flags } from './migrations/0003-flags.ts'
import { up as evidenceFiles } from './migrations/0004-evidence-files.ts'

type Up = (db: Kysely<unknown>, database: 'sqlite' | 'postgres') => Promise<void>

/** Every migration, oldest first. Forward only: a mistake is mended by the next one. */
const MIGRATIONS: Record<string, Up> = {
  '0001-engine': engine,
  '0002-redaction': redaction,
  '0003-flags': flags,
  '0004-evidence-files': evidenceFiles,
}

/** Brings a database to the newest schema. Throws what the failing migration threw. */
export async function migrate(db: Kysely<never>, database: 'sqlite' | 'postgres'): Promise<void> {
  const migrations: Record<string, Migration> = {}
  for (const [name, up] of Object.entries(MIGRATIONS)) {
    migrations[name] = { up: (transaction) => up(transaction as Kysely<unknown>, database) }
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
