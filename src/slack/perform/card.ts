import type { Outcome } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { afterPart, outcomeOf, slackCode } from '../failure.ts'
import { cardMessage, ownCardMessage } from '../views/card.ts'
import { DONE, type Hands, type IncidentOwed, inOwnChannel, noRoom, ok, type Perform } from './hands.ts'
import { postOnce } from './post.ts'

/** A pin is worth this many tries; the card itself matters more. */
const PIN_TRIES = 3

/** The card is gone or no longer ours to change: it is posted anew. */
const CARD_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])

export const postCard: Perform = async (owed, hands) => {
  const room = await hands.channels.named(owed.state.room)
  if (room === undefined) return noRoom(owed.state.room)
  return postIn(owed, room, hands)
}

export const syncCard: Perform = async (owed, hands) => {
  const { card } = owed.state
  if (card === undefined) return DONE // it will be posted with what is true then
  try {
    const message = cardMessage(owed.state, owed.policy, owed.head)
    await hands.channels.asMember(card.channel, () =>
      hands.slack.chat.update({ channel: card.channel, ts: card.ts, ...message }),
    )
    return DONE
  } catch (error) {
    if (!CARD_GONE.has(slackCode(error) ?? '')) throw error
    return postIn(owed, card.channel, hands)
  }
}

export const postOwnCard: Perform = (owed, hands) =>
  inOwnChannel(owed, (channel) => postOwnIn(owed, channel, hands))

export const syncOwnCard: Perform = (owed, hands) =>
  inOwnChannel(owed, async (channel) => {
    const ts = owed.state.channel?.cardTs
    if (ts === undefined) return DONE // it will be posted with what is true then
    try {
      await hands.slack.chat.update({ channel, ts, ...ownCardMessage(owed.state, owed.policy) })
      return DONE
    } catch (error) {
      if (!CARD_GONE.has(slackCode(error) ?? '')) throw error
      return postOwnIn(owed, channel, hands)
    }
  })

async function postIn(owed: IncidentOwed, channel: string, hands: Hands): Promise<Outcome> {
  const posted = await postAndPin(owed, channel, cardMessage(owed.state, owed.policy, owed.head), hands)
  return typeof posted === 'string' ? ok({ type: 'record-card', channel, ts: posted }) : posted
}

async function postOwnIn(owed: IncidentOwed, channel: string, hands: Hands): Promise<Outcome> {
  const posted = await postAndPin(owed, channel, ownCardMessage(owed.state, owed.policy), hands)
  return typeof posted === 'string' ? ok({ type: 'record-own-card', channel, ts: posted }) : posted
}

/** The message's ts, or what keeps it from being pinned for now. */
async function postAndPin(
  owed: IncidentOwed,
  channel: string,
  message: Message,
  hands: Hands,
): Promise<string | Outcome> {
  const ts = await postOnce(owed, { channel }, message, hands)
  return (await pin(owed, channel, ts, hands)) ?? ts
}

/** Undefined when done, or when a pin is not worth more tries. */
async function pin(
  owed: IncidentOwed,
  channel: string,
  ts: string,
  hands: Hands,
): Promise<Outcome | undefined> {
  try {
    await hands.slack.pins.add({ channel, timestamp: ts })
  } catch (error) {
    if (slackCode(error) === 'already_pinned') return undefined
    const failure = outcomeOf(error, hands.now())
    // The card stands, so the next try has to look for it: never "surely not accepted" from here on.
    if (failure.outcome !== 'give-up' && owed.attempts < PIN_TRIES)
      return { ...afterPart(failure), why: `pinning: ${failure.why}` }
    hands.log.warn({ incident: owed.stream, err: error }, 'the card could not be pinned')
  }
  return undefined
}
