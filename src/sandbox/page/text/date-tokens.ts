import { ago, clockTime, type DateStyle, dayKey, longDay, mediumDay, nearDay, shortDay } from './dates.ts'

const TOKEN = /\{([a-z_]+)\}/g

/**
 * Fills the tokens of `<!date^seconds^format|fallback>`. Like Slack, an unknown token makes the whole text
 * the fallback.
 */
export function formatDateToken(seconds: number, format: string, fallback: string, style: DateStyle): string {
  const ms = seconds * 1000
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return fallback
  let known = true
  let first = true
  const text = format.replace(TOKEN, (whole, name: string, at: number) => {
    const value = token(name, ms, style)
    if (value === undefined) {
      known = false
      return whole
    }
    // Slack capitalises "today" where it begins the text.
    const shown = first && at === 0 ? value.charAt(0).toUpperCase() + value.slice(1) : value
    first = false
    return shown
  })
  return known ? text : fallback
}

function token(name: string, ms: number, style: DateStyle): string | undefined {
  const { timeZone } = style
  const near = name.endsWith('_pretty') ? nearDay(ms, style) : undefined
  if (near) return near
  switch (name) {
    case 'date_num':
      return dayKey(ms, timeZone)
    case 'date_slash': {
      const [year, month, day] = dayKey(ms, timeZone).split('-')
      return `${month}/${day}/${year}`
    }
    case 'date':
    case 'date_pretty':
      return mediumDay(ms, timeZone)
    case 'date_short':
    case 'date_short_pretty':
      return shortDay(ms, timeZone)
    case 'date_long':
    case 'date_long_full':
    case 'date_long_pretty':
    case 'day_divider_pretty':
      return longDay(ms, timeZone)
    case 'time':
      return clockTime(ms, style)
    case 'time_secs':
      return clockTime(ms, style, true)
    case 'ago':
      return ago(ms, style.nowMs)
    default:
      return undefined
  }
}

/** Whether the text changes as time passes, and so wants drawing again. */
export function isMoving(format: string): boolean {
  return format.includes('{ago}') || format.includes('_pretty}')
}
