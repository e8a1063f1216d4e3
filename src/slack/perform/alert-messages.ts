import type { Alert, AlertCommand, AlertEvent } from '../../core/alert/alert.ts'
import type { Entry } from '../../core/decider.ts'
import type { Policy } from '../../core/policy.ts'
import type { Outcome, Owed, Performers } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { slackCode } from '../failure.ts'
import { paceOf, postPaces } from '../paces.ts'
import { alertMessage, lineElsewhere } from '../views/alert-line.ts'
import { alertHelpCall } from '../views/alert-page.ts'
import { alertStory } from '../views/alert-story.ts'
import { runToAnswer } from '../views/help-call.ts'
import { DONE, type Hands } from './hands.ts'
import { performersFor, type Work } from './performer.ts'
import { postOnce } from './post.ts'

/** What is owed by a line of alerts. */
export type AlertOwed = Omit<Owed, 'state' | 'entry' | 'policy'> & {
  state: Alert
  entry: Entry<AlertEvent>
  policy: Policy
}

/** The line is gone or no longer ours to change: it is posted anew. */
const LINE_GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_archived',
])

const WORK: Record<'slack.post-alert' | 'slack.sync-alert' | 'slack.say-alert', Work<AlertOwed>> = {
  'slack.post-alert': { perform: postAlert, paces: postPaces },
  'slack.sync-alert': { perform: syncAlert, paces: () => [paceOf('chat.update')] },
  'slack.say-alert': { perform: sayAlert, paces: postPaces },
}

/** What is said about alerts in their channel. That people are paged for them is in page.ts, as for incidents. */
export function createAlertMessages(hands: Hands): Performers {
  return performersFor(WORK, hands)
}

function postAlert(owed: AlertOwed, hands: Hands): Promise<Outcome> {
  return owed.state.line === undefined ? post(owed, hands) : Promise.resolve(DONE)
}

async function syncAlert(owed: AlertOwed, hands: Hands): Promise<Outcome> {
  const { line } = owed.state
  if (line === undefined) return DONE // it will be posted with what is true then
  const place = await placeOf(owed, hands)
  try {
    const message = shownIn(owed, place)
    await hands.channels.asMember(line.channel, () =>
      hands.slack.chat.update({ channel: line.channel, ts: line.ts, ...message }),
    )
    return DONE
  } catch (error) {
    if (!LINE_GONE.has(slackCode(error) ?? '')) throw error
    return post(owed, hands)
  }
}

/** In the thread of its line. Where that is not posted, the line will say it. */
async function sayAlert(owed: AlertOwed, hands: Hands): Promise<Outcome> {
  const { state, entry, policy, args } = owed
  const broadcast = args.broadcast === true
  const message = alertStory(entry, state, policy, broadcast)
  if (message === undefined || state.line === undefined) return DONE
  const { channel, ts: threadTs } = state.line
  await postOnce(owed, { channel, threadTs, broadcast }, message, hands)
  return DONE
}

/** Loudly, where the line is: nobody answers. Answered in the meantime, nobody need be alarmed. */
export async function alertCallForHelp(owed: AlertOwed, hands: Hands): Promise<Outcome> {
  const run = runToAnswer(owed.state)
  if (run === undefined || (run.end !== undefined && run.end.how !== 'unanswered')) return DONE
  const place = owed.state.line?.channel ?? (await placeOf(owed, hands)).channel
  if (place === undefined) return nowhere(owed)
  await postOnce(owed, { channel: place }, alertHelpCall(owed.state, run, owed.policy), hands)
  return DONE
}

/** `missing`: the channel for alerts cannot be found, so it is the room. Neither: there is nowhere to say anything. */
type Found = { channel: string | undefined; missing: boolean }

async function placeOf({ state, policy }: AlertOwed, { channels }: Hands): Promise<Found> {
  const channel = await channels.named(state.channel)
  if (channel !== undefined) return { channel, missing: false }
  return { channel: await channels.named(policy.channels.room), missing: true }
}

async function post(owed: AlertOwed, hands: Hands): Promise<Outcome> {
  const place = await placeOf(owed, hands)
  if (place.channel === undefined) return nowhere(owed)
  const { channel } = place
  const ts = await postOnce(owed, { channel }, shownIn(owed, place), hands)
  const command: AlertCommand = { type: 'record-line', channel, ts }
  return { outcome: 'ok', command }
}

function shownIn({ state, policy }: AlertOwed, { missing }: Found): Message {
  const message = alertMessage(state, policy)
  return missing ? lineElsewhere(message, state.channel) : message
}

function nowhere({ state, policy }: AlertOwed): Outcome {
  return {
    outcome: 'give-up',
    why: `there is neither a public channel #${state.channel} nor #${policy.channels.room} that the bot can see; create one, or correct channels in policy.yml`,
  }
}
