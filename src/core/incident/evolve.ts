import { NOTHING_AMENDED } from '../amend/amend.ts'
import { NOTHING_CAPTURED } from '../capture/capture.ts'
import { NOTHING_TOLD } from '../comms/comms.ts'
import type { Entry } from '../decider.ts'
import { UNREPORTED } from '../report/delivery.ts'
import { UNREVIEWED } from '../review/review.ts'
import { decided } from './classification.ts'
import { UNWOUND } from './clock.ts'
import { told, windUp, withStatusClock } from './evolve-clock.ts'
import { type Incident, type IncidentEvent, incidentId, type Severity } from './incident.ts'
import { NO_LEVERS } from './levers.ts'
import { NO_ALERTS } from './linked-alerts.ts'
import { NOTHING_TALLIED, tallied } from './tally.ts'
import { topicOfEvent, topics } from './topics.ts'

/** Before anything was declared. */
export const UNDECLARED: Incident = {
  number: 0,
  id: '',
  title: '',
  severity: 'sev4',
  severityAt: 0,
  classes: [],
  doubts: {},
  doubted: [],
  status: 'investigating',
  declaredBy: '',
  declaredAt: 0,
  openSince: 0,
  roles: {},
  room: '',
  channelAwaited: false,
  updates: 0,
  failures: 0,
  policy: '',
  tally: NOTHING_TALLIED,
  reported: UNREPORTED,
  comms: NOTHING_TOLD,
  ...UNWOUND,
  ...NO_LEVERS,
  ...NO_ALERTS,
  ...NOTHING_CAPTURED,
  ...NOTHING_AMENDED,
  ...UNREVIEWED,
}

/** The only way in which an incident changes. Total: an event that says nothing new leaves the state as it was. */
export function evolve(state: Incident, entry: Entry<IncidentEvent>): Incident {
  const noted = topics().reduce((after, topic) => topic.notes?.(after, entry) ?? after, changed(state, entry))
  const tally = tallied(state, entry)
  return tally === noted.tally ? noted : { ...noted, tally }
}

function changed(state: Incident, entry: Entry<IncidentEvent>): Incident {
  const { event } = entry
  switch (event.type) {
    case 'declared':
      return declared(event, entry)
    case 'renamed':
      return { ...state, title: event.title }
    case 'update-posted':
      return {
        ...told(state, entry.recordedAt, event.nextInMinutes),
        updates: event.number,
        lastUpdate: { ...event.update, at: entry.at, by: userOf(entry), entry: entry.seq },
      }
    case 'status-changed':
      return withStatusClock(withStatus(state, event.to, entry.at), entry.recordedAt)
    case 'reopened':
      return awaiting(
        { ...windUp(withStatus(state, 'investigating', entry.at), entry.recordedAt), openSince: entry.at },
        event.opensChannel,
      )
    case 'severity-changed':
      return awaiting(withSeverity(state, event.to, entry.at), event.opensChannel)
    case 'triaged':
      return { ...state, classification: event.classification, severityAt: entry.at }
    case 'classes-changed':
      return { ...state, classes: event.to }
    case 'triage-offered':
      return { ...state, doubted: [...state.doubted, event.doubt] }
    case 'role-assigned':
      return { ...state, roles: { ...state.roles, [event.role]: event.user } }
    case 'role-released':
      return { ...state, roles: without(state.roles, event.role) }
    case 'card-posted':
      return { ...withoutGivenUp(state), card: { channel: event.channel, ts: event.ts } }
    case 'card-wanted':
      return withoutGivenUp(state)
    case 'channel-opened':
      return { ...state, channelAwaited: false, channel: { id: event.channel, name: event.name } }
    case 'own-card-posted':
      return withOwnCard(state, event.ts)
    case 'channel-lost':
      return withoutChannel(state)
    case 'delivery-failed':
      return failed(state, event.effect)
    case 'noted':
    case 'gap-noticed':
      return state
    default:
      return topicOfEvent(event).evolve(state, { ...entry, event })
  }
}

function declared(
  event: Extract<IncidentEvent, { type: 'declared' }>,
  entry: Entry<IncidentEvent>,
): Incident {
  return {
    ...UNDECLARED,
    number: event.number,
    id: incidentId(event.number),
    title: event.title,
    severity: event.severity,
    severityAt: entry.at,
    classes: event.classes ?? [],
    ...(event.classification === undefined ? {} : { classification: event.classification }),
    doubts: event.doubts ?? {},
    declaredBy: userOf(entry),
    declaredAt: entry.at,
    outage: { ...UNWOUND.outage, since: entry.at },
    openSince: entry.at,
    ...(event.declaredIn === undefined ? {} : { declaredIn: event.declaredIn }),
    room: event.room,
    channelAwaited: event.opensChannel === true,
    policy: event.policy,
  }
}

/** `resolvedAt` stands exactly while the status is resolved. */
function withStatus(state: Incident, status: Incident['status'], at: number): Incident {
  const { resolvedAt: _, ...open } = state
  return status === 'resolved' ? { ...open, status, resolvedAt: at } : { ...open, status }
}

/** What explained another severity than this one explains nothing any more. */
function withSeverity(state: Incident, severity: Severity, at: number): Incident {
  const { classification, ...rest } = state
  const explains = classification !== undefined && decided(classification) === severity
  return { ...rest, severity, severityAt: at, ...(explains ? { classification } : {}) }
}

function awaiting(state: Incident, opensChannel: true | undefined): Incident {
  return opensChannel === true ? { ...state, channelAwaited: true } : state
}

function withoutChannel(state: Incident): Incident {
  const { channel: _, ...rest } = state
  return rest
}

function withOwnCard(state: Incident, cardTs: string): Incident {
  return state.channel === undefined ? state : { ...state, channel: { ...state.channel, cardTs } }
}

function withoutGivenUp(state: Incident): Incident {
  const { cardGivenUp: _, ...rest } = state
  return rest
}

/** A channel that could not be opened is no longer awaited, so that the next reason for one asks for it again. */
function failed(state: Incident, effect: string): Incident {
  if (effect === 'slack.alarm') return state // what it was about is counted already
  const failures = state.failures + 1
  switch (effect) {
    case 'slack.open-channel':
      return { ...state, failures, channelAwaited: false }
    case 'slack.post-card':
      return { ...state, failures, cardGivenUp: true }
    default:
      return { ...state, failures }
  }
}

function without(roles: Incident['roles'], role: string): Incident['roles'] {
  return Object.fromEntries(Object.entries(roles).filter(([held]) => held !== role))
}

function userOf(entry: Entry<IncidentEvent>): string {
  return entry.actor.kind === 'user' ? entry.actor.id : ''
}
