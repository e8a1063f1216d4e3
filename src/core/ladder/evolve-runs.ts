import type { Entry, Instant } from '../decider.ts'
import type { UserId } from '../incident/incident.ts'
import { RUNS_KEPT } from '../limits.ts'
import { notePages } from '../pagerduty/evolve.ts'
import type { Climber, End, Paged, Run, RunEvent } from './climber.ts'
import { isOpen } from './runs.ts'

type Happened<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

/** What an event on a ladder changes. Total: a run that is not remembered any more changes nothing. */
export function evolveRuns<C extends Climber>(state: C, event: RunEvent, entry: Entry<unknown>): C {
  switch (event.type) {
    case 'escalation-started':
      return escalationStarted(state, event, entry)
    case 'rung-called':
      return rungCalled(state, event, entry.recordedAt)
    default:
      return notePages(
        withRun(state, event.run, (run) => afterAnswer(run, event, entry)),
        event,
      )
  }
}

/** Who did this is awake and knows; it is the others who are to be paged. */
const ASKED: readonly Run['trigger'][] = ['by-hand', 'severity-raised']

function escalationStarted<C extends Climber>(
  state: C,
  { type: _, firstAt, ...event }: Happened<'escalation-started'>,
  entry: Entry<unknown>,
): C {
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

function rungCalled<C extends Climber>(state: C, event: Happened<'rung-called'>, at: Instant): C {
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
  event: Exclude<RunEvent, { type: 'escalation-started' | 'rung-called' }>,
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
    case 'acknowledged': {
      const { end, ...over } = ended(run, 'acknowledged', entry)
      const who = event.pagerduty?.who
      return end === undefined || who === undefined
        ? { ...over, ...(end && { end }) }
        : { ...over, end: { ...end, who } }
    }
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

function withRun<C extends Climber>(state: C, number: number, change: (run: Run) => Run): C {
  return { ...state, runs: state.runs.map((run) => (run.run === number ? change(run) : run)) }
}
