import { kindOfEvent } from '../incident/event-kinds.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import type { LineKind } from '../timeline/kinds.ts'

/**
 * How much an entry matters to whoever reads what happened: `key` changes how the incident stands, `said` is what
 * people put on record, `minor` is the bot's own bookkeeping, and what is shown where it was said, like a correction.
 */
export type Weight = 'key' | 'said' | 'minor'

const KEY: ReadonlySet<string> = new Set<IncidentEvent['type']>([
  'declared',
  'status-changed',
  'reopened',
  'severity-changed',
  'triaged',
  'role-assigned',
  'update-posted',
  'update-missed',
  'message-released',
  'public-missed',
  'gap-noticed',
  'outage-long',
  'recovery-measured',
  'loss-measured',
  'people-paged',
  'page-unanswered',
  'acknowledged',
  'closed',
  'switch-pulled',
  'switch-restored',
])

/** Deliveries that people have to know of. */
const SAID: ReadonlySet<string> = new Set<IncidentEvent['type']>([
  'delivery-failed',
  'channel-lost',
  'message-undelivered',
  'statuspage-drifted',
])

const MINOR: ReadonlySet<string> = new Set<IncidentEvent['type']>([
  'promised',
  'update-nudged',
  'update-asked',
  'public-promised',
  'public-nudged',
  'public-asked',
  'rung-called',
  'page-sent',
  'escalation-ended',
  'report-asked',
  'switch-reminded',
  'review-started',
  'review-reminded',
  'review-overdue',
  'follow-up-reminded',
  'follow-up-overdue',
])

const MINOR_KINDS: ReadonlySet<LineKind> = new Set(['delivery', 'bookkeeping', 'correction'])

export function weightOf(event: IncidentEvent): Weight {
  if (KEY.has(event.type)) return 'key'
  if (SAID.has(event.type)) return 'said'
  return MINOR.has(event.type) || MINOR_KINDS.has(kindOfEvent(event)) ? 'minor' : 'said'
}
