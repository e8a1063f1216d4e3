import { addMessage } from './messages.ts'
import { BOT } from './people.ts'
import type { Json } from './protocol.ts'
import type { ChannelRecord, MessageRecord } from './records.ts'
import type { Workspace } from './workspace.ts'

/** A name between the colons, with an optional skin tone. */
export const EMOJI_NAME = /^[\p{L}\p{N}_+'-]+(?:::skin-tone-[2-6])?$/u

export function addReaction(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  reaction: { name: string; user: string },
): void {
  const found = message.reactions.find((one) => one.name === reaction.name)
  if (found) found.users.push(reaction.user)
  else message.reactions.push({ name: reaction.name, users: [reaction.user] })
  reacted(workspace, channel, message, 'reaction_added', reaction)
}

export function removeReaction(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  reaction: { name: string; user: string },
): void {
  for (const one of message.reactions) {
    if (one.name === reaction.name) one.users = one.users.filter((user) => user !== reaction.user)
  }
  message.reactions = message.reactions.filter((one) => one.users.length > 0)
  reacted(workspace, channel, message, 'reaction_removed', reaction)
}

function reacted(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  type: 'reaction_added' | 'reaction_removed',
  reaction: { name: string; user: string },
): void {
  const event: Json = {
    type,
    user: reaction.user,
    item: { type: 'message', channel: channel.id, ts: message.ts },
    reaction: reaction.name,
    item_user: message.user,
    event_ts: workspace.ts(),
  }
  workspace.happened({ subscription: type, channel, event })
  workspace.changed()
}

export function pin(workspace: Workspace, channel: ChannelRecord, message: MessageRecord, by: string): void {
  message.pinned = { by, at: workspace.nowSeconds() }
  addMessage(workspace, channel, {
    user: by,
    subtype: 'pinned_item',
    text: `<@${by}> pinned a message to this channel.`,
    facts: { item_type: 'C', item: { type: 'message', channel: channel.id, message: { ts: message.ts } } },
  })
  workspace.happened({
    subscription: 'pin_added',
    channel,
    event: {
      type: 'pin_added',
      user: by,
      channel_id: channel.id,
      item: { type: 'message', channel: channel.id, message: { ts: message.ts } },
      event_ts: workspace.ts(),
    },
  })
}

export function unpin(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  by: string = BOT.userId,
): void {
  delete message.pinned
  workspace.happened({
    subscription: 'pin_removed',
    channel,
    event: {
      type: 'pin_removed',
      user: by,
      channel_id: channel.id,
      item: { type: 'message', channel: channel.id, message: { ts: message.ts } },
      event_ts: workspace.ts(),
    },
  })
  workspace.changed()
}
