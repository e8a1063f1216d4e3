import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { createFlags } from '../../src/flags/flags.ts'

/** A process that sets one flag to 1, 2, 3… until it is killed, and prints each number once it was told that it is set. */
const [url = '', file = ''] = process.argv.slice(2)
const clock = systemClock()
const database = await openDatabase(url)
const flags = await createFlags({
  reads: database.reads,
  write: createStore(database, clock).write,
  declared: [{ key: 'count', normal: 0 }],
  clock,
  log: { warn: console.error, error: console.error },
  file,
})
const { signal } = new AbortController()
const from = await flags.provider.read({ flag: 'count' }, signal)
for (let n = from.ok ? Number(from.value) + 1 : 1; ; n += 1) {
  const order = { place: { flag: 'count' }, value: n, key: `${n}`, comment: '' }
  const { ok } = await flags.provider.set(order, signal)
  if (!ok) throw new Error(`${n} could not be set`)
  process.stdout.write(`${n}\n`)
}
