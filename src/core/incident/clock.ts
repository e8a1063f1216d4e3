import type { Standing } from '../authority.ts'
import type { Instant } from '../decider.ts'
import type { RecoveryPromise, UpdatesPromise } from '../policy-promises.ts'
import type { ChannelId, Severity, Ts, UserId } from './incident.ts'

/** Milliseconds in a minute: the policy counts in minutes, deadlines are instants. */
export const MINUTE = 60_000

/** One rung as an incident knows it. `reference` is set when it was named by hand: `U…` or `S…`. */
export type Rung = { rung: string; name: string; ackMinutes: number; reference?: string }

export type Ladder = {
  ladder: string
  rungs: Rung[]
  rounds: number
  alarmEveryMinutes: number
  firstPageAfterSeconds: number
}

/** What the severity promises, as the policy had it. An absent part is no promise. */
export type Promises = {
  updates?: UpdatesPromise
  ladder?: Ladder
  escalateAfterMinutes?: number
  recovery?: RecoveryPromise
}

/** When people are told next. `stage`: what was already said about the update that is due at `due`. */
export type Cadence = {
  since: Instant // the last update, or what the interval is counted from
  due: Instant
  stage: 'quiet' | 'nudged' | 'asked'
  missed: number // in a row
  snoozed: number // times since the last update
}

/** The outage: since when, whether it is over, and which of its limits were passed. */
export type Outage = {
  since: Instant
  mitigatedAt?: Instant // stands while the status is monitoring or resolved
  long: boolean // the policy's limit for an outage was passed
  sharePassed: number // the highest percentage of the recovery time that was passed, 0 for none
}

/** Why the ladder is climbed or somebody is paged. */
export type Trigger =
  | 'declared'
  | 'reopened'
  | 'severity-raised'
  | 'updates-missed'
  | 'outage'
  | 'recovery'
  | 'unanswered-page'
  | 'by-hand'

/** Why the next rung's turn came. */
export type Because = 'started' | 'unanswered' | 'undelivered' | 'cannot' | 'empty' | 'by-hand'

/** How a page ended. */
export type End = 'acknowledged' | 'resolved' | 'calmed' | 'unanswered'

export type Paged = {
  user: UserId
  step: number
  how: string // which reference of the policy led to this person
  sent?: { channel: ChannelId; ts: Ts }
  failed?: string
  cannot?: true
}

export type Skipped = { who: string; why: string }

/**
 * One climb of the ladder, or one page by hand. Its number fences it off: once it is over, nothing that was in
 * flight for it does anything more. `step` counts the rungs that were called, over all rounds.
 */
export type Run = {
  run: number
  kind: 'ladder' | 'page'
  trigger: Trigger
  why: string
  by?: UserId
  startedAt: Instant
  ladder: string
  rungs: Rung[]
  rounds: number
  alarmEveryMinutes: number
  phase: 'waiting' | 'calling' | 'paged' | 'alarming' | 'over'
  due: Instant // when the phase ends; the time of the end when it is over
  round: number
  at: number // index of the rung called last, -1 before the first
  step: number
  steps: number[] // index of the rung of each step
  because: Because // why the last rung was called
  reached: boolean // somebody was paged in this round
  alarms: number
  calledAt?: Instant // when the first rung was called
  people: Paged[]
  end?: { how: End; by?: UserId; at: Instant }
}

export type Target = { rung: string } | { user: UserId; standing?: Standing } | { group: string }

/** Commands about promises. `record-*` come from the bot's own deliveries. */
export type ClockCommand =
  | { type: 'snooze'; minutes?: number } // as long as the policy allows when not said
  | { type: 'escalate'; to?: Target; reason: string } // to the next rung when not said
  | { type: 'page'; to: Target; text: string }
  | { type: 'acknowledge'; run?: number } // all that is open when not said
  | { type: 'decline'; run: number }
  | {
      type: 'record-page'
      run: number
      step: number
      people: { user: UserId; how: string }[]
      skipped: Skipped[]
    }
  | { type: 'record-rung-empty'; run: number; step: number; skipped: Skipped[] }
  | { type: 'record-page-sent'; run: number; step: number; user: UserId; channel: ChannelId; ts: Ts }
  | { type: 'record-page-failed'; run: number; step: number; user: UserId; why: string }

/** What happened to promises. */
export type ClockEvent =
  | { type: 'promised'; severity: Severity; promises: Promises }
  | { type: 'update-nudged'; due: Instant }
  | { type: 'update-asked'; due: Instant }
  | { type: 'update-missed'; first: Instant; count: number; inRow: number; next: Instant }
  | { type: 'updates-snoozed'; minutes: number; from: Instant; due: Instant }
  | { type: 'outage-long'; minutes: number; since: Instant }
  | { type: 'recovery-passed'; percent: number; minutes: number; since: Instant }
  | {
      type: 'recovery-measured'
      of: 'mitigation' | 'resolution'
      tookMs: number
      minutes: number
      met: boolean
    }
  | { type: 'loss-measured'; lostMinutes: number; minutes: number; met: boolean }
  | EscalationStarted
  | RungCalled
  | {
      type: 'people-paged'
      run: number
      step: number
      name: string
      because: Because
      people: { user: UserId; how: string }[]
      skipped: Skipped[]
    }
  | { type: 'rung-empty'; run: number; step: number; name: string; skipped: Skipped[] }
  | { type: 'page-sent'; run: number; step: number; user: UserId; channel: ChannelId; ts: Ts }
  | { type: 'page-failed'; run: number; step: number; user: UserId; why: string }
  | { type: 'page-declined'; run: number; step: number }
  | { type: 'nobody-answered'; run: number; times: number; next: Instant }
  | { type: 'page-unanswered'; run: number; name: string; reference?: string }
  | { type: 'acknowledged'; run: number; afterMs: number } // since the first rung was called
  | { type: 'escalation-ended'; run: number; how: 'resolved' | 'calmed' }

type EscalationStarted = {
  type: 'escalation-started'
  run: number
  kind: Run['kind']
  trigger: Trigger
  why: string
  ladder: string
  rungs: Rung[]
  rounds: number
  alarmEveryMinutes: number
  firstAt: Instant
}

/** `inserted`: a rung that was named by hand takes its place here. `due`: until when it may be acknowledged. */
type RungCalled = {
  type: 'rung-called'
  run: number
  step: number
  round: number
  at: number
  rung: Rung
  inserted?: true
  because: Because
  due: Instant
}

/** The clock of an incident: what was promised, and where each promise stands. */
export type Clock = {
  promises: Promises
  cadence?: Cadence
  breaches: number // updates missed in all
  outage: Outage
  runs: Run[] // oldest first; open ones and the last few that are over
  runsStarted: number
  climbed: string[] // rungs of the ladder that were called since it was declared or reopened
}

export const UNWOUND: Clock = {
  promises: {},
  breaches: 0,
  outage: { since: 0, long: false, sharePassed: 0 },
  runs: [],
  runsStarted: 0,
  climbed: [],
}
