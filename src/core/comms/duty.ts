import type { Entry, Instant, Timer } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import { NONE } from '../policy-promises.ts'
import { MINUTE } from '../time-units.ts'
import { type CommsEvent, messageNumbered, type PublicDuty } from './comms.ts'

const TIMERS = { quiet: 'public-nudge', nudged: 'public-due', asked: 'public-overdue' } as const

/** The one wake-up that the promise to the public wants. */
export function publicTimer({ comms: { publicDuty }, status }: Incident): Timer[] {
  if (publicDuty === undefined || status === 'resolved') return []
  const { due, stage, promise } = publicDuty
  const times = {
    quiet: due - promise.nudgeBeforeMinutes * MINUTE,
    nudged: due,
    asked: due + promise.graceMinutes * MINUTE,
  }
  return [{ name: TIMERS[stage], due: times[stage] }]
}

/** What there is to say about the next public notice at this time; undefined when the wake-up is another's. */
export function publicFell(state: Incident, timer: Timer, now: Instant): CommsEvent[] | undefined {
  if (!Object.values<string>(TIMERS).includes(timer.name)) return undefined
  const duty = state.comms.publicDuty
  if (duty === undefined) return []
  const interval = duty.promise.everyMinutes * MINUTE
  const late = now - duty.due - duty.promise.graceMinutes * MINUTE
  if (late >= 0) {
    const count = Math.floor(late / interval) + 1
    const next = duty.due + count * interval
    return [{ type: 'public-missed', first: duty.due, count, inRow: duty.missed + count, next }]
  }
  return [{ type: now >= duty.due ? 'public-asked' : 'public-nudged', due: duty.due }]
}

/** Another severity, or a new beginning, brings another promise to the public, or none. */
export function publicFollows(
  event: IncidentEvent,
  _before: Incident,
  after: Incident,
  { policy, now }: { policy: Policy; now: Instant },
): CommsEvent[] {
  switch (event.type) {
    case 'declared':
      return promised(after, policy, now)
    case 'reopened':
      return promisedAnew(after, policy, now)
    case 'severity-changed':
      return event.to === event.from ? [] : promised(after, policy, now)
    default:
      return []
  }
}

/** The first notice counts from now; a promise that goes on keeps the time that was promised. */
function promised(after: Incident, policy: Policy, now: Instant): CommsEvent[] {
  const wanted = policy.severities[after.severity].public
  const current = after.comms.publicDuty
  if (wanted === NONE) return current === undefined ? [] : [{ type: 'public-promised' }]
  if (current !== undefined && JSON.stringify(current.promise) === JSON.stringify(wanted)) return []
  const first = now + wanted.firstWithinMinutes * MINUTE
  const due = current === undefined ? first : Math.min(current.due, first)
  return [{ type: 'public-promised', promise: wanted, due }]
}

/** What was promised before it was resolved is over; people have to hear that it is back. */
function promisedAnew(after: Incident, policy: Policy, now: Instant): CommsEvent[] {
  const { publicDuty: _, ...comms } = after.comms
  return promised({ ...after, comms }, policy, now)
}

/** What an event changes in the promise to the public. */
export function evolveDuty(state: Incident, { event, recordedAt }: Entry<CommsEvent>): Incident {
  const duty = state.comms.publicDuty
  switch (event.type) {
    case 'public-promised': {
      const { publicDuty: _, ...comms } = state.comms
      if (event.promise === undefined || event.due === undefined) return { ...state, comms }
      const kept = { stage: 'quiet', missed: duty?.missed ?? 0 } as const
      return {
        ...state,
        comms: { ...comms, publicDuty: { promise: event.promise, due: event.due, ...kept } },
      }
    }
    case 'public-nudged':
      return withDuty(state, duty && { ...duty, stage: 'nudged' })
    case 'public-asked':
      return withDuty(state, duty && { ...duty, stage: 'asked' })
    case 'public-missed': {
      const missed = withDuty(
        state,
        duty && { ...duty, due: event.next, stage: 'quiet', missed: event.inRow },
      )
      return { ...missed, comms: { ...missed.comms, publicMissed: missed.comms.publicMissed + event.count } }
    }
    case 'message-released': {
      if (duty === undefined || !event.audiences.includes(duty.promise.audience)) return state
      return told(state, duty, recordedAt, event.nextBy)
    }
    case 'message-delivered': {
      const isTheirs = audienceOf(state, event) === duty?.promise.audience
      return event.byHand === true && duty !== undefined && isTheirs ? told(state, duty, recordedAt) : state
    }
    case 'message-undelivered': {
      // They have still not been told, so that is due as soon as a first notice would be.
      if (duty === undefined || audienceOf(state, event) !== duty.promise.audience) return state
      const due = Math.min(duty.due, recordedAt + duty.promise.firstWithinMinutes * MINUTE)
      return withDuty(state, { ...duty, due, stage: 'quiet' })
    }
    default:
      return state
  }
}

/** The next notice is due after the usual time, or when the text says so, if that is sooner. */
function told(state: Incident, duty: PublicDuty, at: Instant, nextBy?: Instant): Incident {
  const usual = at + duty.promise.everyMinutes * MINUTE
  const due = nextBy === undefined || nextBy <= at ? usual : Math.min(usual, nextBy)
  return withDuty(state, { ...duty, due, stage: 'quiet', missed: 0 })
}

function audienceOf({ comms }: Incident, { number, target }: { number: number; target: string }) {
  return messageNumbered(comms, number)?.reach?.find((reach) => reach.target === target)?.audience
}

function withDuty(state: Incident, publicDuty: PublicDuty | undefined): Incident {
  return publicDuty === undefined ? state : { ...state, comms: { ...state.comms, publicDuty } }
}
