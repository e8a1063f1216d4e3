import type { Instant } from '../decider.ts'
import type { UserId } from '../incident/incident.ts'

/** Somebody on call. `user`: who they are in Slack, absent for somebody who is nobody there. */
export type Mate = { name: string; user?: UserId }

/** A turn of somebody. Without `until` it has no end that is known. */
export type Turn = Mate & { from?: Instant; until?: Instant }

/** Who has a shift that is kept outside of Slack, and who has it next. `asOf`: it could not be asked for anew. */
export type Shift = { title: string; now: Turn[]; next: Turn[]; asOf?: { at: Instant; why: string } }

/** Shifts that are kept outside of Slack; a reference is the policy's, `pagerduty:schedule:PGR0VU2`. Never throws. */
export type Shifts = {
  of(reference: string, signal: AbortSignal): Promise<Shift | { why: string }>
}

/** Who stands behind one reference of a rung. */
export type Behind =
  | { reference: string; kind: 'people'; now: Mate[] }
  | { reference: string; kind: 'role'; role: string }
  | ({ reference: string; kind: 'shift' } & Shift)
  | { reference: string; kind: 'unknown'; why: string }
