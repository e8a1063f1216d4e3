import type { Reach } from '../../core/comms/comms.ts'
import { messageNumbered } from '../../core/comms/comms.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { slackCode } from '../failure.ts'
import { audienceMessage } from '../views/comms-audience.ts'
import { nudgePublicMessage } from '../views/comms-nudge.ts'
import { DONE, type Hands, type IncidentOwed, ok, type Perform } from './hands.ts'
import { CannotTell, type Place, postOnce } from './post.ts'

const NEVER = new Set(['is_archived', 'restricted_action', 'channel_not_found', 'not_in_channel'])

/** Posts the released text in one channel, exactly as the entry has it. A correction goes under what it corrects. */
export const tellAudience: Perform = async (owed, hands) => {
  const { event, redactedBy } = owed.entry
  const target = String(owed.args.target)
  const reach = event.type === 'message-released' ? reachIn(event.reach, target) : undefined
  if (event.type !== 'message-released' || reach === undefined) return DONE
  const undelivered = (why: string) => ok({ type: 'record-undelivered', number: event.number, target, why })
  if (redactedBy !== undefined) return undelivered('its words were removed before it was sent')
  const channel = await hands.channels.named(reach.channel)
  if (channel === undefined)
    return undelivered(
      `there is no public channel #${reach.channel} that the bot can see; create it and send again`,
    )
  const place = placeOf(owed, event.corrects, target, channel)
  try {
    const ts = await postOnce(owed, place, audienceMessage(event, owed.state), hands)
    return ok({ type: 'record-delivered', number: event.number, target, ref: `${channel}:${ts}` })
  } catch (error) {
    if (error instanceof CannotTell)
      return undelivered(
        `nobody can tell whether it arrived (${error.message}); look in #${reach.channel} first`,
      )
    const code = slackCode(error) ?? ''
    if (NEVER.has(code)) return undelivered(`Slack refused it in #${reach.channel}: ${code}`)
    throw error
  }
}

function reachIn(reach: readonly Reach[], target: string): { channel: string } | undefined {
  const means = reach.find((each) => each.target === target)?.means
  return means?.by === 'slack' ? means : undefined
}

/** Under the message that it corrects, and seen in the channel all the same; by itself where that one never was. */
function placeOf(
  { state }: IncidentOwed,
  corrects: number | undefined,
  target: string,
  channel: string,
): Place {
  const before = corrects === undefined ? undefined : messageNumbered(state.comms, corrects)
  const delivery = before?.deliveries[target]
  const [at, ts] = delivery?.state === 'delivered' ? (delivery.ref ?? '').split(':') : []
  return at === channel && ts !== undefined ? { channel, threadTs: ts, broadcast: true } : { channel }
}

/** To who owes the public a notice, directly. What went out in the meantime needs no reminder. */
export const nudgePublic: Perform = async (owed: IncidentOwed, hands: Hands): Promise<Outcome> => {
  const { event } = owed.entry
  const duty = owed.state.comms.publicDuty
  if (duty === undefined || owed.state.status === 'resolved') return DONE
  if ((event.type === 'public-nudged' || event.type === 'public-asked') && duty.due !== event.due) return DONE
  const { channel } = await hands.slack.conversations.open({ users: String(owed.args.user) })
  if (channel?.id === undefined)
    return { outcome: 'give-up', why: 'Slack opened no direct message with this person' }
  await postOnce(
    owed,
    { channel: channel.id },
    nudgePublicMessage(owed.entry, owed.state, owed.policy),
    hands,
  )
  return DONE
}
