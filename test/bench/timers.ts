import { createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { incident } from '../../src/core/incident/decider.ts'
import type { Clock } from '../../src/engine/clock.ts'
import { systemClock } from '../../src/engine/clock.ts'
import { createCycle } from '../../src/engine/cycle.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createStore } from '../../src/engine/store.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import startPostgres from '../postgres.ts'
import { spawnBot } from '../process/bot-process.ts'
import { ANA, benchFolder } from './engine-rig.ts'
import { percentile, remark, report, timed } from './report.ts'
import { graphileWorker, type Lateness, pgBoss, type TimerLoad } from './timer-rivals.ts'

/**
 * 10,000 open incidents with four timers each: how late those fire that fall due over a minute, from when they are
 * due to when what follows from them is durable; against job queues that only have to call an empty function. Then
 * the processor time of the bot with 40,000 timers of which none falls due.
 */
const INCIDENTS = Number(process.env.BENCH_INCIDENTS ?? 10_000)
const WINDOW_MS = Number(process.env.BENCH_WINDOW_MS ?? 60_000)
/** The near timers are the first pages: so long after declaring, by policy.yml. */
const FIRST_PAGE_AFTER_MS = 30_000
const LEAD_MS = 2_000
const IDLE_MS = Number(process.env.BENCH_IDLE_MS ?? 20_000)
const DAY_MS = 24 * 60 * 60_000
const P99_AIM_MS = 50
const RIVAL_AIM = 5
const IDLE_AIM_PERCENT = 0.5
const KEY = Buffer.alloc(32, 1)

const read = loadPolicy(path.join(import.meta.dirname, '..', '..', 'policy.yml'))
if (!('policy' in read)) throw new Error('policy.yml is not valid')
const { policy } = read
const { folder, remove } = benchFolder()
try {
  const file = path.join(folder, 'tocsin.db')
  const base = Date.now() + DAY_MS
  await declareAll(file, base)
  const idle = await idleShare()
  const ours = await ownLateness(file, base)
  const best = await bestRival()
  for (const share of [0.5, 0.99, 1]) {
    const name = `lateness of ${INCIDENTS} timers over ${WINDOW_MS / 1000} s among ${INCIDENTS * 4}, ${share === 1 ? 'max' : `p${share * 100}`}`
    const [mine, theirs] = [percentile(ours, share), best ? percentile(best, share) : Number.NaN]
    const met = share !== 0.99 || (mine <= P99_AIM_MS && !(mine * RIVAL_AIM > theirs))
    const aim =
      share === 0.99 ? `≤ ${P99_AIM_MS} ms, and ≥ ${RIVAL_AIM} × better than the best rival` : 'reported'
    report({ name, ours: mine, theirs, unit: 'ms', aim, met })
  }
  report({
    name: `idle processor time with ${INCIDENTS * 4} far timers, of one processor`,
    ours: idle,
    theirs: IDLE_AIM_PERCENT,
    unit: '%',
    aim: `< ${IDLE_AIM_PERCENT} %`,
    met: idle < IDLE_AIM_PERCENT,
  })
} finally {
  remove()
}

/** Declares evenly over the window, on a clock that is moved by hand, so that first pages fall due evenly too. */
async function declareAll(file: string, base: number): Promise<void> {
  let declared = 0
  const clock: Clock = {
    ...systemClock(),
    now: () => base + Math.round((declared++ * WINDOW_MS) / INCIDENTS),
  }
  const { incidents, store } = await engineOn(file, clock)
  await timed(INCIDENTS, 32, async (n) => {
    const handled = await incidents.begin(
      (number) => ({ type: 'declare', number, title: `Orders API ${n}`, severity: 'sev1' }),
      ANA,
    )
    if (handled.result !== 'committed') throw new Error(`Declaring was ${handled.result}`)
  })
  await store.close()
  // Nothing is delivered here, and ten thousand cards on their way would not be idling.
  const database = await openDatabase(file)
  await database.writes.deleteFrom('outbox').execute()
  await database.close()
}

async function ownLateness(file: string, base: number): Promise<Lateness> {
  const clock = systemClock(base + FIRST_PAGE_AFTER_MS - LEAD_MS - Date.now())
  const { engine, store } = await engineOn(file, clock)
  const late: number[] = []
  engine.onCommit(({ timers, state }) => {
    const [run] = (state as { runs: { due: number; rungs: { ackMinutes: number }[] }[] }).runs
    // The next deadline counts from when this one was due, so it tells when that was.
    const due = (run?.due ?? 0) - (run?.rungs[0]?.ackMinutes ?? 0) * 60_000
    if (timers) cycle.wake()
    late.push(clock.now() - due)
  })
  const quiet = { info() {}, warn() {}, error: (facts: object) => console.error(facts) }
  const cycle = createCycle({ store, engine, clock, log: quiet })
  const startedAt = process.cpuUsage()
  void cycle.run()
  const end = base + WINDOW_MS + FIRST_PAGE_AFTER_MS
  while (late.length < INCIDENTS && clock.now() < end + 60_000) await clock.pause(100)
  const { user, system } = process.cpuUsage(startedAt)
  await cycle.stop()
  await store.close()
  const share = ((user + system) / 1000 / (WINDOW_MS + LEAD_MS)) * 100
  remark(`ours: ${summary(late)} (${share.toFixed(0)} % of one processor, every firing a durable commit)`)
  if (late.length !== INCIDENTS) throw new Error(`${late.length} of ${INCIDENTS} timers fired`)
  return late
}

async function engineOn(file: string, clock: Clock) {
  const store = createStore(await openDatabase(file), clock)
  await store.savePolicy(policy.digest, JSON.stringify(policy), 0)
  const parts = {
    store,
    clock,
    chainKey: createSecretKey(KEY),
    policy: () => policy,
    policyOf: async () => policy,
    log: console,
  }
  const engine = createEngine({ ...parts, deciders: [incident] })
  return { engine, incidents: engine.streams(incident), store }
}

/** The rivals get a PostgreSQL that need not wait for the disk. */
async function bestRival(): Promise<Lateness | undefined> {
  remark('BullMQ is left out: it needs a Redis server, which is nothing that npm installs')
  let url = ''
  const stop = await startPostgres({
    provide(_: string, given: string) {
      url = given
    },
  } as never as TestProject)
  const measured: Lateness[] = []
  try {
    for (const rival of [pgBoss, graphileWorker]) {
      const late = await rival.measure(`${url}/postgres`, load())
      if (late === undefined)
        remark(
          `${rival.name} is not installed (npm ci --prefix test/bench/rivals), so it is not compared with`,
        )
      else remark(`${rival.name}: ${summary(late)} (${rival.settings})`)
      if (late && late.length > 0) measured.push(late)
    }
  } finally {
    await stop()
  }
  return measured.sort((one, other) => percentile(one, 0.99) - percentile(other, 0.99))[0]
}

/** What the incidents have: a timer each within the window, three far ones. They get the time it takes to store them. */
function load(): TimerLoad {
  const STORING_MS = 15_000
  const from = Date.now() + STORING_MS
  const near = Array.from({ length: INCIDENTS }, (_, n) => from + Math.round((n * WINDOW_MS) / INCIDENTS))
  return { near, far: near.flatMap((due) => [1, 2, 3].map((hours) => due + hours * 60 * 60_000)) }
}

/** Processor time of the whole process, workspace included, in percent of one processor. */
async function idleShare(): Promise<number> {
  const bot = spawnBot({
    PORT: '0',
    WORKSPACE_PORT: '0',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    TIMELINE_KEY: KEY.toString('hex'),
  })
  while (!bot.said().includes('Open ')) {
    await pause(20)
    if (bot.child.exitCode !== null) throw new Error(bot.said())
  }
  // What a start leaves to do is not idling: wait until it calms down.
  await calm(bot.child.pid ?? 0)
  const before = processorMs(bot.child.pid ?? 0)
  await pause(IDLE_MS)
  const used = processorMs(bot.child.pid ?? 0) - before
  bot.child.kill('SIGKILL')
  await bot.ended
  return (used / IDLE_MS) * 100
}

async function calm(pid: number): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const before = processorMs(pid)
    await pause(1_000)
    if (processorMs(pid) - before < 50) return
  }
}

/** User and system time so far, from /proc; clock ticks are hundredths of a second on every Linux. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function summary(late: Lateness): string {
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(late, share).toFixed(1))
  return `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
