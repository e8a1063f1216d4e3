import type { Instant } from '../decider.ts'
import { DAY } from '../time-units.ts'

/** The time that statistics are about: the last so many days, or a calendar month (UTC). */
export type Period = { days: number } | { year: number; month: number }

/** Longer than this, statistics say little and cost much. */
export const PERIOD_DAYS_MAX = 366
export const DEFAULT_PERIOD: Period = { days: 30 }

const DAYS_IN = {
  d: 1,
  day: 1,
  days: 1,
  w: 7,
  week: 7,
  weeks: 7,
  m: 30,
  month: 30,
  months: 30,
  y: 365,
  year: 365,
}
const FIRST_YEAR = 2000

/** `30d`, `12w`, `2026-10`; undefined when it is none of these, or too long. Nothing said is 30 days. */
export function readPeriod(text: string): Period | undefined {
  const words = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^last\s+/u, '')
  if (words === '') return DEFAULT_PERIOD
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/u.exec(words)
  if (month) {
    const year = Number(month[1])
    return year >= FIRST_YEAR ? { year, month: Number(month[2]) } : undefined
  }
  const span = /^(\d{1,3})\s*([a-z]+)$/u.exec(words)
  const unit = span?.[2] ?? ''
  if (!span || !Object.hasOwn(DAYS_IN, unit)) return undefined
  const days = Number(span[1]) * DAYS_IN[unit as keyof typeof DAYS_IN]
  return days >= 1 && days <= PERIOD_DAYS_MAX ? { days } : undefined
}

/** From when until before when. */
export function periodTimes(period: Period, now: Instant): { from: Instant; to: Instant } {
  if ('days' in period) return { from: now - period.days * DAY, to: now + 1 }
  const { year, month } = period
  return { from: Date.UTC(year, month - 1, 1), to: Date.UTC(year, month, 1) }
}

/** "the last 30 days", "October 2026". */
export function periodInWords(period: Period): string {
  if ('days' in period) return period.days === 1 ? 'the last day' : `the last ${period.days} days`
  return MONTH.format(Date.UTC(period.year, period.month - 1, 1))
}
const MONTH = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' })
