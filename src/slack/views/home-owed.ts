import type { KnownBlock } from '@slack/types'
import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { openFollowUps } from '../../core/review/follow-ups.ts'
import { actions, context, divider, header, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { dateTime } from '../mrkdwn.ts'
import { byUrgency, followUpBlocks } from './follow-ups.ts'
import { nameOf, severityBadge } from './labels.ts'
import { contributeButton, reviewButton, STAGE_BADGES } from './review.ts'

/** Two blocks each, of the hundred that a home tab takes. */
const FOLLOW_UPS_MAX = 10
const REVIEWS_MAX = 5

/** What a person owes after incidents: reviews that they own and follow-ups that they have, the overdue ones first. */
export function owedBlocks(person: string, theirs: readonly Incident[], now: Instant): KnownBlock[] {
  const reviews = theirs.filter(({ review, closed }) => isOwned(review, person) && closed === undefined)
  const followUps = theirs.flatMap((incident) =>
    openFollowUps(incident)
      .filter(({ owner }) => owner === person)
      .map((followUp) => ({ incident, followUp })),
  )
  const byDue = reviews.toSorted((one, other) => dueOf(one) - dueOf(other))
  const sorted = followUps.toSorted(byUrgency)
  return [
    ...(byDue.length === 0 ? [] : [header('My reviews')]),
    ...byDue.slice(0, REVIEWS_MAX).flatMap((incident) => reviewBlocks(incident, now)),
    ...more(byDue.length - REVIEWS_MAX),
    ...(sorted.length === 0 ? [] : [header('My follow-ups')]),
    ...sorted.slice(0, FOLLOW_UPS_MAX).flatMap((owed) => followUpBlocks(owed, now, true)),
    ...more(sorted.length - FOLLOW_UPS_MAX),
    ...(byDue.length + sorted.length === 0 ? [] : [divider]),
  ]
}

function isOwned(review: Incident['review'], person: string): boolean {
  return review !== undefined && review.owner === person && review.stage !== 'reviewed'
}

function dueOf({ review }: Incident): Instant {
  return review?.schedule.due ?? 0
}

function reviewBlocks(incident: Incident, now: Instant): KnownBlock[] {
  const { review } = incident
  if (review === undefined) return []
  const due = dueOf(incident)
  const when = due <= now ? `⚠️ *overdue since ${dateTime(due)}*` : `due ${dateTime(due)}`
  const line = `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInCard)}\n      ${STAGE_BADGES[review.stage]} · ${when}`
  return [
    section(line),
    actions(`home review ${incident.id}`, [reviewButton(incident), contributeButton(incident)]),
  ]
}

function more(count: number): KnownBlock[] {
  return count > 0 ? [context(`_${count} more: \`/incident followups mine\`_`)] : []
}
