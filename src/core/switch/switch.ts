import type { Standing } from '../authority.ts'
import type { Instant, TimerFired } from '../decider.ts'
import type { ChannelId, Ts, UserId } from '../incident/incident.ts'
import type { SwitchAct, SwitchRules } from '../policy-switches.ts'
import type { SwitchValue } from './provider.ts'

/** How a switch stands by what it is set to: its value in daily life, its safe one, or something else. */
export type Position = 'normal' | 'safe' | 'other'

/** The step of a gradual restore in which a switch comes back; `index` counts from 0. */
export type Stage = { index: number; name: string; observeMinutes: number }

/** What the policy says of a switch, as it was when it was last looked at. */
export type Terms = SwitchRules & { stage?: Stage; alarmEveryMinutes: number }

/** What is wanted of a switch, and by whom. Absent before anything was ever read or wanted. */
export type Wanted = {
  value: SwitchValue
  position: Position
  at: Instant
  by: UserId // empty when it was found so
  approvedBy?: UserId
  reason: string
}

/** A change on its way: wanted, but not yet seen to be so. */
export type Order = {
  order: number
  act: SwitchAct
  value: SwitchValue
  by: UserId
  reason: string
  key: string // the same for every try
  since: Instant
  tries: number // that failed
  why?: string // the last failure
  retryAt?: Instant // absent while a try is under way
  alarms: number
  alarmAt: Instant
}

/** Something that one person asks of others: to approve, or to do it in their place. */
export type Ask = {
  ask: number
  kind: 'approval' | 'help'
  act: SwitchAct
  how: 'set' | 'accept'
  value: SwitchValue // what would be set or accepted
  by: UserId
  reason: string
  incident?: string
  at: Instant
  until?: Instant // of an approval
  copies: { user: UserId; channel: ChannelId; ts: Ts }[]
  end?: { how: AskEnd; by?: UserId; at: Instant }
}

/** How a request ended. `moved`: the switch or the policy has changed since. */
export type AskEnd = 'approved' | 'declined' | 'withdrawn' | 'expired' | 'moved' | 'done'

/** What somebody wanted who may not: it can be asked of others as it was said. */
export type Refusal = { by: UserId; act: SwitchAct; at: Instant; reason: string; incident?: string }

export type Kept = { reason: string; owner: UserId; by: UserId; at: Instant }

/** A kill switch from the moment when the policy first names it. */
export type Switch = {
  number: number // 0 before it is adopted
  id: string // SW-n
  key: string
  terms: Terms
  retired: boolean // the policy no longer names it
  wanted?: Wanted
  observed?: { value: SwitchValue; at: Instant } // at: when it was first seen to be so
  orders: number // changes ordered so far; what is older than the newest says nothing any more
  order?: Order
  unreadable?: { since: Instant; why: string; alarmAt: Instant; alarms: number }
  driftAlarmAt?: Instant // drift that nobody has decided about
  incident?: string // the one it was pulled for
  pulledAt?: Instant // seen to be pulled since
  restoredAt?: Instant
  observeUntil?: Instant // watched after it came back, before the next step
  kept?: Kept
  remindAt?: Instant
  reminders: number // since it was pulled
  asks: Ask[] // oldest first; an open one, and the last few that are over
  asked: number
  refusals: Refusal[] // the last of each person, newest last
  pulls: number
  pulledMs: number // in all, up to the last restore
}

/**
 * The incident that an act is for, as it stands: whether it is open, and which roles in it the person holds who acts.
 * Found out by whoever gives the command, never taken from a button.
 */
export type ForIncident = { id: string; open: boolean; roles: string[] }

/**
 * What is asked of a switch. Values are never part of it: they come from the policy. `record-*`, `adopt` and timers
 * are the bot's own.
 *
 * - `pull`, `restore`: `override` goes without a second person; `outOfTurn` does not wait for earlier steps;
 *   `waitsFor` names what has to come back first (found by `waitsFor` of stages.ts). `ask` is the request followed.
 * - `accept`: takes what was changed elsewhere as wanted. `put-back` undoes it.
 * - `ask`: for somebody else to do it.
 * - `record-observed`: `order` is the number of the newest order when it was read.
 */
