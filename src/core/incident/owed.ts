import type { Effect } from '../decider.ts'
import type { IncidentEffect } from './effects.ts'
import type { Incident } from './incident.ts'

/** An effect that an incident owes. */
export type Owed = Effect & { kind: IncidentEffect }

/** The story line: in the card's thread, and the same in the incident's own channel when it has one. */
export function say(state: Incident, broadcast?: 'broadcast'): Owed[] {
  const thread = sayInThread(state, broadcast === 'broadcast')
  if (state.channel === undefined) return [thread]
  const args = { to: 'channel', broadcast: false }
  return [thread, { kind: 'slack.say', lane: 'say', subject: `channel:${state.channel.id}`, args }]
}

export function sayInThread(state: Incident, broadcast: boolean): Owed {
  return { kind: 'slack.say', lane: 'say', subject: room(state), args: { to: 'thread', broadcast } }
}

export function postCard(state: Incident): Owed {
  return { kind: 'slack.post-card', lane: 'say', subject: room(state) }
}

export function syncCard(state: Incident): Owed {
  return { kind: 'slack.sync-card', lane: 'sync', subject: `card:${state.id}` }
}

export function openChannel(state: Incident, event: { opensChannel?: true }): Owed[] {
  if (event.opensChannel !== true) return []
  return [{ kind: 'slack.open-channel', lane: 'say', subject: `incident:${state.id}` }]
}

export function syncTopic(state: Incident): Owed[] {
  if (state.channel === undefined) return []
  return [{ kind: 'slack.sync-topic', lane: 'sync', subject: `topic:${state.id}` }]
}

/** The topic names the commander and no other role. */
export function topicOfRole(state: Incident, role: string): Owed[] {
  return role === 'commander' ? syncTopic(state) : []
}

/** The card stands in the incident's own channel too: that is where people work on it. */
export function postOwnCard({ channel }: Incident): Owed[] {
  return channel === undefined
    ? []
    : [{ kind: 'slack.post-own-card', lane: 'say', subject: `channel:${channel.id}` }]
}

export function syncOwnCard(state: Incident): Owed {
  return { kind: 'slack.sync-own-card', lane: 'sync', subject: `own-card:${state.id}` }
}

/** Kept in an order of its own: a person who cannot be invited must not hold up what is said in the channel. */
export function invite({ channel }: Incident, user?: string): Owed[] {
  if (channel === undefined) return []
  const owed: Owed = { kind: 'slack.invite', lane: 'say', subject: `invite:${channel.id}` }
  return [user === undefined ? owed : { ...owed, args: { user } }]
}

export function room(state: Incident): string {
  return `room:${state.room}`
}
