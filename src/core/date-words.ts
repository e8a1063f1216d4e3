import { TZDate } from '@date-fns/tz'
import { casual } from 'chrono-node/en'
import { type Day, endAfterBusinessDays, instantAt, WEEKDAYS, weekdayOf, type Zoned } from './calendar.ts'
import type { Instant } from './decider.ts'
import { DUE_DAYS_MAX } from './limits.ts'
import { DAY } from './time-units.ts'

/** A deadline that somebody put into words, or why there is none: a sentence for them. */
export type ReadDate = { at: Instant } | { wrong: string }

/** What says no more than that it is a deadline. */
const FILLER = /^(?:(?:on|by|until|till|before|the|due)\s+)+/u
const END_OF_DAY = /\b(?:eod|cob|end of (?:the )?(?:business )?day)\b/gu
const END_OF_WEEK = /^(?:eow|(?:the )?end of (?:the |this )?week|this week)$/u
const BUSINESS_DAYS = /^(?:in|within) (\d{1,3}) (?:business|working) days?$/u
const NAMES_UTC = /\b(?:utc|gmt)\b/u
const PAST_WORDS = /^(?:last|past|yesterday)\b/u

/** Whether these words name a day or a time at all; it may still be past. */
export function isDate(words: string): boolean {
  const plain = plainWords(words)
  return BUSINESS_DAYS.test(plain) || PAST_WORDS.test(plain) || parse(plain, 0) !== undefined
}

/**
 * When something is due that is to be done by these words: "friday", "in two weeks", "12 june 10am". `where` is the
 * clock of whoever says it; a day without a time means the end of work on it. Words that mean a day that is over are
 * never moved to the next one.
 */
export function readDate(words: string, now: Instant, where: Zoned): ReadDate {
  const plain = plainWords(words)
  const days = BUSINESS_DAYS.exec(plain)
  if (days !== null) return checked(endAfterBusinessDays(now, Number(days[1]), where), now)
  if (PAST_WORDS.test(plain)) return { wrong: OVER }
  const found = parse(plain, onTheWall(now, where.timeZone))
  if (found === undefined)
    return { wrong: 'I do not understand the date. Try “friday”, “in two weeks” or “12 june”.' }
  const { day, weekday, hour, minute, instant } = found
  if (weekday !== undefined && WEEKDAYS[(weekday + 6) % 7] !== weekdayOf(day)) {
    const name = weekdayOf(day)
    return {
      wrong: `${day} is a ${name.charAt(0).toUpperCase()}${name.slice(1)}. Say which of the two you mean.`,
    }
  }
  const at = instant ?? instantAt(day, hour ?? where.calendar.endHour, where.timeZone, minute ?? 0)
  return checked(at, now)
}

const OVER = 'That time is over already. Name a later one.'

function checked(at: Instant, now: Instant): ReadDate {
  if (at <= now) return { wrong: OVER }
  if (at - now > DUE_DAYS_MAX * DAY)
    return { wrong: 'That is more than two years away. Name an earlier day.' }
  return { at }
}

/** In lower case, without what changes nothing about the day. */
function plainWords(words: string): string {
  const plain = words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.!?,\s]+$/u, '')
    .trim()
  const timeless = plain.replace(END_OF_DAY, ' ').replace(/\s+/gu, ' ').trim()
  const day = timeless === '' && plain !== '' ? 'today' : timeless.replace(FILLER, '')
  return END_OF_WEEK.test(day) ? 'friday' : day
}

type Found = { day: Day; weekday?: number; hour?: number; minute?: number; instant?: Instant }

/**
 * What the words say, read on a wall clock: chrono is given the wall's time as if it were UTC, so that no time zone
 * takes part in finding the day. Nothing unless all of the words were understood.
 */
function parse(plain: string, wall: Instant): Found | undefined {
  const reference = { instant: new Date(wall), timezone: 0 }
  const [result, ...others] = casual.parse(plain, reference, { forwardDate: true })
  if (result === undefined || others.length > 0 || result.text.length !== plain.length) return undefined
  const { start } = result
  const two = (part: number | null) => String(part ?? 0).padStart(2, '0')
  const day = `${String(start.get('year') ?? 0).padStart(4, '0')}-${two(start.get('month'))}-${two(start.get('day'))}`
  const weekday = start.isCertain('weekday') && start.isCertain('day') ? start.get('weekday') : null
  const timed = start.isCertain('hour')
  // For "in an hour" chrono names the zone that it was given, which is the wall's: only one that was said counts.
  const zoned =
    start.isCertain('timezoneOffset') && (start.get('timezoneOffset') !== 0 || NAMES_UTC.test(plain))
  return {
    day,
    ...(weekday !== null && { weekday }),
    ...(timed && { hour: start.get('hour') ?? 0, minute: start.get('minute') ?? 0 }),
    ...(timed && zoned && { instant: start.date().getTime() }),
  }
}

/** The time that a clock somewhere shows, as if it were UTC. */
function onTheWall(now: Instant, timeZone: string): Instant {
  const here = new TZDate(now, timeZone)
  return Date.UTC(here.getFullYear(), here.getMonth(), here.getDate(), here.getHours(), here.getMinutes())
}
