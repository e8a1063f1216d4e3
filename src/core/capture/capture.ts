import type { Instant } from '../decider.ts'
import type { ChannelId, Ts, UserId } from '../incident/incident.ts'
import type { Evidence, FileFacts } from './evidence.ts'
import type { Moment, Moments } from './moments.ts'

/** What a person can say that an entry is. */
export const KINDS = ['observation', 'decision', 'action', 'evidence', 'impact'] as const
export type Kind = (typeof KINDS)[number]

/** Which message: Slack's channel and the message's identity in it. */
export type MessageRef = { channel: ChannelId; ts: Ts }

/** A message as it was read. `links` and `files` are what it shows. */
export type Written = {
  text: string // as people read it: names for mentions, no markup
  author?: UserId
  authorName?: string // of what no person wrote
  threadTs?: Ts // the thread it is in
  permalink?: string
  edited?: Ts // Slack's mark of the last edit
  editedBy?: UserId
  links?: string[]
  files?: FileFacts[]
}

/** What a look at a message found. `own`: the bot itself wrote it. `pins`: who marked it and may, the first first. */
export type Look =
  | { found: 'gone' | 'unreadable' | 'own' }
  | { found: 'message'; message: Written; pins: UserId[] }

/**
 * Commands about what is put on the timeline besides what the bot itself does. Where `at` is absent, it is now, or
 * when the message was written.
 *
 * - `capture-message`: a pin was put on it or taken away; a look tells which.
 * - `record-message-changed`: Slack says that a message that is followed was changed or deleted.
 * - `record-message`: `seen` is the newest `look-asked` that was there before the message was read.
 * - `add-message`: through the shortcut, with the message that came along. `incomplete`: not all of it did.
 */
export type CaptureCommand =
  | ({ type: 'capture-message' } & MessageRef)
  | ({ type: 'record-message-changed' } & MessageRef)
  | ({ type: 'record-message'; look: Look; seen?: number } & MessageRef)
  | ({
      type: 'add-message'
      written: Written
      incomplete?: boolean
      kind?: Kind
      comment?: string
      at?: Instant
    } & MessageRef)
  | { type: 'add-evidence'; items: Evidence[]; at?: Instant }
  | ({ type: 'record-files'; files: FileFacts[]; by?: UserId; threadTs?: Ts } & MessageRef)
  | { type: 'record-file'; file: FileFacts; described?: boolean; kept?: { sha256: string }; notKept?: string }
  | { type: 'correct-moment'; moment: Moment; at: Instant; reason: string }

/** A message on the timeline. `of` on a correction is the entry that it takes the place of. */
export type CapturedMessage = Written &
  MessageRef & {
    by?: UserId // who captured or changed it; the bot when absent
    how: 'reaction' | 'shortcut'
    kind?: Kind
    comment?: string
    cut?: number // characters of the whole text, when not all of it is here
    incomplete?: true // a look is owed, for the rest of it
    keep?: true // its files are to be kept
    happenedAt: Instant
  }

/**
 * What was captured. `happenedAt` is when it happened; absent, that is when it was recorded. `of` is the entry that
 * an event is about.
 *
 * - `look-asked`, `look-lapsed`: bookkeeping between a pin and what comes of it.
 * - `message-lost`: it was deleted where it was written; what was captured stays.
 * - `moment-corrected`: `from` is what the moment was before, if anything was known or assumed of it.
 */
export type CaptureEvent =
  | ({ type: 'look-asked' } & MessageRef)
  | ({ type: 'look-lapsed'; why: 'unpinned' | 'gone' | 'unreadable' | 'own'; by?: UserId } & MessageRef)
  | ({ type: 'message-captured' } & CapturedMessage)
  | ({ type: 'message-corrected'; of: number; because: 'edited' | 'said' } & CapturedMessage)
  | ({ type: 'message-withdrawn'; of: number; by?: UserId } & MessageRef)
  | ({ type: 'message-lost'; of: number } & MessageRef)
  | { type: 'evidence-added'; items: Evidence[]; known?: Known[]; happenedAt?: Instant }
  | ({
      type: 'file-shared'
      file: FileFacts
      by?: UserId
      threadTs?: Ts
      fetch?: true // more is to be found out about it, or it is to be kept
      happenedAt: Instant
    } & MessageRef)
  | { type: 'file-described'; file: FileFacts }
  | { type: 'file-kept'; file: string; name: string; sha256: string; bytes: number }
  | { type: 'file-not-kept'; file: string; name: string; why: string }
  | {
      type: 'moment-corrected'
      moment: Moment
      at: Instant
      from?: Instant
      reason: string
      happenedAt: Instant
    }

/** What was on the timeline before, and since when. */
export type Known = { item: Evidence; since: Instant }

/**
 * A message that is watched for changes: somebody pinned it, and it may be on the timeline by now (`of`). What was
 * said with it is kept, so that a correction keeps it too.
 */
export type Followed = {
  of?: number
  said?: number[] // all entries that hold its words: the first, and those that corrected it
  asked?: number // the newest entry that asked for a look
  redacted?: true // its words were taken away, and are not to come back
  how?: CapturedMessage['how']
  at?: Instant
  edited?: Ts
  incomplete?: true
  kind?: Kind
  comment?: string
  by?: UserId // who captured it
  asker?: UserId // who pinned or unpinned it last
}

/** The part of an incident's state that is about capture. */
export type Captured = {
  moments: Moments // those that came to pass or that somebody spoke of; `allMoments` has the others too
  messages: Record<string, Followed> // by `channel:ts`
  evidence: Record<string, { at: Instant; of: number; kept?: true }> // by `evidenceKey`: since when it is known, and by which entry; `kept`: a copy of the file
}

export const NOTHING_CAPTURED: Captured = { moments: {}, messages: {}, evidence: {} }

export function messageKey({ channel, ts }: MessageRef): string {
  return `${channel}:${ts}`
}

/** When a message was written. */
export function writtenAt({ ts }: { ts: Ts }): Instant {
  return Math.floor(Number(ts) * 1000)
}
