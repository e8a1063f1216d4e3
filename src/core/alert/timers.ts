import type { Instant, Timer } from '../decider.ts'
import { runDue } from '../ladder/ladder.ts'
import { runOfTimer, runTimers } from '../ladder/runs.ts'
import type { Alert, AlertEvent } from './alert.ts'

const ACKNOWLEDGE = 'acknowledge'
const SILENCE = 'silence'

/** Every wake-up that a line of alerts wants. */
export function timers(state: Alert): Timer[] {
  const { acknowledge, answered } = state
  return [
    ...runTimers(state),
    ...(acknowledge === undefined ? [] : [{ name: ACKNOWLEDGE, due: acknowledge.due }]),
    ...(answered?.until === undefined ? [] : [{ name: SILENCE, due: answered.until }]),
  ]
}

/** What follows when a wake-up comes. One that is not wanted any more, or not for that time, means nothing. */
export function fired(state: Alert, timer: Timer, now: Instant): AlertEvent[] {
  const wanted = timers(state).some(({ name, due }) => name === timer.name && due === timer.due)
  if (!wanted) return []
  if (timer.name === SILENCE) return [{ type: 'silence-ended' }]
  if (timer.name === ACKNOWLEDGE) {
    const { level, acknowledge } = state
    return [{ type: 'acknowledgement-missed', level, minutes: acknowledge?.minutes ?? 0 }]
  }
  const run = runOfTimer(state, timer)
  return run === undefined ? [] : runDue(run, Math.max(now, timer.due))
}
