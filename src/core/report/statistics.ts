import { figures as tookOf } from '../capture/moments.ts'
import type { Instant } from '../decider.ts'
import { type Incident, SEVERITIES, type Severity } from '../incident/incident.ts'
import { DAY } from '../time-units.ts'

/** Median and 90th percentile of what could be measured, ms; `without`: incidents that had no such figure. */
export type Spread = { count: number; without: number; median?: number; p90?: number }

export type Measure = 'acknowledge' | 'mitigate' | 'resolve'
export const MEASURES = ['acknowledge', 'mitigate', 'resolve'] as const

/** A stretch of the period, for what changes over time. */
export type Stretch = {
  from: Instant
  to: Instant
  incidents: number
  medians: Record<Measure, number | undefined>
}

/** What a set of incidents has in common. Nothing is left out silently: whatever has no figure is counted as that. */
export type Statistics = {
  from: Instant
  to: Instant
  incidents: number
  open: number // still open
  reopened: number
  bySeverity: { severity: Severity; count: number }[] // as they ended, highest first
  byClass: { key: string; count: number }[] // what they were mainly about, most first; '' when nobody said
  times: Record<Measure, Spread>
  updates: { kept: number; missed: number }
  paged: number // incidents for which somebody was paged
  escalations: number
  escalated: number // incidents that went beyond the first rung
  reviews: { promised: number; inTime: number; late: number; overdue: number } // overdue ones are not done yet
  trend: Stretch[]
  cut: boolean // there are more incidents than were read
}

type Known = Pick<
  Incident,
  'severity' | 'status' | 'classes' | 'declaredAt' | 'moments' | 'breaches' | 'tally' | 'review'
>

/** A trend has no more points than this. */
const STRETCHES_MAX = 13

/** Figures over many incidents, from their states alone. `cut`: not all of them could be read. */
export function statistics(
  incidents: readonly Known[],
  { from, to, now = to }: { from: Instant; to: Instant; now?: Instant },
  cut = false,
): Statistics {
  const took = incidents.map((incident) => ({ at: incident.declaredAt, ...durations(incident) }))
  const escalated = incidents.filter(({ tally }) => tally.escalations > 0)
  return {
    ...{ from, to, cut },
    incidents: incidents.length,
    open: incidents.filter(({ status }) => status !== 'resolved').length,
    reopened: sum(incidents, ({ tally }) => (tally.reopened > 0 ? 1 : 0)),
    bySeverity: SEVERITIES.map((severity) => ({
      severity,
      count: incidents.filter((incident) => incident.severity === severity).length,
    })),
    byClass: byClass(incidents),
    times: {
      acknowledge: spread(took.map(({ acknowledge }) => acknowledge)),
      mitigate: spread(took.map(({ mitigate }) => mitigate)),
      resolve: spread(took.map(({ resolve }) => resolve)),
    },
    updates: {
      kept: sum(incidents, ({ tally }) => tally.kept),
      missed: sum(incidents, ({ breaches }) => breaches),
    },
    paged: incidents.filter(({ tally }) => tally.pages > 0).length,
    escalations: sum(incidents, ({ tally }) => tally.escalations),
    escalated: escalated.length,
    reviews: reviewsOf(incidents, now),
    trend: trend(took, from, to),
  }
}

type Took = Record<Measure, number | undefined>

function durations(incident: Known): Took {
  const { toAcknowledge, toMitigate, toResolve } = tookOf(incident.moments)
  return { acknowledge: toAcknowledge, mitigate: toMitigate, resolve: toResolve }
}

function byClass(incidents: readonly Known[]): Statistics['byClass'] {
  const counts = new Map<string, number>()
  for (const { classes } of incidents) {
    const [main = ''] = classes
    counts.set(main, (counts.get(main) ?? 0) + 1)
  }
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort((one, other) => other.count - one.count || one.key.localeCompare(other.key))
}

export function spread(samples: readonly (number | undefined)[]): Spread {
  const known = samples.filter((sample) => sample !== undefined).sort((one, other) => one - other)
  const without = samples.length - known.length
  if (known.length === 0) return { count: 0, without }
  return { median: quantile(known, 0.5), p90: quantile(known, 0.9), count: known.length, without }
}

/** Between two samples where the share falls between them. `sorted` is not empty. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}

/** Weeks, or longer stretches where there would be too many; the newest ends with the period. */
function trend(took: ({ at: Instant } & Took)[], from: Instant, to: Instant): Stretch[] {
  const weeks = Math.ceil((to - from) / (7 * DAY) / STRETCHES_MAX)
  const length = to - from <= 14 * DAY ? DAY * Math.ceil((to - from) / DAY / STRETCHES_MAX) : weeks * 7 * DAY
  const stretches: Stretch[] = []
  for (let end = to; end > from; end -= length) {
    const begin = Math.max(from, end - length)
    const inIt = took.filter(({ at }) => at >= begin && at < end)
    const median = (measure: Measure) => spread(inIt.map((one) => one[measure])).median
    const medians = {
      acknowledge: median('acknowledge'),
      mitigate: median('mitigate'),
      resolve: median('resolve'),
    }
    stretches.unshift({ from: begin, to: end, incidents: inIt.length, medians })
  }
  return stretches
}

function reviewsOf(incidents: readonly Known[], now: Instant): Statistics['reviews'] {
  const reviews = incidents.flatMap(({ review }) => review ?? [])
  return {
    promised: reviews.length,
    inTime: reviews.filter(({ onTime }) => onTime === true).length,
    late: reviews.filter(({ onTime }) => onTime === false).length,
    overdue: reviews.filter(({ onTime, schedule }) => onTime === undefined && schedule.due < now).length,
  }
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0)
}
