import type { Instant } from '../decider.ts'
import { DAY, HOUR, MINUTE } from '../time-units.ts'

/** Distances between the times on an axis that people read without counting. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY),
]

export type AxisTime = { at: Instant; text: string; day?: string }

/** Round times (UTC) from `from` to `to`, at most `most` of them; the day stands where it begins and at the first. */
export function axisTimes(from: Instant, to: Instant, most: number): AxisTime[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? to - from
  const times: AxisTime[] = []
  let day = ''
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const today = dayOf(at)
    times.push({ at, text: step >= DAY ? '' : clockOf(at), ...(today !== day && { day: today }) })
    day = today
  }
  return times
}

/** `09:30`, UTC. */
export function clockOf(at: Instant): string {
  return new Date(at).toISOString().slice(11, 16)
}

/** `15 Jan 2026`, UTC. */
export function dayOf(at: Instant): string {
  return DAYS.format(at)
}
const DAYS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

/** `15 Jan`, UTC. */
export function dayInShort(at: Instant): string {
  return SHORT_DAYS.format(at)
}
const SHORT_DAYS = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' })
