import type { Alert } from '../../core/alert/alert.ts'
import { titleOf } from '../../core/alert/naming.ts'
import type { AlertLevel } from '../../core/alert/signal.ts'
import type { Policy } from '../../core/policy.ts'
import { SHOWN } from '../limits.ts'
import { clockTime, lineOf } from '../mrkdwn.ts'

/** A sign and a word for each level, so that nobody needs the colour. */
const LEVELS: Record<AlertLevel, { emoji: string; name: string; color: string }> = {
  critical: { emoji: '🚨', name: 'Critical', color: '#d92d20' },
  warning: { emoji: '⚠️', name: 'Warning', color: '#eaaa08' },
  info: { emoji: 'ℹ️', name: 'Info', color: '#2e90fa' },
}
const OVER_COLOR = '#17a34a'
const QUIET_COLOR = '#98a2b3'

/** `🚨 Critical`. */
export function levelBadge(level: AlertLevel): string {
  return `${LEVELS[level].emoji} ${LEVELS[level].name}`
}

/** `🚨 Critical` while it fires; then what it is now. */
export function alertBadge({ status, level }: Pick<Alert, 'status' | 'level'>): string {
  return status === 'resolved' ? '✅ Resolved' : levelBadge(level)
}

/** By its level; green when it is over, grey while it is silenced. */
export function alertColor({ status, level }: Pick<Alert, 'status' | 'level'>): string {
  if (status === 'resolved') return OVER_COLOR
  return status === 'silenced' ? QUIET_COLOR : LEVELS[level].color
}

/** `*ALERT-7* Orders API: 6.2 % of requests fail`, as mrkdwn on one line. */
export function alertName(alert: Alert, limit: number): string {
  return `*${alert.id}* ${lineOf(titleOf(alert), limit)}`
}

/** `orders-api · from Alertmanager · ALERT-7 · since 15:41`. */
export function alertFacts(alert: Alert, policy: Pick<Policy, 'alerts'>): string {
  const { service, source, id, firstAt, times } = alert
  const facts = [
    ...(service === undefined ? [] : [lineOf(service, SHOWN.titleInLine)]),
    `from ${lineOf(sourceName(source, policy), SHOWN.titleInLine)}`,
    id,
    `since ${clockTime(firstAt)}`,
    ...(times > 1 ? [`fired ${times} times`] : []),
  ]
  return facts.join(' · ')
}

const BUILT_IN: Record<string, string> = { alertmanager: 'Alertmanager', pagerduty: 'PagerDuty' }

/** What people call who sent it. */
export function sourceName(source: string, { alerts: { sources } }: Pick<Policy, 'alerts'>): string {
  const known = Object.hasOwn(sources, source) ? sources[source]?.name : undefined
  return known ?? BUILT_IN[source] ?? source
}
