import type { Entry, Rejection } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import type { Handled } from '../../engine/engine.ts'
import { type Message, section } from '../blocks.ts'
import { dateTime } from '../mrkdwn.ts'
import { done, refusal } from '../views/answers.ts'
import { pageStill } from '../views/comms-page.ts'
import { deed, doer } from '../views/lines.ts'
import { stillFiring } from '../views/linked-alerts.ts'
import { summaryOffer } from '../views/review.ts'
import type { Desk } from './desk.ts'

/** How far back it is looked for who did it; what is older than that hardly surprises anybody. */
const LOOK_BACK = 100

type Matches = (event: IncidentEvent) => boolean

const statusMoved: Matches = ({ type }) => type === 'status-changed' || type === 'reopened'
const roleMoved: Matches = ({ type }) => type === 'role-assigned' || type === 'role-released'

/** Which earlier entry explains a refusal: somebody was there first. */
const EXPLAINED_BY: Record<string, Matches> = {
  'role-moved': roleMoved,
  'holds-already': roleMoved,
  'nobody-holds': roleMoved,
  'same-status': statusMoved,
  'already-resolved': statusMoved,
  'not-resolved': statusMoved,
  resolved: statusMoved,
  'status-moved': statusMoved,
  'same-severity': ({ type }) => type === 'severity-changed',
  'same-classes': ({ type }) => type === 'classes-changed' || type === 'declared',
  'same-title': ({ type }) => type === 'renamed',
  'same-moment': ({ type }) => type === 'moment-corrected',
  'moment-order': ({ type }) => type === 'moment-corrected',
  'nothing-open': ({ type }) => type === 'acknowledged',
  'snoozed-enough': ({ type }) => type === 'updates-snoozed',
  'review-moved': ({ type }) => type === 'review-owned' || type === 'review-moved',
  'owns-already': ({ type }) => type === 'review-owned' || type === 'review-started',
  'same-stage': ({ type }) => type === 'review-moved',
  'follow-up-done': ({ type }) => type === 'follow-up-done',
  'follow-up-dropped': ({ type }) => type === 'follow-up-dropped',
  'same-summary': ({ type }) => type === 'summarised',
  closed: ({ type }) => type === 'closed',
  'paged-already': (event) => event.type === 'escalation-started' && event.kind === 'page',
}

/** What a person is told of what became of their command. `role`: the one it was about, if any. */
export async function outcomeMessage(
  desk: Desk,
  id: string,
  handled: Handled<Incident, IncidentEvent>,
  role?: string,
): Promise<Message> {
  switch (handled.result) {
    case 'committed':
      return withOffer(done(handled.state, handled.entries, desk.policy), handled)
    case 'unchanged':
    case 'duplicate':
      return done(handled.state, [], desk.policy)
    case 'rejected':
      return explained(desk, id, handled.rejection, role)
  }
}

/** Whoever has just resolved it knows best what it was. */
function withOffer(
  message: Message,
  { state, entries }: { state: Incident; entries: Entry<IncidentEvent>[] },
): Message {
  const resolved = entries.some(({ event }) => event.type === 'status-changed' && event.to === 'resolved')
  if (!resolved) return message
  const left = [...pageStill(state), ...stillFiring(state), ...summaryOffer(state)]
  return { ...message, blocks: [...message.blocks, ...left] }
}

/** The refusal, and who did what instead and when. */
export async function explained(
  desk: Desk,
  id: string,
  rejection: Rejection,
  role?: string,
): Promise<Message> {
  const message = refusal(rejection.rejected)
  const cause = await causeOf(desk, id, rejection.code, role)
  if (cause === undefined) return message
  const line = `${doer(cause.actor)} ${deed(cause, desk.policy)}, ${dateTime(cause.at)}.`
  return { ...message, blocks: [...message.blocks, section(line)] }
}

async function causeOf(
  desk: Desk,
  id: string,
  code: string,
  role?: string,
): Promise<Entry<IncidentEvent> | undefined> {
  const matches = EXPLAINED_BY[code]
  if (matches === undefined) return undefined
  const entries = await desk.incidents.entries(id, { limit: LOOK_BACK })
  return entries.findLast(
    ({ event }) => matches(event) && (!('role' in event) || role === undefined || event.role === role),
  )
}
