import type { Decider } from '../decider.ts'
import { decide } from './decide.ts'
import { evolve, UNDECLARED } from './evolve.ts'
import type { Incident, IncidentCommand, IncidentEvent } from './incident.ts'
import { react } from './react.ts'
import { timers } from './timers.ts'
import { topics } from './topics.ts'

/** An incident from the moment when it is declared. */
export const incident: Decider<Incident, IncidentCommand, IncidentEvent> = {
  kind: 'incident',
  prefix: 'INC',
  version: 1,
  initial: UNDECLARED,
  decide,
  evolve,
  react,
  timers,
  labels,
}

/** `open` or `resolved`, `number:7`, `channel:C1` of its own channel, `thread:C1:1718000000.000100` of its card. */
function labels(state: Incident): string[] {
  if (state.number === 0) return []
  return [
    state.status === 'resolved' ? 'resolved' : 'open',
    `number:${state.number}`,
    ...(state.channel === undefined ? [] : [`channel:${state.channel.id}`]),
    ...(state.card === undefined ? [] : [`thread:${state.card.channel}:${state.card.ts}`]),
    ...topics().flatMap((topic) => topic.labels?.(state) ?? []),
  ]
}
