import type { Instant } from '../decider.ts'
import type { Moment, Moments } from './moments.ts'

/** Commands about what is put on the timeline besides what the bot itself does. */
export type CaptureCommand = { type: 'correct-moment'; moment: Moment; at: Instant; reason: string }

/**
 * What was captured. `happenedAt` is when it happened; absent, that is when it was recorded.
 *
 * - `moment-corrected`: `from` is what the moment was before, if anything was known or assumed of it.
 */
export type CaptureEvent = {
  type: 'moment-corrected'
  moment: Moment
  at: Instant
  from?: Instant
  reason: string
  happenedAt: Instant
}

/** The part of an incident's state that is about capture. */
export type Captured = {
  moments: Moments // those that came to pass or that somebody spoke of; `allMoments` has the others too
}

export const NOTHING_CAPTURED: Captured = { moments: {} }
