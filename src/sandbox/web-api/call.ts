import { BOT } from '../people.ts'
import type { Json, Ts } from '../protocol.ts'
import type { ChannelRecord, MessageRecord, ViewRecord } from '../records.ts'
import type { Triggers } from '../triggers.ts'
import type { Workspace } from '../workspace.ts'
import type { Args } from './args.ts'
import { Refusal } from './refusal.ts'

/** What a method works with. */
export type Call = {
  workspace: Workspace
  args: Args
  token: 'bot' | 'app'
  triggers: Triggers
  /** The address of a new socket, or undefined when there are too many. */
  socketUrl: () => string | undefined
  /** Tells the app of modals that went away without being asked. */
  cleared: (views: ViewRecord[]) => void
}

export type Method = {
  /** Any one of these is enough; none: no scope is needed. */
  scopes: string[]
  token?: 'app' | 'any'
  run: (call: Call) => Json
}

type Act = 'read' | 'history' | 'manage'

const SCOPES: Record<Act, Record<ChannelRecord['kind'], string>> = {
  read: { public: 'channels:read', private: 'groups:read', im: 'im:read' },
  history: { public: 'channels:history', private: 'groups:history', im: 'im:history' },
  manage: { public: 'channels:manage', private: 'groups:write', im: 'im:write' },
}

export function scopesOf(act: Act): string[] {
  return Object.values(SCOPES[act])
}

/** @throws Refusal `missing_scope`, as the answer that Slack gives. */
export function needScope(workspace: Workspace, needed: string[]): void {
  if (needed.length === 0 || needed.some((one) => workspace.app.scopes.has(one))) return
  throw new Refusal('missing_scope', {
    needed: needed.join(','),
    provided: [...workspace.app.scopes].join(','),
  })
}

/** The channel a call names, if the bot can see it. @throws Refusal `channel_not_found` */
export function channelOf(call: Call, name = 'channel'): ChannelRecord {
  const id = call.args.need(name, 'channel_not_found')
  const channel = call.workspace.channels.get(id)
  if (!channel || !isVisible(channel)) throw new Refusal('channel_not_found')
  return channel
}

export function isVisible(channel: ChannelRecord): boolean {
  return channel.kind === 'public' || channel.members.includes(BOT.userId)
}

/** As `channelOf`, and the app may do this there. */
export function channelFor(call: Call, act: Act, name = 'channel'): ChannelRecord {
  const channel = channelOf(call, name)
  needScope(call.workspace, [SCOPES[act][channel.kind]])
  return channel
}

export function needMember(channel: ChannelRecord): void {
  if (!channel.members.includes(BOT.userId)) throw new Refusal('not_in_channel')
}

export function needOpen(channel: ChannelRecord, code = 'is_archived'): void {
  if (channel.archived) throw new Refusal(code)
}

/** Public and private channels only. */
export function needChannel(channel: ChannelRecord): void {
  if (channel.kind === 'im') throw new Refusal('method_not_supported_for_channel_type')
}

/** The message a call names. */
export function messageOf(
  call: Call,
  channel: ChannelRecord,
  codes: { argument: string; missing: string; invalid: string },
): MessageRecord {
  const ts: Ts = call.args.need(codes.argument, codes.missing)
  if (!/^\d+\.\d+$/.test(ts)) throw new Refusal(codes.invalid)
  const message = channel.messages.get(ts)
  if (!message) throw new Refusal('message_not_found')
  return message
}
