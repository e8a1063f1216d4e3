import type { SwitchAct } from '../policy-switches.ts'
import type { SwitchValue } from './provider.ts'
import type { Ask, Position, Switch, Terms } from './switch.ts'

/**
 * How a switch stands, for people. `pulled` and `normal` are said only of what was read back. `stuck`: an order that
 * was not confirmed in time. `drifted`: something else than what is wanted is there, and nobody here did it.
 */
export type Standing = 'unknown' | 'normal' | 'pulling' | 'pulled' | 'restoring' | 'stuck' | 'drifted'

export function standingOf({ order, wanted, observed }: Switch): Standing {
  if (order !== undefined) {
    if (order.alarms > 0) return 'stuck'
    return order.act === 'pull' ? 'pulling' : 'restoring'
  }
  if (wanted === undefined || observed === undefined) return 'unknown'
  if (wanted.value !== observed.value) return 'drifted'
  return wanted.position === 'normal' ? 'normal' : 'pulled'
}

export function positionOf(value: SwitchValue, { normal, safe }: Pick<Terms, 'normal' | 'safe'>): Position {
  if (value === normal) return 'normal'
  return value === safe ? 'safe' : 'other'
}

/** The value that an act sets. */
export function targetOf(act: SwitchAct, { normal, safe }: Pick<Terms, 'normal' | 'safe'>): SwitchValue {
  return act === 'pull' ? safe : normal
}

/** The act that leads to a position. What is neither normal nor safe takes the right to restore. */
export function actTo(position: Position): SwitchAct {
  return position === 'safe' ? 'pull' : 'restore'
}

/** Whether it is away from its daily value, or may be: nothing is over until it was read back. */
export function isOut(state: Switch): boolean {
  const { order, wanted, observed } = state
  if (wanted !== undefined && wanted.position !== 'normal') return true
  if (order !== undefined) return true
  return observed !== undefined && observed.value !== state.terms.normal
}

/** The incident that it is out for. One that is at its normal value belongs to none, whatever it was pulled for once. */
export function incidentOf({ wanted, order, incident }: Switch): string | undefined {
  return order !== undefined || (wanted !== undefined && wanted.position !== 'normal') ? incident : undefined
}

export function isDrifted(state: Switch): boolean {
  return standingOf(state) === 'drifted'
}

export function openApproval({ asks }: Pick<Switch, 'asks'>): Ask | undefined {
  return asks.find(({ kind, end }) => kind === 'approval' && end === undefined)
}

export function askNumbered({ asks }: Pick<Switch, 'asks'>, number: number): Ask | undefined {
  return asks.find(({ ask }) => ask === number)
}

/** `off`, `on`, `20`, or the text in quotation marks; no text is "no text". */
export function valueInWords(value: SwitchValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return `${value}`
  return value === '' ? 'no text' : `“${value}”`
}
