import { type Instant, type Rejection, reject, type Timer } from '../decider.ts'
import type { UpdatesPromise } from '../policy-promises.ts'
import { MINUTE } from '../time-units.ts'
import type { Cadence, ClockEvent } from './clock.ts'
import type { Incident, Status, UserId } from './incident.ts'
import { resolved } from './lifecycle.ts'

export const UPDATE_TIMERS = { quiet: 'update-nudge', nudged: 'update-due', asked: 'update-overdue' } as const

/** Time from one update to the next. */
export function intervalMs(promise: UpdatesPromise, status: Status): number {
  const minutes =
    status === 'monitoring'
      ? (promise.everyMinutesWhileMonitoring ?? promise.everyMinutes)
      : promise.everyMinutes
  return minutes * MINUTE
}

/** A full interval from an update, from declaring, or from whatever else counts as having told people. */
export function begun(promise: UpdatesPromise, status: Status, since: Instant): Cadence {
  return { since, due: since + intervalMs(promise, status), stage: 'quiet', missed: 0, snoozed: 0 }
}

/**
 * The cadence under another interval. A time that was already promised is never put off by a tighter interval,
 * and a tighter one counts from now: nobody is late for what was not promised to them.
 */
export function retimed(
  cadence: Cadence | undefined,
  promise: UpdatesPromise,
  status: Status,
  now: Instant,
): Cadence {
  if (cadence === undefined) return begun(promise, status, now)
  const interval = intervalMs(promise, status)
  const relaxed = cadence.since + interval
  if (relaxed > cadence.due) return { ...cadence, due: relaxed, stage: 'quiet' }
  const due = Math.min(cadence.due, now + interval)
  return due === cadence.due ? cadence : { ...cadence, due, stage: 'quiet' }
}

/** The one wake-up that the cadence wants. */
export function updateTimer({ cadence, promises }: Pick<Incident, 'cadence' | 'promises'>): Timer[] {
  const { updates } = promises
  if (cadence === undefined || updates === undefined) return []
  const due = {
    quiet: cadence.due - updates.nudgeBeforeMinutes * MINUTE,
    nudged: cadence.due,
    asked: cadence.due + updates.graceMinutes * MINUTE,
  }
  return [{ name: UPDATE_TIMERS[cadence.stage], due: due[cadence.stage] }]
}

/**
 * What there is to say about the next update at this time. All that were missed by now are one event; the schedule
 * keeps its grid, so the next one is due where it would have been had the bot never been away.
 */
export function updateFell(
  state: Pick<Incident, 'cadence' | 'promises' | 'status'>,
  now: Instant,
): ClockEvent[] {
  const { cadence, promises } = state
  if (cadence === undefined || promises.updates === undefined) return []
  const interval = intervalMs(promises.updates, state.status)
  const late = now - cadence.due - promises.updates.graceMinutes * MINUTE
  if (late >= 0) {
    const count = Math.floor(late / interval) + 1
    const next = cadence.due + count * interval
    return [{ type: 'update-missed', first: cadence.due, count, inRow: cadence.missed + count, next }]
  }
  return [{ type: now >= cadence.due ? 'update-asked' : 'update-nudged', due: cadence.due }]
}

/** Puts the next update off, from when it is due or, when that is past, from now. */
export function snooze(state: Incident, asked: number | undefined, now: Instant): ClockEvent[] | Rejection {
  const { cadence, promises } = state
  if (state.status === 'resolved') return resolved(state)
  if (cadence === undefined || promises.updates === undefined) {
    return reject(
      'no-cadence',
      `${state.severity.toUpperCase()} promises no regular updates, so there is none to put off.`,
    )
  }
  const { times, minutes: most } = promises.updates.snooze
  if (cadence.snoozed >= times) {
    const often =
      times === 0
        ? 'cannot be put off here'
        : `was put off ${times === 1 ? 'once' : `${times} times`} already`
    return reject(
      'snoozed-enough',
      `The next update of ${state.id} ${often}. Post a short one: \`/incident update ${state.id} <text>\`.`,
    )
  }
  const minutes = asked ?? most
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > most) {
    return reject(
      'snooze-length',
      `An update can be put off by 1 to ${most} minutes at a time. Name fewer minutes.`,
    )
  }
  return [
    {
      type: 'updates-snoozed',
      minutes,
      from: cadence.due,
      due: Math.max(cadence.due, now) + minutes * MINUTE,
    },
  ]
}

/** Who is asked for updates: the commander, else who leads communication, else who declared. Empty for nobody. */
export function updateOwner({ roles, declaredBy }: Pick<Incident, 'roles' | 'declaredBy'>): UserId {
  return roles.commander ?? roles.communications ?? declaredBy
}
