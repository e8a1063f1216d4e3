import type { Instant } from '../core/decider.ts'
import { WAIT_LONGEST_MS } from './limits.ts'

/** A number below is seconds to wait; a number above is a moment in seconds, or in milliseconds. */
const MOMENT_FROM = 1_000_000_000
const MOMENT_MS_FROM = 1_000_000_000_000

/**
 * When an outside system wants to be asked again, by what its answer says: `Retry-After` (seconds or a date),
 * else the limit that is used up (`RateLimit-Reset`, `X-RateLimit-Reset`). Moments on the other side's clock are
 * measured from its own `Date`. Undefined when it does not say.
 */
export function askAgainAt(headers: Headers, now: Instant): Instant | undefined {
  const theirNow = Date.parse(headers.get('date') ?? '')
  const named = ['retry-after', 'ratelimit-reset', 'x-ratelimit-reset']
  for (const name of named) {
    const waitMs = waitIn(headers.get(name), Number.isNaN(theirNow) ? now : theirNow)
    if (waitMs !== undefined) return now + Math.min(Math.max(waitMs, 0), WAIT_LONGEST_MS)
  }
  return undefined
}

function waitIn(text: string | null, theirNow: Instant): number | undefined {
  if (text === null || text.trim() === '') return undefined
  const number = Number(text)
  if (Number.isNaN(number)) {
    const moment = Date.parse(text)
    return Number.isNaN(moment) ? undefined : moment - theirNow
  }
  if (number < 0) return undefined
  if (number >= MOMENT_MS_FROM) return number - theirNow
  if (number >= MOMENT_FROM) return number * 1_000 - theirNow
  return number * 1_000
}
