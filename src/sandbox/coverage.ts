import { BLOCKS, ELEMENT_TYPES } from './blocks/block-types.ts'
import { METHODS } from './web-api/methods.ts'

/** Where the app can show something or be called from. */
const SURFACES = [
  'message',
  'thread',
  'ephemeral',
  'direct_message',
  'modal',
  'home',
  'slash_command',
  'global_shortcut',
  'message_shortcut',
  'response_url',
  'block_actions',
  'block_suggestion',
  'view_submission',
  'view_closed',
  'pin',
  'reaction',
  'bookmark',
  'file',
  'canvas',
  'signed_http',
  'socket_mode',
] as const

/** Event subscriptions that the workspace serves, and the message subtypes that come under `message.*`. */
const EVENTS = [
  'message.channels',
  'message.groups',
  'message.im',
  'app_mention',
  'app_home_opened',
  'reaction_added',
  'reaction_removed',
  'pin_added',
  'pin_removed',
  'member_joined_channel',
  'member_left_channel',
  'channel_archive',
  'channel_unarchive',
  'channel_rename',
  'channel_deleted',
  'file_shared',
  'file_deleted',
  'subteam_members_changed',
  'subteam_updated',
  'user_change',
  'message/channel_join',
  'message/channel_leave',
  'message/channel_topic',
  'message/channel_purpose',
  'message/channel_name',
  'message/channel_archive',
  'message/channel_unarchive',
  'message/message_changed',
  'message/message_deleted',
  'message/thread_broadcast',
  'message/file_share',
  'message/pinned_item',
] as const

/** What the workspace implements. Whatever the bot uses must be in here; a test holds both to it. */
export function coverage(): {
  methods: string[]
  blocks: string[]
  elements: string[]
  surfaces: string[]
  events: string[]
} {
  return {
    methods: [...METHODS.keys()].sort(),
    blocks: Object.keys(BLOCKS).sort(),
    elements: [...ELEMENT_TYPES].sort(),
    surfaces: [...SURFACES],
    events: [...EVENTS],
  }
}
