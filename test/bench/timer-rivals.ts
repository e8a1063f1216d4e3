import { createRequire } from 'node:module'
import { Pool } from 'pg'

/** Timers to be kept: when each falls due, in ms since the epoch. */
export type TimerLoad = { near: number[]; far: number[] }
/** How late each of the near ones fired, in ms. */
export type Lateness = number[]

/** A job queue on PostgreSQL that can keep timers, at the settings that its documentation gives for low latency. */
export type Rival = {
  name: string
  settings: string
  /** Undefined when it is not installed. */
  measure(postgresUrl: string, load: TimerLoad): Promise<Lateness> | undefined
}

/** They are installed by `npm ci --prefix test/bench/rivals`, for whoever runs this bench. */
const require = createRequire(new URL('./rivals/package.json', import.meta.url))
const GIVE_UP_AFTER_LAST_MS = 60_000
const INSERT_AT_ONCE = 5_000

/** Polls at most twice a second: less is refused. */
const PG_BOSS_POLLING_SECONDS = 0.5
const PG_BOSS_BATCH = 1_000
type Boss = {
  start(): Promise<unknown>
  stop(options: object): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): void
  createQueue(name: string): Promise<unknown>
  insert(jobs: { name: string; data: { due: number }; startAfter: Date }[]): Promise<unknown>
  work(
    name: string,
    options: object,
    handler: (jobs: { data: { due: number } }[]) => Promise<void>,
  ): Promise<unknown>
}

export const pgBoss: Rival = {
  name: 'pg-boss',
  settings: `polling every ${PG_BOSS_POLLING_SECONDS} s, batches of ${PG_BOSS_BATCH}`,
  measure(url, load) {
    const module = installed<{ default?: new (url: string) => Boss } & (new (url: string) => Boss)>('pg-boss')
    return module && withPgBoss(new (module.default ?? module)(url), load)
  },
}

async function withPgBoss(boss: Boss, load: TimerLoad): Promise<Lateness> {
  boss.on('error', (error) => console.error(error))
  await boss.start()
  await boss.createQueue('timer')
  for (const dues of chunks([...load.far, ...load.near], INSERT_AT_ONCE))
    await boss.insert(dues.map((due) => ({ name: 'timer', data: { due }, startAfter: new Date(due) })))
  const fired = firings(load)
  const options = { pollingIntervalSeconds: PG_BOSS_POLLING_SECONDS, batchSize: PG_BOSS_BATCH }
  await boss.work('timer', options, async (jobs) => {
    for (const { data } of jobs) fired.at(data.due)
  })
  await fired.all
  await boss.stop({ graceful: false })
  return fired.late
}

const GRAPHILE_POLL_MS = 100
type Runner = { stop(): Promise<void> }
type Graphile = {
  run(options: object): Promise<Runner>
  runMigrations(options: object): Promise<void>
  Logger: new (factory: () => (level: string, message: string) => void) => object
}

export const graphileWorker: Rival = {
  name: 'graphile-worker',
  settings: `24 jobs at once, local queue of 500, polling every ${GRAPHILE_POLL_MS} ms`,
  measure(url, load) {
    const module = installed<Graphile>('graphile-worker')
    return module && withGraphile(module, url, load)
  },
}

async function withGraphile(graphile: Graphile, url: string, load: TimerLoad): Promise<Lateness> {
  await graphile.runMigrations({ connectionString: url })
  const pool = new Pool({ connectionString: url })
  for (const dues of chunks([...load.far, ...load.near], INSERT_AT_ONCE)) {
    await pool.query(
      `select graphile_worker.add_jobs(array(
         select ('timer', json_build_object('due', due), null::text, to_timestamp(due / 1000.0), 1, null::text, null::integer, null::text[])::graphile_worker.job_spec
         from unnest($1::float8[]) as due))`,
      [dues],
    )
  }
  await pool.end()
  const fired = firings(load)
  const runner = await graphile.run({
    noHandleSignals: true,
    taskList: {
      timer: async ({ due }: { due: number }) => {
        fired.at(due)
      },
    },
    preset: {
      worker: {
        connectionString: url,
        concurrentJobs: 24,
        maxPoolSize: 25,
        pollInterval: GRAPHILE_POLL_MS,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    logger: new graphile.Logger(() => () => {}),
  })
  await fired.all
  await runner.stop()
  return fired.late
}

function installed<Module>(name: string): Module | undefined {
  try {
    return require(name) as Module
  } catch (error) {
    if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Counts in what fires; settles when all near ones have, or long after they should have. */
function firings({ near }: TimerLoad) {
  const late: number[] = []
  const { promise: all, resolve } = Promise.withResolvers<void>()
  const giveUp = setTimeout(resolve, Math.max(...near) - Date.now() + GIVE_UP_AFTER_LAST_MS)
  return {
    late,
    all: all.finally(() => clearTimeout(giveUp)),
    at(due: number) {
      late.push(Date.now() - due)
      if (late.length === near.length) resolve()
    },
  }
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))
}
