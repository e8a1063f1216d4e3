import { slackCode } from '../failure.ts'
import { capturedMessage } from '../views/captured.ts'
import { DONE, type Perform } from './hands.ts'

/** A word on the side is not worth more than this. */
const TRIES = 3

/**
 * Tells one person alone, where they pinned it, what became of it. What cannot be told is not worth an alarm: the
 * timeline has it. Sent and not answered, it is not sent again.
 */
export const tell: Perform = async (owed, hands) => {
  const message = capturedMessage(owed.entry, owed.state, owed.policy)
  if (message === undefined || owed.maybeSent || owed.attempts >= TRIES) return DONE
  const { event } = owed.entry
  const thread = 'threadTs' in event && event.threadTs !== undefined ? { thread_ts: event.threadTs } : {}
  try {
    const { channel, user } = owed.args
    await hands.slack.chat.postEphemeral({
      channel: String(channel),
      user: String(user),
      ...thread,
      ...message,
    })
  } catch (error) {
    const code = slackCode(error)
    if (code === undefined || code === 'ratelimited') throw error
    hands.log.info({ incident: owed.stream, code }, 'what became of a pin could not be told')
  }
  return DONE
}
