import { present } from './json.ts'
import { BOT, TEAM } from './people.ts'
import type { Json } from './protocol.ts'
import type { BookmarkRecord, ChannelRecord } from './records.ts'

/** A conversation as the Web API shows it to the bot. */
export function wireChannel(
  channel: ChannelRecord,
  more: { members?: boolean; member?: boolean } = {},
): Json {
  const common = {
    id: channel.id,
    created: channel.created,
    updated: channel.updated,
    is_archived: channel.archived,
    context_team_id: TEAM.id,
    is_org_shared: false,
  }
  if (channel.kind === 'im') {
    const user = channel.members.find((one) => one !== BOT.userId) ?? BOT.userId
    return { ...common, is_im: true, user, is_user_deleted: false, is_open: true }
  }
  return present({
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: channel.general,
    is_shared: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_member: more.member === false ? undefined : channel.members.includes(BOT.userId),
    unlinked: 0,
    creator: channel.creator,
    shared_team_ids: [TEAM.id],
    pending_shared: [],
    pending_connected_team_ids: [],
    topic: channel.topic,
    purpose: channel.purpose,
    previous_names: channel.previousNames,
    properties: channel.canvas
      ? { canvas: { file_id: channel.canvas, is_empty: false, quip_thread_id: channel.canvas } }
      : undefined,
    num_members: more.members ? channel.members.length : undefined,
  })
}

export function wireBookmark(channel: ChannelRecord, bookmark: BookmarkRecord): Json {
  return {
    id: bookmark.id,
    channel_id: channel.id,
    title: bookmark.title,
    link: bookmark.link,
    emoji: bookmark.emoji ?? null,
    icon_url: null,
    type: 'link',
    entity_id: null,
    date_created: bookmark.created,
    date_updated: bookmark.updated,
    rank: 'U',
    last_updated_by_user_id: bookmark.by,
    last_updated_by_team_id: TEAM.id,
    shortcut_id: null,
    app_id: null,
  }
}
