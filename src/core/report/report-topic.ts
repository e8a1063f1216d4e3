import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import type { Owed } from '../incident/owed.ts'
import type { Topic } from '../incident/topic.ts'
import type { ReportCommand, ReportEvent } from './delivery.ts'
import { weightOf } from './weight.ts'

/** Somebody who resolved it by mistake has so long to reopen it before a report is handed over. */
const REPORT_AFTER_MS = 15_000
/** What changes afterwards is gathered for so long before the page is written anew. */
const REPORT_ANEW_MS = 60_000

/** The report: handed over when the incident is resolved and when somebody asks for it, kept current from then on. */
export const report: Topic<ReportCommand, ReportEvent> = {
  commands: { 'ask-report': 'note', 'record-report': 'own' },
  events: { 'report-asked': 'whoever', 'report-delivered': 'bot' },
  decide(_state, command, { actor }) {
    if (command.type === 'record-report') {
      const { type: _, ...delivered } = command
      return [{ type: 'report-delivered', ...delivered }]
    }
    const to = command.to === 'me' && actor.kind === 'user' ? { to: actor.id } : {}
    return [{ type: 'report-asked', ...to }]
  },
  evolve(state, { event }) {
    if (event.type === 'report-asked') return state
    const { deliveries } = state.reported
    const canvas = event.canvas ?? state.reported.canvas
    return { ...state, reported: { deliveries: deliveries + 1, ...(canvas !== undefined && { canvas }) } }
  },
  react({ event }, state) {
    if (event.type === 'report-delivered') return []
    return [deliver(state, event.to === undefined ? {} : { user: event.to })]
  },
  reacts: (entry, state) => [...afterResolving(entry, state), ...afterChange(entry, state)],
  does(event) {
    if (event.type === 'report-asked') return [{ part: 'text', text: 'asked for the report' }]
    const text =
      event.how === 'canvas' ? 'wrote the report into the canvas of ' : 'handed over the report in '
    return [
      { part: 'text', text },
      { part: 'channel', channel: event.channel },
    ]
  },
  kinds: { 'report-asked': 'act', 'report-delivered': 'delivery' },
  withoutWords: (event) => event,
  details: () => [],
}

/** At the end, and when nothing more is to be learned from it. */
function afterResolving({ event, recordedAt }: Entry<IncidentEvent>, state: Incident): Owed[] {
  if (event.type === 'closed') return [deliver(state, {})]
  if (event.type !== 'status-changed' || event.to !== 'resolved') return []
  return [{ ...deliver(state, { resolved: true }), notBefore: recordedAt + REPORT_AFTER_MS }]
}

/** Once there is a page it follows what is said and corrected; the bot's own bookkeeping changes nothing worth it. */
function afterChange({ event, recordedAt }: Entry<IncidentEvent>, state: Incident): Owed[] {
  const { canvas, deliveries } = state.reported
  if (canvas === undefined || deliveries === 0 || state.status !== 'resolved') return []
  if (weightOf(event) === 'minor') return []
  const anew: Owed = { kind: 'slack.sync-report', lane: 'sync', subject: `report:${state.id}` }
  return [{ ...anew, notBefore: recordedAt + REPORT_ANEW_MS }]
}

function deliver({ id }: Incident, args: { user?: string; resolved?: true }): Owed {
  return { kind: 'slack.deliver-report', lane: 'file', subject: `report:${id}`, args }
}
