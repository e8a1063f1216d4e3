import { isObject, parseJson } from '../json.ts'
import type { Json } from '../protocol.ts'
import type { ChannelRecord, MessageRecord } from '../records.ts'
import { threadsOf, wireMessage } from '../wire-message.ts'
import type { Args } from './args.ts'
import { type Call, channelFor, type Method, needMember, scopesOf } from './call.ts'
import { Refusal } from './refusal.ts'

const PAGE = 100
const LARGEST_PAGE = 999

/** Messages between `oldest` and `latest`; the bounds themselves only with `inclusive`. */
function within(args: Args): (message: MessageRecord) => boolean {
  const oldest = Number(args.ts('oldest', 'invalid_ts_oldest') ?? 0)
  const latest = Number(args.ts('latest', 'invalid_ts_latest') ?? Number.POSITIVE_INFINITY)
  const inclusive = args.flag('inclusive')
  return ({ ts }) => {
    const at = Number(ts)
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
  }
}

/** Full metadata needs its own scope, also for the app's own messages. */
function showsMetadata(call: Call): boolean {
  return call.args.flag('include_all_metadata') && call.workspace.app.scopes.has('metadata.message:read')
}

/** The page after the cursor: a cursor names the last message of the page before. */
function cut(args: Args, messages: MessageRecord[]): { shown: MessageRecord[]; next: string } {
  const limit = args.limit(PAGE, LARGEST_PAGE)
  const after = cursorTs(args)
  const from = after === undefined ? 0 : messages.findIndex((one) => one.ts === after) + 1
  if (after !== undefined && from === 0) throw new Refusal('invalid_cursor')
  const shown = messages.slice(from, from + limit)
  const last = shown.at(-1)
  return { shown, next: last && from + limit < messages.length ? cursorOf(last) : '' }
}

function cursorTs(args: Args): string | undefined {
  const cursor = args.text('cursor')
  if (cursor === undefined || cursor === '') return undefined
  const parsed = parseJson(Buffer.from(cursor, 'base64').toString('utf8'))
  if (!isObject(parsed) || typeof parsed.after !== 'string') throw new Refusal('invalid_cursor')
  return parsed.after
}

function cursorOf(message: MessageRecord): string {
  return Buffer.from(JSON.stringify({ after: message.ts })).toString('base64')
}

function isReply(message: MessageRecord): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts
}

function wired(call: Call, channel: ChannelRecord, messages: MessageRecord[]): Json[] {
  const threads = threadsOf(channel)
  const metadata = showsMetadata(call)
  return messages.map((one) =>
    wireMessage(call.workspace, channel, one, { metadata, thread: threads.get(one.ts) }),
  )
}

function history(call: Call): Json {
  const channel = channelFor(call, 'history')
  needMember(channel)
  const chosen = [...channel.messages.values()]
    .filter((one) => !isReply(one) || one.broadcast === true)
    .filter(within(call.args))
    .reverse()
  const { shown, next } = cut(call.args, chosen)
  const latest = call.args.text('latest')
  return {
    ...(latest === undefined ? {} : { latest }),
    messages: wired(call, channel, shown),
    has_more: next !== '',
    pin_count: [...channel.messages.values()].filter((one) => one.pinned).length,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  }
}

function replies(call: Call): Json {
  const channel = channelFor(call, 'history')
  needMember(channel)
  const ts = call.args.need('ts', 'thread_not_found')
  const asked = channel.messages.get(ts)
  const root = asked && isReply(asked) ? channel.messages.get(asked.threadTs ?? '') : asked
  if (!root) throw new Refusal('thread_not_found')
  const inRange = within(call.args)
  const chosen = [...channel.messages.values()].filter((one) => one.threadTs === root.ts && inRange(one))
  const { shown, next } = cut(call.args, [root, ...chosen.filter((one) => one.ts !== root.ts)])
  return {
    messages: wired(call, channel, shown),
    has_more: next !== '',
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  }
}

export const HISTORY: Record<string, Method> = {
  'conversations.history': { scopes: scopesOf('history'), run: history },
  'conversations.replies': { scopes: scopesOf('history'), run: replies },
}
