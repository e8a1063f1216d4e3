import type { IncidentEvent } from '../incident/incident.ts'

/**
 * How much an entry matters to whoever reads what happened: `key` changes how the incident stands, `said` is what
 * people put on record, `minor` is the bot's own bookkeeping. What is new here counts as said.
 */
export type Weight = 'key' | 'said' | 'minor'

const KEY: ReadonlySet<IncidentEvent['type']> = new Set([
  'declared',
  'status-changed',
  'reopened',
  'severity-changed',
  'triaged',
  'role-assigned',
  'update-posted',
  'update-missed',
  'gap-noticed',
  'outage-long',
  'recovery-measured',
  'loss-measured',
  'people-paged',
  'page-unanswered',
  'acknowledged',
] as const)

const MINOR: ReadonlySet<IncidentEvent['type']> = new Set([
  'card-posted',
  'channel-opened',
  'promised',
  'update-nudged',
  'update-asked',
  'rung-called',
  'page-sent',
  'escalation-ended',
  'report-asked',
  'report-delivered',
] as const)

export function weightOf({ type }: IncidentEvent): Weight {
  if (KEY.has(type)) return 'key'
  return MINOR.has(type) ? 'minor' : 'said'
}
