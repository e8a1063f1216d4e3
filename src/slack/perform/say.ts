import { describeEntry } from '../../core/describe.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { alarmMessage } from '../views/alarm.ts'
import { offerTriageMessage } from '../views/offer-triage.ts'
import { storyMessage } from '../views/story.ts'
import { DONE, type Hands, type IncidentOwed, inOwnChannel, noRoom, type Perform } from './hands.ts'
import { postOnce, postUnder } from './post.ts'

export const say: Perform = async (owed, hands) => {
  const told = owed.args.to === 'channel' ? 'own channel' : 'anywhere'
  const message = storyMessage(owed.entry, owed.state, owed.policy, {
    place: told,
    ...(await nameOfDoer(owed, hands)),
  })
  if (told === 'own channel') return sayInOwnChannel(owed, message, hands)
  const { card } = owed.state
  if (card === undefined) return sayInRoom(owed, message, hands) // it was given up, or this is too urgent to wait for it
  await postUnder(card, owed, message, { broadcast: owed.args.broadcast === true }, hands)
  return DONE
}

/** Somebody who is not known right now is mentioned: a line without its doer would be worse. */
async function nameOfDoer({ entry }: IncidentOwed, { people }: Hands): Promise<{ name?: string }> {
  const { by } = describeEntry(entry)
  const name = by.kind === 'user' ? (await people.profile(by.id))?.name : undefined
  return name ? { name } : {}
}

export const alarm: Perform = async (owed, hands) => {
  const message = alarmMessage(owed.entry, owed.state)
  if (owed.args.to === 'channel') return sayInOwnChannel(owed, message, hands)
  if (owed.args.to === 'room') return sayInRoom(owed, message, hands)
  return sayToPerson(owed, message, hands)
}

/** By the time it is due it may be over, or somebody may have judged it again: then nobody is asked. */
export const offerTriage: Perform = async (owed, hands) => {
  const { entry, state } = owed
  if (entry.event.type !== 'triage-offered') return DONE
  if (state.status === 'resolved' || state.severityAt > entry.at) return DONE
  return sayToPerson(owed, offerTriageMessage(state, entry.event.doubt), hands)
}

async function sayToPerson(owed: IncidentOwed, message: Message, hands: Hands): Promise<Outcome> {
  const { channel } = await hands.slack.conversations.open({ users: String(owed.args.user) })
  if (channel?.id === undefined)
    return { outcome: 'give-up', why: 'Slack opened no direct message with this person' }
  await postOnce(owed, { channel: channel.id }, message, hands)
  return DONE
}

async function sayInRoom(owed: IncidentOwed, message: Message, hands: Hands) {
  const room = await hands.channels.named(owed.state.room)
  if (room === undefined) return noRoom(owed.state.room)
  await postOnce(owed, { channel: room }, message, hands)
  return DONE
}

function sayInOwnChannel(owed: IncidentOwed, message: Message, hands: Hands) {
  return inOwnChannel(owed, async (channel) => {
    await postOnce(owed, { channel }, message, hands)
    return DONE
  })
}
