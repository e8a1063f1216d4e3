import type { Entry, Instant } from '../decider.ts'
import { evolveRuns } from '../ladder/evolve-runs.ts'
import { MINUTE } from '../time-units.ts'
import { begun, intervalMs, retimed } from './cadence.ts'
import type { Clock, ClockEvent } from './clock.ts'
import type { Incident } from './incident.ts'

type Happened<T extends ClockEvent['type']> = Extract<ClockEvent, { type: T }>

/** What an event about promises changes. */
export function evolveClock(state: Incident, event: ClockEvent, entry: Entry<unknown>): Incident {
  switch (event.type) {
    case 'promised':
      return promised(state, event, entry.recordedAt)
    case 'update-nudged':
    case 'update-asked':
    case 'update-missed':
    case 'updates-snoozed':
      return withCadence(state, event)
    case 'outage-long':
      return { ...state, outage: { ...state.outage, long: true } }
    case 'recovery-passed':
      return { ...state, outage: { ...state.outage, sharePassed: event.percent } }
    case 'recovery-measured':
    case 'loss-measured':
      return state
    default:
      return evolveRuns(state, event, entry)
  }
}

/** People were told just now, so the next update is a full interval away. */
export function told(state: Incident, at: Instant, nextInMinutes?: number): Incident {
  const { updates } = state.promises
  if (state.cadence === undefined || updates === undefined) return state
  const cadence = begun(updates, state.status, at)
  if (nextInMinutes === undefined) return { ...state, cadence }
  // Promised for sooner than a nudge would come, it needs none.
  const stage = nextInMinutes <= updates.nudgeBeforeMinutes ? 'nudged' : 'quiet'
  return { ...state, cadence: { ...cadence, due: at + nextInMinutes * MINUTE, stage } }
}

/** Beginning, or beginning anew: the outage counts from now, and the ladder from the bottom. */
export function windUp(state: Incident, at: Instant): Incident {
  const { updates } = state.promises
  const outage: Clock['outage'] = { since: at, long: false, sharePassed: 0 }
  return { ...state, outage, climbed: [], ...(updates && { cadence: begun(updates, state.status, at) }) }
}

/** Another status: service is back, or not any more, and updates may come at another interval. */
export function withStatusClock(state: Incident, at: Instant): Incident {
  const { mitigatedAt = at, ...outage } = state.outage
  const { cadence: _, ...rest } = state
  if (state.status === 'resolved') return { ...rest, outage: { ...outage, mitigatedAt } }
  const { updates } = state.promises
  return {
    ...state,
    outage: state.status === 'monitoring' ? { ...outage, mitigatedAt } : outage,
    ...(updates && { cadence: retimed(state.cadence, updates, state.status, at) }),
  }
}

function promised(state: Incident, { promises }: Happened<'promised'>, at: Instant): Incident {
  const { cadence, ...rest } = state
  const { updates } = promises
  return { ...rest, promises, ...(updates && { cadence: retimed(cadence, updates, state.status, at) }) }
}

function withCadence(
  state: Incident,
  event: Happened<'update-nudged' | 'update-asked' | 'update-missed' | 'updates-snoozed'>,
): Incident {
  const { cadence, promises } = state
  if (cadence === undefined || promises.updates === undefined) return state
  switch (event.type) {
    case 'update-nudged':
      return { ...state, cadence: { ...cadence, stage: 'nudged' } }
    case 'update-asked':
      return { ...state, cadence: { ...cadence, stage: 'asked' } }
    case 'updates-snoozed':
      return {
        ...state,
        cadence: { ...cadence, due: event.due, stage: 'quiet', snoozed: cadence.snoozed + 1 },
      }
    case 'update-missed': {
      const since = event.next - intervalMs(promises.updates, state.status)
      const missed = event.inRow
      return {
        ...state,
        breaches: state.breaches + event.count,
        cadence: { ...cadence, since, due: event.next, stage: 'quiet', missed },
      }
    }
  }
}
