import { createHash } from 'node:crypto'
import type { Json } from '../protocol.ts'
import type { AlertRecord, GroupRecord } from './records.ts'
import { groupLabels, type Rule } from './rules.ts'

/**
 * A group of alerts as Prometheus Alertmanager sends it to a webhook, version 4 of the form:
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function notification(
  group: GroupRecord,
  ruleOf: (id: string) => Rule | undefined,
  more: { receiver: string; externalUrl: string },
): Json {
  const alerts = group.alerts.flatMap((alert) => {
    const rule = ruleOf(alert.rule)
    return rule === undefined ? [] : [alertOf(alert, rule, more.externalUrl)]
  })
  const [first] = group.alerts.flatMap(({ rule }) => ruleOf(rule) ?? [])
  const labels = first === undefined ? {} : groupLabels(first)
  return {
    version: '4',
    groupKey: `{}:{${pairs(labels)}}`,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver: more.receiver,
    groupLabels: labels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: more.externalUrl,
    alerts,
  }
}

/** What Alertmanager writes for "not yet". */
const ZERO_TIME = '0001-01-01T00:00:00Z'

function alertOf({ startsAt, endsAt }: AlertRecord, rule: Rule, externalUrl: string) {
  const labels: Record<string, string> = { alertname: rule.alertname, severity: rule.level, ...rule.labels }
  return {
    status: endsAt === undefined ? 'firing' : 'resolved',
    labels,
    annotations: { summary: rule.summary, description: rule.description },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === undefined ? ZERO_TIME : new Date(endsAt).toISOString(),
    generatorURL: `${externalUrl}?rule=${rule.alertname}`,
    fingerprint: fingerprint(labels),
  }
}

/** The same for the same labels, in whatever order; 16 hexadecimal digits, as Prometheus has them. */
function fingerprint(labels: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(pairs(labels)).digest('hex').slice(0, 16)
}

function pairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')
}

function common(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = all
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)),
  )
}
