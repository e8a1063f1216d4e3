import type { AlertSignal } from '../core/alert/signal.ts'
import type { Instant } from '../core/decider.ts'
import { type HeardKind, PAGERDUTY_SOURCE } from '../core/pagerduty/pages.ts'
import type { Matched } from './hear.ts'
import type { WebhookIncident } from './webhook-wire.ts'

/** What happened to an incident of PagerDuty's that is not one of ours. */
export type Foreign = { what: HeardKind; incident: WebhookIncident; at: Instant; by?: Matched }

/**
 * The incident as an alert. Whatever is told of it says that it fires, since it began or was opened again, unless it is
 * resolved: so what comes late, or first, changes nothing that is newer.
 */
export function signalOf({ what, incident, at }: Foreign): AlertSignal {
  const { id, title, status, urgency, service, html_url: url } = incident
  const begun = Date.parse(incident.created_at ?? '')
  const isResolved = what === 'resolved' || (what !== 'reopened' && status === 'resolved')
  const since = what === 'reopened' || Number.isNaN(begun) ? at : Math.min(begun, at)
  return {
    source: PAGERDUTY_SOURCE,
    key: id,
    state: isResolved ? 'resolved' : 'firing',
    level: urgency === 'low' ? 'warning' : 'critical',
    title: title === '' ? id : title,
    ...(service?.summary && { service: service.summary }),
    ...(url && { links: [{ title: 'PagerDuty', url }] }),
    at: isResolved ? at : since,
  }
}
