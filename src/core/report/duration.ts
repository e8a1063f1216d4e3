import { DAY, HOUR, MINUTE, SECOND } from '../time-units.ts'

/** A length of time in figures, to the two units that matter: `45 s`, `4 min`, `4 min 30 s`, `1 h 29 min`, `3 d 4 h`. */
export function durationInWords(ms: number): string {
  const seconds = Math.round(ms / SECOND) * SECOND
  if (seconds < MINUTE) return `${seconds / SECOND} s`
  if (seconds < 10 * MINUTE) return two(seconds, MINUTE, 'min', SECOND, 's')
  const minutes = Math.round(ms / MINUTE) * MINUTE
  if (minutes < HOUR) return `${minutes / MINUTE} min`
  if (minutes < DAY) return two(minutes, HOUR, 'h', MINUTE, 'min')
  return two(Math.round(ms / HOUR) * HOUR, DAY, 'd', HOUR, 'h')
}

function two(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const [whole, rest] = [Math.floor(ms / large), (ms % large) / small]
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`
}
