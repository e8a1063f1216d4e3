import type { Entry, Instant } from '../decider.ts'
import { RUNS_KEPT } from '../limits.ts'
import { begun, intervalMs, retimed } from './cadence.ts'
import { type Clock, type ClockEvent, type End, MINUTE, type Paged, type Run } from './clock.ts'
import type { Incident, UserId } from './incident.ts'
import { isOpen } from './runs.ts'

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
    case 'escalation-started':
      return escalationStarted(state, event, entry)
    case 'rung-called':
      return rungCalled(state, event, entry.recordedAt)
    default:
      return withRun(state, event.run, (run) => afterAnswer(run, event, entry))
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

/** Who did this is awake and knows; it is the others who are to be paged. */
const ASKED: readonly Run['trigger'][] = ['by-hand', 'severity-raised']

function escalationStarted(
  state: Incident,
  { type: _, firstAt, ...event }: Happened<'escalation-started'>,
  entry: Entry<unknown>,
): Incident {
  const run: Run = {
    ...event,
    ...(entry.actor.kind === 'user' && ASKED.includes(event.trigger) && { by: entry.actor.id }),
    startedAt: entry.recordedAt,
    phase: 'waiting',
    due: firstAt,
    round: 1,
    at: -1,
    step: 0,
    steps: [],
    because: 'started',
    reached: false,
    alarms: 0,
    people: [],
  }
  return { ...state, runs: kept([...state.runs, run]), runsStarted: event.run }
}

/** Open ones are never forgotten; of those that are over, the newest are kept. */
function kept(runs: Run[]): Run[] {
  const over = runs.filter((run) => !isOpen(run))
  const forgotten = over.slice(0, Math.max(0, runs.length - RUNS_KEPT))
  return runs.filter((run) => !forgotten.includes(run))
}

function rungCalled(state: Incident, event: Happened<'rung-called'>, at: Instant): Incident {
  const { rung } = event
  const onLadder = state.promises.ladder?.rungs.some((other) => other.rung === rung.rung) ?? false
  const climbed =
    onLadder && !state.climbed.includes(rung.rung) ? [...state.climbed, rung.rung] : state.climbed
  return withRun({ ...state, climbed }, event.run, (run) => ({
    ...run,
    rungs: event.inserted ? inserted(run, event) : run.rungs,
    phase: 'calling',
    due: event.due,
    step: event.step,
    steps: [...run.steps, event.at],
    because: event.because,
    at: event.at,
    round: event.round,
    reached: event.round === run.round ? run.reached : false,
    calledAt: run.calledAt ?? at,
  }))
}

/** Taken out of what was still to come, so that it is not called twice in one round. */
function inserted({ rungs }: Run, { at, rung }: Happened<'rung-called'>): Run['rungs'] {
  const later = rungs.slice(at).filter((other) => other.rung !== rung.rung)
  return [...rungs.slice(0, at), rung, ...later]
}

function afterAnswer(
  run: Run,
  event: Exclude<
    ClockEvent,
    {
      type:
        | 'promised'
        | `update${string}`
        | 'outage-long'
        | `recovery-${string}`
        | 'loss-measured'
        | 'escalation-started'
        | 'rung-called'
    }
  >,
  entry: Entry<unknown>,
): Run {
  switch (event.type) {
    case 'people-paged': {
      const people: Paged[] = event.people.map((paged) => ({ ...paged, step: event.step }))
      const phase = event.step === run.step && run.phase === 'calling' ? 'paged' : run.phase
      return { ...run, phase, reached: true, people: [...run.people, ...people] }
    }
    case 'rung-empty':
      return run
    case 'page-sent':
      return withPaged(run, event, ({ failed: _, ...paged }) => ({
        ...paged,
        sent: { channel: event.channel, ts: event.ts },
      }))
    case 'page-failed':
      return withPaged(run, event, (paged) => ({ ...paged, failed: event.why }))
    case 'page-declined': {
      const user = entry.actor.kind === 'user' ? entry.actor.id : ''
      return withPaged(run, { step: event.step, user }, (paged) => ({ ...paged, cannot: true }))
    }
    case 'nobody-answered':
      return { ...run, phase: 'alarming', alarms: event.times, due: event.next }
    case 'page-unanswered':
      return ended(run, 'unanswered', entry)
    case 'acknowledged':
      return ended(run, 'acknowledged', entry)
    case 'escalation-ended':
      return ended(run, event.how, entry)
  }
}

function ended(run: Run, how: End, { actor, recordedAt: at }: Entry<unknown>): Run {
  const by = actor.kind === 'user' ? { by: actor.id } : {}
  return { ...run, phase: 'over', due: at, end: { how, at, ...by } }
}

function withPaged(
  run: Run,
  { step, user }: { step: number; user: UserId },
  change: (paged: Paged) => Paged,
): Run {
  return {
    ...run,
    people: run.people.map((paged) => (paged.step === step && paged.user === user ? change(paged) : paged)),
  }
}

function withRun(state: Incident, number: number, change: (run: Run) => Run): Incident {
  return { ...state, runs: state.runs.map((run) => (run.run === number ? change(run) : run)) }
}
