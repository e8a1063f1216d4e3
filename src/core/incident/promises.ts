import { ladderNamed } from '../ladder/ladder-named.ts'
import type { Policy } from '../policy.ts'
import { NONE } from '../policy-promises.ts'
import type { Promises } from './clock.ts'
import type { Incident, Severity } from './incident.ts'

/**
 * What the policy promises for an incident as it stands. The severity says whether somebody is paged and service
 * promised back; what the incident is mainly about may say who, and how soon.
 */
export function promisesFor(
  { severity, classes }: { severity: Severity; classes: readonly string[] },
  policy: Policy,
): Promises {
  const { updates, ladder, escalateAfterMinutes, recovery } = policy.severities[severity]
  const [about = ''] = classes
  const own = Object.hasOwn(policy.classes, about) ? policy.classes[about] : undefined
  return {
    ...(updates !== NONE && { updates }),
    ...(ladder !== NONE && { ladder: ladderNamed(own?.ladder ?? ladder, policy) }),
    ...(escalateAfterMinutes !== undefined && { escalateAfterMinutes }),
    ...(recovery !== undefined && { recovery: own?.recovery ?? recovery }),
  }
}

/** Whether two sets of promises are the same. */
export function samePromises(one: Incident['promises'], other: Incident['promises']): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
