import type { Standing } from '../authority.ts'
import type { Instant } from '../decider.ts'
import {
  type Climbing,
  type Ladder,
  NOT_CLIMBING,
  type RunCommand,
  type RunEvent,
} from '../ladder/climber.ts'
import type { RecoveryPromise, UpdatesPromise } from '../policy-promises.ts'
import type { Severity, UserId } from './incident.ts'

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

export type Target = { rung: string } | { user: UserId; standing?: Standing } | { group: string }

/** Commands about promises. */
export type ClockCommand =
  | { type: 'snooze'; minutes?: number } // as long as the policy allows when not said
  | { type: 'escalate'; to?: Target; reason: string } // to the next rung when not said
  | { type: 'page'; to: Target; text: string }
  | RunCommand

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
  | RunEvent

/** The clock of an incident: what was promised, and where each promise stands. */
export type Clock = {
  promises: Promises
  cadence?: Cadence
  breaches: number // updates missed in all
  outage: Outage
} & Climbing

export const UNWOUND: Clock = {
  promises: {},
  breaches: 0,
  outage: { since: 0, long: false, sharePassed: 0 },
  ...NOT_CLIMBING,
}
