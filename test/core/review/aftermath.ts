import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import type { Policy } from '../../../src/core/policy.ts'
import { aReviewingPolicy } from '../a-policy.ts'
import { member, Watch } from '../incident/watch.ts'

export const RESOLVE: IncidentCommand = { type: 'change-status', status: 'resolved' }
export const DAY = 24 * 60

/** A SEV3 that Ana leads, declared on Monday 10 June 2024 at noon. */
export function led(policy: Policy = aReviewingPolicy()): Watch {
  const watch = new Watch(policy)
  watch.do({ type: 'declare', number: 7, title: 'Search is slow', severity: 'sev3' }, member('UANA'))
  watch.do({ type: 'assign-role', role: 'commander', user: 'UANA' }, member('UANA'))
  return watch
}

/** The same, resolved by her at once. */
export function over(policy?: Policy): Watch {
  const watch = led(policy)
  watch.do(RESOLVE, member('UANA'))
  return watch
}

/** Effects of what happened since, as `kind user`. */
export function owed(watch: Watch, from: number): string[] {
  return watch.happened
    .slice(from)
    .flatMap(({ effects }) =>
      effects.map(({ kind, args }) => (args?.user === undefined ? kind : `${kind} ${args.user}`)),
    )
}

export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 16)
}
