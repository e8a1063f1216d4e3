import { createSecretKey } from 'node:crypto'
import { DECIDERS } from '../../src/deciders.ts'
import { chainKey } from '../../src/engine/chain-key.ts'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { verify } from '../../src/engine/verify.ts'

/** Every fault of a database that a bot has left, and all its entries. `key`: the file of its key, or the key itself. */
export async function readBack(url: string, key: string) {
  const database = await openDatabase(url, { readOnly: true })
  const store = createStore(database, systemClock())
  const chain = /^[0-9a-f]{64}$/.test(key)
    ? createSecretKey(Buffer.from(key, 'hex'))
    : chainKey(undefined, key, { mayCreate: false })
  const faults: unknown[] = []
  for await (const fault of verify({ store, chainKey: chain, deciders: DECIDERS })) faults.push(fault)
  const entries = database.reads
    .selectFrom('entries')
    .select(['stream', 'seq', 'type', 'event', 'recorded_at'])
  const rows = await entries.orderBy('stream').orderBy('seq').execute()
  await store.close()
  return {
    faults,
    rows: rows.map(({ recorded_at: recordedAt, ...row }) => ({ ...row, recordedAt: Number(recordedAt) })),
    events: rows.map(({ event }) => event).join('\n'),
  }
}
