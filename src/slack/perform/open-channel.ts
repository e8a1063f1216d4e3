import { channelName, ownPrefix } from '../channel-name.ts'
import { publicChannels } from '../channels.ts'
import { slackCode } from '../failure.ts'
import { CLOCK_MARGIN_MS } from '../limits.ts'
import { DONE, type Hands, type IncidentOwed, ok, type Perform } from './hands.ts'

/** How many suffixed names are tried before a person has to do it. */
const NAMES_MAX = 20

export const openChannel: Perform = async (owed, hands, signal) => {
  const { number, title, channel } = owed.state
  if (channel !== undefined) return DONE
  const earlier = owed.maybeSent ? await findOpened(owed, hands) : undefined
  if (earlier !== undefined) return ok({ type: 'record-channel', ...earlier })
  for (let attempt = 1; attempt <= NAMES_MAX && !signal.aborted; attempt += 1) {
    const name = channelName(number, title, attempt)
    try {
      const created = await hands.slack.conversations.create({ name })
      if (created.channel?.id === undefined)
        return { outcome: 'unknown', why: 'Slack did not name the new channel' }
      return ok({ type: 'record-channel', channel: created.channel.id, name: created.channel.name ?? name })
    } catch (error) {
      if (slackCode(error) !== 'name_taken') throw error
    }
  }
  return { outcome: 'give-up', why: `all of ${channelName(number, title)}, -2 … -${NAMES_MAX} are taken` }
}

/** `name_taken` does not say by whom; ours is the one that the bot itself created since the incident needed it. */
async function findOpened(
  owed: IncidentOwed,
  hands: Hands,
): Promise<{ channel: string; name: string } | undefined> {
  const { userId } = await hands.identity()
  const since = (owed.entry.recordedAt - CLOCK_MARGIN_MS) / 1_000
  const prefix = ownPrefix(owed.state.number)
  for await (const { id, name = '', creator, created = 0 } of publicChannels(hands.slack)) {
    const named = name === prefix || name.startsWith(`${prefix}-`)
    if (id !== undefined && named && creator === userId && created >= since) return { channel: id, name }
  }
  return undefined
}
