import type { Decider } from '../decider.ts'
import { decide } from './decide.ts'
import { evolve, UNDECLARED } from './evolve.ts'
import type { Incident, IncidentCommand, IncidentEvent } from './incident.ts'
import { monthLabel } from './month.ts'
import { react } from './react.ts'
import { timers } from './timers.ts'
import { isTopicCommand, topicOfCommand, topics } from './topics.ts'
import { withoutWords } from './without-words.ts'

/** An incident from the moment when it is declared. */
export const incident: Decider<Incident, IncidentCommand, IncidentEvent> = {
  kind: 'incident',
  prefix: 'INC',
  version: 7,
  initial: UNDECLARED,
  decide,
  evolve,
  react,
  timers,
  refersTo: (command, state) =>
    isTopicCommand(command) ? (topicOfCommand(command).refersTo?.(command, state) ?? []) : [],
  redaction: {
    of: (event) => (event.type === 'entry-redacted' ? event : undefined),
    leaving: (event, left) => (event.type === 'entry-redacted' ? { ...event, left } : event),
    without: withoutWords,
  },
  labels,
}

/**
 * `open` or `resolved`, `month:2024-06` in which it was declared (UTC), `number:7`, `channel:C1` of its own channel,
 * `thread:C1:1718000000.000100` of its card.
 */
function labels(state: Incident): string[] {
  if (state.number === 0) return []
  return [
    state.status === 'resolved' ? 'resolved' : 'open',
    monthLabel(state.declaredAt),
    `number:${state.number}`,
    ...(state.channel === undefined ? [] : [`channel:${state.channel.id}`]),
    ...(state.card === undefined ? [] : [`thread:${state.card.channel}:${state.card.ts}`]),
    ...topics().flatMap((topic) => topic.labels?.(state) ?? []),
  ]
}
