import { nextWeekly, type Weekday } from '../calendar.ts'
import { type Decider, type Entry, type Instant, type Rejection, reject, type Timer } from '../decider.ts'
import type { Policy } from '../policy.ts'
import { NO_REVIEW } from '../policy-review.ts'

/** Once a week, where and on which clock; absent when the policy wants none. */
export type Weekly = { weekday: Weekday; hour: number; channel: string; timeZone: string }

/** The weekly digest of the organisation. There is one stream of it. */
export type Digest = {
  number: number
  weekly?: Weekly
  next?: Instant
  since: Instant // what has happened since is news to the next one
  posted: number
}

/** `schedule` is given at every start: what the policy says by then counts. */
export type DigestCommand =
  | { type: 'schedule'; number: number }
  | { type: 'timer-fired'; name: string; due: Instant }
  | { type: 'record-failure'; effect: string; why: string }
  | { type: 'record-gap' }
export type DigestEvent =
  | { type: 'scheduled'; number: number; weekly?: Weekly; next?: Instant }
  | { type: 'digest-due'; from: Instant; to: Instant; next: Instant }
  | { type: 'delivery-failed'; effect: string; why: string }

export const DIGEST_ID = 'DIG-1'
const TIMER = 'digest'

export const digest: Decider<Digest, DigestCommand, DigestEvent> = {
  kind: 'digest',
  prefix: 'DIG',
  version: 1,
  policy: 'newest',
  initial: { number: 0, since: 0, posted: 0 },
  decide,
  evolve,
  react: ({ event }, { weekly }) =>
    event.type === 'digest-due' && weekly !== undefined
      ? [{ kind: 'slack.post-digest', lane: 'file', subject: `room:${weekly.channel}` }]
      : [],
  timers,
  labels: () => [],
}

function decide(
  state: Digest,
  command: DigestCommand,
  { now, policy, actor }: { now: Instant; policy: Policy; actor: { kind: string } },
): DigestEvent[] | Rejection {
  if (actor.kind !== 'bot') return reject('not-for-people', 'Only the bot itself writes the digest.')
  switch (command.type) {
    case 'schedule':
      return schedule(state, command.number, policy, now)
    case 'timer-fired':
      return fall(state, command, now)
    case 'record-failure':
      return [{ type: 'delivery-failed', effect: command.effect, why: command.why }]
    default:
      return []
  }
}

/** The same as before keeps its next time: a restart puts nothing off, and what fell due meanwhile is still due. */
function schedule(state: Digest, number: number, policy: Policy, now: Instant): DigestEvent[] {
  const weekly = wanted(policy)
  const same = JSON.stringify(weekly) === JSON.stringify(state.weekly)
  if (same && state.number !== 0) return []
  const next = weekly && nextWeekly(now, weekly, weekly.timeZone)
  return [
    {
      type: 'scheduled',
      number: state.number === 0 ? number : state.number,
      ...(weekly && { weekly }),
      ...(next !== undefined && { next }),
    },
  ]
}

function wanted({ weeklyDigest: given, organisation, channels }: Policy): Weekly | undefined {
  if (given === NO_REVIEW) return undefined
  const { weekday, hour, channel = channels.room } = given
  return { weekday, hour, channel, timeZone: organisation.timeZone }
}

/** However many were missed, one is posted; the next comes at its usual time. */
function fall(state: Digest, timer: Timer, now: Instant): DigestEvent[] {
  const { weekly, next, since } = state
  if (weekly === undefined || timer.name !== TIMER || timer.due !== next) return []
  const to = Math.max(now, next)
  return [{ type: 'digest-due', from: since, to, next: nextWeekly(to, weekly, weekly.timeZone) }]
}

function evolve(state: Digest, { event, recordedAt }: Entry<DigestEvent>): Digest {
  switch (event.type) {
    case 'scheduled': {
      const { weekly: _, next: __, ...rest } = state
      const { number, weekly, next } = event
      return {
        ...rest,
        number,
        since: state.since === 0 ? recordedAt : state.since,
        ...(weekly && { weekly }),
        ...(next !== undefined && { next }),
      }
    }
    case 'digest-due':
      return { ...state, next: event.next, since: event.to, posted: state.posted + 1 }
    case 'delivery-failed':
      return state
  }
}

function timers({ weekly, next }: Digest): Timer[] {
  return weekly === undefined || next === undefined ? [] : [{ name: TIMER, due: next }]
}
