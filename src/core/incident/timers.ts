import type { Instant, Timer } from '../decider.ts'
import { updateFell, updateTimer } from './cadence.ts'
import { doubtDue, doubtTimers, isDoubtTimer } from './doubts.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import { runDue } from './ladder.ts'
import { isRecoveryTimer, OUTAGE_TIMER, outageLong, outageTimers, recoveryPassed } from './outage.ts'
import { runOfTimer, runTimers } from './runs.ts'

/** Every wake-up that an incident wants. A resolved one wants none. */
export function timers(state: Incident): Timer[] {
  if (state.number === 0 || state.status === 'resolved') return []
  return [...clockTimers(state), ...doubtTimers(state)]
}

function clockTimers(state: Incident): Timer[] {
  return [...updateTimer(state), ...outageTimers(state), ...runTimers(state)]
}

/** What follows when a wake-up comes. One that is not wanted any more, or not for that time, means nothing. */
export function fired(state: Incident, timer: Timer, now: Instant): IncidentEvent[] {
  const wanted = timers(state).some(({ name, due }) => name === timer.name && due === timer.due)
  if (!wanted) return []
  const at = Math.max(now, timer.due)
  const run = runOfTimer(state, timer)
  if (run !== undefined) return runDue(run, at)
  if (isDoubtTimer(timer)) return doubtDue(state, timer)
  if (timer.name === OUTAGE_TIMER) return outageLong(state)
  return isRecoveryTimer(timer.name) ? recoveryPassed(state, at) : updateFell(state, at)
}
