import { allMoments, MOMENTS, type Moment } from '../capture/moments.ts'
import type { Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'

/** When the key moments were, as far as they have come; `assumed` are those that nobody spoke of. */
export type MomentTimes = Partial<Record<Moment, Instant>> & {
  started: Instant
  detected: Instant
  declared: Instant
  assumed: readonly Moment[]
}

/** The key moments as they stand, with every correction. */
export function momentsOf({ moments, declaredAt }: Pick<Incident, 'moments' | 'declaredAt'>): MomentTimes {
  const all = allMoments(moments)
  const known = MOMENTS.flatMap((name) => {
    const found = all[name]
    return found === undefined ? [] : [{ name, ...found }]
  })
  return {
    ...{ started: declaredAt, detected: declaredAt, declared: declaredAt },
    ...Object.fromEntries(known.map(({ name, at }) => [name, at])),
    assumed: known.filter(({ how }) => how === 'assumed').map(({ name }) => name),
  }
}
