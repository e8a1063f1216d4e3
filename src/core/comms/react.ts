import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { type Owed, say, syncCard } from '../incident/owed.ts'
import { type CommsEvent, messageNumbered, type Reach } from './comms.ts'

/** The work that an entry about what is told makes owed. */
export function reactComms({ event }: Entry<CommsEvent>, state: Incident): Owed[] {
  switch (event.type) {
    case 'message-written':
      return [syncCard(state)]
    case 'message-edited':
    case 'message-dropped':
      return [syncCard(state), ...syncApproval(state, event.number)]
    case 'approval-asked':
      return [...say(state), askApproval(state, event.number), syncCard(state)]
    case 'message-approved':
    case 'message-declined':
      return [...say(state), syncCard(state), ...syncApproval(state, event.number)]
    case 'approval-sought': {
      const message = messageNumbered(state.comms, event.number)
      const stands = message?.stage === 'waiting' && message.revision === event.revision
      return stands ? [] : syncApproval(state, event.number) // it was decided while people were being asked
    }
    case 'message-released':
      return [
        ...event.reach.map((reach) => deliver(state, reach)),
        ...say(state),
        syncCard(state),
        ...(event.again === true ? [] : syncApproval(state, event.number)),
      ]
    case 'message-delivered':
      return event.refused === undefined ? [syncCard(state)] : [...say(state, 'broadcast'), syncCard(state)]
    case 'statuspage-restoring':
      return [
        { kind: 'statuspage.restore', lane: 'say', subject: `statuspage:${state.id}` },
        ...say(state),
        syncCard(state),
      ]
    case 'statuspage-taken':
    case 'statuspage-agreed':
      return [...say(state), syncCard(state)]
    case 'message-undelivered':
    case 'statuspage-drifted':
    case 'statuspage-unrestored':
      return [...say(state, 'broadcast'), syncCard(state)]
    case 'public-nudged':
      return nudge(state, 'say')
    case 'public-asked':
      return [...nudge(state, 'say'), ...say(state), syncCard(state)]
    case 'public-missed':
      return [...nudge(state, 'page'), ...say(state, 'broadcast'), syncCard(state)]
    case 'public-promised':
      return [syncCard(state)]
    case 'statuspage-told':
      return [...(event.restored === true ? say(state) : []), syncCard(state)]
  }
}

/** Whoever comes into a role that may approve is asked too. */
export function askNewApprover({ event }: Entry<IncidentEvent>, state: Incident): Owed[] {
  if (event.type !== 'role-assigned') return []
  return state.comms.messages
    .filter(({ stage }) => stage === 'waiting')
    .map(({ number }) => askApproval(state, number))
}

/** The text itself is in the entry, which is all that who sends it may read it from. */
function deliver({ id }: Incident, { target, audience, means }: Reach): Owed {
  const args = { target }
  switch (means.by) {
    case 'statuspage':
      return { kind: 'statuspage.publish', lane: 'say', subject: `statuspage:${id}`, args }
    case 'email':
      return { kind: 'email.send', lane: 'say', subject: `email:${audience}`, args }
    case 'slack':
      return { kind: 'slack.tell-audience', lane: 'say', subject: `channel:${means.channel}`, args }
    case 'banner':
      return { kind: 'flags.show-banner', lane: 'say', subject: `flag:${means.flag}`, args }
  }
}

function askApproval({ id }: Incident, message: number): Owed {
  return { kind: 'slack.ask-approval', lane: 'say', subject: `approval:${id}`, args: { message } }
}

/** Those who were asked see on their copies what has become of it. */
function syncApproval({ id, comms }: Incident, message: number): Owed[] {
  if ((messageNumbered(comms, message)?.copies ?? []).length === 0) return []
  return [
    { kind: 'slack.sync-approval', lane: 'sync', subject: `approval:${id}:${message}`, args: { message } },
  ]
}

/** Whoever leads communication owes it, else the commander, else who declared. */
function nudge({ roles, declaredBy }: Incident, lane: 'say' | 'page'): Owed[] {
  const user = roles.communications ?? roles.commander ?? declaredBy
  return user === '' ? [] : [{ kind: 'slack.nudge-public', lane, subject: `user:${user}`, args: { user } }]
}
