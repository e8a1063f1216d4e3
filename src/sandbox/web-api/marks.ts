import { isComplete } from '../files.ts'
import { present } from '../json.ts'
import { BOOKMARKS_PER_CHANNEL, PINS_PER_CHANNEL, REACTIONS_PER_MESSAGE } from '../limits.ts'
import { BOT } from '../people.ts'
import type { Json } from '../protocol.ts'
import { addReaction, EMOJI_NAME, pin, removeReaction, unpin } from '../reactions.ts'
import type { BookmarkRecord, ChannelRecord, MessageRecord } from '../records.ts'
import { wireBookmark } from '../wire-channel.ts'
import { wireFile } from '../wire-file.ts'
import { wireMessage } from '../wire-message.ts'
import { type Call, channelOf, type Method, messageOf, needMember, needOpen } from './call.ts'
import { Refusal } from './refusal.ts'

/** Pins, reactions and bookmarks: marks on what is there. */

const NAMED = { argument: 'timestamp', missing: 'no_item_specified', invalid: 'bad_timestamp' }
const TITLE_CHARS = 255
const PINNABLE = new Set([undefined, 'thread_broadcast', 'file_share', 'me_message'])

function marked(call: Call): { channel: ChannelRecord; message: MessageRecord } {
  const channel = channelOf(call)
  needMember(channel)
  return { channel, message: messageOf(call, channel, NAMED) }
}

function pinsAdd(call: Call): Json {
  const { channel, message } = marked(call)
  needOpen(channel)
  if (!PINNABLE.has(message.subtype)) throw new Refusal('not_pinnable')
  if (message.pinned) throw new Refusal('already_pinned')
  if (pins(channel).length >= PINS_PER_CHANNEL) throw new Refusal('too_many_pins')
  pin(call.workspace, channel, message, BOT.userId)
  return {}
}

function pinsRemove(call: Call): Json {
  const { channel, message } = marked(call)
  if (!message.pinned) throw new Refusal('no_pin')
  unpin(call.workspace, channel, message, BOT.userId)
  return {}
}

function pins(channel: ChannelRecord): MessageRecord[] {
  return [...channel.messages.values()].filter((one) => one.pinned).reverse()
}

function pinsList(call: Call): Json {
  const channel = channelOf(call)
  needMember(channel)
  return {
    items: pins(channel).map((message) => ({
      type: 'message',
      channel: channel.id,
      created: message.pinned?.at,
      created_by: message.pinned?.by,
      message: {
        ...wireMessage(call.workspace, channel, message),
        permalink: call.workspace.permalink(channel, message.ts),
      },
    })),
  }
}

function reactionName(call: Call): string {
  const name = call.args.need('name', 'invalid_name').replaceAll(/^:|:$/g, '')
  if (!EMOJI_NAME.test(name)) throw new Refusal('invalid_name')
  return name
}

function reactionsAdd(call: Call): Json {
  const name = reactionName(call)
  const { channel, message } = marked(call)
  needOpen(channel)
  const found = message.reactions.find((one) => one.name === name)
  if (found?.users.includes(BOT.userId)) throw new Refusal('already_reacted')
  if (!found && message.reactions.length >= REACTIONS_PER_MESSAGE) throw new Refusal('too_many_emoji')
  addReaction(call.workspace, channel, message, { name, user: BOT.userId })
  return {}
}

function reactionsRemove(call: Call): Json {
  const name = reactionName(call)
  const { channel, message } = marked(call)
  const found = message.reactions.find((one) => one.name === name)
  if (!found?.users.includes(BOT.userId)) throw new Refusal('no_reaction')
  removeReaction(call.workspace, channel, message, { name, user: BOT.userId })
  return {}
}

function reactionsGet(call: Call): Json {
  // Reactions stand on messages, also on those that share a file: a file has none of its own.
  if (call.args.has('file')) {
    const file = call.workspace.files.get(call.args.need('file'))
    if (!file || !isComplete(file)) throw new Refusal('file_not_found')
    return { type: 'file', file: wireFile(call.workspace, file, { shares: true }) }
  }
  const { channel, message } = marked(call)
  return {
    type: 'message',
    channel: channel.id,
    message: {
      ...wireMessage(call.workspace, channel, message),
      permalink: call.workspace.permalink(channel, message.ts),
    },
  }
}

