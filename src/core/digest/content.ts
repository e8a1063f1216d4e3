import type { Instant } from '../decider.ts'
import { type Incident, SEVERITIES, type Severity } from '../incident/incident.ts'
import { openFollowUps } from '../review/follow-ups.ts'
import type { FollowUp } from '../review/review.ts'
import { DAY } from '../time-units.ts'

const WEEK = 7 * DAY

/** A follow-up with its incident. */
export type Owed = { incident: Incident; followUp: FollowUp }

/** What the week was like, and what is owed. */
export type DigestContent = {
  overdueReviews: Incident[] // the longest overdue first
  dueReviews: Incident[] // within a week
  toClose: Incident[] // reviewed, and not closed
  overdueFollowUps: Owed[]
  dueFollowUps: Owed[]
  openFollowUps: number
  open: Incident[]
  declared: { severity: Severity; count: number }[] // highest first; none is left out
  resolved: number
  medianOpenMs?: number // of those that were resolved
}

/** Made of what is open and what has ended lately; `from` is when the last digest was made. */
export function digestContent(
  found: { open: Incident[]; reviews: Incident[]; owing: Incident[]; over: Incident[] },
  from: Instant,
  now: Instant,
): DigestContent {
  const due = ({ review }: Incident) => review?.schedule.due ?? 0
  const running = found.reviews.filter(({ review }) => review !== undefined && review.stage !== 'reviewed')
  const byDue = running.toSorted((one, other) => due(one) - due(other))
  const owed = found.owing.flatMap((incident) =>
    openFollowUps(incident).map((followUp) => ({ incident, followUp })),
  )
  const dated = owed
    .filter(({ followUp }) => followUp.due !== undefined)
    .toSorted((one, other) => (one.followUp.due ?? 0) - (other.followUp.due ?? 0))
  const isOver = (at: Instant) => at <= now
  const isSoon = (at: Instant) => at > now && at - now <= WEEK
  const resolved = found.over.filter(({ resolvedAt = 0 }) => resolvedAt >= from)
  const fresh = unique([...found.open, ...found.over]).filter(({ declaredAt }) => declaredAt >= from)
  const median = medianOf(resolved.map(({ resolvedAt = 0, declaredAt }) => resolvedAt - declaredAt))
  return {
    overdueReviews: byDue.filter((incident) => isOver(due(incident))),
    dueReviews: byDue.filter((incident) => isSoon(due(incident))),
    toClose: found.reviews.filter(({ review }) => review?.stage === 'reviewed'),
    overdueFollowUps: dated.filter(({ followUp }) => isOver(followUp.due ?? 0)),
    dueFollowUps: dated.filter(({ followUp }) => isSoon(followUp.due ?? 0)),
    openFollowUps: owed.length,
    open: found.open,
    declared: SEVERITIES.flatMap((severity) => {
      const count = fresh.filter((incident) => incident.severity === severity).length
      return count === 0 ? [] : [{ severity, count }]
    }),
    resolved: resolved.length,
    ...(median !== undefined && { medianOpenMs: median }),
  }
}

function unique(incidents: Incident[]): Incident[] {
  return [...new Map(incidents.map((incident) => [incident.id, incident])).values()]
}

function medianOf(values: number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
