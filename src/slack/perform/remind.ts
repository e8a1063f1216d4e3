import type { Outcome } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { helpCall, runToAnswer } from '../views/help-call.ts'
import { askUpdateMessage, nudgeMessage } from '../views/update-reminders.ts'
import { type AlertOwed, alertCallForHelp } from './alert-messages.ts'
import { alertOf } from './alert-owed.ts'
import { DONE, type Hands, type IncidentOwed, inOwnChannel, noRoom, type Perform } from './hands.ts'
import { postOnce, postUnder } from './post.ts'

/** To who owes the update, directly. What was done in the meantime needs no reminder. */
export const nudge: Perform = async (owed, hands) => {
  const { event } = owed.entry
  const { cadence } = owed.state
  if (cadence === undefined) return DONE
  if (event.type === 'update-nudged' && cadence.due !== event.due) return DONE
  const { channel } = await hands.slack.conversations.open({ users: String(owed.args.user) })
  if (channel?.id === undefined)
    return { outcome: 'give-up', why: 'Slack opened no direct message with this person' }
  await postOnce(owed, { channel: channel.id }, nudgeMessage(owed.entry, owed.state), hands)
  return DONE
}

/** In the thread and to the room: an update is due. Posted late it would only confuse. */
export const askUpdate: Perform = async (owed, hands) => {
  const { event } = owed.entry
  const { cadence, card } = owed.state
  if (event.type !== 'update-asked' || cadence?.due !== event.due) return DONE
  const message = askUpdateMessage(owed.entry, owed.state)
  if (owed.args.to === 'channel') return inChannel(owed, message, hands)
  if (card === undefined) return inRoom(owed, message, hands)
  await postUnder(card, owed, message, { broadcast: true }, hands)
  return DONE
}

/** Loudly, in the room itself: nobody answers. Answered in the meantime, nobody need be alarmed. */
export const callForHelp: Perform = async (owed, hands) => {
  if (alertOf(owed) !== undefined) return alertCallForHelp(owed as unknown as AlertOwed, hands)
  const run = runToAnswer(owed.state)
  if (run === undefined || (run.end !== undefined && run.end.how !== 'unanswered')) return DONE
  const message = helpCall(owed.state, run, owed.policy)
  return owed.args.to === 'channel' ? inChannel(owed, message, hands) : inRoom(owed, message, hands)
}

async function inRoom(owed: IncidentOwed, message: Message, hands: Hands): Promise<Outcome> {
  const room = await hands.channels.named(owed.state.room)
  if (room === undefined) return noRoom(owed.state.room)
  await postOnce(owed, { channel: room }, message, hands)
  return DONE
}

function inChannel(owed: IncidentOwed, message: Message, hands: Hands): Promise<Outcome> {
  return inOwnChannel(owed, async (channel) => {
    await postOnce(owed, { channel }, message, hands)
    return DONE
  })
}
