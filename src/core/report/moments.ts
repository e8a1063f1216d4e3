import type { Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'

/** The key moments of an incident, in the order in which they usually come. Absent: not known, or not yet. */
export type Moments = {
  started: Instant
  detected: Instant
  declared: Instant
  acknowledged?: Instant
  mitigated?: Instant
  resolved?: Instant
}

export const MOMENTS = ['started', 'detected', 'declared', 'acknowledged', 'mitigated', 'resolved'] as const
export type Moment = (typeof MOMENTS)[number]

/** The key moments as they stand. Where nobody has said otherwise, it began when it was declared. */
export function momentsOf(state: Pick<Incident, 'declaredAt' | 'resolvedAt' | 'outage' | 'tally'>): Moments {
  const { declaredAt, resolvedAt, outage, tally } = state
  return {
    started: declaredAt,
    detected: declaredAt,
    declared: declaredAt,
    ...(tally.acknowledgedAt !== undefined && { acknowledged: tally.acknowledgedAt }),
    ...(outage.mitigatedAt !== undefined && { mitigated: outage.mitigatedAt }),
    ...(resolvedAt !== undefined && { resolved: resolvedAt }),
  }
}

/** How long it took, ms; undefined while one end is not known, or when what was said puts the end before the start. */
export function lead(from: Instant | undefined, to: Instant | undefined): number | undefined {
  return from === undefined || to === undefined || to < from ? undefined : to - from
}
