import type { AlertLevel } from '../alert/signal.ts'
import type { Instant } from '../decider.ts'
import type { UserId } from './incident.ts'

/** An alert that belongs to an incident, as its own stream told of it last. */
export type LinkedAlert = { title: string; level: AlertLevel; firing: boolean; since: Instant }

/** `alerts` by ALERT-n. `alertRule`: the rule of the policy that declared it, so that the next alert of it joins. */
export type LinkedAlerts = { alerts: Record<string, LinkedAlert>; alertRule?: string }

export const NO_ALERTS: LinkedAlerts = { alerts: {} }

/** The alert that an incident is declared from. `rule`: when the policy wanted that. `at`: when it came to fire. */
export type AlertOrigin = { id: string; title: string; level: AlertLevel; rule?: string; at?: Instant }

type Told = { alert: string; title: string; level: AlertLevel; happenedAt?: Instant }

/** What an alert means to its incident. `by`: who linked it, or took it to another one. */
export type AlertNews = Told &
  (
    | { type: 'alert-joined'; firing: boolean; by?: UserId }
    | { type: 'alert-fired-again' }
    | { type: 'alert-got-worse' }
    | { type: 'alert-ended' }
    | { type: 'alert-left'; to: string; by?: UserId }
  )

export type LinkedAlertCommand = { type: 'record-alert'; event: AlertNews }

/** Alerts of the incident of which something fires. */
export function firingAlerts({ alerts }: LinkedAlerts): (LinkedAlert & { id: string })[] {
  return Object.entries(alerts).flatMap(([id, alert]) => (alert.firing ? [{ id, ...alert }] : []))
}
