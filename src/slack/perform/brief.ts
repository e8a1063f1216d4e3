import { BRIEFING_LINES } from '../limits.ts'
import { briefing } from '../views/briefing.ts'
import { DONE, type Perform } from './hands.ts'
import { postOnce } from './post.ts'

/**
 * Tells somebody who takes over how it stands and what was done; guests are told nothing, whoever put them on call.
 * By the time it is due it may be over.
 */
export const brief: Perform = async (owed, hands) => {
  const { state, policy, args } = owed
  if (state.status === 'resolved') return DONE
  const profile = await hands.people.profile(String(args.user))
  if (profile !== undefined && profile.standing !== 'member') return DONE
  const { lines } = await hands.timelines.page(owed.stream, { page: 1, filter: { kinds: WORK } })
  const { channel } = await hands.slack.conversations.open({ users: String(args.user) })
  if (channel?.id === undefined)
    return { outcome: 'give-up', why: 'Slack opened no direct message with this person' }
  const message = briefing(owed.entry.event, state, policy, lines.slice(-BRIEFING_LINES))
  await postOnce(owed, { channel: channel.id }, message, hands)
  return DONE
}

/** What people did and found. */
const WORK = ['act', 'note', 'evidence', 'switch'] as const
