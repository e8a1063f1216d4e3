import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type Config, readConfig } from './config/config.ts'
import { chainKey, holdToKey, KEY_FACT } from './engine/chain-key.ts'
import { systemClock } from './engine/clock.ts'
import { DatabaseUnavailable, openDatabase } from './engine/database.ts'
import { createStore, type Store } from './engine/store.ts'

type Environment = Record<string, string | undefined>

/**
 * The bot's database for a command that only reads it, beside a running bot. `address`: another database than the
 * environment names. Throws with a sentence when it is not there.
 */
export async function openForReading(
  env: Environment,
  address?: string,
): Promise<{ store: Store; config: Config }> {
  const config = readConfig({ ...env, ...(address !== undefined && { DATABASE_URL: address }) })
  const { databaseUrl } = config
  if (!databaseUrl.includes(':') && !existsSync(databaseUrl))
    throw new DatabaseUnavailable(
      `There is no database at ${databaseUrl}. Set DATABASE_URL or DATA_DIR to where the bot keeps its data.`,
    )
  return { store: createStore(await openDatabase(databaseUrl, { readOnly: true }), systemClock()), config }
}

/** The key of the chains in that database. Throws when it is missing or another one. */
export async function keyOfChains(store: Store, config: Config): Promise<KeyObject> {
  const key = chainKey(config.timelineKey, config.timelineKeyFile, { mayCreate: false })
  await holdToKey(key, async (fingerprint) => (await store.fact(KEY_FACT)) ?? fingerprint)
  return key
}
