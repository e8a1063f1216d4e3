import { followUpNumbered } from '../../core/review/follow-ups.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { afterPart, outcomeOf } from '../failure.ts'
import { SHOWN } from '../limits.ts'
import { lineOf, user } from '../mrkdwn.ts'
import { expand } from '../references.ts'
import {
  askOwnerMessage,
  followUpMessage,
  managersMessage,
  ownerMessage,
  remindReviewMessage,
} from '../views/review-messages.ts'
import { DONE, type Hands, type IncidentOwed, type Perform } from './hands.ts'
import { postOnce } from './post.ts'

/** More people than this are no managers of one team; the first are told. */
const MANAGERS_MAX = 20

/** By the time it is due somebody may have taken the review, or finished it: then nobody is asked. */
export const askReviewOwner: Perform = async (owed, hands) => {
  const { review, closed } = owed.state
  const person = String(owed.args.user)
  if (review === undefined || closed !== undefined) return DONE
  if (review.owner !== undefined && review.owner !== person) return DONE
  return direct(owed, person, askOwnerMessage(owed.state, person), hands)
}

export const tellReviewOwner: Perform = async (owed, hands) => {
  const person = String(owed.args.user)
  if (owed.state.review?.owner !== person) return DONE // it was given on
  return direct(owed, person, ownerMessage(owed.state, await nameOf(owed, hands)), hands)
}

export const remindReview: Perform = async (owed, hands) => {
  if (!isStillDue(owed)) return DONE
  return direct(owed, String(owed.args.user), remindReviewMessage(owed.entry, owed.state), hands)
}

/** Each of them by direct message. Once one was told, a failure means to look first: nobody is told twice. */
export const tellManagers: Perform = async (owed, hands) => {
  if (!isStillDue(owed)) return DONE
  const { found } = await expand(owed.policy.reviews.managers, hands.people, hands.groups)
  const others = found.filter((person) => person !== owed.state.review?.owner).slice(0, MANAGERS_MAX)
  let told = owed.maybeSent
  for (const person of others) {
    try {
      const outcome = await direct(owed, person, managersMessage(owed.state), hands)
      if (outcome.outcome !== 'ok') hands.log.warn({ incident: owed.stream }, 'a manager could not be told')
      told = true
    } catch (error) {
      const outcome = outcomeOf(error, hands.now())
      if (outcome.outcome === 'give-up') {
        hands.log.warn({ incident: owed.stream, err: error }, 'a manager could not be told')
        continue
      }
      return told ? afterPart(outcome) : outcome
    }
  }
  return DONE
}

export const assignFollowUp: Perform = async (owed, hands) => {
  const person = String(owed.args.user)
  const found = followUpNumbered(owed.state, Number(owed.args.number))
  if (found?.state !== 'open' || found.owner !== person) return DONE // it was done, or given on
  const by = await nameOf(owed, hands)
  const about = { incident: owed.state, followUp: found }
  return direct(owed, person, followUpMessage(owed.entry, about, by, hands.now()), hands)
}

export const remindFollowUp: Perform = async (owed, hands) => {
  const found = followUpNumbered(owed.state, Number(owed.args.number))
  const { event } = owed.entry
  if (found?.state !== 'open' || !('due' in event) || found.due !== event.due) return DONE
  const about = { incident: owed.state, followUp: found }
  return direct(owed, String(owed.args.user), followUpMessage(owed.entry, about, '', hands.now()), hands)
}

/** Still that review, and not done. */
function isStillDue({ state, entry: { event } }: IncidentOwed): boolean {
  const { review, closed } = state
  if (review === undefined || closed !== undefined || review.stage === 'reviewed') return false
  return 'due' in event && review.schedule.due === event.due
}

async function direct(owed: IncidentOwed, person: string, message: Message, hands: Hands): Promise<Outcome> {
  const { channel } = await hands.slack.conversations.open({ users: person })
  if (channel?.id === undefined)
    return { outcome: 'give-up', why: 'Slack opened no direct message with this person' }
  await postOnce(owed, { channel: channel.id }, message, hands)
  return DONE
}

/** Whoever did it, by name: a mention would notify them of their own act. */
async function nameOf({ entry: { actor } }: IncidentOwed, { people }: Hands): Promise<string> {
  if (actor.kind === 'bot') return 'Tocsin'
  const profile = await people.profile(actor.id).catch(() => undefined)
  return profile === undefined ? user(actor.id) : lineOf(profile.name, SHOWN.personName)
}
