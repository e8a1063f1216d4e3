import type { Decider } from '../decider.ts'
import { decide } from './decide.ts'
import { evolve, UNADOPTED } from './evolve.ts'
import { react } from './react.ts'
import { isOut } from './standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from './switch.ts'
import { timers } from './timers.ts'

/** A kill switch, from when the policy first names it. */
export const killSwitch: Decider<Switch, SwitchCommand, SwitchEvent> = {
  kind: 'switch',
  prefix: 'SW',
  version: 2,
  policy: 'newest',
  initial: UNADOPTED,
  decide,
  evolve,
  react,
  timers,
  labels,
}

/** Under which all switches are found. */
export const ALL_SWITCHES = 'switches'

/** Under which those are found that are not at their daily value. */
export const SWITCHES_OUT = 'switches-out'

export function labelOf(key: string): string {
  return `switch:${key}`
}

/** `switches`, `switch:<key>`, and `switches-out` for those that are not at their daily value. */
function labels(state: Switch): string[] {
  if (state.number === 0) return []
  return [ALL_SWITCHES, labelOf(state.key), ...(isOut(state) ? [SWITCHES_OUT] : [])]
}
