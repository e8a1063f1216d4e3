import type { Instant } from '../core/decider.ts'
import type { Standing } from '../core/pagerduty/standing.ts'
import type { WireIncident } from './wire.ts'

/** How an incident stands, from the answer of REST. A time that cannot be read is that of the asking. */
export function standingOf(incident: WireIncident, now: Instant): Standing {
  const { id, html_url: url, status, created_at, last_status_change_at, last_status_change_by } = incident
  const { acknowledgements, assignments, assigned_via } = incident
  const instant = (text: string | null | undefined) => {
    const at = Date.parse(text ?? '')
    return Number.isNaN(at) ? now : at
  }
  return {
    incident: { id, ...(url && { url }) },
    status,
    createdAt: instant(created_at),
    changedAt: instant(last_status_change_at),
    ...(last_status_change_by && { changedBy: last_status_change_by }),
    acknowledgements: acknowledgements.map(({ at, acknowledger }) => ({ at: instant(at), by: acknowledger })),
    assignments: assignments.map(({ at, assignee }) => ({ at: instant(at), to: assignee })),
    isDirect: assigned_via === 'direct_assignment',
  }
}
