import { SEVERITIES, type Severity } from '../incident/incident.ts'
import { ladderNamed } from '../ladder/ladder-named.ts'
import type { Policy } from '../policy.ts'
import { NONE } from '../policy-promises.ts'

/** The order in which people are paged, and for which severities. */
export type Order = { severities: Severity[]; rungs: string[] }

/** Every ladder that a severity climbs, as it is climbed. Ladders of the same rungs are one. */
export function orders(policy: Policy): Order[] {
  const all: Order[] = []
  for (const severity of SEVERITIES) {
    const { ladder } = policy.severities[severity]
    if (ladder === NONE) continue
    const rungs = ladderNamed(ladder, policy).rungs.map(({ rung }) => rung)
    const same = all.find((one) => one.rungs.join() === rungs.join())
    if (same === undefined) all.push({ severities: [severity], rungs })
    else same.severities.push(severity)
  }
  return all
}

/** All rungs, those that are paged first in front, each once. */
export function rungsInOrder(policy: Policy): string[] {
  return [...new Set([...orders(policy).flatMap(({ rungs }) => rungs), ...Object.keys(policy.rungs)])]
}
