import path from 'node:path'
import type { ApiCall } from '../../src/sandbox/protocol.ts'
import { untilReady } from '../process/bot-process.ts'
import { startContest } from './contest.ts'
import { rawCommits } from './engine-rig.ts'
import { percentile, remark, report } from './report.ts'

/**
 * A storm of webhooks, 1,000 in 10 s, while Slack refuses what is beyond its rates: how soon each is answered, against
 * a server that stores nothing and gets the same; and how soon the first page for what is critical goes out, against
 * the same on a quiet night. Sent at fixed times, whether or not the one before was answered.
 */
const STORM = 1_000
const STORM_MS = 10_000
const CRITICAL_EVERY = 100
const SERVICES = 90
const QUIET = 5
const TOKEN = 'bench-alertmanager-token'
const ANSWERED_WITHIN_MS = 500
const PAGED_WITHIN_MS = 2_000
/** A page that is later than this is lost. */
const PAGE_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 20

const contest = await startContest('bare-webhook.ts', {
  LOG_LEVEL: 'fatal',
  ALERTMANAGER_TOKEN: TOKEN,
})
const { folder, oursPort, barePort, sandbox, ours } = contest
try {
  await untilReady(ours, `http://127.0.0.1:${oursPort}`)
  await fault([
    { on: 'api', kind: 'rate-limit' }, // the real rates
    { on: 'api', kind: 'rate-limit', method: 'chat.update', probability: 0.5, retryAfterSeconds: 1 },
  ])
  for (let n = 0; n < 20; n += 1) await send(barePort, `warm-${n}`, 'info')

  const quiet: number[] = []
  for (let n = 0; n < QUIET; n += 1) {
    const sentAt = Date.now()
    await send(oursPort, `quiet-${n}`, 'critical')
    quiet.push((await pagedAt(`quiet-${n}`)) - sentAt)
    await pause(1_500)
  }

  const took = { ours: [] as number[], bare: [] as number[] }
  await storm((n) => timedSend(barePort, n, took.bare))
  const sentAt = new Map<string, number>()
  await storm((n) => {
    if (isCritical(n)) sentAt.set(serviceOf(n), Date.now())
    return timedSend(oursPort, n, took.ours)
  })
  const pages: number[] = []
  for (const [service, at] of sentAt) pages.push((await pagedAt(service)) - at)

  for (const share of [0.5, 0.99]) {
    const [mine, theirs] = [percentile(took.ours, share), percentile(took.bare, share)]
    const name = `webhook to durable 202 in a storm of ${STORM} in ${STORM_MS / 1_000} s, p${share * 100}`
    const isTail = share === 0.99
    const aim = isTail ? `< ${ANSWERED_WITHIN_MS} ms; against a server that stores nothing` : 'reported'
    report({ name, ours: mine, theirs, unit: 'ms', aim, met: !isTail || mine < ANSWERED_WITHIN_MS })
  }
  const fsyncs = rawCommits(path.join(folder, 'raw.db'))
  remark(
    `one bare commit with fsync right after it: p50 ${percentile(fsyncs, 0.5).toFixed(1)} ms, p99 ${percentile(fsyncs, 0.99).toFixed(1)} ms`,
  )
  const [first = Number.NaN] = pages
  report({
    name: 'critical alert to its page, the first of a storm against the median of a quiet night',
    ours: first,
    theirs: percentile(quiet, 0.5),
    unit: 'ms',
    aim: `within ${PAGED_WITHIN_MS} ms of the quiet case`,
    met: first - percentile(quiet, 0.5) < PAGED_WITHIN_MS,
  })
  remark(`all ${pages.length} pages of the storm: ${pages.map((ms) => `${ms} ms`).join(', ')}`)
  const calls = await record()
  const refused = calls.filter(({ error }) => error === 'ratelimited').length
  remark(`Slack refused ${refused} of ${calls.length} calls for their rate`)
} finally {
  await contest.end()
}

/** Each at its time, the slow ones beside those after them. */
async function storm(shot: (n: number) => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  const shots: Promise<void>[] = []
  for (let n = 0; n < STORM; n += 1) {
    const due = startedAt + (n * STORM_MS) / STORM
    if (performance.now() < due) await pause(due - performance.now())
    shots.push(shot(n))
  }
  await Promise.all(shots)
}

async function timedSend(port: number, n: number, took: number[]): Promise<void> {
  const startedAt = performance.now()
  await send(
    port,
    isCritical(n) ? serviceOf(n) : `alert-${n}`,
    isCritical(n) ? 'critical' : 'warning',
    serviceOf(n),
  )
  took.push(performance.now() - startedAt)
}

function isCritical(n: number): boolean {
  return n % CRITICAL_EVERY === CRITICAL_EVERY / 2
}

function serviceOf(n: number): string {
  return isCritical(n) ? `storm-${n}` : `service-${n % SERVICES}`
}

/** One notification of one alert, which is called as `name`. */
async function send(port: number, name: string, severity: string, service = name): Promise<void> {
  const labels = { alertname: name, service, severity }
  const body = JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="${name}", service="${service}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: { alertname: name, service },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: {
          summary: `${name} fails`,
          description: 'The limit is 1 %, and it has been above that.',
        },
        startsAt: new Date().toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.example/graph',
        fingerprint: Buffer.from(name).toString('hex'),
      },
    ],
  })
  await contest.send(`${port}/hooks/alertmanager`, 202, body, {
    'content-type': 'application/json',
    authorization: `Bearer ${TOKEN}`,
  })
}

/** When Slack accepted the direct message that speaks of this alert. */
async function pagedAt(name: string): Promise<number> {
  const until = Date.now() + PAGE_WITHIN_MS
  for (;;) {
    const page = (await record()).find(
      ({ method, ok, args }) =>
        method === 'chat.postMessage' &&
        ok &&
        `${args.channel}`.startsWith('D') &&
        JSON.stringify(args).includes(`${name} fails`),
    )
    if (page !== undefined) return page.at
    if (Date.now() > until) throw new Error(`Nobody was paged for ${name} within ${PAGE_WITHIN_MS / 1_000} s`)
    await pause(LOOK_EVERY_MS)
  }
}

async function record(): Promise<ApiCall[]> {
  return (await (await fetch(`${sandbox.url}/sandbox/record`)).json()) as ApiCall[]
}

async function fault(faults: object[]): Promise<void> {
  const answer = await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
