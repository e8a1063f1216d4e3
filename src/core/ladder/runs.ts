import type { Instant, Timer } from '../decider.ts'
import type { Climber, Paged, Run, Rung } from './climber.ts'

const RUN_TIMER = 'escalation-'

type Runs = Pick<Climber, 'runs'>

export function isOpen(run: Run): boolean {
  return run.phase !== 'over'
}

/** Every climb and page that still waits for an answer, oldest first. */
export function openRuns({ runs }: Runs): Run[] {
  return runs.filter(isOpen)
}

/** The climb that is under way; there is at most one. */
export function openClimb({ runs }: Runs): Run | undefined {
  return runs.find((run) => isOpen(run) && run.kind === 'ladder')
}

export function runNumbered({ runs }: Runs, number: number): Run | undefined {
  return runs.find(({ run }) => run === number)
}

/** The rung whose turn it is. */
export function rungNow(run: Run): Rung | undefined {
  return run.rungs[run.at]
}

/** The rung that a step called. */
export function rungOfStep(run: Run, step: number): Rung | undefined {
  return run.rungs[run.steps[step - 1] ?? -1]
}

/** Everybody who was paged in a step, whatever became of it. */
export function pagedInStep(run: Run, step: number): Paged[] {
  return run.people.filter((paged) => paged.step === step)
}

/** Each open run wants one wake-up: when its phase ends. */
export function runTimers(state: Runs): Timer[] {
  return openRuns(state).map(({ run, due }) => ({ name: `${RUN_TIMER}${run}`, due }))
}

/** The open run whose wake-up this is. */
export function runOfTimer(state: Runs, { name, due }: { name: string; due: Instant }): Run | undefined {
  return openRuns(state).find((run) => `${RUN_TIMER}${run.run}` === name && run.due === due)
}

/**
 * Where the run goes from here: the next rung, the first of the next round, or nowhere. A rung that was called a
 * second time by name stands twice among the rungs; its turn comes once a round.
 */
export function nextPlace(run: Run): { at: number; round: number } | undefined {
  const at = run.rungs.findIndex(
    ({ rung }, index) => index > run.at && run.rungs.findIndex((other) => other.rung === rung) === index,
  )
  if (at !== -1) return { at, round: run.round }
  // A round in which nobody could be paged would come out the same again.
  return run.round < run.rounds && run.reached ? { at: 0, round: run.round + 1 } : undefined
}
