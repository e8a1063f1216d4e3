import { EPHEMERALS_PER_CHANNEL, MESSAGES_PER_CHANNEL } from './limits.ts'
import { BOT, SLACKBOT } from './people.ts'
import type { Json, Ts } from './protocol.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'
import { threadsOf, wireMessage } from './wire-message.ts'
import type { Workspace } from './workspace.ts'

const SUBSCRIPTIONS = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const
const CHANNEL_TYPES = { public: 'channel', private: 'group', im: 'im' } as const

export type Draft = Omit<MessageRecord, 'ts' | 'reactions' | 'blocks' | 'attachments' | 'files'> &
  Partial<Pick<MessageRecord, 'blocks' | 'attachments' | 'files'>>

/** Posts a message for everyone in the channel and tells the app. */
export function addMessage(workspace: Workspace, channel: ChannelRecord, draft: Draft): MessageRecord {
  const message = recordOf(workspace, draft)
  channel.messages.set(message.ts, message)
  forgetOldest(channel.messages, MESSAGES_PER_CHANNEL)
  if (draft.subtype === undefined || draft.subtype === 'file_share')
    channel.lastRead[message.user] = message.ts
  announce(workspace, channel, message)
  workspace.changed()
  return message
}

/** Shows a message to one person only. The app is not told. */
export function addEphemeral(
  workspace: Workspace,
  channel: ChannelRecord,
  draft: Draft & { ephemeralFor: string },
): MessageRecord {
  const message = recordOf(workspace, draft)
  channel.ephemerals.set(message.ts, message)
  forgetOldest(channel.ephemerals, EPHEMERALS_PER_CHANNEL)
  workspace.changed()
  return message
}

function recordOf(workspace: Workspace, draft: Draft): MessageRecord {
  return {
    ...draft,
    ts: workspace.ts(),
    blocks: draft.blocks ?? [],
    attachments: draft.attachments ?? [],
    files: draft.files ?? [],
    reactions: [],
  }
}

function forgetOldest(messages: Map<Ts, MessageRecord>, limit: number): void {
  for (const ts of messages.keys()) {
    if (messages.size <= limit) return
    messages.delete(ts)
  }
}

function announce(workspace: Workspace, channel: ChannelRecord, message: MessageRecord): void {
  const event = {
    ...wireMessage(workspace, channel, message),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: CHANNEL_TYPES[channel.kind],
  }
  workspace.happened({ subscription: SUBSCRIPTIONS[channel.kind], event, channel })
  if (channel.kind !== 'im' && message.text.includes(`<@${BOT.userId}>`) && !workspace.isBot(message.user)) {
    const { channel_type: _, ...mention } = event
    workspace.happened({ subscription: 'app_mention', event: { ...mention, type: 'app_mention' }, channel })
  }
}

export type Changes = Partial<
  Pick<MessageRecord, 'text' | 'blocks' | 'attachments' | 'metadata' | 'broadcast'>
>

/** Changes a message in place; the app hears of it unless only one person sees the message. */
export function changeMessage(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  changes: Changes,
  by: { user: string; showEdited: boolean },
): void {
  const announceChange = beginChange(workspace, channel, message)
  Object.assign(message, changes)
  if (by.showEdited) message.edited = { user: by.user, ts: workspace.ts() }
  announceChange()
}

/** Remembers how a message looks now; what is answered tells the app what has become of it since. */
export function beginChange(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
): () => void {
  const thread = threadsOf(channel).get(message.ts)
  const before = wireMessage(workspace, channel, message, { thread })
  return () => {
    if (message.ephemeralFor === undefined) {
      happenedTo(workspace, channel, {
        subtype: 'message_changed',
        message: wireMessage(workspace, channel, message, { thread }),
        previous_message: before,
      })
    }
    workspace.changed()
  }
}

/**
 * Deletes a message. One with replies leaves a stone behind, which the app hears of as a change; the stone goes
 * with its last reply.
 */
export function removeMessage(workspace: Workspace, channel: ChannelRecord, message: MessageRecord): void {
  if (message.ephemeralFor !== undefined) {
    channel.ephemerals.delete(message.ts)
    workspace.changed()
    return
  }
  if (threadsOf(channel).has(message.ts)) {
    const announceChange = beginChange(workspace, channel, message)
    leaveStone(message)
    announceChange()
    return
  }
  takeAway(workspace, channel, message)
  const root = message.threadTs === undefined ? undefined : channel.messages.get(message.threadTs)
  if (root?.subtype === 'tombstone' && !threadsOf(channel).has(root.ts)) takeAway(workspace, channel, root)
  workspace.changed()
}

function leaveStone(message: MessageRecord): void {
  Object.assign(message, {
    user: SLACKBOT.id,
    text: 'This message was deleted.',
    blocks: [],
    attachments: [],
    files: [],
    reactions: [],
    subtype: 'tombstone',
    facts: { hidden: true },
  })
  delete message.pinned
  delete message.metadata
  delete message.edited
  delete message.clientMsgId
}

function takeAway(workspace: Workspace, channel: ChannelRecord, message: MessageRecord): void {
  const previous = wireMessage(workspace, channel, message)
  channel.messages.delete(message.ts)
  happenedTo(workspace, channel, {
    subtype: 'message_deleted',
    deleted_ts: message.ts,
    previous_message: previous,
  })
}

function happenedTo(workspace: Workspace, channel: ChannelRecord, facts: Json): void {
  const ts = workspace.ts()
  workspace.happened({
    subscription: SUBSCRIPTIONS[channel.kind],
    event: {
      type: 'message',
      ...facts,
      channel: channel.id,
      hidden: true,
      ts,
      event_ts: ts,
      channel_type: CHANNEL_TYPES[channel.kind],
    },
    channel,
  })
}

/** The message a reply to `ts` belongs under: a reply's own thread when `ts` names a reply. */
export function threadRoot(channel: ChannelRecord, ts: Ts): MessageRecord | undefined {
  const message = channel.messages.get(ts)
  if (message?.threadTs === undefined || message.threadTs === ts) return message
  return channel.messages.get(message.threadTs) ?? message
}
