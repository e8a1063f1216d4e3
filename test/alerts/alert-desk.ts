import { createHash, createHmac } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { AlertSecrets } from '../../src/alerts/webhooks.ts'
import { alert } from '../../src/core/alert/decider.ts'
import { incident } from '../../src/core/incident/decider.ts'
import { INCIDENT_EFFECTS } from '../../src/core/incident/effects.ts'
import type { Policy } from '../../src/core/policy.ts'
import { createCycle } from '../../src/engine/cycle.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createDispatcher } from '../../src/engine/dispatch.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { Outcome, Owed, Performers } from '../../src/engine/outcome.ts'
import { createStore } from '../../src/engine/store.ts'
import { listen } from '../../src/http/server.ts'
import type { Log } from '../../src/log.ts'
import { createWebhookCounts } from '../../src/outside/webhook-counts.ts'
import { createAlertPart } from '../../src/parts/alerts.ts'
import { anAlertPolicy, NOON } from '../core/alert/watch-alert.ts'
import { emptyDatabase } from '../engine/databases.ts'
import { handClock } from '../engine/hand-clock.ts'
import { KEY } from '../engine/rig.ts'

export const ALERTMANAGER_TOKEN = 'alertmanager-token-1'
export const UPTIME_TOKEN = 'uptime-checks-token-1'
export const SIGNING_SECRET = 'signed-source-secret-1'
const MESSAGES = ['slack.post-alert', 'slack.sync-alert', 'slack.say-alert']
const LINES_MAX = 2_000

/** A policy with a mapped source (`uptime`), one that signs (`signed`), and one that nobody gave a secret (`unset`). */
export function aPolicyOfSources(changes: object = {}): Policy {
  return anAlertPolicy({
    sources: {
      uptime: {
        name: 'Uptime checks',
        mapping: {
          key: 'check.id',
          title: 'check.name',
          state: 'event',
          resolved: ['check.up'],
          level: 'check.importance',
          service: 'check.target',
          labels: 'check',
          link: 'report',
          at: 'since',
          endedAt: 'until',
        },
      },
      signed: { name: 'Signs its bodies', signature: { header: 'X-Signature', prefix: 'sha256=' } },
      unset: { name: 'Nobody set its token' },
    },
    ...changes,
  })
}

/**
 * Webhooks, engine, dispatcher and cycle on a real database and a real port. What is said in Slack is only kept, in the
 * order in which it is done; pages reach UANA. `slack`: how a call to Slack goes, for storms and outages.
 */
