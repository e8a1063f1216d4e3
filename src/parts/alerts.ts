import { halfSetUp } from '../alerts/half-set-up.ts'
import { createIntake } from '../alerts/intake.ts'
import { createAlertPerformers } from '../alerts/perform.ts'
import { alertRoutes } from '../alerts/webhooks.ts'
import type { Config } from '../config/config.ts'
import { alert } from '../core/alert/decider.ts'
import type { AlertIntake } from '../core/alert/intake.ts'
import { incident } from '../core/incident/decider.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from '../engine/clock.ts'
import type { Log } from '../log.ts'
import type { WebhookCounts } from '../outside/webhook-counts.ts'
import type { OpenEngine } from './open-engine.ts'
import type { Part } from './part.ts'

export type AlertPart = Part & {
  /** Where other sources hand over theirs. */
  intake: AlertIntake
}

/** Alerts in: the webhooks, the lines that they become, and what lines and incidents tell each other. */
export function createAlertPart(parts: {
  open: Pick<OpenEngine, 'engine'>
  config: Partial<Pick<Config, 'alerts'>>
  policy: Policy
  counts: WebhookCounts
  clock: Clock
  log: Log
}): AlertPart {
  const { open, config, policy, counts, clock, log } = parts
  const alerts = open.engine.streams(alert)
  const intake = createIntake({ alerts, policy: () => policy, now: clock.now })
  const secrets = config.alerts ?? { alertmanager: [], sources: {} }
  for (const sentence of halfSetUp(policy.alerts, secrets)) log.warn(sentence)
  const webhooks = { intake, policy: () => policy.alerts, secrets, counts, now: clock.now, log }
  return {
    intake,
    performers: createAlertPerformers({ alerts, incidents: open.engine.streams(incident) }),
    routes: alertRoutes(webhooks),
  }
}
