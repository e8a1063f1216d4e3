import type { Decider } from '../decider.ts'
import { isInPagerduty, pagerdutyLabels } from '../pagerduty/pages.ts'
import { type Alert, type AlertCommand, type AlertEvent, UNSEEN } from './alert.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { firingLabel, lineLabel, serviceLabel, stormLabel } from './lines.ts'
import { react } from './react.ts'
import { timers } from './timers.ts'

/** A line of alerts, from its first signal. */
export const alert: Decider<Alert, AlertCommand, AlertEvent> = {
  kind: 'alert',
  prefix: 'ALERT',
  version: 4,
  policy: 'newest', // what is wrong with a ladder is mended for the alerts of tonight too
  initial: UNSEEN,
  decide,
  evolve,
  react,
  timers,
  labels,
}

/** Under which the lines are found of which something fires. */
export const FIRING = 'alerts-firing'
/** Under which all lines are found. */
export const ALL_ALERTS = 'alerts'
/** Under which whatever has to be told of an absence is found, of every kind. */
const OPEN = 'open'

/**
 * `alerts`, `alerts-firing`, `incident:INC-7`, `thread:C1:1718000000.000100` of its line, `pagerduty:PT4KHLK`, `open` while
 * PagerDuty has it, and those of lines.ts by which its signals find it.
 */
function labels(state: Alert): string[] {
  const { number, source, group, service, storm, firing, incident, line } = state
  if (number === 0) return []
  return [
    ALL_ALERTS,
    ...(storm ? [stormLabel(source, service)] : [lineLabel(source, group), serviceLabel(source, service)]),
    ...(firing > 0 ? [FIRING, firingLabel(source)] : []),
    ...(incident === undefined ? [] : [`incident:${incident}`]),
    ...pagerdutyLabels(state),
    ...(isInPagerduty(state) ? [OPEN] : []),
    ...(line === undefined ? [] : [`thread:${line.channel}:${line.ts}`]),
  ]
}
