import { slackCode } from '../failure.ts'
import { redactedMessage } from '../views/redacted.ts'
import { DONE, type Hands, type IncidentOwed, type Perform } from './hands.ts'
import { markedWith, type OurMessage, ourMessages, type Place } from './post.ts'

/** How long after its entry a message may have been posted: a delivery is given up after six hours. */
const POSTED_WITHIN_MS = 7 * 60 * 60_000
/** Slack does not let this message be changed any more; it can still be deleted. */
const NOT_CHANGEABLE = new Set(['cant_update_message', 'edit_window_closed'])
/** A place that is gone shows nothing to anybody. */
const NOT_THERE = new Set(['channel_not_found', 'is_archived', 'thread_not_found', 'message_not_found'])

/** Overwrites every message of the bot's that told of the redacted entry. Doing it twice is as good as once. */
export const redactCopies: Perform = async (owed, hands) => {
  const { event } = owed.entry
  if (event.type !== 'entry-redacted') return DONE
  const about = `${owed.stream}:${event.entry}:`
  const span = { from: event.recordedAt, to: event.recordedAt + POSTED_WITHIN_MS }
  for (const place of await placesOf(owed, hands)) {
    await unlessGone(() =>
      hands.channels.asMember(place.channel, async () => {
        for await (const message of ourMessages(place, span, hands))
          if (message.key.startsWith(about)) await overwrite(place.channel, message, owed, hands)
      }),
    )
  }
  return DONE
}

/** Wherever an entry is told: the card's thread, the room when there was no card, the incident's own channel. */
async function placesOf({ state }: IncidentOwed, { channels }: Hands): Promise<Place[]> {
  const room = state.card?.channel ?? (await channels.named(state.room))
  return [
    ...(state.card === undefined ? [] : [{ channel: state.card.channel, threadTs: state.card.ts }]),
    ...(state.channel === undefined ? [] : [{ channel: state.channel.id }]),
    ...(room === undefined ? [] : [{ channel: room }]),
  ]
}

async function overwrite(
  channel: string,
  { ts, key }: OurMessage,
  { stream, entry, state }: IncidentOwed,
  { slack }: Hands,
): Promise<void> {
  try {
    const said = { ...redactedMessage(entry, state), attachments: [] }
    await slack.chat.update({ channel, ts, ...said, ...markedWith(key, stream) })
  } catch (error) {
    if (!NOT_CHANGEABLE.has(slackCode(error) ?? '')) throw error
    await slack.chat.delete({ channel, ts })
  }
}

async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!NOT_THERE.has(slackCode(error) ?? '')) throw error
  }
}
