import type { Incident } from '../incident/incident.ts'
import { openFollowUps } from './follow-ups.ts'

/**
 * `review:open` until it is closed, `follow-ups:open`, `closed`, and `owner:U…` for everybody who owes something: a
 * review that is not done, or an open follow-up.
 */
export function reviewLabels(state: Incident): string[] {
  const { review, closed } = state
  const open = openFollowUps(state)
  const reviewOpen = review !== undefined && closed === undefined
  const owners = [
    ...(reviewOpen && review.stage !== 'reviewed' && review.owner !== undefined ? [review.owner] : []),
    ...open.flatMap(({ owner }) => owner ?? []),
  ]
  return [
    ...(reviewOpen ? [REVIEW_OPEN] : []),
    ...(open.length > 0 ? [FOLLOW_UPS_OPEN] : []),
    ...(closed === undefined ? [] : ['closed']),
    ...[...new Set(owners)].map(ownerLabel),
  ]
}

export const REVIEW_OPEN = 'review:open'
export const FOLLOW_UPS_OPEN = 'follow-ups:open'

export function ownerLabel(user: string): string {
  return `owner:${user}`
}
