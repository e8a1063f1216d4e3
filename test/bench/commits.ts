import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { ANA, benchEngine, benchFolder } from './engine-rig.ts'
import { percentile, remark, report, timed } from './report.ts'

/**
 * Commits a second through the whole engine (load, decide, fold, hash, commit) against the same number of
 * bare better-sqlite3 transactions, synchronous FULL, each writing one row of as many bytes.
 */
const COMMITS = 1_500
const INCIDENTS = 32
const ROUNDS = 3

const { folder, remove } = benchFolder()
try {
  const { incidents, store, database } = await benchEngine(path.join(folder, 'ours.db'))
  for (let n = 0; n < INCIDENTS; n += 1) {
    await incidents.begin(
      (number) => ({ type: 'declare', number, title: `Orders API ${n}`, severity: 'sev3' }),
      ANA,
    )
  }
  const bytes = await bytesOfOneCommit()
  const raw = rawWriter(path.join(folder, 'raw.db'), bytes)
  const rates = { raw: [] as number[], one: [] as number[], many: [] as number[] }
  // In turns, so that a slow moment of the machine meets all three.
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.raw.push(await rate(() => timed(COMMITS, 1, async () => raw())))
    rates.one.push(await rate(() => timed(COMMITS, 1, note)))
    rates.many.push(await rate(() => timed(COMMITS, INCIDENTS, note)))
  }
  const [ours1, ours32, theirs] = [rates.one, rates.many, rates.raw].map((samples) =>
    percentile(samples, 0.5),
  ) as [number, number, number]
  remark(`one commit writes ${bytes} bytes of rows`)
  report({
    name: 'commits, one after another, against bare transactions',
    ours: ours1,
    theirs,
    unit: 'commits/s',
    aim: '≥ 0.5',
    met: ours1 / theirs >= 0.5,
  })
  report({
    name: `commits, ${INCIDENTS} at once, against bare transactions`,
    ours: ours32,
    theirs,
    unit: 'commits/s',
    aim: '≥ 0.5',
    met: ours32 / theirs >= 0.5,
  })
  await store.close()

  async function note(n: number) {
    const handled = await incidents.handle(
      `INC-${(n % INCIDENTS) + 1}`,
      { type: 'note', text: `Pool exhausted on shard ${n}` },
      { ...ANA, key: crypto.randomUUID() },
    )
    if (handled.result !== 'committed') throw new Error(`The note was ${handled.result}`)
  }

  async function bytesOfOneCommit(): Promise<number> {
    await note(0)
    const [entry] = await store.entries('INC-1', { limit: 1 })
    const { row } = await store.load('INC-1')
    const { rows } = await sql<{
      bytes: number
    }>`select coalesce(sum(length(key) + length(stream) + length(kind) + length(subject) + length(args) + 60), 0) as bytes
      from outbox where stream = 'INC-1' and seq = ${entry?.seq ?? 0}`.execute(database.reads)
    return JSON.stringify(entry).length + JSON.stringify(row).length + (rows[0]?.bytes ?? 0) + 60
  }
} finally {
  remove()
}

async function rate(run: () => Promise<number[]>): Promise<number> {
  const startedAt = performance.now()
  const done = await run()
  return (done.length * 1000) / (performance.now() - startedAt)
}

function rawWriter(file: string, bytes: number): () => void {
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('create table lines (id integer primary key, body text not null)')
  const insert = db.prepare('insert into lines (body) values (?)')
  const write = db.transaction((body: string) => insert.run(body))
  const body = 'x'.repeat(bytes)
  return () => write(body)
}
