import { z } from 'zod'
import { levelFromLabels, serviceFromLabels } from '../core/alert/naming.ts'
import type { AlertLink, AlertSignal } from '../core/alert/signal.ts'
import type { Instant } from '../core/decider.ts'
import { ALERT_SIGNALS_MAX } from '../core/limits.ts'
import type { AlertsPolicy } from '../core/policy-alerts.ts'
import { shortKey } from './key.ts'
import type { Reading } from './reading.ts'

const texts = z.record(z.string(), z.string())

const one = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts.default({}),
  startsAt: z.string(),
  endsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().optional(),
})
type One = z.infer<typeof one>

/** What Alertmanager sends to a webhook: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const notification = z.looseObject({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  groupLabels: texts.default({}),
  commonLabels: texts.default({}),
  externalURL: z.string().optional(),
  truncatedAlerts: z.number().optional(),
  alerts: z.array(one).max(ALERT_SIGNALS_MAX),
})
type Notification = z.infer<typeof notification>

export const ALERTMANAGER = 'alertmanager'

/** The signals of one notification: its group is one line, each fingerprint an alert of it. */
export function readAlertmanager(body: unknown, policy: AlertsPolicy, now: Instant): Reading {
  const parsed = notification.safeParse(body)
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? ''
    const where = at === '' ? '' : ` Look at ${at}.`
    return { ok: false, sentence: `That is no notification of Alertmanager, version 4.${where}` }
  }
  const { groupKey, commonLabels, groupLabels, truncatedAlerts = 0 } = parsed.data
  const service = serviceFromLabels({ ...groupLabels, ...commonLabels }, policy)
  const title = groupTitle(parsed.data)
  const group = { key: shortKey(groupKey), ...(title !== undefined && { title }) }
  const signals = parsed.data.alerts.map((alert): AlertSignal => {
    const { labels, annotations } = alert
    return {
      source: ALERTMANAGER,
      key: shortKey(alert.fingerprint ?? labelsAsKey(labels)),
      state: alert.status,
      level: levelFromLabels(labels, policy),
      title: titleOf(alert),
      at: timeOf(alert, now),
      group,
      labels,
      links: linksOf(alert, parsed.data),
      ...(annotations.description !== undefined && { summary: annotations.description }),
      ...(service !== undefined && { service }),
    }
  })
  return { ok: true, signals, left: truncatedAlerts }
}

function titleOf({ labels, annotations }: One): string {
  return annotations.summary ?? annotations.title ?? annotations.message ?? labels.alertname ?? 'Alert'
}

/** A group of one is called as its alert; a larger one as what its alerts have in common. */
function groupTitle({ alerts, groupLabels }: Notification): string | undefined {
  if (alerts.length < 2) return undefined
  const values = Object.values(groupLabels).filter((value) => value !== '')
  return values.length === 0 ? undefined : values.join(' · ')
}

/** Both by its own clock: when it began, or when it ended. A time that cannot be read is now. */
function timeOf({ status, startsAt, endsAt }: One, now: Instant): Instant {
  const began = instantOf(startsAt) ?? now
  if (status === 'firing') return began
  return Math.max(began, instantOf(endsAt) ?? now)
}

/** Year 1 is how it writes "not yet". */
function instantOf(text: string | undefined): Instant | undefined {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) || at <= 0 ? undefined : at
}

function linksOf({ annotations, generatorURL }: One, { externalURL }: Notification): AlertLink[] {
  const named: [string, string | undefined][] = [
    ['Runbook', annotations.runbook_url ?? annotations.runbook],
    ['Dashboard', annotations.dashboard_url ?? annotations.dashboard],
    ['Source', generatorURL],
    ['Alertmanager', externalURL],
  ]
  return named.flatMap(([title, url]) => (url === undefined || url === '' ? [] : [{ title, url }]))
}

/** Alertmanager's of old sent no fingerprint; the labels are what identifies an alert. */
function labelsAsKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)))
}
