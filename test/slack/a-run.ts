import type { Run } from '../../src/core/ladder/climber.ts'
import { AT } from './an-incident.ts'

/** A run up the ladder that has begun, with Ana to be paged at its first step. */
export function aRun(changes: Partial<Run> = {}): Run {
  return {
    run: 1,
    kind: 'ladder',
    trigger: 'declared',
    why: 'SEV2 was declared',
    startedAt: AT,
    ladder: 'major',
    rungs: [{ rung: 'on-call', name: 'On-call engineer', ackMinutes: 5 }],
    rounds: 2,
    alarmEveryMinutes: 10,
    phase: 'paged',
    because: 'started',
    due: AT + 5 * 60_000,
    round: 1,
    at: 0,
    step: 1,
    steps: [0],
    reached: true,
    alarms: 0,
    people: [{ user: 'U0ANA', step: 1, how: '@on-call' }],
    ...changes,
  }
}
