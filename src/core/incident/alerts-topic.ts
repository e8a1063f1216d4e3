import type { Entry } from '../decider.ts'
import { alertNewsDoes } from '../describe-linked-alerts.ts'
import { INCIDENT_ALERTS_MAX } from '../limits.ts'
import { REDACTED } from '../timeline/kinds.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import type { AlertNews, LinkedAlert, LinkedAlertCommand } from './linked-alerts.ts'
import { type Owed, say, syncCard } from './owed.ts'
import type { Topic } from './topic.ts'

/** Alerts: each lives in a stream of its own, which tells the incident that it belongs to what becomes of it. */
export const alertsTopic: Topic<LinkedAlertCommand, AlertNews> = {
  commands: { 'record-alert': 'own' },
  events: {
    'alert-joined': whose,
    'alert-fired-again': 'bot',
    'alert-got-worse': 'bot',
    'alert-ended': 'bot',
    'alert-left': whose,
  },
  kinds: {
    'alert-joined': 'alert',
    'alert-fired-again': 'alert',
    'alert-got-worse': 'alert',
    'alert-ended': 'alert',
    'alert-left': 'alert',
  },
  /** What monitoring says is nobody's words, but it may quote them. */
  withoutWords: (event) => ({ ...event, title: REDACTED }),
  decide: (state, { event }) => (isNews(state, event) ? [event] : []),
  evolve: (state, { event, at }) => ({ ...state, alerts: alertsAfter(state.alerts, event, at) }),
  notes: withRule,
  follows: joinedByDeclaring,
  react: ({ event }, state) => [
    ...say(state, event.type === 'alert-left' ? undefined : 'broadcast'),
    syncCard(state),
  ],
  reacts: tellOrigin,
  labels: ({ alertRule }) => (alertRule === undefined ? [] : [ruleLabel(alertRule)]),
  does: alertNewsDoes,
  details: () => [],
}

/** Under which the incidents are found that a rule of the policy declared. */
export function ruleLabel(rule: string): string {
  return `alert-rule:${rule}`
}

function whose({ by }: { by?: string }): 'bot' | { user: string } {
  return by === undefined || by === '' ? 'bot' : { user: by }
}

/** Told twice, or of an alert that was never linked, it is no news. */
function isNews({ alerts }: Incident, { type, alert }: AlertNews): boolean {
  const known = Object.hasOwn(alerts, alert)
  return type === 'alert-joined' ? !known : known
}

function alertsAfter(alerts: Incident['alerts'], event: AlertNews, at: number): Incident['alerts'] {
  const { alert, title, level } = event
  if (event.type === 'alert-left') {
    const { [alert]: _, ...rest } = alerts
    return rest
  }
  const known = Object.hasOwn(alerts, alert) ? alerts[alert] : undefined
  if (known === undefined && Object.keys(alerts).length >= INCIDENT_ALERTS_MAX) return alerts
  const firing = event.type === 'alert-joined' ? event.firing : event.type !== 'alert-ended'
  const since = known === undefined || known.firing !== firing ? at : known.since
  return { ...alerts, [alert]: { title, level, firing, since } satisfies LinkedAlert }
}

/** Kept when it is declared, so that the next alert of the same rule joins in place of declaring another. */
function withRule(state: Incident, { event }: Entry<IncidentEvent>): Incident {
  if (event.type !== 'declared' || event.alert?.rule === undefined) return state
  return { ...state, alertRule: event.alert.rule }
}

function joinedByDeclaring(event: IncidentEvent): IncidentEvent[] {
  if (event.type !== 'declared' || event.alert === undefined) return []
  const { id, title, level } = event.alert
  return [{ type: 'alert-joined', alert: id, title, level, firing: true }]
}

/** The alert learns of it by this, whoever declared and by what means. */
function tellOrigin({ event, actor }: Entry<IncidentEvent>): Owed[] {
  if (event.type !== 'declared' || event.alert === undefined) return []
  const { id } = event.alert
  const by = actor.kind === 'user' ? { by: actor.id } : {}
  return [{ kind: 'alert.link', lane: 'say', subject: `alert-link:${id}`, args: { alert: id, ...by } }]
}
