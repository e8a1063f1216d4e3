import type { Instant } from '../core/decider.ts'
import type { Slack } from './client.ts'
import { slackCode } from './failure.ts'

const LIST_PAGE = 1_000 // the most that conversations.list gives
const LIST_PAGES_MAX = 50
/** How long "there is no such channel" is believed; somebody may be creating it just now. */
const MISSING_MS = 10_000

const GONE = new Set(['is_archived', 'channel_not_found'])

export type Channels = {
  /** The id of a public channel by name, with the bot as a member of it; undefined when there is none. */
  named(name: string): Promise<string | undefined>
  /** Runs a call on a channel; when the bot is no member, joins and runs it once more. */
  asMember<T>(channel: string, call: () => Promise<T>): Promise<T>
  /** Renamed, archived or deleted: look it up again at the next need. */
  forget(channel: string): void
}

export function createChannels(parts: { slack: Slack; now: () => Instant }): Channels {
  const { slack, now } = parts
  const known = new Map<string, string>() // name → id
  const missing = new Map<string, Instant>() // name → when looked for

  async function look(name: string): Promise<string | undefined> {
    for await (const { id, name: found, is_member } of publicChannels(slack)) {
      if (found !== name || id === undefined) continue
      if (!is_member) await slack.conversations.join({ channel: id })
      return id
    }
    return undefined
  }

  function forget(channel: string): void {
    for (const [name, id] of known) if (id === channel) known.delete(name)
  }

  return {
    forget,
    async named(name) {
      const id = known.get(name)
      if (id !== undefined) return id
      if (now() - (missing.get(name) ?? Number.NEGATIVE_INFINITY) < MISSING_MS) return undefined
      const found = await look(name)
      if (found === undefined) missing.set(name, now())
      else known.set(name, found)
      return found
    },
    async asMember(channel, call) {
      try {
        return await call()
      } catch (error) {
        const code = slackCode(error) ?? ''
        if (GONE.has(code)) forget(channel) // another may have its name by now
        if (code !== 'not_in_channel') throw error
        await slack.conversations.join({ channel })
        return call()
      }
    },
  }
}

export type PublicChannel = {
  id?: string
  name?: string
  creator?: string
  created?: number
  is_member?: boolean
}

/** Every public channel that is not archived, page by page. */
export async function* publicChannels(slack: Slack): AsyncGenerator<PublicChannel> {
  let cursor: string | undefined
  for (let page = 0; page < LIST_PAGES_MAX; page += 1) {
    const { channels = [], response_metadata } = await slack.conversations.list({
      types: 'public_channel',
      exclude_archived: true,
      limit: LIST_PAGE,
      ...(cursor ? { cursor } : {}),
    })
    yield* channels
    cursor = response_metadata?.next_cursor
    if (!cursor) return
  }
}
