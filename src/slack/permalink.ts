import type { MessageRef } from '../core/capture/capture.ts'
import type { Slack } from './client.ts'
import type { Log } from './log.ts'

/** A message's address. Nice to have: without it the timeline still says where and when. */
export async function permalinkOf(
  { channel, ts }: MessageRef,
  { slack, log }: { slack: Slack; log: Log },
): Promise<string | undefined> {
  try {
    return (await slack.chat.getPermalink({ channel, message_ts: ts })).permalink
  } catch (error) {
    log.warn({ err: error }, 'a message’s address could not be found out')
    return undefined
  }
}
