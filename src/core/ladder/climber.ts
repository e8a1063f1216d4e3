import type { Instant } from '../decider.ts'
import type { ChannelId, Ts, UserId } from '../incident/incident.ts'
import type { PagerdutyPage, ThroughPagerduty } from '../pagerduty/pages.ts'

/** One rung as its climber knows it. `reference` is set when it was named by hand: `U…` or `S…`. */
export type Rung = { rung: string; name: string; ackMinutes: number; reference?: string }

export type Ladder = {
  ladder: string
  rungs: Rung[]
  rounds: number
  alarmEveryMinutes: number
  firstPageAfterSeconds: number
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
  | 'alert'
  | 'alert-missed'

/** Why the next rung's turn came. */
export type Because = 'started' | 'unanswered' | 'undelivered' | 'cannot' | 'empty' | 'by-hand'

/** How a page ended. `handed-on`: what it was about is an incident now, which calls people itself. */
export type End = 'acknowledged' | 'resolved' | 'calmed' | 'handed-on' | 'unanswered'

export type Paged = {
  user: UserId
  step: number
  how: string // which reference of the policy led to this person
  sent?: { channel: ChannelId; ts: Ts }
  failed?: string
  cannot?: true
}

export type Skipped = { who: string; why: string }

/** Why somebody who could be paged need not be. */
export const NEEDLESS = { commands: 'is in command already', asked: 'knows already' } as const

/** Whether a rung was passed over only because whoever stands behind it is at work on it already. */
export function knewAlready({ skipped }: { skipped: readonly Skipped[] }): boolean {
  const needless: readonly string[] = Object.values(NEEDLESS)
  return skipped.length > 0 && skipped.every(({ why }) => needless.includes(why))
}

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
  end?: { how: End; by?: UserId; who?: string; at: Instant } // `who`: of PagerDuty's people, when nobody here
}

/** Where something stands that climbs ladders. */
export type Climbing = {
  runs: Run[] // oldest first; open ones and the last few that are over
  runsStarted: number
  climbed: string[] // rungs of the ladder that were called since it began or began anew
  pagerduty?: PagerdutyPage[] // pages through PagerDuty, oldest first; nothing before the first
}

export const NOT_CLIMBING: Climbing = { runs: [], runsStarted: 0, climbed: [] }

/**
 * Anything that pages people until somebody answers. `promises.ladder`: who is paged, in which order; without one
 * nobody is. `roles`: who holds what in it; whoever commands need not be woken for it.
 */
export type Climber = Climbing & {
  id: string
  promises: { ladder?: Ladder }
  roles?: Record<string, UserId>
}

/** Commands about pages. `record-*` come from the bot's own deliveries. */
export type RunCommand =
  | { type: 'acknowledge'; run?: number; pagerduty?: { key: string; at: Instant; asked?: Instant } } // all that is open when not said
  | { type: 'decline'; run: number }
  | {
      type: 'record-page'
      run: number
      step: number
      people: { user: UserId; how: string }[]
      skipped: Skipped[]
      pagerduty?: ThroughPagerduty
    }
  | { type: 'record-rung-empty'; run: number; step: number; skipped: Skipped[] }
  | { type: 'record-page-sent'; run: number; step: number; user: UserId; channel: ChannelId; ts: Ts }
  | { type: 'record-page-failed'; run: number; step: number; user: UserId; why: string }

/** What happened on a ladder. */
export type RunEvent =
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
      pagerduty?: ThroughPagerduty
    }
  | { type: 'rung-empty'; run: number; step: number; name: string; skipped: Skipped[] }
  | { type: 'page-sent'; run: number; step: number; user: UserId; channel: ChannelId; ts: Ts }
  | { type: 'page-failed'; run: number; step: number; user: UserId; why: string }
  | { type: 'page-declined'; run: number; step: number }
  | { type: 'nobody-answered'; run: number; times: number; next: Instant }
  | { type: 'page-unanswered'; run: number; name: string; reference?: string }
  | Acknowledged
  | { type: 'escalation-ended'; run: number; how: 'resolved' | 'calmed' | 'handed-on' }

/**
 * `afterMs`: since the first rung was called. `pagerduty`: it was answered there, at that moment; `who`: by one of
 * its people when it is not known who that is here; `asked`: PagerDuty did not
 * tell, but was asked, and the answer holds all until then.
 */
type Acknowledged = {
  type: 'acknowledged'
  run: number
  afterMs: number
  pagerduty?: { key: string; at: Instant; who?: string; asked?: Instant }
}

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
