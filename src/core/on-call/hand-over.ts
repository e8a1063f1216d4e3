import type { Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { rungOfStep } from '../ladder/runs.ts'
import { PAGERDUTY_REFERENCE, ROLE_REFERENCE } from '../policy-fields.ts'
import type { Mate } from './shift.ts'

/** Who was on call when it was looked last, by the key of each rung that was paged. */
export type OnCallKnown = Record<string, Mate[]>

/** `asOf`: the shifts could not be asked for anew, and this is what they said then. */
export type OnCallCommand = { type: 'record-on-call'; rung: string; people: Mate[]; asOf?: Instant }

/** Who was on call for a rung when it was paged, and who took over since. */
export type OnCallEvent =
  | { type: 'on-call-noted'; rung: string; name: string; people: Mate[] }
  | {
      type: 'on-call-changed'
      rung: string
      name: string
      left: Mate[]
      came: Mate[]
      stay: Mate[]
      asOf?: Instant
    }

type Paging = Pick<Incident, 'runs' | 'climbed'>

/** The rungs that somebody was looked for behind, by the keys of the policy. */
export function pagedRungs({ runs, climbed }: Paging): string[] {
  const called = runs.flatMap((run) =>
    run.steps.flatMap((_, index) => {
      const rung = rungOfStep(run, index + 1)
      return rung === undefined || rung.reference !== undefined ? [] : [rung.rung]
    }),
  )
  return [...new Set([...climbed, ...called])]
}

/** Whether others may stand behind a reference tomorrow: a person stays, and a change of role is told anyhow. */
export function isShared(reference: string): boolean {
  if (reference.startsWith(ROLE_REFERENCE)) return false
  return /^[@S]/.test(reference) || reference.startsWith(PAGERDUTY_REFERENCE)
}

/** Who came and who left from one look to the next. Somebody who was not known here before may be known now. */
export function changed(
  before: readonly Mate[],
  now: readonly Mate[],
): { left: Mate[]; came: Mate[]; stay: Mate[] } {
  const isIn = (mate: Mate, others: readonly Mate[]) => others.some((other) => isSame(mate, other))
  return {
    left: before.filter((mate) => !isIn(mate, now)),
    came: now.filter((mate) => !isIn(mate, before)),
    stay: now.filter((mate) => isIn(mate, before)),
  }
}

function isSame(one: Mate, other: Mate): boolean {
  if (one.user !== undefined && other.user !== undefined) return one.user === other.user
  return one.name === other.name
}
