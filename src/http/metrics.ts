import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Alert, AlertEvent } from '../core/alert/alert.ts'
import type { Entry, EventBase } from '../core/decider.ts'
import type { Incident, IncidentEvent } from '../core/incident/incident.ts'
import { ownMetrics } from './own-metrics.ts'
import type { Routes } from './server.ts'

/** What the outbox holds: a row a lane and status; `oldest` in ms since the epoch. */
type Backlog = { lane: string; status: string; count: number; oldest: number }

/** Where other systems knock: Slack, and webhooks. */
const FROM_OTHERS = /\/(?:slack|hooks)\//

/** Numbers for Prometheus. Only counts and times; no titles, no names. */
export function createMetrics(read: {
  now(): number
  backlog(): Promise<Backlog[]>
  openIncidents(): Promise<Record<string, number>>
  /** Kill switches by how they stand: normal, pulled, stuck… */
  switches(): Promise<Record<string, number>>
  /** Webhooks since the start, by source and by what became of them. */
  webhooks(): { source: string; outcome: string; count: number }[]
  /** Requests for switches by how they were answered, since the start, and who listens for changes now. */
  flags(): Record<string, number> & { listening: number }
}) {
  const registry = new Registry()
  const registers = [registry]
  const deliveries = new Counter({
    name: 'tocsin_deliveries_total',
    help: 'Tries to deliver, by outcome',
    labelNames: ['system', 'kind', 'outcome'],
    registers,
  })
  const deliverySeconds = new Histogram({
    name: 'tocsin_delivery_seconds',
    help: 'Time that one try took',
    labelNames: ['lane'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
    registers,
  })
  const timerLateness = new Histogram({
    name: 'tocsin_timer_lateness_seconds',
    help: 'How late a timer fired',
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 10, 60, 600],
    registers,
  })
  const depth = new Gauge({
    name: 'tocsin_outbox_depth',
    help: 'Deliveries owed, under way or parked',
    labelNames: ['lane', 'status'],
    registers,
  })
  const age = new Gauge({
    name: 'tocsin_outbox_oldest_seconds',
    help: 'Age of the oldest',
    labelNames: ['lane', 'status'],
    registers,
  })
  const open = new Gauge({
    name: 'tocsin_open_incidents',
    help: 'Open incidents',
    labelNames: ['severity'],
    registers,
  })
  const switches = new Gauge({
    name: 'tocsin_switches',
    help: 'Kill switches, by how they stand',
    labelNames: ['standing'],
    registers,
  })
  const evaluations = new Counter({
    name: 'tocsin_flag_requests_total',
    help: 'Requests for switches over OFREP, by how they were answered',
    labelNames: ['outcome'],
    registers,
  })
  const listeners = new Gauge({
    name: 'tocsin_flag_listeners',
    help: 'Services and pages that listen for changed switches',
    registers,
  })

  const webhooks = new Counter({
    name: 'tocsin_webhooks_total',
    help: 'Webhooks received, by source and by what became of them: taken, or why refused',
    labelNames: ['source', 'outcome'],
    registers,
  })
  const alertAcknowledgements = new Histogram({
    name: 'tocsin_alert_to_acknowledge_seconds',
    help: 'Time from when an alert came to fire, or got worse, to its acknowledgement',
    labelNames: ['level'],
    buckets: [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600],
    registers,
  })
  const alertPromises = new Counter({
    name: 'tocsin_alert_acknowledgements_missed_total',
    help: 'Alerts that nobody acknowledged in the time that the policy promises',
    labelNames: ['level'],
    registers,
  })

  const acknowledgements = new Histogram({
    name: 'tocsin_page_to_acknowledge_seconds',
    help: 'Time from the first call of a climb or page to its answer',
    labelNames: ['severity'],
    buckets: [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600],
    registers,
  })
  const updates = new Counter({
    name: 'tocsin_updates_total',
    help: 'Promised updates, by whether they came in time',
    labelNames: ['severity', 'kept'],
    registers,
  })
  const declarations = new Counter({
    name: 'tocsin_incidents_declared_total',
    help: 'Incidents declared, by the severity they began with',
    labelNames: ['severity'],
    registers,
  })

  const refused = new Counter({
    name: 'tocsin_requests_refused_total',
    help: 'Requests of other systems that were not taken, by the status that they got',
    labelNames: ['route', 'status'],
    registers,
  })
  const beats = new Counter({
    name: 'tocsin_heartbeats_total',
    help: 'Signs of life: sent, failed, or held because something did not work',
    labelNames: ['outcome'],
    registers,
  })
  const own = ownMetrics(registers)

  const routes: Routes = {
    'GET /metrics': async (_request, response) => {
      depth.reset()
      age.reset()
      open.reset()
      switches.reset()
      for (const { lane, status, count, oldest } of await read.backlog()) {
        depth.set({ lane, status }, count)
        age.set({ lane, status }, (read.now() - oldest) / 1000)
      }
      for (const [severity, count] of Object.entries(await read.openIncidents()))
        open.set({ severity }, count)
      for (const [standing, count] of Object.entries(await read.switches())) switches.set({ standing }, count)
      webhooks.reset()
      for (const { source, outcome, count } of read.webhooks()) webhooks.inc({ source, outcome }, count)
      const { listening, ...answered } = read.flags()
      listeners.set(listening)
      evaluations.reset()
      for (const [outcome, count] of Object.entries(answered)) evaluations.inc({ outcome }, count)
      response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
    },
  }
  return {
    routes,
    delivered: (effect: { kind: string; lane: string }, outcome: string, tookMs: number) => {
      deliveries.inc({ system: effect.kind.split('.')[0] ?? '', kind: effect.kind, outcome })
      deliverySeconds.observe({ lane: effect.lane }, tookMs / 1000)
    },
    /** What happened to an incident, as it stands after it. */
    happened(
      { severity, promises }: Pick<Incident, 'severity' | 'promises'>,
      { event }: Entry<EventBase>,
    ): void {
      const said = event as IncidentEvent
      if (said.type === 'declared') declarations.inc({ severity })
      else if (said.type === 'acknowledged') acknowledgements.observe({ severity }, said.afterMs / 1000)
      else if (said.type === 'update-missed') updates.inc({ severity, kept: 'no' }, said.count)
      else if (said.type === 'update-posted' && promises.updates !== undefined)
        updates.inc({ severity, kept: 'yes' })
    },
    /** What happened to a line of alerts, as it stands after it. */
    alerted({ level }: Pick<Alert, 'level'>, { event }: Entry<EventBase>): void {
      const said = event as AlertEvent
      if (said.type === 'alert-acknowledged') alertAcknowledgements.observe({ level }, said.afterMs / 1000)
      else if (said.type === 'acknowledgement-missed') alertPromises.inc({ level: said.level })
    },
    timerFired: (lateMs: number) => timerLateness.observe(lateMs / 1000),
    /** A request of a known route was answered. */
    answered(route: string, status: number): void {
      if (status >= 400 && FROM_OTHERS.test(route)) refused.inc({ route: route.replace(/^\w+ /, ''), status })
    },
    beaten: (outcome: string) => beats.inc({ outcome }),
    watch: own.watch,
  }
}
