import type { Instant } from '../decider.ts'
import type { UserId } from '../incident/incident.ts'
import type { Means, PublicPromise } from '../policy-comms.ts'
import type { OnPage, OurPage, PageView, PageWords } from './page.ts'

/** How an incident is called on a status page. */
export const PUBLIC_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type PublicStatus = (typeof PUBLIC_STATUSES)[number]

/** What is said, in the one source that all variants are made from: a title and a body with light Markdown. */
export type Text = {
  title: string
  body: string
  status?: PublicStatus
  page?: OnPage
  clears?: true // there is no text: what it goes to is emptied, such as a banner
}

/**
 * One place that a message goes to: an audience, or one of the channels of an audience in Slack. `target` names it:
 * `customers`, `stakeholders#management`.
 */
export type Reach = { target: string; audience: string; means: SingleMeans }
export type SingleMeans = Exclude<Means, { by: 'slack' }> | { by: 'slack'; channel: string }

/** What became of a message on its way to one target. */
export type Delivery =
  | { state: 'owed'; entry: number } // the entry that makes it owed
  | { state: 'delivered'; at: Instant; ref?: string; url?: string; byHand?: true; refused?: Refused[] } // `ref`: the receiving system's own name for it
  | { state: 'failed'; at: Instant; why: string; maybe?: true } // `maybe`: the answer was lost, so it may have arrived

/** One of several readers whom it could not be delivered to, and what was said about that. */
export type Refused = { address: string; said: string }

/**
 * Something that is to be told. Every change of its text, title, status or audiences is a new revision, and an
 * approval counts for the revision that it was given for and no other. Once it is released nothing in it changes any
 * more: a correction is another message.
 */
export type Message = {
  number: number // 1, 2, 3… within its incident
  template?: string
  audiences: string[] // keys of the policy, at least one
  text: Text
  revision: number
  by: UserId // who wrote this revision
  stage: 'draft' | 'waiting' | 'released' | 'dropped'
  askedAt?: Instant // since when it waits for approval
  approvals: { audience: string; by: UserId }[] // of this revision
  deliveries: Record<string, Delivery> // by target, once it is released
  reach?: Reach[] // the same
  corrects?: number
  releasedAt?: Instant
  nextBy?: Instant // by when its text says that more follows
  declined?: { by: UserId; reason: string } // this revision, last
  copies: Copy[] // where people were asked to approve it
}

/** A direct message by which somebody was asked to approve a revision. */
export type Copy = { user: UserId; channel: string; ts: string; revision: number }

/** Where the promise to the public stands. */
export type PublicDuty = {
  promise: PublicPromise
  due: Instant
  stage: 'quiet' | 'nudged' | 'asked'
  missed: number // in a row
}

/** What is told about an incident: its part of the state. Texts of messages that are long out are dropped from it. */
export type Comms = {
  messages: Message[]
  messagesWritten: number
  publicDuty?: PublicDuty
  publicMissed: number // in all
  statuspage?: OurPage
}

export const NOTHING_TOLD: Comms = { messages: [], messagesWritten: 0, publicMissed: 0 }

/**
 * Commands. `revision` is the one that was on the screen: what has changed since is not approved and not sent.
 * On the status page: `entry` is that of our last word there which was known to whoever looked or decided. `before`
 * is what was found changed just before ours was sent over it.
 */
export type CommsCommand =
  | {
      type: 'write-message'
      template?: string
      audiences: string[]
      text: Text
      corrects?: number
      nextBy?: Instant
    }
  | { type: 'edit-message'; number: number; revision: number; audiences: string[]; text: Text }
  | { type: 'send-message'; number: number; revision: number } // asks for approval when that is missing
  | { type: 'approve-message'; number: number; revision: number }
  | { type: 'decline-message'; number: number; revision: number; reason: string }
  | { type: 'drop-message'; number: number }
  | { type: 'resend-message'; number: number; target: string } // where it failed, or to those who were refused
  | { type: 'tell-by-hand'; number: number; target: string } // where it failed, somebody has told them in another way
  | { type: 'record-asked'; number: number; revision: number; copies: Omit<Copy, 'revision'>[] }
  | {
      type: 'record-delivered'
      number: number
      target: string
      ref?: string
      url?: string
      page?: PageView
      before?: Found
      refused?: Refused[]
    }
  | { type: 'record-undelivered'; number: number; target: string; why: string; maybe?: true }
  | { type: 'record-statuspage-drift'; entry: number; found: Found }
  | { type: 'take-statuspage'; entry: number } // as it is there now
  | { type: 'restore-statuspage'; entry: number } // to how we left it
  | { type: 'record-statuspage-restored'; entry: number; page: PageView }
  | { type: 'record-statuspage-unrestored'; entry: number; why: string }

/** The public incident as it was found on the page; without it: it was deleted there. */
export type Found = { page: PageView; words: PageWords } | { page?: undefined }

export type CommsEvent =
  | {
      type: 'message-written'
      number: number
      template?: string
      audiences: string[]
      text: Text
      corrects?: number
      nextBy?: Instant
    }
  | { type: 'message-edited'; number: number; revision: number; audiences: string[]; text: Text }
  | { type: 'approval-asked'; number: number; revision: number; audiences: string[] } // those that still need one
  | { type: 'message-approved'; number: number; revision: number; audiences: string[] }
  | { type: 'message-declined'; number: number; revision: number; reason: string }
  | { type: 'message-dropped'; number: number }
  | Released
  | { type: 'approval-sought'; number: number; revision: number; copies: Omit<Copy, 'revision'>[] }
  | {
      type: 'message-delivered'
      number: number
      target: string
      ref?: string
      url?: string
      byHand?: true
      refused?: Refused[]
    }
  | { type: 'message-undelivered'; number: number; target: string; why: string; maybe?: true }
  | { type: 'public-promised'; promise?: PublicPromise; due?: Instant }
  | { type: 'public-nudged'; due: Instant }
  | { type: 'public-asked'; due: Instant }
  | { type: 'public-missed'; first: Instant; count: number; inRow: number; next: Instant }
  | { type: 'statuspage-told'; page: PageView; restored?: true }
  | { type: 'statuspage-drifted'; found: string; page?: PageView } // without it: deleted there
  | { type: 'statuspage-agreed' } // it is again as we left it
  | { type: 'statuspage-taken'; page?: PageView }
  | { type: 'statuspage-restoring' }
  | { type: 'statuspage-unrestored'; why: string }

/** The text goes out exactly as it stands here; who sends it reads it from this entry and from nowhere else. */
type Released = {
  type: 'message-released'
  number: number
  revision: number
  audiences: string[]
  reach: Reach[]
  text: Text
  corrects?: number
  nextBy?: Instant
  again?: true // it was sent before, and did not arrive here
}

/** The message of that number, if the incident still remembers it. */
export function messageNumbered({ messages }: Comms, number: number): Message | undefined {
  return messages.find((message) => message.number === number)
}