export type SwitchCommand =
  | { type: 'adopt'; number: number; key: string }
  | { type: 'record-terms' }
  | ({ type: SwitchAct } & Asked & { override?: true; outOfTurn?: true; waitsFor?: string[]; ask?: number })
  | ({ type: 'accept' | 'put-back' } & Asked)
  | { type: 'approve'; ask: number; incident?: ForIncident }
  | { type: 'decline'; ask: number; incident?: ForIncident }
  | ({ type: 'ask'; act: SwitchAct } & Asked)
  | { type: 'try-again'; incident?: ForIncident }
  | { type: 'keep'; reason: string; owner: UserId; ownerStanding: Standing; incident?: ForIncident }
  | { type: 'later'; incident?: ForIncident }
  | { type: 'record-observed'; order: number; value: SwitchValue }
  | { type: 'record-unreadable'; order: number; why: string }
  | { type: 'record-set-failed'; order: number; why: string; again: 'later' | 'never'; notBefore?: Instant }
  | { type: 'record-asked'; ask: number; copies: Ask['copies'] }
  | { type: 'record-failure'; effect: string; why: string }
  | TimerFired

export type Asked = { reason: string; incident?: ForIncident }

/** What happened to a switch. Its history, and the decision log, are made of these. */
export type SwitchEvent =
  | { type: 'switch-adopted'; number: number; key: string; terms: Terms }
  | { type: 'terms-changed'; terms: Terms }
  | { type: 'switch-retired' }
  | { type: 'value-found'; value: SwitchValue; position: Position } // the first reading, before anything was wanted
  | Ordered
  | ({ type: 'pulled'; value: SwitchValue; tookMs: number } & Done)
  | ({ type: 'restored'; value: SwitchValue; tookMs: number; pulledMs: number } & Done)
  | {
      type: 'set-failed'
      order: number
      act: SwitchAct
      why: string
      again: 'later' | 'never'
      tries: number
      retryAt: Instant
    }
  | { type: 'retried'; order: number } // by itself
  | { type: 'tried-again'; order: number } // by hand
  | {
      type: 'stuck'
      order: number
      act: SwitchAct
      why: string
      minutes: number
      times: number
      next: Instant
    }
  | { type: 'drifted'; value: SwitchValue; position: Position; wanted: SwitchValue }
  | { type: 'drift-alarmed'; next: Instant }
  | { type: 'drift-ended'; value: SwitchValue }
  | {
      type: 'drift-accepted'
      value: SwitchValue
      position: Position
      by: UserId
      reason: string
      incident?: string
      approvedBy?: UserId
    }
  | { type: 'unreadable'; why: string }
  | { type: 'unreadable-long'; minutes: number; next: Instant }
  | { type: 'readable' }
  | {
      type: 'approval-asked' | 'help-asked'
      ask: number
      act: SwitchAct
      how: 'set' | 'accept'
      value: SwitchValue
      reason: string
      incident?: string
      until?: Instant
    }
  | { type: 'ask-sent'; ask: number; copies: Ask['copies'] }
  | { type: 'approved'; ask: number }
  | { type: 'ask-ended'; ask: number; how: Exclude<AskEnd, 'approved'> }
  | { type: 'refused'; act: SwitchAct; code: string; sentence: string; reason: string; incident?: string }
  | { type: 'kept'; reason: string; owner: UserId; incident?: string }
  | { type: 'put-off'; until: Instant; incident?: string }
  | { type: 'reminded'; times: number; next: Instant }
  | { type: 'watched'; stage: string; minutes: number }
  | { type: 'delivery-failed'; effect: string; why: string }

/** Whose order it was that was seen to be carried out. `tries`: how many failed before. */
type Done = { order: number; by: UserId; approvedBy?: UserId; reason: string; tries: number }

/** `by` wanted it; with an approval the actor is who approved. */
export type Ordered = {
  type: 'pull-ordered' | 'restore-ordered'
  order: number
  value: SwitchValue
  position: Position
  reason: string
  incident?: string
  by: UserId
  approvedBy?: UserId
  override?: true
  outOfTurn?: true
  putBack?: true // undoes what was changed elsewhere
  alarmAt: Instant
}

/** `SW-3` for 3. */
export function switchId(number: number): string {
  return `SW-${number}`
}
