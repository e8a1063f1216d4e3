const MINUTE_MS = 60_000

/** Seconds since the epoch → what a `datetime-local` field shows in that zone, `2026-01-31T13:05`. */
export function toLocalField(seconds: number, timeZone: string): string {
  return new Date(seconds * 1000 + offsetMs(seconds * 1000, timeZone)).toISOString().slice(0, 16)
}

/** The other way round; undefined for an empty or half-filled field. */
export function fromLocalField(text: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${text}:00Z`)
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(asUtc)) return undefined
  // The offset at the wanted time is not known before the time is; the second guess is right but in the lost hour.
  const guess = asUtc - offsetMs(asUtc, timeZone)
  return Math.round((asUtc - offsetMs(guess, timeZone)) / 1000)
}

function offsetMs(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(ms)
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const there = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'))
  return there - Math.floor(ms / MINUTE_MS) * MINUTE_MS
}