function link(call: Call, isRequired: boolean): string | undefined {
  const value = call.args.text('link')
  if (value === undefined && !isRequired) return undefined
  if (!/^https?:\/\/\S+$/.test(value ?? '')) throw new Refusal('invalid_link')
  return value
}

function title(call: Call): string {
  const value = call.args.need('title')
  if ([...value].length > TITLE_CHARS) throw new Refusal('invalid_arguments')
  return value
}

function emoji(call: Call): string | undefined {
  const value = call.args.text('emoji')
  if (value !== undefined && value !== '' && !/^:[^\s:]+(?:::skin-tone-[2-6])?:$/.test(value))
    throw new Refusal('invalid_emoji')
  return value || undefined
}

function bookmarked(call: Call): ChannelRecord {
  const channel = channelOf(call, 'channel_id')
  needMember(channel)
  return channel
}

function bookmarksAdd(call: Call): Json {
  const channel = bookmarked(call)
  const named = title(call)
  if (call.args.need('type') !== 'link') throw new Refusal('invalid_bookmark_type')
  const to = link(call, true) ?? ''
  if (channel.bookmarks.length >= BOOKMARKS_PER_CHANNEL) throw new Refusal('too_many_bookmarks')
  const now = call.workspace.nowSeconds()
  const bookmark: BookmarkRecord = {
    id: call.workspace.ids.next('Bk'),
    title: named,
    link: to,
    created: now,
    updated: 0,
    by: BOT.userId,
    ...present({ emoji: emoji(call) }),
  }
  channel.bookmarks.push(bookmark)
  call.workspace.changed()
  return { bookmark: wireBookmark(channel, bookmark) }
}

function theBookmark(call: Call, channel: ChannelRecord): BookmarkRecord {
  const found = channel.bookmarks.find((one) => one.id === call.args.need('bookmark_id'))
  if (!found) throw new Refusal('not_found')
  return found
}

function bookmarksEdit(call: Call): Json {
  const channel = bookmarked(call)
  const bookmark = theBookmark(call, channel)
  const changes = present({
    title: call.args.has('title') ? title(call) : undefined,
    link: link(call, false),
    emoji: emoji(call),
  })
  Object.assign(bookmark, changes, { updated: call.workspace.nowSeconds(), by: BOT.userId })
  call.workspace.changed()
  return { bookmark: wireBookmark(channel, bookmark) }
}

function bookmarksRemove(call: Call): Json {
  const channel = bookmarked(call)
  const bookmark = theBookmark(call, channel)
  channel.bookmarks = channel.bookmarks.filter((one) => one !== bookmark)
  call.workspace.changed()
  return {}
}

function bookmarksList(call: Call): Json {
  const channel = bookmarked(call)
  return { bookmarks: channel.bookmarks.map((one) => wireBookmark(channel, one)) }
}

export const MARKS: Record<string, Method> = {
  'pins.add': { scopes: ['pins:write'], run: pinsAdd },
  'pins.remove': { scopes: ['pins:write'], run: pinsRemove },
  'pins.list': { scopes: ['pins:read'], run: pinsList },
  'reactions.add': { scopes: ['reactions:write'], run: reactionsAdd },
  'reactions.remove': { scopes: ['reactions:write'], run: reactionsRemove },
  'reactions.get': { scopes: ['reactions:read'], run: reactionsGet },
  'bookmarks.add': { scopes: ['bookmarks:write'], run: bookmarksAdd },
  'bookmarks.edit': { scopes: ['bookmarks:write'], run: bookmarksEdit },
  'bookmarks.remove': { scopes: ['bookmarks:write'], run: bookmarksRemove },
  'bookmarks.list': { scopes: ['bookmarks:read'], run: bookmarksList },
}
