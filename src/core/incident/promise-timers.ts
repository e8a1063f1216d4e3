import type { Instant, Timer } from '../decider.ts'
import { runDue } from '../ladder/ladder.ts'
import { runOfTimer, runTimers } from '../ladder/runs.ts'
import { updateFell, updateTimer } from './cadence.ts'
import { doubtDue, doubtTimers, isDoubtTimer } from './doubts.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import { isRecoveryTimer, OUTAGE_TIMER, outageLong, outageTimers, recoveryPassed } from './outage.ts'

/** Every wake-up that the promises of an incident want. A resolved one promises nothing more. */
export function promiseTimers(state: Incident): Timer[] {
  if (state.status === 'resolved') return []
  return [...updateTimer(state), ...outageTimers(state), ...runTimers(state), ...doubtTimers(state)]
}

/** What a wake-up of these comes to; undefined when it is none of them. */
export function promiseDue(state: Incident, timer: Timer, now: Instant): IncidentEvent[] | undefined {
  if (!promiseTimers(state).some(({ name }) => name === timer.name)) return undefined
  const run = runOfTimer(state, timer)
  if (run !== undefined) return runDue(run, now)
  if (isDoubtTimer(timer)) return doubtDue(state, timer)
  if (timer.name === OUTAGE_TIMER) return outageLong(state)
  return isRecoveryTimer(timer.name) ? recoveryPassed(state, now) : updateFell(state, now)
}
