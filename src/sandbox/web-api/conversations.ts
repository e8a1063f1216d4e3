import {
  archiveChannel,
  createChannel,
  directMessage,
  joinChannel,
  leaveChannel,
  nameProblem,
  renameChannel,
  setTopic,
} from '../channels.ts'
import { CHANNELS, USERS_PER_INVITE } from '../limits.ts'
import { BOT } from '../people.ts'
import type { Json } from '../protocol.ts'
import type { ChannelRecord } from '../records.ts'
import { wireChannel } from '../wire-channel.ts'
import { page } from './args.ts'
import {
  type Call,
  channelFor,
  channelOf,
  type Method,
  needChannel,
  needMember,
  needOpen,
  needScope,
  scopesOf,
} from './call.ts'
import { Refusal } from './refusal.ts'

const TOPIC_CHARS = 250
const PAGE = 100
const LARGEST_PAGE = 1_000

const KINDS: Record<string, ChannelRecord['kind'] | undefined> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: undefined,
}

/** The channels of the asked-for types that the bot may know of. */
function listed(call: Call): ChannelRecord[] {
  const types = call.args.list('types')
  const asked = types.length > 0 ? types : ['public_channel']
  if (asked.some((one) => !Object.hasOwn(KINDS, one))) throw new Refusal('invalid_types')
  const kinds = new Set(asked.map((one) => KINDS[one]))
  if (kinds.has('public')) needScope(call.workspace, ['channels:read'])
  if (kinds.has('private')) needScope(call.workspace, ['groups:read'])
  if (kinds.has('im')) needScope(call.workspace, ['im:read'])
  if (asked.includes('mpim')) needScope(call.workspace, ['mpim:read'])
  const withoutArchived = call.args.flag('exclude_archived')
  return [...call.workspace.channels.values()].filter(
    (one) => kinds.has(one.kind) && !(withoutArchived && one.archived),
  )
}

function create(call: Call): Json {
  const { workspace, args } = call
  const isPrivate = args.flag('is_private')
  needScope(workspace, [isPrivate ? 'groups:write' : 'channels:manage'])
  const name = args.text('name') ?? ''
  const problem = nameProblem(workspace, name)
  if (problem) throw new Refusal(problem)
  if (workspace.channels.size >= CHANNELS) throw new Refusal('cannot_create_channel')
  return { channel: wireChannel(createChannel(workspace, { name, isPrivate, by: BOT.userId })) }
}

function list(call: Call): Json {
  const mine = listed(call).filter((one) => one.kind === 'public' || one.members.includes(BOT.userId))
  const { items, next } = page(call.args, mine, call.args.limit(PAGE, LARGEST_PAGE))
  return {
    channels: items.map((one) => wireChannel(one, { members: true })),
    response_metadata: { next_cursor: next },
  }
}

function usersConversations(call: Call): Json {
  const user = call.args.text('user') ?? BOT.userId
  if (!call.workspace.people.has(user)) throw new Refusal('user_not_found')
  const seen = listed(call).filter(
    (one) => one.members.includes(user) && (one.kind === 'public' || one.members.includes(BOT.userId)),
  )
  const { items, next } = page(call.args, seen, call.args.limit(PAGE, LARGEST_PAGE))
  return {
    channels: items.map((one) => wireChannel(one, { member: false })),
    response_metadata: { next_cursor: next },
  }
}

function invite(call: Call): Json {
  const { workspace, args } = call
  const channel = channelFor(call, 'manage')
  needChannel(channel)
  const users = args.list('users')
  if (users.length === 0) throw new Refusal('no_user')
  if (users.length > USERS_PER_INVITE) throw new Refusal('too_many_users')
  needMember(channel)
  needOpen(channel)
  const errors = users.flatMap((user) => {
    const error = inviteProblem(call, channel, user)
    return error ? [{ user, ok: false, error }] : []
  })
  const valid = users.filter((user) => !errors.some((one) => one.user === user))
  const [first] = errors
  if (first && !(args.flag('force') && valid.length > 0)) throw new Refusal(first.error, { errors })
  for (const user of new Set(valid)) joinChannel(workspace, channel, user, BOT.userId)
  return { channel: wireChannel(channel), ...(errors.length > 0 ? { errors } : {}) }
}

function inviteProblem(call: Call, channel: ChannelRecord, user: string): string | undefined {
  if (user === BOT.userId) return 'cant_invite_self'
  const person = call.workspace.people.get(user)
  if (!person || person.deleted) return 'user_not_found'
  return channel.members.includes(user) ? 'already_in_channel' : undefined
}

function join(call: Call): Json {
  const channel = channelOf(call)
  if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type')
  needOpen(channel)
  if (channel.members.includes(BOT.userId)) {
    const warning = 'already_in_channel'
    return { channel: wireChannel(channel), warning, response_metadata: { warnings: [warning] } }
  }
  joinChannel(call.workspace, channel, BOT.userId)
  return { channel: wireChannel(channel) }
}

