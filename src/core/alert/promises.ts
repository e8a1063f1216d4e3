import { ladderNamed } from '../ladder/ladder-named.ts'
import type { Policy } from '../policy.ts'
import { sourcePages } from '../policy-alerts.ts'
import { NONE } from '../policy-promises.ts'
import type { AlertPromises } from './alert.ts'
import type { AlertLevel } from './signal.ts'

/** What the policy promises for alerts of a level from a source. */
export function alertPromises(level: AlertLevel, source: string, policy: Policy): AlertPromises {
  const { acknowledgeMinutes, page } = policy.alerts.levels[level]
  const ladder = sourcePages(source, policy.alerts) ? ladderOf(level, policy) : NONE
  return {
    ...(acknowledgeMinutes !== undefined && { acknowledgeMinutes }),
    ...(ladder !== NONE && { ladder: ladderNamed(ladder, policy), page }),
  }
}

/** A policy that was written before it spoke of alerts has its critical ones page as the worst of incidents does. */
export function ladderOf(
  level: AlertLevel,
  { alerts, severities }: Pick<Policy, 'alerts' | 'severities'>,
): string {
  return alerts.levels[level].ladder ?? (level === 'critical' ? severities.sev1.ladder : NONE)
}
