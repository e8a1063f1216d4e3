import type { Instant } from '../decider.ts'
import type { Detail } from '../sentence.ts'

/** What an event says about an earlier entry of the same timeline. A text or time that it does not name stays. */
export type Amendment =
  | { of: number; how: 'corrected'; details?: Detail[]; at?: Instant; because?: string }
  | { of: number; how: 'withdrawn' | 'redacted' | 'source-deleted'; because?: string }

/**
 * Commands about entries. `entry` and `entries` are numbers of the timeline (#12).
 *
 * - `correct-entry`: `text` takes the place of what was said, `at` of when it happened; at least one of them.
 * - `redact-entries`: the first is the one that was named; the others repeat its words.
 */
export type AmendCommand =
  | { type: 'correct-entry'; entry: number; text?: string; at?: Instant; reason?: string }
  | { type: 'withdraw-entry'; entry: number; reason: string }
  | { type: 'redact-entries'; entries: number[]; reason: string }

/**
 * `recordedAt`: when the redacted entry was put on record, so that the bot's own messages about it can be found.
 * `left`: digest of what the redaction left of it.
 */
export type AmendEvent =
  | { type: 'entry-corrected'; entry: number; text?: string; at?: Instant; reason?: string }
  | { type: 'entry-withdrawn'; entry: number; reason: string }
  | { type: 'entry-redacted'; entry: number; reason: string; recordedAt: Instant; left?: string }

/** What became of an entry: numbers of the entries that corrected it, and whether it was taken back. */
export type Amended = { corrections: number[]; withdrawn?: true }

/** The part of an incident's state that is about amendments, by entry. */
export type Amends = { amended: Record<string, Amended> }

export const NOTHING_AMENDED: Amends = { amended: {} }
