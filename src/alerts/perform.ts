import type { Alert, AlertEvent } from '../core/alert/alert.ts'
import { titleOf } from '../core/alert/naming.ts'
import type { Entry } from '../core/decider.ts'
import { ruleLabel } from '../core/incident/alerts-topic.ts'
import type { Incident, IncidentCommand, IncidentEvent } from '../core/incident/incident.ts'
import type { AlertNews } from '../core/incident/linked-alerts.ts'
import { TITLE_MAX } from '../core/limits.ts'
import { clip } from '../core/text.ts'
import type { Outcome, Owed, Performers } from '../engine/outcome.ts'
import type { Streams } from '../engine/streams.ts'
import type { Alerts } from './intake.ts'

type Incidents = Streams<Incident, IncidentCommand, IncidentEvent>
type AlertOwed = Omit<Owed, 'state' | 'entry'> & { state: Alert; entry: Entry<AlertEvent> }

const DONE: Outcome = { outcome: 'ok' }
const OURS = { actor: { kind: 'bot' }, via: 'delivery' } as const

/** What alerts and incidents have to tell each other. */
export function createAlertPerformers(parts: { alerts: Alerts; incidents: Incidents }): Performers {
  const paces = () => []
  return {
    'alert.declare': { paces, perform: (owed) => declare(ofAlert(owed), parts.incidents) },
    'alert.tell-incident': { paces, perform: (owed) => tellIncident(ofAlert(owed), parts.incidents) },
    'alert.link': { paces, perform: (owed) => link(owed, parts.alerts) },
  }
}

/** The engine stores state and entry of every kind of stream alike; these effects are only owed by alerts. */
function ofAlert(owed: Owed): AlertOwed {
  return owed as AlertOwed
}

/**
 * Declares what the policy wants, unless an incident of the same rule is open: then the alert joins it. The keys make
 * a second try find what the first has done.
 */
async function declare({ state, key }: AlertOwed, incidents: Incidents): Promise<Outcome> {
  const { declaring } = state
  if (declaring === undefined) return DONE // it is over, or somebody was faster
  const { rule, classes, severity, answers } = declaring
  const [newest] = await incidents.find(ruleLabel(rule), 1)
  if (newest !== undefined && newest.status !== 'resolved') {
    const event: AlertNews = { type: 'alert-joined', firing: state.firing > 0, ...named(state) }
    await incidents.handle(newest.id, { type: 'record-alert', event }, { ...OURS, key: `joined:${key}` })
    return belongsTo(newest)
  }
  const alert = { id: state.id, title: titleOf(state), level: state.level, rule, at: state.firedAt }
  const graded = severity === undefined ? { triage: { answers: answers ?? {} } } : { severity }
  const title = clip(titleOf(state), TITLE_MAX)
  const handled = await incidents.begin(
    (number) => ({ type: 'declare', number, title, classes, alert, ...graded }),
    { ...OURS, key: `declared:${key}` },
  )
  if (handled.result === 'rejected') return { outcome: 'give-up', why: handled.rejection.rejected }
  return belongsTo(handled.state)
}

function belongsTo({ id, promises }: Incident): Outcome {
  const pages = promises.ladder !== undefined
  return { outcome: 'ok', command: { type: 'record-incident', incident: id, pages } as { type: string } }
}

/** The same entry told twice is told once: its effect's key stands in the incident's inbox. */
async function tellIncident({ key, args, entry, state }: AlertOwed, incidents: Incidents): Promise<Outcome> {
  const id = String(args.incident)
  const event = meant(entry, state, id)
  if (event === undefined) return DONE
  if ((await incidents.load(id)) === undefined) return { outcome: 'give-up', why: `there is no ${id}` }
  const told = { ...event, happenedAt: entry.at }
  await incidents.handle(id, { type: 'record-alert', event: told }, { ...OURS, key: `told:${key}` })
  return DONE
}

/** What an entry of an alert means to an incident. */
function meant({ event, actor }: Entry<AlertEvent>, state: Alert, incident: string): AlertNews | undefined {
  const by = actor.kind === 'user' ? { by: actor.id } : {}
  switch (event.type) {
    case 'alert-linked':
      return event.incident === incident
        ? { type: 'alert-joined', firing: state.firing > 0, ...by, ...named(state) }
        : { type: 'alert-left', to: event.incident, ...by, ...named(state) }
    case 'alert-fired':
      return { type: 'alert-fired-again', ...named(state) }
    case 'alert-worsened':
      return { type: 'alert-got-worse', ...named(state) }
    case 'alert-resolved':
      return { type: 'alert-ended', ...named(state) }
    default:
      return undefined
  }
}

function named(state: Alert) {
  return { alert: state.id, title: titleOf(state), level: state.level }
}

/** Owed by an incident that was declared from an alert: the alert learns where it belongs. */
async function link(owed: Owed, alerts: Alerts): Promise<Outcome> {
  const { promises } = owed.state as Incident
  const { alert, by } = owed.args
  const id = String(alert)
  if ((await alerts.load(id)) === undefined) return { outcome: 'give-up', why: `there is no ${id}` }
  const command = {
    type: 'record-incident',
    incident: owed.stream,
    pages: promises.ladder !== undefined,
    ...(typeof by === 'string' && { by }),
  } as const
  await alerts.handle(id, command, { ...OURS, key: `linked:${owed.key}` })
  return DONE
}
