import type { Instant } from '../core/decider.ts'
import type { Pace } from './outcome.ts'

/**
 * Token buckets in memory: how soon a call may be made without meeting the other side's rate limit.
 * A restart begins with full buckets; what the other side then refuses comes back as `retry`.
 */
export type Pacer = {
  /**
   * The earliest time at which all paces have room; `now` when they have it already. `urgent`: what others were
   * refused does not count, for that may have been about another channel, and trying costs nothing.
   */
  earliest(paces: Pace[], now: Instant, urgent?: boolean): Instant
  /** Draws one call from each. */
  take(paces: Pace[], now: Instant): void
  /** The other side said no until `until`: the bucket is empty till then. */
  block(bucket: string, until: Instant): void
}

/** A bucket untouched this long is full whatever its pace, and is forgotten. */
const FORGET_AFTER_MS = 10 * 60_000
const BUCKETS_BEFORE_SWEEP = 1_000

type Bucket = { tokens: number; at: Instant; blockedUntil: Instant }

export function createPacer(): Pacer {
  const buckets = new Map<string, Bucket>()

  function refill(pace: Pace, now: Instant): Bucket {
    const bucket = buckets.get(pace.bucket) ?? { tokens: pace.burst, at: now, blockedUntil: 0 }
    const gained = (Math.max(0, now - bucket.at) * pace.perMinute) / 60_000
    const refilled = { ...bucket, tokens: Math.min(pace.burst, bucket.tokens + gained), at: now }
    buckets.set(pace.bucket, refilled)
    return refilled
  }

  return {
    earliest(paces, now, urgent = false) {
      let earliest = now
      for (const pace of paces) {
        const { tokens, blockedUntil } = refill(pace, now)
        const missing = Math.max(0, 1 - tokens)
        const roomAt = now + Math.ceil((missing * 60_000) / pace.perMinute)
        earliest = Math.max(earliest, urgent ? 0 : blockedUntil, roomAt)
      }
      return earliest
    },
    take(paces, now) {
      if (buckets.size > BUCKETS_BEFORE_SWEEP) {
        for (const [name, bucket] of buckets) {
          if (Math.max(bucket.at, bucket.blockedUntil) < now - FORGET_AFTER_MS) buckets.delete(name)
        }
      }
      for (const pace of paces) refill(pace, now).tokens -= 1
    },
    block(bucket, until) {
      const known = buckets.get(bucket) ?? { tokens: 0, at: until, blockedUntil: 0 }
      buckets.set(bucket, { ...known, blockedUntil: Math.max(known.blockedUntil, until) })
    },
  }
}
