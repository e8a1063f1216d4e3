import { topicText } from '../views/topic.ts'
import { DONE, inOwnChannel, type Perform } from './hands.ts'

/** Every change of a topic is a line in the channel, so an equal one is not set again. */
export const syncTopic: Perform = (owed, hands) =>
  inOwnChannel(owed, async (channel) => {
    const topic = topicText(owed.state)
    const { slack, channels } = hands
    const current = await slack.conversations.info({ channel })
    if (unescaped(current.channel?.topic?.value ?? '') === topic) return DONE
    await channels.asMember(channel, () => slack.conversations.setTopic({ channel, topic }))
    return DONE
  })

/** Slack hands topics out with entities. */
function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
}
