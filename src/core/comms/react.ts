import type { Entry } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { type Owed, say, syncCard } from '../incident/owed.ts'
import type { CommsEvent, Reach } from './comms.ts'

/** The work that an entry about what is told makes owed. */
export function reactComms({ event }: Entry<CommsEvent>, state: Incident): Owed[] {
  switch (event.type) {
    case 'message-written':
    case 'message-edited':
    case 'message-dropped':
      return [syncCard(state)]
    case 'approval-asked':
      return [...say(state), askApproval(state, event.number), syncCard(state)]
    case 'message-approved':
    case 'message-declined':
      return [...say(state), syncCard(state)]
    case 'message-released':
      return [...event.reach.map(deliver), ...say(state), syncCard(state)]
    case 'message-delivered':
      return [syncCard(state)]
    case 'message-undelivered':
    case 'statuspage-drifted':
      return [...say(state, 'broadcast'), syncCard(state)]
    case 'public-nudged':
      return nudge(state, 'say')
    case 'public-asked':
      return [...nudge(state, 'say'), ...say(state)]
    case 'public-missed':
      return [...nudge(state, 'page'), ...say(state, 'broadcast'), syncCard(state)]
    case 'public-promised':
    case 'statuspage-told':
      return [syncCard(state)]
  }
}

/** The text itself is in the entry, which is all that who sends it may read it from. */
function deliver({ target, audience, means }: Reach): Owed {
  const args = { target }
  switch (means.by) {
    case 'statuspage':
      return { kind: 'statuspage.publish', lane: 'say', subject: 'statuspage', args }
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

/** Whoever leads communication owes it, else the commander, else who declared. */
function nudge({ roles, declaredBy }: Incident, lane: 'say' | 'page'): Owed[] {
  const user = roles.communications ?? roles.commander ?? declaredBy
  return user === '' ? [] : [{ kind: 'slack.nudge-public', lane, subject: `user:${user}`, args: { user } }]
}
