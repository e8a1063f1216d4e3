import type { Entry } from '../decider.ts'
import { knewAlready } from '../ladder/climber.ts'
import { pageRung, pageSent, pages, syncPages } from '../ladder/react-runs.ts'
import { openClimb } from '../ladder/runs.ts'
import { updateOwner } from './cadence.ts'
import type { ClockEvent } from './clock.ts'
import type { Incident } from './incident.ts'
import { invite, type Owed, room, say, syncCard } from './owed.ts'

/** The work that one entry about promises makes owed. */
export function reactClock(
  { event, actor }: Entry<unknown> & { event: ClockEvent },
  state: Incident,
): Owed[] {
  switch (event.type) {
    case 'promised':
      return [syncCard(state)]
    case 'update-nudged':
      return nudge(state, 'say')
    case 'update-asked':
      return [...askUpdate(state), syncCard(state)]
    case 'update-missed':
      return [...nudge(state, 'page'), ...say(state, 'broadcast'), syncCard(state)]
    case 'outage-long':
    case 'recovery-passed':
      return [...say(state, 'broadcast'), syncCard(state)]
    case 'recovery-measured':
    case 'loss-measured':
    case 'updates-snoozed':
      return [...say(state), syncCard(state)]
    case 'escalation-started':
      return [...say(state), syncCard(state)]
    case 'rung-called':
      return [pageRung(state, event)]
    case 'people-paged':
      return [
        ...pages(state, event),
        ...say(state, 'broadcast'),
        syncCard(state),
        ...syncPages(state, event.run),
      ]
    case 'rung-empty':
      return [...(knewAlready(event) ? say(state) : sayNow(state)), syncCard(state)]
    case 'page-failed':
      return [...sayNow(state), syncCard(state)]
    case 'page-sent':
      return pageSent(state, event)
    case 'page-declined':
      return [...say(state, 'broadcast'), syncCard(state), ...syncPages(state, event.run)]
    case 'nobody-answered':
      return [...callForHelp(state), syncCard(state)]
    case 'page-unanswered':
      return [...unanswered(state), syncCard(state), ...syncPages(state, event.run)]
    case 'acknowledged': {
      const answered = [...say(state, 'broadcast'), syncCard(state), ...syncPages(state, event.run)]
      return actor.kind === 'user' ? [...answered, ...invite(state, actor.id)] : answered
    }
    case 'escalation-ended':
      return [...say(state), syncCard(state), ...syncPages(state, event.run)]
  }
}

/** Somebody who should know does not: said to all before anything that is merely told. */
export function sayNow(state: Incident): Owed[] {
  return say(state, 'broadcast').map((owed) => ({ ...owed, lane: 'page', subject: `help:${owed.subject}` }))
}

/** In the lane of pages when it was missed, for then it must not wait behind what is merely said. */
function nudge(state: Incident, lane: 'say' | 'page'): Owed[] {
  const user = updateOwner(state)
  return user === '' ? [] : [{ kind: 'slack.nudge', lane, subject: `user:${user}`, args: { user } }]
}

function askUpdate(state: Incident): Owed[] {
  const inThread: Owed = {
    kind: 'slack.ask-update',
    lane: 'say',
    subject: room(state),
    args: { to: 'thread' },
  }
  if (state.channel === undefined) return [inThread]
  const subject = `channel:${state.channel.id}`
  return [inThread, { kind: 'slack.ask-update', lane: 'say', subject, args: { to: 'channel' } }]
}

/** Every page that anybody has, of all runs that are remembered. */
export function syncAllPages(state: Incident): Owed[] {
  return state.runs.flatMap(({ run }) => syncPages(state, run))
}

/** The ladder takes over from here; where there is none, people have to. */
function unanswered(state: Incident): Owed[] {
  const goesOn = state.promises.ladder !== undefined || openClimb(state) !== undefined
  return [...say(state, 'broadcast'), ...(goesOn ? [] : callForHelp(state))]
}

function callForHelp(state: Incident): Owed[] {
  const inRoom: Owed = {
    kind: 'slack.call-for-help',
    lane: 'page',
    subject: `help:${room(state)}`,
    args: { to: 'room' },
  }
  if (state.channel === undefined) return [inRoom]
  const subject = `help:channel:${state.channel.id}`
  return [inRoom, { kind: 'slack.call-for-help', lane: 'page', subject, args: { to: 'channel' } }]
}
