import { LANES } from '../core/decider.ts'
import { incident } from '../core/incident/decider.ts'
import type { MovableClock } from '../engine/clock.ts'
import { createMetrics } from '../http/metrics.ts'
import type { WebhookCounts } from '../outside/webhook-counts.ts'
import type { OpenEngine } from './open-engine.ts'
import type { SwitchPart } from './switches.ts'

const OPEN_INCIDENTS_COUNTED = 1_000

/** Metrics with what they read of the other parts. */
export function wireMetrics(parts: {
  open: OpenEngine
  switches: Pick<SwitchPart, 'counts' | 'standings'>
  webhooks: WebhookCounts
  clock: MovableClock
}) {
  const { open, switches, webhooks, clock } = parts
  const incidents = open.engine.streams(incident)
  return createMetrics({
    now: clock.now,
    flags: switches.counts,
    switches: switches.standings,
    webhooks: webhooks.all,
    backlog: async () =>
      (await open.store.outbox.backlog()).map((row) => ({ ...row, lane: LANES[row.lane] ?? '' })),
    async openIncidents() {
      const all = await incidents.find('open', OPEN_INCIDENTS_COUNTED)
      return Object.fromEntries(
        Object.entries(Object.groupBy(all, ({ severity }) => severity)).map(([severity, some]) => [
          severity,
          some.length,
        ]),
      )
    },
  })
}
