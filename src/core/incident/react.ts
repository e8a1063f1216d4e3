import type { Effect, Entry } from '../decider.ts'
import type { IncidentEffect } from './effects.ts'
import { type Incident, type IncidentEvent, SEVERITIES } from './incident.ts'

type Owed = Effect & { kind: IncidentEffect }
type Happened<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>

/** The work that one entry makes owed, in the order in which it should be done. `state` is the one after the entry. */
export function react(entry: Entry<IncidentEvent>, state: Incident): Owed[] {
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
    case 'role-assigned':
      return [...say(state), syncCard(state), ...invite(state, event.user), ...topicOfRole(state, event.role)]
    case 'role-released':
      return [...say(state), syncCard(state), ...topicOfRole(state, event.role)]
    case 'card-posted':
      return cardPosted(entry, state)
    case 'channel-opened':
      return [...syncTopic(state), ...welcome(state), ...invite(state), syncCard(state)]
    case 'channel-lost': // after the end a channel is put away; before it, everybody has to know where to talk now
      return state.status === 'resolved' ? [syncCard(state)] : [sayInThread(state, true), syncCard(state)]
    case 'delivery-failed':
      return deliveryFailed(state, event)
    case 'gap-noticed':
      return [sayInThread(state, true)]
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

/** The story line: in the card's thread, and the same in the incident's own channel when it has one. */
function say(state: Incident, broadcast?: 'broadcast'): Owed[] {
  const thread = sayInThread(state, broadcast === 'broadcast')
  if (state.channel === undefined) return [thread]
  const args = { to: 'channel', broadcast: false }
  return [thread, { kind: 'slack.say', lane: 'say', subject: `channel:${state.channel.id}`, args }]
}

function sayInThread(state: Incident, broadcast: boolean): Owed {
  return { kind: 'slack.say', lane: 'say', subject: room(state), args: { to: 'thread', broadcast } }
}

function postCard(state: Incident): Owed {
  return { kind: 'slack.post-card', lane: 'say', subject: room(state) }
}

function syncCard(state: Incident): Owed {
  return { kind: 'slack.sync-card', lane: 'sync', subject: `card:${state.id}` }
}

function openChannel(state: Incident, event: { opensChannel?: true }): Owed[] {
  if (event.opensChannel !== true) return []
  return [{ kind: 'slack.open-channel', lane: 'say', subject: `incident:${state.id}` }]
}

function syncTopic(state: Incident): Owed[] {
  if (state.channel === undefined) return []
  return [{ kind: 'slack.sync-topic', lane: 'sync', subject: `topic:${state.id}` }]
}

/** The topic names the commander and no other role. */
function topicOfRole(state: Incident, role: string): Owed[] {
  return role === 'commander' ? syncTopic(state) : []
}

function welcome({ channel }: Incident): Owed[] {
  return channel === undefined
    ? []
    : [{ kind: 'slack.welcome', lane: 'say', subject: `channel:${channel.id}` }]
}

/** Kept in an order of its own: a person who cannot be invited must not hold up what is said in the channel. */
function invite({ channel }: Incident, user?: string): Owed[] {
  if (channel === undefined) return []
  const owed: Owed = { kind: 'slack.invite', lane: 'say', subject: `invite:${channel.id}` }
  return [user === undefined ? owed : { ...owed, args: { user } }]
}

function room(state: Incident): string {
  return `room:${state.room}`
}
