import type { Policy } from '../policy.ts'
import { NONE } from '../policy-promises.ts'
import type { Ladder, Promises, Rung } from './clock.ts'
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

/** A ladder with what follows it, as one; the rounds and the alarm are those of the first. */
export function ladderNamed(ladder: string, policy: Policy): Ladder {
  const { rounds, alarmEveryMinutes } = theLadder(ladder, policy)
  const rungs: Rung[] = []
  const { paging, rungs: known } = policy
  const seen = new Set<string>()
  for (let name: string | undefined = ladder; name !== undefined && !seen.has(name); ) {
    seen.add(name)
    const part = theLadder(name, policy)
    for (const rung of part.rungs) {
      rungs.push({
        rung,
        name: known[rung]?.name ?? rung,
        ackMinutes: known[rung]?.ackMinutes ?? part.ackMinutes ?? paging.ackMinutes,
      })
    }
    name = part.next
  }
  return { ladder, rungs, rounds, alarmEveryMinutes, firstPageAfterSeconds: paging.firstPageAfterSeconds }
}

function theLadder(ladder: string, policy: Policy) {
  const found = policy.ladders[ladder]
  if (found === undefined) throw new Error(`The policy has no ladder ${ladder}; checkPolicy lets none pass`)
  return found
}

/** Whether two sets of promises are the same. */
export function samePromises(one: Incident['promises'], other: Incident['promises']): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
