import { createSecretKey } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { incident } from '../../src/core/incident/decider.ts'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createStore } from '../../src/engine/store.ts'
import { loadPolicy } from '../../src/policy-file.ts'

export const ANA = { actor: { kind: 'user', id: 'U0ANA', standing: 'member' }, via: 'command' } as const

/** A folder on the disk that the project is on: a temporary folder may be memory, where fsync costs nothing. */
export function benchFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(import.meta.dirname, '..', '..', 'node_modules', '.bench-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The real engine with the real incident decider and policy on a SQLite file; nothing is delivered. */
export async function benchEngine(file: string) {
  const read = loadPolicy(path.join(import.meta.dirname, '..', '..', 'policy.yml'))
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  const { policy } = read
  const clock = systemClock()
  const database = await openDatabase(file)
  const store = createStore(database, clock)
  await store.savePolicy(policy.digest, JSON.stringify(policy), clock.now())
  const parts = {
    store,
    clock,
    chainKey: createSecretKey(Buffer.alloc(32, 1)),
    policy: () => policy,
    policyOf: async () => policy,
  }
  const engine = createEngine({ ...parts, deciders: [incident], log: console })
  return { incidents: engine.streams(incident), store, database, policy }
}

/** What the disk alone takes for one durable commit, in ms, many times. */
export function rawCommits(file: string): number[] {
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('create table lines (id integer primary key, body text not null)')
  const insert = db.prepare('insert into lines (body) values (?)')
  const took: number[] = []
  for (let n = 0; n < 500; n += 1) {
    const startedAt = performance.now()
    insert.run('x'.repeat(1_000))
    took.push(performance.now() - startedAt)
  }
  db.close()
  return took
}
