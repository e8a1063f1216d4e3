import type { Config } from '../config/config.ts'
import type { Policy } from '../core/policy.ts'
import { DECIDERS } from '../deciders.ts'
import { chainKey, holdToKey, KEY_FACT } from '../engine/chain-key.ts'
import type { MovableClock } from '../engine/clock.ts'
import { openDatabase } from '../engine/database.ts'
import { createEngine } from '../engine/engine.ts'
import { markNewest } from '../engine/newest.ts'
import { refold } from '../engine/refold.ts'
import { createStore } from '../engine/store.ts'
import type { Log } from '../log.ts'
import { createPolicyShelf } from '../policy-shelf.ts'

/**
 * Opens what is kept, brings it up to date with this version, and puts the engine on it.
 * Throws DatabaseUnavailable or ChainKeyUnusable with a sentence for people.
 */
export async function openEngine(parts: {
  config: Pick<Config, 'databaseUrl' | 'timelineKey' | 'timelineKeyFile'>
  policy: Policy
  clock: MovableClock
  log: Log
}) {
  const { config, policy, clock, log } = parts
  const database = await openDatabase(config.databaseUrl)
  const store = createStore(database, clock)
  const isNew = (await store.fact(KEY_FACT)) === undefined
  const key = chainKey(config.timelineKey, config.timelineKeyFile, { mayCreate: isNew })
  await holdToKey(key, (fingerprint) => store.firstFact(KEY_FACT, fingerprint))
  const policies = await createPolicyShelf(store, policy, clock)
  await refold({ store, deciders: DECIDERS, log })
  await markNewest({ store, deciders: DECIDERS, chainKey: key })
  const engine = createEngine({
    store,
    clock,
    chainKey: key,
    policy: () => policy,
    policyOf: policies.of,
    deciders: DECIDERS,
    log,
  })
  return { database, store, engine, policies }
}

export type OpenEngine = Awaited<ReturnType<typeof openEngine>>
