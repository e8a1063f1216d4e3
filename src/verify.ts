import { readConfig } from './config.ts'
import { DECIDERS } from './deciders.ts'
import { chainKey, holdToKey, KEY_FACT } from './engine/chain-key.ts'
import { systemClock } from './engine/clock.ts'
import { openDatabase } from './engine/database.ts'
import { createStore } from './engine/store.ts'
import { verify } from './engine/verify.ts'

/** `npm run verify -- <database>`: prints what is wrong and where; exit 0 when nothing is, 1 when something is, 2 when it cannot tell. */
async function run(): Promise<number> {
  const [address] = process.argv.slice(2)
  const config = readConfig({ ...process.env, ...(address !== undefined && { DATABASE_URL: address }) })
  const database = await openDatabase(config.databaseUrl, { readOnly: true })
  const store = createStore(database, systemClock())
  const key = chainKey(config.timelineKey, config.timelineKeyFile, { mayCreate: false })
  await holdToKey(key, async (fingerprint) => (await store.fact(KEY_FACT)) ?? fingerprint)
  let faults = 0
  const walk = verify({ store, chainKey: key, deciders: DECIDERS })
  for (;;) {
    const step = await walk.next()
    if (step.done) {
      const { streams, entries, unjudged } = step.value
      await store.close()
      console.log(
        faults === 0
          ? `Nothing wrong: ${streams} timelines, ${entries} entries, every hash${unjudged.length > 0 ? '' : ' and every state'} as committed.`
          : `${faults} faults in ${streams} timelines, ${entries} entries.`,
      )
      if (streams > 0 && unjudged.length > 0)
        console.log(
          'States were not compared with their entries: another version of Tocsin wrote them. They can be once this one has run on the database.',
        )
      return faults === 0 ? 0 : 1
    }
    faults += 1
    const { stream, seq, what } = step.value
    console.log(`${stream}${seq === undefined ? '' : ` entry ${seq}`} ${what}`)
  }
}

try {
  process.exitCode = await run()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
