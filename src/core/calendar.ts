import { TZDate } from '@date-fns/tz'
import { addDays } from 'date-fns/addDays' // the whole library takes a second to load
import type { Instant } from './decider.ts'

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A day of a calendar, `2026-03-27`. Sorts as text; in which time zone it is meant, the calendar says. */
export type Day = string

/**
 * When people work. `holidays`: a day of one year (`2026-04-03`) or of every year (`12-25`), with its name. The hours
 * are those of the clock on the wall, from 0 to 24.
 */
export type Calendar = {
  workingDays: readonly Weekday[]
  startHour: number
  endHour: number
  holidays: readonly { date: string; name: string }[]
}
/** A calendar and where its clock hangs: an IANA name. */
export type Zoned = { calendar: Calendar; timeZone: string }

/** Longer than any row of days off; a calendar that has no working day at all must not be searched for ever. */
const SEARCH_DAYS_MAX = 3 * 366

/** The day that it is somewhere. */
export function dayAt(at: Instant, timeZone: string): Day {
  return dayOf(new TZDate(at, timeZone))
}

/** When a clock somewhere shows this hour on this day; 24 is the next midnight. An hour that is skipped is the one after. */
export function instantAt(day: Day, hour: number, timeZone: string, minute = 0): Instant {
  const { year, month, date } = parts(day)
  return new TZDate(year, month - 1, date, hour, minute, 0, 0, timeZone).getTime()
}

export function plusDays(day: Day, days: number): Day {
  return dayOf(addDays(utc(day), days))
}

export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[(utc(day).getUTCDay() + 6) % 7] ?? 'monday'
}

/** Whether there is such a day: not the 30th of February. Takes `2026-02-28`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(utc(text)) === text
}

/** What the calendar calls this day when it is a holiday. */
export function holidayOn(day: Day, { holidays }: Pick<Calendar, 'holidays'>): string | undefined {
  return holidays.find(({ date }) => date === day || date === day.slice(5))?.name
}

/** Neither a day off in the week nor a holiday. */
export function isBusinessDay(day: Day, calendar: Calendar): boolean {
  return calendar.workingDays.includes(weekdayOf(day)) && holidayOn(day, calendar) === undefined
}

/** The nth business day after a day, or before it when `count` is negative. 0 is the day itself, whatever it is. */
export function plusBusinessDays(day: Day, count: number, calendar: Calendar): Day {
  const step = Math.sign(count)
  let found = day
  let left = Math.abs(count)
  for (let days = 1; left > 0 && days <= SEARCH_DAYS_MAX; days += 1) {
    const next = plusDays(day, days * step)
    if (!isBusinessDay(next, calendar)) continue
    found = next
    left -= 1
  }
  return found
}

/** When the working day ends on which so many business days have passed since. */
export function endAfterBusinessDays(since: Instant, count: number, { calendar, timeZone }: Zoned): Instant {
  const day = plusBusinessDays(dayAt(since, timeZone), count, calendar)
  return instantAt(day, calendar.endHour, timeZone)
}

/** When work begins on the business day that lies so many before (negative) or after a time. */
export function morningOf(at: Instant, count: number, { calendar, timeZone }: Zoned): Instant {
  const day = plusBusinessDays(dayAt(at, timeZone), count, calendar)
  return instantAt(day, calendar.startHour, timeZone)
}

/** The next time after this one at which a clock somewhere shows this hour on this day of the week. */
export function nextWeekly(
  after: Instant,
  { weekday, hour }: { weekday: Weekday; hour: number },
  timeZone: string,
): Instant {
  const today = dayAt(after, timeZone)
  const ahead = (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekdayOf(today)) + 7) % 7
  const at = instantAt(plusDays(today, ahead), hour, timeZone)
  return at > after ? at : instantAt(plusDays(today, ahead + 7), hour, timeZone)
}

function utc(day: Day): TZDate {
  const { year, month, date } = parts(day)
  return new TZDate(year, month - 1, date, 'UTC')
}

function parts(day: Day): { year: number; month: number; date: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return { year, month, date }
}

function dayOf(date: TZDate): Day {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${day}`
}
