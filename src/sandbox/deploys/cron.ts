/** Schedules of sync windows: five fields of numbers, `*`, lists, ranges and steps, in UTC. */

const FIELDS = [
  { from: 0, to: 59 }, // minute
  { from: 0, to: 23 }, // hour
  { from: 1, to: 31 }, // day of the month
  { from: 1, to: 12 }, // month
  { from: 0, to: 6 }, // day of the week, Sunday first
] as const

const MS_PER_MINUTE = 60_000
const MS_PER_HOUR = 60 * MS_PER_MINUTE

/** The values of each field that match; undefined: not a schedule. */
type Schedule = { values: Set<number>[]; anyDay: boolean; anyWeekday: boolean }

export function readSchedule(text: string): Schedule | undefined {
  const parts = text.trim().split(/\s+/)
  if (parts.length !== FIELDS.length) return undefined
  const values = FIELDS.map(({ from, to }, index) => valuesOf(parts[index] ?? '', from, to))
  if (values.some((each) => each === undefined)) return undefined
  return {
    values: values.filter((each) => each !== undefined),
    anyDay: parts[2] === '*',
    anyWeekday: parts[4] === '*',
  }
}

function valuesOf(text: string, from: number, to: number): Set<number> | undefined {
  const all = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    if (!match) return undefined
    const first = match[1] === undefined ? from : Number(match[1])
    const last = match[1] === undefined ? to : Number(match[2] ?? match[1])
    const step = Number(match[3] ?? 1)
    if (first < from || last > to || first > last || step < 1) return undefined
    for (let value = first; value <= last; value += step) all.add(value)
  }
  return all
}

/** Whether the schedule fired within the `lastMs` before `now`, both milliseconds. */
export function firedWithin(schedule: Schedule, now: number, lastMs: number): boolean {
  const first = Math.floor(now / MS_PER_MINUTE) * MS_PER_MINUTE
  for (let at = first; at > now - lastMs; at -= MS_PER_MINUTE) if (fires(schedule, at)) return true
  return false
}

/** As cron has it, a day matches by month or by week when both are named. */
function fires({ values, anyDay, anyWeekday }: Schedule, at: number): boolean {
  const [minutes, hours, days, months, weekdays] = values
  // Most minutes end here, and a window of a month has many.
  if (!minutes?.has((at / MS_PER_MINUTE) % 60) || !hours?.has(Math.floor(at / MS_PER_HOUR) % 24)) return false
  const date = new Date(at)
  if (!months?.has(date.getUTCMonth() + 1)) return false
  const day = days?.has(date.getUTCDate()) ?? false
  const weekday = weekdays?.has(date.getUTCDay()) ?? false
  return anyDay || anyWeekday ? day && weekday : day || weekday
}
