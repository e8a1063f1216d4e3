import type { Instant } from '../decider.ts'
import { MINUTE } from '../time-units.ts'
import type { Because, Climber, Run, RunEvent, Rung, Trigger } from './climber.ts'
import { nextPlace, openClimb, rungNow } from './runs.ts'

/**
 * Beyond this a deadline that was met late counts from now: whoever is paged late, after the bot was down, has as
 * long to answer as anybody. Within it deadlines count from when they were due, so that lateness never adds up.
 */
export const LATE_MS = MINUTE

/**
 * Begins to climb, unless that is under way or there is no ladder: at the rung above those that were called since it
 * began, and at the bottom again when all were. Only declaring waits before the first page.
 */
export function climb(state: Climber, trigger: Trigger, why: string, now: Instant): RunEvent[] {
  const { ladder } = state.promises
  if (ladder === undefined || openClimb(state) !== undefined) return []
  const waitMs = trigger === 'declared' ? ladder.firstPageAfterSeconds * 1_000 : 0
  return started(state, trigger, why, rungsAbove(state), now, waitMs)
}

/** The same with a rung of one's own choice first. Where there is no ladder, that rung is all of it. */
export function climbFrom(state: Climber, first: Rung, why: string, now: Instant): RunEvent[] {
  const others = rungsAbove(state).filter(({ rung }) => rung !== first.rung)
  return started(state, 'by-hand', why, [first, ...others], now, 0)
}

function started(
  state: Climber,
  trigger: Trigger,
  why: string,
  rungs: Rung[],
  now: Instant,
  waitMs: number,
): RunEvent[] {
  const { ladder } = state.promises
  const begun = {
    type: 'escalation-started',
    run: state.runsStarted + 1,
    kind: 'ladder',
    trigger,
    why,
    ladder: ladder?.ladder ?? '',
    rungs,
    rounds: ladder?.rounds ?? 1,
    alarmEveryMinutes: ladder?.alarmEveryMinutes ?? ALARM_WITHOUT_LADDER_MINUTES,
    firstAt: now + waitMs,
  } as const
  const [first] = rungs
  if (waitMs > 0 || first === undefined) return [begun]
  return [begun, called({ ...BEFORE_FIRST, run: begun.run }, { at: 0, round: 1 }, first, 'started', now)]
}

/** How often it is said that nobody answers where no ladder says. */
const ALARM_WITHOUT_LADDER_MINUTES = 15
const BEFORE_FIRST = { step: 0 }

/** The rungs above those that were called already; those below come after the last, so that a round is all of them. */
function rungsAbove({ promises, climbed }: Pick<Climber, 'promises' | 'climbed'>): Rung[] {
  const rungs = promises.ladder?.rungs ?? []
  const reached = rungs.findLastIndex(({ rung }) => climbed.includes(rung))
  return [...rungs.slice(reached + 1), ...rungs.slice(0, reached + 1)]
}

/** One step further: the next rung, or that nobody answered. `scheduled` is when this step was due. */
export function further(run: Run, because: Because, scheduled: Instant, now: Instant): RunEvent[] {
  const place = nextPlace(run)
  const rung = place && run.rungs[place.at]
  if (place !== undefined && rung !== undefined) {
    return [called(run, place, rung, because, anchor(scheduled, now))]
  }
  if (run.kind === 'page') return [pageUnanswered(run)]
  return [nobodyAnswered(run, scheduled, now)]
}

/** A rung named by hand, before what would come next. */
export function furtherTo(run: Run, rung: Rung, now: Instant): RunEvent[] {
  const place = { at: run.at + 1, round: run.round }
  return [{ ...called(run, place, rung, 'by-hand', now), inserted: true }]
}

function called(
  run: Pick<Run, 'run' | 'step'>,
  { at, round }: { at: number; round: number },
  rung: Rung,
  because: Because,
  from: Instant,
): Extract<RunEvent, { type: 'rung-called' }> {
  const due = from + rung.ackMinutes * MINUTE
  return { type: 'rung-called', run: run.run, step: run.step + 1, round, at, rung, because, due }
}

function pageUnanswered(run: Run): RunEvent {
  const { name = '', reference } = rungNow(run) ?? {}
  return { type: 'page-unanswered', run: run.run, name, ...(reference !== undefined && { reference }) }
}

/** Said again and again on the policy's grid; those that fell into a time when the bot was down are one. */
function nobodyAnswered(run: Run, scheduled: Instant, now: Instant): RunEvent {
  const every = run.alarmEveryMinutes * MINUTE
  const next = scheduled + (Math.floor(Math.max(0, now - scheduled) / every) + 1) * every
  return { type: 'nobody-answered', run: run.run, times: run.alarms + 1, next }
}

function anchor(scheduled: Instant, now: Instant): Instant {
  return now - scheduled > LATE_MS ? now : scheduled
}

/** What follows when the time of a run's phase is up. */
export function runDue(run: Run, now: Instant): RunEvent[] {
  const because = { waiting: 'started', calling: 'undelivered', paged: 'unanswered' } as const
  if (run.phase === 'alarming') return [nobodyAnswered(run, run.due, now)]
  if (run.phase === 'over') return []
  return further(run, because[run.phase], run.due, now)
}
