import { incident } from '../core/incident/decider.ts'
import type { Behind } from '../core/on-call/shift.ts'
import type { Policy } from '../core/policy.ts'
import type { MovableClock } from '../engine/clock.ts'
import type { Log } from '../log.ts'
import { createHandOverWatch } from '../on-call/watch.ts'
import type { OpenEngine } from './open-engine.ts'
import type { Part } from './part.ts'

/** Shifts that change hands while an incident is open are noticed and told. */
export function createOnCallPart(parts: {
  open: OpenEngine
  policy: Policy
  look: (references: readonly string[], signal: AbortSignal) => Promise<Behind[]>
  clock: MovableClock
  log: Log
}): Part {
  const { open, policy, look, clock, log } = parts
  const watch = createHandOverWatch({
    incidents: open.engine.streams(incident),
    policy,
    policyOf: open.policies.of,
    look,
    clock,
    log,
  })
  return {
    run: watch.run,
    stop: watch.stop,
    nextDue: watch.nextDue,
    onCommit({ kind, entries }) {
      const isPaged = entries.some(({ event }) => WAKING.has((event as { type: string }).type))
      if (kind === incident.kind && isPaged) watch.wake()
    },
  }
}

/** After these there is somebody new to look after, or nobody any more. */
const WAKING = new Set(['people-paged', 'rung-empty', 'reopened'])
