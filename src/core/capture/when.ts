import { tzOffset } from '@date-fns/tz'
import type { Instant, Rejection } from '../decider.ts'
import { DAY, HOUR, MINUTE } from '../time-units.ts'
import { happenedWrong } from './happened.ts'

type Day = { year: number; month: number; day: number } // month 1 to 12

/** A time as somebody says it. Which instant it is depends on when and where it is said: `instantOf`. */
export type When =
  | { agoMs: number }
  | { day?: Day | 'today' | 'yesterday'; hour: number; minute: number; second: number; utc?: true }

const AGO =
  /^[-−](?=\d)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m(?:in)?)?(?:(\d{1,6})s)?(?=[\s,:;]|$)[,:;]?\s*/iu
const AGO_IN_WORDS = /^(\d{1,5})\s*(m|min|mins|minutes?|h|hours?|d|days?)\s+ago(?=\s|[,:]|$)[,:]?\s*/iu
const CLOCK =
  /^(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:T|\s+(?:at\s+)?)|(today|yesterday)\s+(?:at\s+)?)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?(?![\p{L}]))?(?:\s*(Z|utc|gmt)(?![\p{L}]))?(?=\s|[,:;]|$)[,:;]?\s*/iu
const DASHES = /^\s*\p{Pd}/u

/**
 * A time at the beginning of a text, after "at" or not, and what follows. `wrong`: it looks like one but is none.
 * Undefined where no time stands there: "at the moment" is text.
 */
export function readWhen(text: string): { when: When; rest: string } | { wrong: string } | undefined {
  const plain = text
    .replace(/^\s*at\s+/iu, '')
    .replace(DASHES, '-')
    .trimStart()
  return readAgo(plain) ?? readClock(plain)
}

/** The same where only "at" or a minus makes a time of it, so that a note may begin with a number. */
export function readMarkedWhen(text: string): ReturnType<typeof readWhen> {
  return /^\s*(?:at\s+|[\p{Pd}−]\d)/iu.test(text) ? readWhen(text) : undefined
}

function readAgo(text: string): { when: When; rest: string } | undefined {
  const short = AGO.exec(text)
  if (short !== null) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = short.slice(1).map((part) => Number(part ?? 0))
    const agoMs = days * DAY + hours * HOUR + minutes * MINUTE + seconds * 1_000
    return { when: { agoMs }, rest: text.slice(short[0].length) }
  }
  const worded = AGO_IN_WORDS.exec(text)
  if (worded === null) return undefined
  const unit = { m: MINUTE, h: HOUR, d: DAY }[(worded[2] ?? 'm').charAt(0).toLowerCase()] ?? MINUTE
  return { when: { agoMs: Number(worded[1]) * unit }, rest: text.slice(worded[0].length) }
}

function readClock(text: string): { when: When; rest: string } | { wrong: string } | undefined {
  const match = CLOCK.exec(text)
  if (match === null) return undefined
  const [whole, year, month, date, named, hours, minutes, seconds, half, utc] = match
  const [hour, minute, second] = [toHour(Number(hours), half), Number(minutes), Number(seconds ?? 0)]
  const day = year === undefined ? undefined : { year: Number(year), month: Number(month), day: Number(date) }
  const sound = hour !== undefined && minute < 60 && second < 60 && (day === undefined || isDay(day))
  if (!sound) return { wrong: whole.trim() }
  const when: When = {
    ...(day !== undefined && { day }),
    ...(named !== undefined && { day: named.toLowerCase() === 'today' ? 'today' : 'yesterday' }),
    hour,
    minute,
    second,
    ...(utc !== undefined && { utc: true }),
  }
  return { when, rest: text.slice(whole.length) }
}

function toHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function isDay({ year, month, day }: Day): boolean {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}

/** A time of day that is further back than this was rather meant to be today's, and is still to come. */
const YESTERDAY_AT_MOST = 12 * HOUR

/**
 * Which instant somebody means, said at `now` in `zone`. A time of day is today's, or yesterday's shortly after
 * midnight. Of an hour that the clocks repeat the later one that is past is meant; one that they leave out is counted
 * on from before.
 */
export function instantOf(when: When, { now, zone }: { now: Instant; zone: string }): Instant | Rejection {
  const at = 'agoMs' in when ? now - when.agoMs : atClock(when, now, when.utc === true ? 'UTC' : zone)
  return happenedWrong(at, now) ?? at
}

function atClock(when: Exclude<When, { agoMs: number }>, now: Instant, zone: string): Instant {
  const today = dayIn(zone, now)
  if (typeof when.day === 'object') return inZone(when.day, when, zone, now)
  const before = dayIn(
    zone,
    inZone({ ...today, day: today.day - 1 }, { hour: 12, minute: 0, second: 0 }, zone, now),
  )
  if (when.day === 'yesterday') return inZone(before, when, zone, now)
  const at = inZone(today, when, zone, now)
  if (when.day === 'today' || at <= now + MINUTE) return at
  const last = inZone(before, when, zone, now)
  return now - last <= YESTERDAY_AT_MOST ? last : at
}

function dayIn(zone: string, at: Instant): Day {
  const local = new Date(at + offsetMs(zone, at))
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
}

type Clock = { hour: number; minute: number; second: number }

function inZone(
  { year, month, day }: Day,
  { hour, minute, second }: Clock,
  zone: string,
  now: Instant,
): Instant {
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  // The offset on either side of it: around a change of clocks they differ.
  const offsets = [offsetMs(zone, local - DAY), offsetMs(zone, local + DAY)]
  const meant = offsets.map((offset) => local - offset).filter((at) => at + offsetMs(zone, at) === local)
  const past = meant.filter((at) => at <= now + MINUTE)
  if (past.length > 0) return Math.max(...past)
  return meant.length > 0 ? Math.min(...meant) : local - (offsets[0] ?? 0)
}

function offsetMs(zone: string, at: Instant): number {
  return tzOffset(zone, new Date(at)) * MINUTE
}

/** How to say a time. */
export const TIME_WANTED = 'Say a time like “at 10:42”, “-5m”, “yesterday 23:10” or “2026-11-21 10:42”.'
