import { createSecretKey } from 'node:crypto'
import path from 'node:path'
import type { EntryRow } from '../../db/schema.ts'
import { digestOf, linkHash } from '../../src/engine/chain.ts'
import { spawnBot } from '../process/bot-process.ts'
import { ANA, benchEngine, benchFolder } from './engine-rig.ts'
import { percentile, remark, report, timed } from './report.ts'

/** What a long history costs: a command and a start with 10,000 stored incidents of 200 entries, against 10. */
const MANY = Number(process.env.BENCH_INCIDENTS ?? 10_000)
const FEW = 10
const ENTRIES = 200
const COMMANDS = 1_500
const ROUNDS = 4
const KEY_BYTES = Buffer.alloc(32, 1)
const KEY = createSecretKey(KEY_BYTES)

const { folder, remove } = benchFolder()
try {
  const few = await filled(path.join(folder, 'few', 'tocsin.db'), FEW)
  const many = await filled(path.join(folder, 'many', 'tocsin.db'), MANY)
  const took = { few: [] as number[], many: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    took.few.push(...(await timed(COMMANDS / ROUNDS, 1, (n) => work(few, n))))
    took.many.push(...(await timed(COMMANDS / ROUNDS, 1, (n) => work(many, n))))
  }
  const [ours, theirs] = [percentile(took.many, 0.5), percentile(took.few, 0.5)]
  report({
    name: `a command with ${MANY} stored incidents against ${FEW}`,
    ours,
    theirs,
    unit: 'ms',
    aim: '≤ 1.2',
    met: ours / theirs <= 1.2,
  })
  await Promise.all([few.store.close(), many.store.close()])

  const startMs = { few: [] as number[], many: [] as number[] }
  for (let round = 0; round < 3; round += 1) {
    startMs.few.push(await startTime(path.join(folder, 'few')))
    startMs.many.push(await startTime(path.join(folder, 'many')))
  }
  const [slow, quick] = [percentile(startMs.many, 0.5), percentile(startMs.few, 0.5)]
  report({
    name: `from start to ready with ${MANY} stored incidents against ${FEW}`,
    ours: slow,
    theirs: quick,
    unit: 'ms',
    aim: 'under 2,000 ms',
    met: slow < 2_000,
  })
} finally {
  remove()
}

type Filled = Awaited<ReturnType<typeof benchEngine>> & { incidentCount: number }

/** Declares through the engine once, then copies that timeline with fresh hashes; every tenth stays open. */
async function filled(file: string, count: number): Promise<Filled> {
  const bench = await benchEngine(file)
  const startedAt = performance.now()
  const { writes } = bench.database
  for (let number = 1; number <= count; number += 1) {
    if (number === 1)
      await bench.incidents.begin(
        (first) => ({ type: 'declare', number: first, title: 'Orders API 500s', severity: 'sev4' }),
        ANA,
      )
    const { row } = await bench.store.load('INC-1')
    if (!row) throw new Error('INC-1 is not there')
    const id = `INC-${number}`
    const rows: EntryRow[] = []
    let head = number === 1 ? row.head : ''
    for (let seq = number === 1 ? row.seq + 1 : 1; seq <= ENTRIES; seq += 1) {
      const event = JSON.stringify({
        type: 'noted',
        text: `Note ${seq} of ${id}: error rate is back at the baseline`,
      })
      const at = Date.now()
      const link = {
        stream: id,
        seq,
        actor: 'U0ANA',
        via: 'command',
        at,
        recordedAt: at,
        digest: digestOf(KEY, event),
      }
      head = linkHash(KEY, head, link)
      rows.push({
        stream: id,
        seq,
        type: 'noted',
        event,
        digest: link.digest,
        actor: link.actor,
        via: link.via,
        at,
        recorded_at: at,
        hash: head,
        redacted_by: null,
      })
    }
    const state = JSON.stringify({ ...JSON.parse(row.state), number, id })
    const stream = { ...row, id, number, seq: ENTRIES, head, state }
    await writes.transaction().execute(async (transaction) => {
      if (number === 1) await transaction.updateTable('streams').set(stream).where('id', '=', id).execute()
      else await transaction.insertInto('streams').values(stream).execute()
      for (let from = 0; from < rows.length; from += 100)
        await transaction
          .insertInto('entries')
          .values(rows.slice(from, from + 100))
          .execute()
      if (number > 1)
        await transaction
          .insertInto('labels')
          .values({ label: number % 10 === 0 ? 'open' : 'resolved', stream: id, number })
          .execute()
    })
  }
  remark(
    `${count} incidents of ${ENTRIES} entries written in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  )
  return { ...bench, incidentCount: count }
}

async function work(bench: Filled, n: number): Promise<void> {
  const id = `INC-${((n * 7919) % bench.incidentCount) + 1}`
  await bench.incidents.find('open', 10)
  const handled = await bench.incidents.handle(
    id,
    { type: 'note', text: `And ${n}` },
    { ...ANA, key: crypto.randomUUID() },
  )
  if (handled.result !== 'committed') throw new Error(`The note was ${handled.result}`)
}

/** Until the health endpoint answers, as an operator would see it. */
async function startTime(dataFolder: string): Promise<number> {
  const startedAt = performance.now()
  const bot = spawnBot({
    PORT: '0',
    WORKSPACE_PORT: '0',
    DATA_DIR: dataFolder,
    LOG_LEVEL: 'silent',
    TIMELINE_KEY: KEY_BYTES.toString('hex'),
  })
  while (!bot.said().includes('Open ')) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (bot.child.exitCode !== null) throw new Error(bot.said())
  }
  const took = performance.now() - startedAt
  bot.child.kill('SIGKILL')
  await bot.ended
  return took
}
