import type { Entry } from '../decider.ts'
import { decided } from './classification.ts'
import { type Incident, type IncidentEvent, SEVERITIES } from './incident.ts'
import {
  invite,
  type Owed,
  openChannel,
  postCard,
  postOwnCard,
  room,
  say,
  sayInThread,
  syncCard,
  syncOwnCard,
  syncTopic,
  topicOfRole,
} from './owed.ts'
import { topicOfEvent, topics } from './topics.ts'

type Happened<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>

/** The work that one entry makes owed, in the order in which it should be done. `state` is the one after the entry. */
export function react(entry: Entry<IncidentEvent>, state: Incident): Owed[] {
  return [...reactItself(entry, state), ...topics().flatMap((topic) => topic.reacts?.(entry, state) ?? [])]
}

function reactItself(entry: Entry<IncidentEvent>, state: Incident): Owed[] {
  return withOwnCard(owedFor(entry, state), state)
}

/** What changes the card changes the one in the incident's own channel. */
function withOwnCard(owed: Owed[], state: Incident): Owed[] {
  if (state.channel?.cardTs === undefined) return owed
  return owed.flatMap((one) => (one.kind === 'slack.sync-card' ? [one, syncOwnCard(state)] : [one]))
}

function owedFor(entry: Entry<IncidentEvent>, state: Incident): Owed[] {
  const { event } = entry
  switch (event.type) {
    case 'declared':
      return [postCard(state), ...openChannel(state, event)]
    case 'renamed':
      return [...say(state), syncCard(state), ...syncTopic(state)]
    case 'update-posted':
      return [...say(state, 'broadcast'), syncCard(state)]
    case 'noted':
      return say(state)
    case 'status-changed':
      return [
        ...say(state, event.to === 'resolved' ? 'broadcast' : undefined),
        syncCard(state),
        ...syncTopic(state),
      ]
    case 'reopened':
      return [...say(state, 'broadcast'), syncCard(state), ...openChannel(state, event), ...syncTopic(state)]
    case 'severity-changed':
      return severityChanged(state, event)
    case 'triaged': // when it leads to another severity, that is said
      return decided(event.classification) === state.severity ? [...say(state), syncCard(state)] : []
    case 'classes-changed':
      return [...say(state), syncCard(state)]
    case 'triage-offered':
      return offerTriage(state)
    case 'role-assigned':
      return [...say(state), syncCard(state), ...invite(state, event.user), ...topicOfRole(state, event.role)]
    case 'role-released':
      return [...say(state), syncCard(state), ...topicOfRole(state, event.role)]
    case 'card-posted':
      return cardPosted(entry, state)
    case 'card-wanted':
      return [postCard(state)]
    case 'own-card-posted': // what changed while it was on its way may not be on it yet
      return [syncOwnCard(state)]
    case 'channel-opened':
      return [...syncTopic(state), ...postOwnCard(state), ...invite(state), syncCard(state)]
    case 'channel-lost': // after the end a channel is put away; before it, everybody has to know where to talk now
      return state.status === 'resolved' ? [syncCard(state)] : [sayInThread(state, true), syncCard(state)]
    case 'delivery-failed':
      return deliveryFailed(state, event)
    case 'gap-noticed':
      return [sayInThread(state, true)]
    default:
      return topicOfEvent(event).react({ ...entry, event }, state)
  }
}

function severityChanged(state: Incident, event: Happened<'severity-changed'>): Owed[] {
  return [
    ...say(state, 'broadcast'),
    syncCard(state),
    ...openChannel(state, event),
    ...(isRaised(event) ? invite(state) : []), // a higher severity concerns more people
    ...syncTopic(state),
  ]
}

function isRaised({ from, to }: Happened<'severity-changed'>): boolean {
  return SEVERITIES.indexOf(to) < SEVERITIES.indexOf(from)
}

/** To who leads, else to who declared; when that was the bot, whoever reads the thread may do it. */
function offerTriage(state: Incident): Owed[] {
  const user = state.roles.commander ?? state.declaredBy
  if (user === '') return say(state)
  return [{ kind: 'slack.offer-triage', lane: 'say', subject: `user:${user}`, args: { user } }]
}

/** What changed while the card was on its way may not be on it yet, and its syncs found no card to change. */
function cardPosted(entry: Entry<IncidentEvent>, state: Incident): Owed[] {
  const FIRST_AFTER_DECLARED = 2
  return entry.seq > FIRST_AFTER_DECLARED ? [syncCard(state)] : []
}

/**
 * A given-up delivery is said loudly and shown on the card. What can come of it is finite: an alarm that fails
 * raises nothing more, and a card that cannot be changed raises an alarm but no further change of the card.
 */
function deliveryFailed(state: Incident, event: Happened<'delivery-failed'>): Owed[] {
  switch (event.effect) {
    case 'slack.alarm':
      return []
    case 'slack.sync-card':
    case 'slack.sync-own-card':
      return alarms(state)
    case 'slack.post-card': // the room cannot be reached, so who declared is told directly
      return [...alarms(state), ...alarmDeclarer(state)]
    default:
      return [...alarms(state), syncCard(state)]
  }
}

function alarms(state: Incident): Owed[] {
  const inRoom: Owed = { kind: 'slack.alarm', lane: 'say', subject: room(state), args: { to: 'room' } }
  if (state.channel === undefined) return [inRoom]
  return [
    inRoom,
    { kind: 'slack.alarm', lane: 'say', subject: `channel:${state.channel.id}`, args: { to: 'channel' } },
  ]
}

function alarmDeclarer({ declaredBy: user }: Incident): Owed[] {
  if (user === '') return []
  return [{ kind: 'slack.alarm', lane: 'say', subject: `user:${user}`, args: { to: 'user', user } }]
}