export async function anAlertDesk(options: {
  policy?: Policy
  secrets?: AlertSecrets
  /** A database that is there already; an empty one of its own when not said. */
  url?: string
  slack?(owed: Owed): Outcome | undefined
}) {
  const policy = options.policy ?? aPolicyOfSources()
  const clock = handClock(NOON)
  const database = await openDatabase(options.url ?? (await emptyDatabase('sqlite')))
  const store = createStore(database, clock)
  await store.savePolicy(policy.digest, JSON.stringify(policy), 0)
  const logged: string[] = []
  const note = (facts: unknown, message?: string) => logged.push(`${JSON.stringify(facts)} ${message ?? ''}`)
  const log = { debug: note, info: note, warn: note, error: note } as unknown as Log
  const engine = createEngine({
    store,
    clock,
    chainKey: KEY,
    policy: () => policy,
    policyOf: async () => policy,
    deciders: [incident, alert],
    log,
  })
  const counts = createWebhookCounts()
  const secrets = options.secrets ?? {
    alertmanager: ['older-alertmanager-token', ALERTMANAGER_TOKEN],
    sources: { uptime: [UPTIME_TOKEN], signed: [SIGNING_SECRET] },
  }
  const part = createAlertPart({ open: { engine }, config: { alerts: secrets }, policy, counts, clock, log })
  const done: Owed[] = []
  const mute = [...MESSAGES, ...INCIDENT_EFFECTS.filter((kind) => kind.startsWith('slack.'))]
  const performers: Performers = Object.fromEntries(
    mute.map((kind) => [
      kind,
      {
        paces: () => [],
        async perform(owed: Owed): Promise<Outcome> {
          const refused = options.slack?.(owed)
          if (refused !== undefined) return refused
          done.push(owed)
          return inSlack(owed)
        },
      },
    ]),
  )
  const dispatcher = createDispatcher({
    store,
    engine,
    clock,
    performers: { ...performers, ...part.performers },
    owner: database.owner,
    random: () => 0.5,
    log,
  })
  const cycle = createCycle({ store, engine, clock, log })
  engine.onCommit(({ effects, timers }) => {
    if (effects.length > 0) dispatcher.wake(effects)
    if (timers) cycle.wake()
  })
  const server = await listen({ port: 0, host: '127.0.0.1' }, part.routes ?? {}, (error) => {
    throw error
  })
  const running = Promise.all([dispatcher.run(), cycle.run()])
  onTestFinished(async () => {
    await server.close()
    await Promise.all([dispatcher.stop(), cycle.stop()])
    await running
    await store.close()
  })

  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${server.url}/hooks/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  return {
    url: server.url,
    clock,
    store,
    alerts: engine.streams(alert),
    incidents: engine.streams(incident),
    intake: part.intake,
    counts,
    logged,
    done,
    post,
    alertmanager: (body: unknown, headers = {}) =>
      post('alertmanager', body, { authorization: `Bearer ${ALERTMANAGER_TOKEN}`, ...headers }),
    uptime: (body: unknown) => post('uptime', body, { authorization: `Bearer ${UPTIME_TOKEN}` }),
    signed: (body: string, signature = signatureOf(body)) =>
      post('signed', body, { 'x-signature': signature }),
    lines: async () => (await engine.streams(alert).find('alerts', LINES_MAX)).reverse(),
    /** Until nothing more happens without the clock moving. */
    async quiet() {
      for (;;) {
        await store.drained()
        const next = [await dispatcher.nextDue(), await cycle.nextDue()]
        if (next.every((due) => due === undefined || due > clock.now())) return
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

export function signatureOf(body: string): string {
  return `sha256=${createHmac('sha256', SIGNING_SECRET).update(body).digest('hex')}`
}

/** What Slack would have answered with. */
function inSlack({ kind, args, entry, stream }: Owed): Outcome {
  const number = Number(stream.split('-')[1])
  const { run, step } = { run: Number(args.run), step: Number(args.step) }
  const ok = (command: object): Outcome => ({ outcome: 'ok', command: command as { type: string } })
  if (kind === 'slack.post-alert') return ok({ type: 'record-line', channel: 'COPS', ts: `${number}.1` })
  if (kind === 'slack.page-rung') {
    const people = [{ user: 'UANA', how: '@on-call' }]
    return ok({ type: 'record-page', run, step, people, skipped: [] })
  }
  if (kind === 'slack.page')
    return ok({
      type: 'record-page-sent',
      run,
      step,
      user: String(args.user),
      channel: 'DANA',
      ts: `${entry.seq}.2`,
    })
  return { outcome: 'ok' }
}

/** A notification of Alertmanager, version 4, with one alert unless it is said otherwise. */
export function aNotification(
  alerts: { pod?: string; status?: 'firing' | 'resolved'; startsAt?: number; endsAt?: number }[] = [{}],
  {
    alertname = 'OrdersErrors',
    severity = 'critical',
    service = 'orders-api',
    ...rest
  }: Record<string, string> = {},
) {
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}", service="${service}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: { alertname, service },
    commonLabels: { alertname, service, severity },
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example',
    alerts: alerts.map(({ pod = 'pod-1', status = 'firing', startsAt = NOON, endsAt }) => ({
      status,
      labels: { alertname, service, severity, pod, ...rest },
      annotations: {
        summary: `${alertname} on ${pod}`,
        description: 'It fails.',
        runbook_url: 'https://wiki.example/x',
      },
      startsAt: new Date(startsAt).toISOString(),
      endsAt: endsAt === undefined ? '0001-01-01T00:00:00Z' : new Date(endsAt).toISOString(),
      generatorURL: 'https://prometheus.example/graph',
      fingerprint: createHash('sha256').update(`${alertname} ${service} ${pod}`).digest('hex').slice(0, 16),
    })),
  }
}
