import type { MessageRef } from '../../core/capture/capture.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Channels } from '../channels.ts'
import { slackCode } from '../failure.ts'
import type { Desk } from './desk.ts'

/** Which incident a message belongs to; among `choices` somebody has to say it. Neither: none is meant. */
export type SaidWhere = { incident: Incident } | { choices: Incident[] }

const NOWHERE: SaidWhere = { choices: [] }

/**
 * The incident in whose channel, or in the thread of whose card, a message stands. In the room itself it is the open
 * one, when there is only one. Slack does not say of a reaction whether it is in a thread, so in the room it is asked.
 */
export async function whereSaid(desk: Desk, channels: Channels, ref: MessageRef): Promise<SaidWhere> {
  const { incidents } = desk
  const { channel, ts } = ref
  const [own] = await incidents.find(`channel:${channel}`, 1)
  if (own !== undefined) return { incident: own }
  const open = await incidents.find('open')
  const here = open.filter(({ card }) => card?.channel === channel)
  const isRoom = here.length > 0 || (await channels.named(desk.policy.channels.room)) === channel
  if (!isRoom) return NOWHERE
  const [carded] = await incidents.find(`thread:${channel}:${ts}`, 1)
  if (carded !== undefined) return { incident: carded }
  const thread = await threadOf(desk, ref)
  const [told] = thread === undefined ? [] : await incidents.find(`thread:${channel}:${thread}`, 1)
  if (told !== undefined) return { incident: told }
  const [only, ...others] = here
  return only !== undefined && others.length === 0 ? { incident: only } : { choices: here }
}

/** The thread that a message is in; undefined when in none. Throws when Slack cannot be asked: then it comes again. */
async function threadOf({ slack }: Desk, { channel, ts }: MessageRef): Promise<string | undefined> {
  try {
    const bounds = { oldest: ts, latest: ts, inclusive: true, limit: 5 }
    const { messages = [] } = await slack.conversations.replies({ channel, ts, ...bounds })
    const thread = (messages.find((message) => message.ts === ts) ?? messages[0])?.thread_ts
    return thread === ts ? undefined : thread
  } catch (error) {
    if (slackCode(error) === 'thread_not_found') return undefined // deleted by now
    throw error
  }
}