function leave(call: Call): Json {
  const channel = channelFor(call, 'manage')
  needChannel(channel)
  if (channel.general) throw new Refusal('cant_leave_general')
  if (!channel.members.includes(BOT.userId)) return { not_in_channel: true }
  leaveChannel(call.workspace, channel, BOT.userId)
  return {}
}

function describe(what: 'topic' | 'purpose'): (call: Call) => Json {
  return (call) => {
    const channel = channelFor(call, 'manage')
    needChannel(channel)
    needMember(channel)
    needOpen(channel)
    const value = call.args.text(what)
    if (value === undefined) call.args.need(what)
    if ([...(value ?? '')].length > TOPIC_CHARS) throw new Refusal('too_long')
    setTopic(call.workspace, channel, what, value ?? '', BOT.userId)
    return { channel: wireChannel(channel) }
  }
}

function rename(call: Call): Json {
  const channel = channelFor(call, 'manage')
  needChannel(channel)
  needMember(channel)
  needOpen(channel)
  const name = call.args.text('name') ?? ''
  const problem = name === channel.name ? undefined : nameProblem(call.workspace, name)
  if (problem) throw new Refusal(problem)
  // Only its creator, or an administrator, renames a channel.
  if (channel.creator !== BOT.userId) throw new Refusal('not_authorized')
  if (name !== channel.name) renameChannel(call.workspace, channel, name, BOT.userId)
  return { channel: wireChannel(channel) }
}

function archive(call: Call): Json {
  const channel = channelFor(call, 'manage')
  needChannel(channel)
  if (channel.general) throw new Refusal('cant_archive_general')
  if (channel.archived) throw new Refusal('already_archived')
  needMember(channel)
  archiveChannel(call.workspace, channel, BOT.userId)
  return {}
}

/** Slack does not let bot tokens unarchive, whatever their scopes; a person has to. */
function unarchive(call: Call): Json {
  const channel = channelFor(call, 'manage')
  needChannel(channel)
  if (!channel.archived) throw new Refusal('not_archived')
  throw new Refusal('not_in_channel')
}

function open(call: Call): Json {
  const { workspace, args } = call
  const users = args.list('users')
  if (users.length === 0) {
    if (!args.has('channel')) throw new Refusal('users_list_not_supplied')
    const known = channelFor(call, 'manage')
    if (known.kind !== 'im') throw new Refusal('method_not_supported_for_channel_type')
    return { no_op: true, already_open: true, channel: opened(call, known) }
  }
  if (users.length > 1) {
    needScope(workspace, ['mpim:write'])
    throw new Refusal('method_not_supported_for_channel_type')
  }
  needScope(workspace, ['im:write'])
  const [user = ''] = users
  const person = workspace.people.get(user)
  if (!person || user === BOT.userId) throw new Refusal('user_not_found')
  if (person.deleted) throw new Refusal('user_disabled')
  const already = workspace.directMessage(BOT.userId, user)
  if (!already && args.flag('prevent_creation')) throw new Refusal('channel_not_found')
  const channel = directMessage(workspace, BOT.userId, user)
  return { ...(already ? { no_op: true, already_open: true } : {}), channel: opened(call, channel) }
}

function opened(call: Call, channel: ChannelRecord): Json {
  return call.args.flag('return_im') ? wireChannel(channel) : { id: channel.id }
}

export const CONVERSATIONS: Record<string, Method> = {
  'conversations.create': { scopes: scopesOf('manage'), run: create },
  'conversations.info': {
    scopes: scopesOf('read'),
    run: (call) => ({
      channel: wireChannel(channelFor(call, 'read'), { members: call.args.flag('include_num_members') }),
    }),
  },
  'conversations.list': { scopes: scopesOf('read'), run: list },
  'conversations.members': {
    scopes: scopesOf('read'),
    run: (call) => {
      const { items, next } = page(
        call.args,
        channelFor(call, 'read').members,
        call.args.limit(PAGE, LARGEST_PAGE),
      )
      return { members: items, response_metadata: { next_cursor: next } }
    },
  },
  'conversations.invite': { scopes: scopesOf('manage'), run: invite },
  'conversations.join': { scopes: ['channels:join'], run: join },
  'conversations.leave': { scopes: scopesOf('manage'), run: leave },
  'conversations.setTopic': { scopes: scopesOf('manage'), run: describe('topic') },
  'conversations.setPurpose': { scopes: scopesOf('manage'), run: describe('purpose') },
  'conversations.rename': { scopes: scopesOf('manage'), run: rename },
  'conversations.archive': { scopes: scopesOf('manage'), run: archive },
  'conversations.unarchive': { scopes: scopesOf('manage'), run: unarchive },
  'conversations.open': { scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'], run: open },
  'users.conversations': { scopes: scopesOf('read'), run: usersConversations },
}
