import type { Message } from '../../protocol.ts'
import { dayKey } from './dates.ts'

/** Messages by one person closer together than this share one head. */
const GROUP_GAP_SECONDS = 300

type Row = { kind: 'new'; key: string } | { kind: 'message'; key: string; message: Message; head: boolean }

/** What a channel's list shows: no replies, unless they were also sent to the channel. */
export function channelMessages(messages: readonly Message[]): Message[] {
  return messages.filter((message) => !isReply(message) || message.broadcast)
}

/** A thread's messages, its root first. */
export function threadMessages(messages: readonly Message[], rootTs: string): Message[] {
  return messages.filter((message) => message.ts === rootTs || message.threadTs === rootTs)
}

export function isReply(message: Message): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts
}

/** The message that ↑ in an empty composer changes. */
export function lastOwn(messages: readonly Message[], me: string): string | undefined {
  return messages.findLast((message) => message.user === me && isEditable(message))?.ts
}

/** What a person wrote, with files or without; not the grey lines. */
export function isEditable(message: Message): boolean {
  return !message.ephemeral && (message.subtype === undefined || message.subtype === 'file_share')
}

export function msOf(ts: string): number {
  return Number.parseFloat(ts) * 1000
}

/** One day's rows; `ms` is its first message's time. */
export type Day = { key: string; ms: number; rows: Row[] }

/** Messages → days of rows, with the "new" line before `newFrom` and heads where a group begins. */
export function daysOf(messages: readonly Message[], timeZone: string, newFrom?: string): Day[] {
  const days: Day[] = []
  let previous: Message | undefined
  for (const message of messages) {
    const ms = msOf(message.ts)
    const today = dayKey(ms, timeZone)
    const startsDay = today !== days.at(-1)?.key
    if (startsDay) days.push({ key: today, ms, rows: [] })
    const rows = days.at(-1)?.rows ?? []
    const startsNew = message.ts === newFrom
    if (startsNew) rows.push({ kind: 'new', key: 'new' })
    const head = startsDay || startsNew || !continues(previous, message)
    rows.push({ kind: 'message', key: message.ts, message, head })
    previous = message
  }
  return days
}

function continues(previous: Message | undefined, message: Message): boolean {
  if (!previous || previous.user !== message.user) return false
  if (previous.replyCount > 0) return false
  if (previous.subtype || message.subtype || message.broadcast || message.pinnedBy) return false
  if (Boolean(previous.ephemeral) !== Boolean(message.ephemeral)) return false
  return Number.parseFloat(message.ts) - Number.parseFloat(previous.ts) < GROUP_GAP_SECONDS
}

/** The oldest of the `unread` newest messages by others; undefined when nothing is unread. */
export function firstUnread(messages: readonly Message[], unread: number, me: string): string | undefined {
  if (unread <= 0) return undefined
  const others = messages.filter((message) => message.user !== me && !message.ephemeral)
  return others[Math.max(0, others.length - unread)]?.ts
}
