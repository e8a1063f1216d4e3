import { richText } from './escape.ts'
import { present } from './json.ts'
import { BOT, TEAM } from './people.ts'
import type { Json, Ts } from './protocol.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'
import { wireFile, wireTombstone } from './wire-file.ts'
import type { Workspace } from './workspace.ts'

export type Thread = { count: number; users: string[]; latest: Ts; broadcasts: number }

/** Replies of every thread of a channel, in one pass. */
export function threadsOf(channel: ChannelRecord): Map<Ts, Thread> {
  const threads = new Map<Ts, Thread>()
  for (const message of channel.messages.values()) {
    if (message.threadTs === undefined || message.threadTs === message.ts) continue
    const thread = threads.get(message.threadTs) ?? { count: 0, users: [], latest: message.ts, broadcasts: 0 }
    thread.count++
    thread.latest = message.ts
    if (!thread.users.includes(message.user)) thread.users.push(message.user)
    threads.set(message.threadTs, thread)
  }
  return threads
}

/** A message as the Web API and the events carry it. Metadata only when it was asked for. */
export function wireMessage(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  more: { metadata?: boolean; thread?: Thread | undefined } = {},
): Json {
  const parent = message.threadTs === undefined ? undefined : channel.messages.get(message.threadTs)
  const isReply = parent !== undefined && parent.ts !== message.ts
  return present({
    type: 'message',
    subtype: message.subtype ?? (isReply && message.broadcast ? 'thread_broadcast' : undefined),
    ...author(workspace, message),
    client_msg_id: message.clientMsgId,
    text: message.text,
    blocks: wireBlocks(message),
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    files: wireFiles(workspace, message),
    ...(message.files.length > 0 ? { upload: false, display_as_bot: false } : {}),
    ts: message.ts,
    edited: message.edited,
    thread_ts: message.threadTs ?? (more.thread ? message.ts : undefined),
    parent_user_id: isReply ? parent.user : undefined,
    ...(isReply && message.broadcast ? { root: wireMessage(workspace, channel, parent) } : {}),
    ...threadFacts(more.thread),
    reactions: wireReactions(message),
    pinned_to: message.pinned ? [channel.id] : undefined,
    pinned_info: message.pinned
      ? { channel: channel.id, pinned_by: message.pinned.by, pinned_ts: message.pinned.at }
      : undefined,
    metadata: more.metadata ? message.metadata : undefined,
    ...message.facts,
  })
}

function author(workspace: Workspace, message: MessageRecord): Json {
  if (!workspace.isBot(message.user)) return { user: message.user, team: TEAM.id }
  return present({
    user: BOT.userId,
    team: TEAM.id,
    bot_id: BOT.botId,
    app_id: BOT.appId,
    username: message.username,
    icons: message.icons,
    bot_profile: {
      id: BOT.botId,
      deleted: false,
      name: workspace.app.name,
      updated: 0,
      app_id: BOT.appId,
      icons: {
        image_36: `${workspace.url}/avatar/36`,
        image_48: `${workspace.url}/avatar/48`,
        image_72: `${workspace.url}/avatar/72`,
      },
      team_id: TEAM.id,
    },
  })
}

/** What a person typed carries the rich text that Slack's composer makes of it. */
function wireBlocks(message: MessageRecord): Json[] | undefined {
  if (message.blocks.length > 0) return message.blocks
  if (message.clientMsgId === undefined || message.text === '') return undefined
  return [{ type: 'rich_text', block_id: message.clientMsgId.slice(0, 5), elements: richText(message.text) }]
}

function threadFacts(thread: Thread | undefined): Json {
  if (!thread) return {}
  return {
    reply_count: thread.count,
    reply_users_count: thread.users.length,
    latest_reply: thread.latest,
    reply_users: thread.users,
    is_locked: false,
    subscribed: false,
  }
}

function wireReactions(message: MessageRecord): Json[] | undefined {
  if (message.reactions.length === 0) return undefined
  return message.reactions.map((one) => ({ name: one.name, users: one.users, count: one.users.length }))
}

function wireFiles(workspace: Workspace, message: MessageRecord): Json[] | undefined {
  if (message.files.length === 0) return undefined
  return message.files.map((id) => {
    const file = workspace.files.get(id)
    return file ? wireFile(workspace, file) : wireTombstone(id)
  })
}
