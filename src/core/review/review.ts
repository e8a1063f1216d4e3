import type { Standing } from '../authority.ts'
import type { Instant } from '../decider.ts'
import type { UserId } from '../incident/incident.ts'
import type { Schedule } from './schedule.ts'

/** Whether data was lost, as far as anybody knows. */
export const DATA_LOSS = ['yes', 'no', 'unknown'] as const
export type DataLoss = (typeof DATA_LOSS)[number]

/** What it was, once it is over. All of it may come later. `lostMinutes`: how much data is gone for good. */
export type Summary = {
  cause?: string // in a sentence
  fix?: string
  impact?: string // on customers
  dataLoss?: DataLoss
  lostMinutes?: number
}

/** How far a review has come. After it, the incident is closed. */
export const STAGES = ['draft', 'in-review', 'reviewed'] as const
export type Stage = (typeof STAGES)[number]

/** A review that was promised. It begins when the incident is resolved, and ends when it is reopened. */
export type Review = {
  begunAt: Instant
  stage: Stage
  owner?: UserId
  asked: UserId // who was asked to own it; empty for nobody
  schedule: Schedule // nothing more is said once it is reviewed
  managersFrom: number // from which overdue notice on managers are told too
  reviewedAt?: Instant
  onTime?: boolean // of a review that is done
}

/** What is learned in a review, and asked for without asking who. */
export const FINDING_KINDS = ['factor', 'went-well', 'went-badly', 'lucky'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]
/** `seq`: of the entry that says it, for whoever corrects it. */
export type Finding = { kind: FindingKind; text: string; by: UserId; at: Instant; seq: number }

/** What a follow-up is called in another system, such as an issue tracker. */
export type Reference = { system: string; key: string; url: string }

/** Something that is to be done because of the incident, and often long after it. */
export type FollowUp = {
  number: number // within its incident, from 1
  text: string
  state: 'open' | 'done' | 'dropped'
  owner?: UserId
  due?: Instant
  schedule?: Schedule // of an open one that is due some time
  by: UserId // who asked for it
  at: Instant
  end?: { by: UserId; at: Instant; reason?: string }
  ref?: Reference
}

/** What an incident is after it, and what is learned from it. */
export type Aftermath = {
  summary?: Summary
  review?: Review
  lastOwner?: UserId // of a review that a reopening ended
  findings: Finding[]
  followUps: FollowUp[]
  closed?: { by: UserId; at: Instant }
}

export const UNREVIEWED: Aftermath = { findings: [], followUps: [] }

/** Who gets something, with what the workspace says of them. */
export type Person = { user: UserId; standing?: Standing }

/**
 * Commands about what comes after. `saw` is what the person had before them, so that a press on something stale
 * changes nothing.
 *
 * - `own-review`: whoever asks takes it; `give-review`: for somebody else.
 * - `resolve`: like `change-status`, with the summary in one go.
 * - `contribute`: the newest thing last within each kind.
 * - `change-follow-up`: only what is named changes; no `owner` stays the owner, '' takes it from everybody.
 */
export type ReviewCommand =
  | { type: 'resolve'; note?: string; summary: Summary }
  | { type: 'summarise'; summary: Summary }
  | { type: 'own-review'; saw?: UserId | '' }
  | { type: 'give-review'; person: Person }
  | { type: 'move-review'; to: Stage; saw?: Stage }
  | { type: 'contribute'; findings: { kind: FindingKind; text: string }[] }
  | { type: 'close' }
  | { type: 'add-follow-up'; text: string; owner?: Person; due?: Instant }
  | { type: 'change-follow-up'; number: number; text?: string; owner?: Person | ''; due?: Instant | 'none' }
  | { type: 'finish-follow-up'; number: number }
  | { type: 'drop-follow-up'; number: number; reason: string }
  | { type: 'take-up-follow-up'; number: number }
  | { type: 'record-follow-up-link'; number: number; ref: Reference }
  | { type: 'log-decision'; text: string }
  | { type: 'log-near-miss'; text: string }

/** What happened after an incident. */
export type ReviewEvent =
  | { type: 'summarised'; summary: Summary }
  | {
      type: 'review-started'
      due: Instant
      steps: Instant[]
      managersFrom: number
      asked: UserId
      owner?: UserId
    }
  | { type: 'review-cancelled' }
  | { type: 'review-owned'; user: UserId; from?: UserId }
  | { type: 'review-moved'; from: Stage; to: Stage; onTime?: boolean }
  | { type: 'review-reminded'; due: Instant; step: number }
  | { type: 'review-overdue'; due: Instant; step: number; times: number; managers: boolean }
  | { type: 'contributed'; kind: FindingKind; text: string }
  | { type: 'closed' }
  | { type: 'follow-up-added'; number: number; text: string; owner?: UserId; due?: Instant; steps: Instant[] }
  | FollowUpChanged
  | { type: 'follow-up-done'; number: number; text: string }
  | { type: 'follow-up-dropped'; number: number; text: string; reason: string }
  | { type: 'follow-up-taken-up'; number: number; text: string; steps: Instant[] }
  | { type: 'follow-up-reminded'; number: number; text: string; due: Instant; step: number }
  | { type: 'follow-up-overdue'; number: number; text: string; due: Instant; step: number; times: number }
  | { type: 'follow-up-linked'; number: number; ref: Reference }
  | { type: 'decision-logged'; text: string }
  | { type: 'near-miss-logged'; text: string }

/** `to` is how it is from now on. `steps` are those of a new date; without one, the old ones stand. */
type FollowUpChanged = {
  type: 'follow-up-changed'
  number: number
  from: { text: string; owner?: UserId; due?: Instant }
  to: { text: string; owner?: UserId; due?: Instant }
  steps: Instant[]
}
