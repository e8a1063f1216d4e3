import type { Entry } from '../decider.ts'
import type { Incident, UserId } from '../incident/incident.ts'
import { type Owed, say, sayInThread, syncCard } from '../incident/owed.ts'
import { followUpNumbered, responsible } from './follow-ups.ts'
import type { ReviewEvent } from './review.ts'

/** The work that an event of the aftermath makes owed. `state` is the one after it. */
export function reactReview(entry: Entry<ReviewEvent>, state: Incident): Owed[] {
  const { event } = entry
  switch (event.type) {
    case 'summarised':
    case 'review-moved':
    case 'closed':
    case 'review-cancelled':
      return [...say(state), syncCard(state)]
    case 'review-started':
      return [
        ...say(state),
        syncCard(state),
        ...direct('slack.ask-review-owner', state.review?.owner ?? event.asked),
      ]
    case 'review-owned':
      return [...say(state), syncCard(state), ...unlessOwn(entry, 'slack.tell-review-owner', event.user)]
    case 'review-reminded':
    case 'review-overdue':
      return reviewDue(event, state)
    case 'contributed':
    case 'decision-logged':
    case 'near-miss-logged':
      return say(state)
    default:
      return followUp(entry, event, state)
  }
}

function reviewDue(
  event: Extract<ReviewEvent, { type: 'review-reminded' | 'review-overdue' }>,
  state: Incident,
): Owed[] {
  const { review } = state
  const told = direct('slack.remind-review', review?.owner ?? review?.asked ?? '')
  const overdue = event.type === 'review-overdue'
  return [
    sayInThread(state, overdue),
    ...(overdue ? [syncCard(state)] : []),
    ...told,
    ...(overdue && event.managers ? [toManagers(state)] : []),
  ]
}

function toManagers({ id }: Incident): Owed {
  return { kind: 'slack.tell-managers', lane: 'say', subject: `managers:${id}` }
}

function followUp(
  entry: Entry<ReviewEvent>,
  event: Extract<ReviewEvent, { type: `follow-up-${string}` }>,
  state: Incident,
): Owed[] {
  const { number } = event
  switch (event.type) {
    case 'follow-up-added':
      return [...say(state), syncCard(state), ...assigned(entry, event.owner, number)]
    case 'follow-up-changed': {
      const isHandedOver = event.to.owner !== event.from.owner
      return [
        ...say(state),
        syncCard(state),
        ...(isHandedOver ? assigned(entry, event.to.owner, number) : []),
      ]
    }
    case 'follow-up-done':
    case 'follow-up-dropped':
    case 'follow-up-taken-up':
      return [...say(state), syncCard(state)]
    case 'follow-up-reminded':
      return remind(state, number)
    case 'follow-up-overdue':
      return [sayInThread(state, false), syncCard(state), ...remind(state, number)]
    case 'follow-up-linked':
      return [sayInThread(state, false)]
  }
}

function assigned(entry: Entry<ReviewEvent>, owner: UserId | undefined, number: number): Owed[] {
  return owner === undefined ? [] : unlessOwn(entry, 'slack.assign-follow-up', owner, { number })
}

function remind(state: Incident, number: number): Owed[] {
  const found = followUpNumbered(state, number)
  return found === undefined ? [] : direct('slack.remind-follow-up', responsible(state, found), { number })
}

/** Whoever did it themselves need not be told. */
function unlessOwn(
  { actor }: Entry<ReviewEvent>,
  kind: Owed['kind'],
  user: UserId,
  args: Record<string, number> = {},
): Owed[] {
  return actor.kind === 'user' && actor.id === user ? [] : direct(kind, user, args)
}

function direct(kind: Owed['kind'], user: UserId, args: Record<string, number> = {}): Owed[] {
  return user === '' ? [] : [{ kind, lane: 'say', subject: `user:${user}`, args: { user, ...args } }]
}
