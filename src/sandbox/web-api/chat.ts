import { directMessage } from '../channels.ts'
import { present } from '../json.ts'
import { addEphemeral, addMessage, changeMessage, removeMessage, threadRoot } from '../messages.ts'
import { BOT } from '../people.ts'
import type { Json, Ts } from '../protocol.ts'
import type { ChannelRecord, MessageRecord } from '../records.ts'
import { wireMessage } from '../wire-message.ts'
import { type Call, channelOf, isVisible, type Method, messageOf, needMember, needOpen } from './call.ts'
import { needContent, readContent, UPDATE_TEXT_CHARS } from './content.ts'
import { Refusal } from './refusal.ts'

/** Where to post: a channel's id or name, or a person's id for a direct message. */
function target(call: Call): ChannelRecord {
  const { workspace } = call
  const named = call.args.need('channel', 'channel_not_found')
  if (workspace.people.has(named)) {
    if (!workspace.app.messagesTab) throw new Refusal('messages_tab_disabled')
    if (named === BOT.userId) throw new Refusal('channel_not_found')
    return directMessage(workspace, BOT.userId, named)
  }
  const channel = workspace.channels.get(named) ?? workspace.channelNamed(named.replace(/^#/, ''))
  if (!channel || !isVisible(channel)) throw new Refusal('channel_not_found')
  return channel
}

/** The thread a reply goes to. Nothing in the channel has this ts: `thread_not_found`. */
function thread(call: Call, channel: ChannelRecord): Ts | undefined {
  const ts = call.args.ts('thread_ts', 'invalid_thread_ts')
  if (ts === undefined) return undefined
  const root = threadRoot(channel, ts)
  if (!root) throw new Refusal('thread_not_found')
  if (root.subtype !== undefined && root.subtype !== 'file_share')
    throw new Refusal('cannot_reply_to_message')
  return root.ts
}

/** The bot's own name and face, or what it was allowed to wear. */
function appearance(call: Call): Pick<MessageRecord, 'username' | 'icons'> {
  if (!call.workspace.app.scopes.has('chat:write.customize')) return {}
  const emoji = call.args.text('icon_emoji')
  const url = call.args.text('icon_url')
  return present({
    username: call.args.text('username'),
    icons: emoji ? { emoji } : url ? { image_48: url } : undefined,
  })
}

function postMessage(call: Call): Json {
  const { workspace, args } = call
  const channel = target(call)
  if (channel.kind !== 'public' || !workspace.app.scopes.has('chat:write.public')) needMember(channel)
  needOpen(channel)
  const content = readContent(workspace, args)
  needContent(args, content)
  const threadTs = thread(call, channel)
  const { metadata, ...said } = content
  const message = addMessage(workspace, channel, {
    ...said,
    user: BOT.userId,
    ...appearance(call),
    ...present({
      threadTs,
      broadcast: threadTs !== undefined && args.flag('reply_broadcast') ? true : undefined,
      metadata: metadata && Object.keys(metadata).length > 0 ? metadata : undefined,
    }),
  })
  return {
    channel: channel.id,
    ts: message.ts,
    message: wireMessage(workspace, channel, message, { metadata: true }),
  }
}

function postEphemeral(call: Call): Json {
  const { workspace, args } = call
  const channel = target(call)
  const user = args.need('user', 'user_not_in_channel')
  needMember(channel)
  needOpen(channel)
  if (!channel.members.includes(user)) throw new Refusal('user_not_in_channel')
  const content = readContent(workspace, args)
  needContent(args, content)
  const { metadata: _, ...said } = content
  const message = addEphemeral(workspace, channel, {
    ...said,
    user: BOT.userId,
    ephemeralFor: user,
    ...appearance(call),
    ...present({ threadTs: thread(call, channel) }),
  })
  return { message_ts: message.ts }
}

const UPDATED = { argument: 'ts', missing: 'message_not_found', invalid: 'message_not_found' }

function update(call: Call): Json {
  const { workspace, args } = call
  const channel = channelOf(call)
  needOpen(channel, 'is_inactive')
  const message = messageOf(call, channel, UPDATED)
  if (message.user !== BOT.userId || message.subtype !== undefined) throw new Refusal('cant_update_message')
  const content = readContent(workspace, args, UPDATE_TEXT_CHARS)
  const saysText = args.has('text') || args.has('markdown_text')
  const blocks = args.has('blocks') || saysText ? content.blocks : message.blocks
  const attachments = args.has('attachments') ? content.attachments : message.attachments
  const text = saysText || args.has('blocks') ? content.text : message.text
  if (text.trim() === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text')
  const broadcast = broadcasts(call, message)
  changeMessage(
    workspace,
    channel,
    message,
    { text, blocks, attachments, ...(broadcast ? { broadcast: true } : {}) },
    { user: BOT.userId, showEdited: blocks.length === 0 && text !== message.text },
  )
  if (content.metadata) {
    if (Object.keys(content.metadata).length === 0) delete message.metadata
    else message.metadata = content.metadata
    workspace.changed()
  }
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: wireMessage(workspace, channel, message, { metadata: true }),
  }
}

function broadcasts(call: Call, message: MessageRecord): boolean {
  if (!call.args.flag('reply_broadcast')) return false
  if (message.threadTs === undefined || message.threadTs === message.ts)
    throw new Refusal('cant_broadcast_message')
  if (!message.broadcast && (call.args.has('text') || call.args.has('blocks'))) {
    throw new Refusal('no_dual_broadcast_content_update')
  }
  return true
}

function remove(call: Call): Json {
  const channel = channelOf(call)
  const message = messageOf(call, channel, UPDATED)
  if (message.user !== BOT.userId) throw new Refusal('cant_delete_message')
  removeMessage(call.workspace, channel, message)
  return { channel: channel.id, ts: message.ts }
}

function getPermalink(call: Call): Json {
  const channel = channelOf(call)
  const message = messageOf(call, channel, {
    argument: 'message_ts',
    missing: 'message_not_found',
    invalid: 'message_not_found',
  })
  return { channel: channel.id, permalink: call.workspace.permalink(channel, message.ts) }
}

export const CHAT: Record<string, Method> = {
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
  'chat.update': { scopes: ['chat:write'], run: update },
  'chat.delete': { scopes: ['chat:write'], run: remove },
  'chat.getPermalink': { scopes: [], run: getPermalink },
}
