import { endAfterBusinessDays } from '../calendar.ts'
import type { Context } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { lossMeasured } from '../incident/outage.ts'
import { NO_REVIEW } from '../policy-review.ts'
import { stepsFor, zoned } from './schedule.ts'

/** What an act means for the review: resolving begins it, reopening ends it, and what is known of losses is measured. */
export function reviewFollows(
  event: IncidentEvent,
  before: Incident,
  after: Incident,
  context: Context,
): IncidentEvent[] {
  switch (event.type) {
    case 'status-changed':
      if (event.to !== 'resolved') return []
      return [...lossFromSummary(event, after), ...begin(after, context)]
    case 'reopened':
      return before.review === undefined && before.closed === undefined ? [] : [{ type: 'review-cancelled' }]
    case 'summarised': {
      const { lostMinutes } = event.summary
      const isNews = after.status === 'resolved' && lostMinutes !== before.summary?.lostMinutes
      return isNews ? lossMeasured(after.promises.recovery?.pointMinutes, lostMinutes) : []
    }
    default:
      return []
  }
}

/** Losses that were known before it was resolved; a number said with the resolving itself is measured with that. */
function lossFromSummary({ lostMinutes }: { lostMinutes?: number }, after: Incident): IncidentEvent[] {
  if (lostMinutes !== undefined) return []
  return lossMeasured(after.promises.recovery?.pointMinutes, after.summary?.lostMinutes)
}

function begin(after: Incident, { now, policy, actor }: Context): IncidentEvent[] {
  const { review } = policy.severities[after.severity]
  if (review === NO_REVIEW) return []
  const where = zoned(policy)
  const due = endAfterBusinessDays(now, review.businessDays, where)
  const resolver = actor.kind === 'user' ? actor.id : ''
  return [
    {
      type: 'review-started',
      due,
      steps: stepsFor(due, now, policy.reviews, where),
      managersFrom: policy.reviews.managersFromTime,
      asked: after.roles.commander ?? (resolver === '' ? after.declaredBy : resolver),
      ...(after.lastOwner === undefined ? {} : { owner: after.lastOwner }),
    },
  ]
}
