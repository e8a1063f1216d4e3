import type { Json } from '../protocol.ts'
import type { AlertRecord } from './records.ts'
import type { Rule } from './rules.ts'

/** One check of an uptime service, in a form of its own: whoever receives it has to be told what is where in it. */
export function checkReport({ startsAt, endsAt }: AlertRecord, rule: Rule, pageUrl: string): Json {
  return {
    event: endsAt === undefined ? 'check.down' : 'check.up',
    check: {
      id: rule.id,
      name: rule.summary,
      kind: rule.alertname,
      target: rule.labels.service ?? '',
      area: rule.labels.class ?? '',
      importance: rule.level === 'critical' ? 'high' : 'normal',
    },
    detail: rule.description,
    since: new Date(startsAt).toISOString(),
    ...(endsAt !== undefined && { until: new Date(endsAt).toISOString() }),
    report: pageUrl,
  }
}
