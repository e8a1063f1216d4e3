/** How the reader wants times: their zone, a 12 or 24 hour clock, and what "today" is. */
export type DateStyle = { timeZone: string; hour12: boolean; nowMs: number }

const DAY_MS = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

function intl(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone}|${JSON.stringify(options)}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: knownZone(timeZone), ...options })
    formatters.set(key, formatter)
  }
  return formatter
}

/** A profile may hold a zone this browser does not know; UTC is then shown rather than nothing. */
function knownZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone })
    return timeZone
  } catch {
    return 'UTC'
  }
}

/** The calendar day in the reader's zone, `2026-01-31`. */
export function dayKey(ms: number, timeZone: string): string {
  const parts = intl(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(ms)
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${get('year')}-${get('month')}-${get('day')}`
}

/** `12:05 AM` or `00:05`. */
export function clockTime(ms: number, style: DateStyle, seconds = false): string {
  const options: Intl.DateTimeFormatOptions = style.hour12
    ? { hour: 'numeric', minute: '2-digit', hour12: true }
    : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return intl(style.timeZone, seconds ? { ...options, second: '2-digit' } : options)
    .format(ms)
    .replace(/\u202f/g, ' ')
}

/** `today`, `yesterday`, `tomorrow`, or undefined. */
export function nearDay(ms: number, style: DateStyle): 'today' | 'yesterday' | 'tomorrow' | undefined {
  const key = dayKey(ms, style.timeZone)
  if (key === dayKey(style.nowMs, style.timeZone)) return 'today'
  if (key === dayKey(style.nowMs - DAY_MS, style.timeZone)) return 'yesterday'
  if (key === dayKey(style.nowMs + DAY_MS, style.timeZone)) return 'tomorrow'
  return undefined
}

/** `3 minutes ago`, `in 2 hours`, `just now`. */
export function ago(ms: number, nowMs: number): string {
  const seconds = Math.round(Math.abs(nowMs - ms) / 1000)
  if (seconds < 10) return 'just now'
  const [count, unit] = span(seconds)
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`
  return ms > nowMs ? `in ${words}` : `${words} ago`
}

function span(seconds: number): [number, string] {
  if (seconds < 60) return [seconds, 'second']
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute']
  if (seconds < 86_400) return [Math.floor(seconds / 3600), 'hour']
  if (seconds < 30 * 86_400) return [Math.floor(seconds / 86_400), 'day']
  if (seconds < 365 * 86_400) return [Math.floor(seconds / (30 * 86_400)), 'month']
  return [Math.floor(seconds / (365 * 86_400)), 'year']
}

export function longDay(ms: number, timeZone: string, withYear = true): string {
  const parts = intl(timeZone, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
  }).formatToParts(ms)
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  const day = `${get('weekday')}, ${get('month')} ${ordinal(Number(get('day')))}`
  return withYear ? `${day}, ${get('year')}` : day
}

export function mediumDay(ms: number, timeZone: string): string {
  return longDay(ms, timeZone).replace(/^[^,]+, /, '')
}

export function shortDay(ms: number, timeZone: string): string {
  return intl(timeZone, { month: 'short', day: 'numeric', year: 'numeric' }).format(ms)
}

function ordinal(day: number): string {
  const tens = day % 100
  if (tens >= 11 && tens <= 13) return `${day}th`
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`
}
