import { emptyChannel } from './founding.ts'
import { addMessage } from './messages.ts'
import { BOT, TEAM } from './people.ts'
import type { ChannelRecord } from './records.ts'
import { threadsOf } from './wire-message.ts'
import type { Workspace } from './workspace.ts'

/** What happens to channels, whoever does it: state, the grey line in the channel, the app's event. */

const NAME_CHARS = 80

/** Slack's error code for a channel name it would refuse, if any. */
export function nameProblem(workspace: Workspace, name: string): string | undefined {
  if (name === '') return 'invalid_name_required'
  if ([...name].length > NAME_CHARS) return 'invalid_name_maxlength'
  if (/^[_-]+$/.test(name)) return 'invalid_name_punctuation'
  if (!/^[\p{L}\p{N}\p{M}_-]+$/u.test(name) || name !== name.toLowerCase()) return 'invalid_name_specials'
  return workspace.channelNamed(name) ? 'name_taken' : undefined
}

export function createChannel(
  workspace: Workspace,
  given: { name: string; isPrivate: boolean; by: string },
): ChannelRecord {
  const channel = emptyChannel({
    id: workspace.ids.next('C'),
    name: given.name,
    kind: given.isPrivate ? 'private' : 'public',
    creator: given.by,
    members: [],
    now: workspace.now(),
  })
  workspace.channels.set(channel.id, channel)
  joinChannel(workspace, channel, given.by)
  return channel
}

/** The direct message of two people, made when it is not there yet. */
export function directMessage(workspace: Workspace, a: string, b: string): ChannelRecord {
  const found = workspace.directMessage(a, b)
  if (found) return found
  const channel = emptyChannel({
    id: workspace.ids.next('D'),
    name: '',
    kind: 'im',
    creator: a,
    members: [a, b],
    now: workspace.now(),
  })
  workspace.channels.set(channel.id, channel)
  workspace.changed()
  return channel
}

export function joinChannel(
  workspace: Workspace,
  channel: ChannelRecord,
  user: string,
  inviter?: string,
): void {
  channel.members.push(user)
  const invited = inviter === undefined ? {} : { inviter }
  addMessage(workspace, channel, {
    user,
    subtype: 'channel_join',
    text: `<@${user}> has joined the channel`,
    ...(inviter === undefined ? {} : { facts: invited }),
  })
  const last = [...channel.messages.keys()].at(-1)
  if (last !== undefined) channel.lastRead[user] = last
  workspace.happened({
    subscription: 'member_joined_channel',
    channel,
    event: {
      type: 'member_joined_channel',
      user,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: TEAM.id,
      ...invited,
      event_ts: workspace.ts(),
    },
  })
}

export function leaveChannel(workspace: Workspace, channel: ChannelRecord, user: string): void {
  addMessage(workspace, channel, {
    user,
    subtype: 'channel_leave',
    text: `<@${user}> has left the channel`,
  })
  workspace.happened({
    subscription: 'member_left_channel',
    channel,
    event: {
      type: 'member_left_channel',
      user,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: TEAM.id,
      event_ts: workspace.ts(),
    },
  })
  channel.members = channel.members.filter((one) => one !== user)
  workspace.changed()
}

export function setTopic(
  workspace: Workspace,
  channel: ChannelRecord,
  what: 'topic' | 'purpose',
  value: string,
  by: string,
): void {
  if (channel[what].value === value) return
  channel[what] = { value, creator: by, last_set: workspace.nowSeconds() }
  channel.updated = workspace.now()
  addMessage(workspace, channel, {
    user: by,
    subtype: `channel_${what}`,
    text: value === '' ? `cleared the channel ${what}` : `set the channel ${what}: ${value}`,
    facts: { [what]: value },
  })
}

export function renameChannel(workspace: Workspace, channel: ChannelRecord, name: string, by: string): void {
  const old = channel.name
  channel.previousNames.unshift(old)
  channel.name = name
  channel.updated = workspace.now()
  addMessage(workspace, channel, {
    user: by,
    subtype: 'channel_name',
    text: `has renamed the channel from "${old}" to "${name}"`,
    facts: { old_name: old, name },
  })
  workspace.happened({
    subscription: 'channel_rename',
    channel,
    event: {
      type: 'channel_rename',
      channel: {
        id: channel.id,
        is_channel: true,
        is_mpim: false,
        name,
        name_normalized: name,
        created: channel.created,
      },
      event_ts: workspace.ts(),
    },
  })
}

export function archiveChannel(workspace: Workspace, channel: ChannelRecord, by: string): void {
  addMessage(workspace, channel, {
    user: by,
    subtype: 'channel_archive',
    text: 'archived the channel',
  })
  setArchived(workspace, channel, true, by)
}

/** Gone for good, with all that was said in it. */
export function deleteChannel(workspace: Workspace, channel: ChannelRecord, by: string): void {
  workspace.happened({
    subscription: 'channel_deleted',
    channel,
    event: { type: 'channel_deleted', channel: channel.id, actor_id: by, event_ts: workspace.ts() },
  })
  workspace.channels.delete(channel.id)
  workspace.changed()
}

/** Whoever brings a channel back is in it. */
export function unarchiveChannel(workspace: Workspace, channel: ChannelRecord, by: string): void {
  setArchived(workspace, channel, false, by)
  addMessage(workspace, channel, { user: by, subtype: 'channel_unarchive', text: 'un-archived the channel' })
  if (!channel.members.includes(by)) joinChannel(workspace, channel, by)
}

function setArchived(workspace: Workspace, channel: ChannelRecord, archived: boolean, by: string): void {
  channel.archived = archived
  channel.updated = workspace.now()
  const type = archived ? 'channel_archive' : 'channel_unarchive'
  workspace.happened({
    subscription: type,
    channel,
    event: { type, channel: channel.id, user: by, is_moved: 0, event_ts: workspace.ts() },
  })
  workspace.changed()
}

export type Unread = { unread: number; mentions: number }

/** What this person has not seen: root messages and broadcasts; replies count when they mention the person. */
export function unreadOf(workspace: Workspace, channel: ChannelRecord, user: string): Unread {
  const since = channel.lastRead[user] ?? ''
  const groups = workspace.groupsOf(user).map((one) => one.id)
  const followed = threadsOf(channel)
  const counted: Unread = { unread: 0, mentions: 0 }
  for (const message of [...channel.messages.values()].reverse()) {
    if (message.ts <= since) break
    if (message.user === user || message.subtype?.startsWith('channel_')) continue
    const isReply = message.threadTs !== undefined && message.threadTs !== message.ts && !message.broadcast
    const root = message.threadTs === undefined ? undefined : channel.messages.get(message.threadTs)
    const follows =
      isReply && (root?.user === user || (followed.get(message.threadTs ?? '')?.users ?? []).includes(user))
    const mentioned =
      channel.kind === 'im' || mentions(message.text + JSON.stringify(message.blocks), user, groups)
    if (!isReply || mentioned || follows) counted.unread++
    if (mentioned) counted.mentions++
  }
  return counted
}

function mentions(text: string, user: string, groups: string[]): boolean {
  if (/<!(?:channel|here|everyone)[|>]/.test(text) || text.includes('"type":"broadcast"')) return true
  if (new RegExp(`<@${user}[|>]|"user_id":"${user}"`).test(text)) return true
  return groups.some((id) => text.includes(`<!subteam^${id}`) || text.includes(`"usergroup_id":"${id}"`))
}

export function botIsIn(channel: ChannelRecord): boolean {
  return channel.members.includes(BOT.userId)
}
