import type { Written } from '../core/capture/capture.ts'
import { type FileFacts, linksIn } from '../core/capture/evidence.ts'
import { FILE_NAME_MAX, MESSAGE_LINKS_MAX } from '../core/limits.ts'
import { clip, isBlank, line } from '../core/text.ts'
import { asTyped } from '../core/typed-text.ts'
import type { People } from './people.ts'

/** The fields of a message, from the Web API, an event or a shortcut, that are read here. */
export type WireMessage = {
  ts?: string
  thread_ts?: string
  subtype?: string
  text?: string
  user?: string
  bot_id?: string
  username?: string
  bot_profile?: { name?: string }
  edited?: { user?: string; ts?: string }
  blocks?: unknown
  attachments?: unknown
  files?: WireFile[]
  reactions?: { name?: string; users?: string[] }[]
}

export type WireFile = {
  id?: string
  name?: string | null
  title?: string | null
  mimetype?: string
  filetype?: string
  size?: number
  mode?: string
  permalink?: string
  is_external?: boolean
  url_private?: string
  url_private_download?: string
}

/** A message as people read it. Names are looked up where they are not known; where that fails, ids stay. */
export async function readMessage(message: WireMessage, people: People): Promise<Written> {
  const raw = rawText(message)
  const { user, bot_profile, username, thread_ts, edited } = message
  const files = filesOf(message)
  const links = linksIn(raw).links.slice(0, MESSAGE_LINKS_MAX)
  const bot = username ?? bot_profile?.name
  return {
    text: asTyped(await named(raw, people)),
    ...(user !== undefined && message.bot_id === undefined && { author: user }),
    ...(user === undefined || message.bot_id !== undefined ? { authorName: line(bot ?? 'an app') } : {}),
    ...(thread_ts !== undefined && { threadTs: thread_ts }),
    ...(edited?.ts !== undefined && { edited: edited.ts }),
    ...(edited?.user !== undefined && { editedBy: edited.user }),
    ...(links.length > 0 && { links }),
    ...(files.length > 0 && { files }),
  }
}

/** Files that can be looked at; of one whose details Slack withholds, the id. */
export function filesOf({ files = [] }: Pick<WireMessage, 'files'>): FileFacts[] {
  return files.flatMap((file) => (GONE.has(file.mode ?? '') ? [] : fileFacts(file)))
}
const GONE = new Set(['tombstone', 'hidden_by_limit'])

export function fileFacts(file: WireFile): FileFacts[] {
  if (file.id === undefined) return []
  const { name, title, mimetype, filetype, size = 0, permalink = '' } = file
  const called = name || title || ''
  const type = clip(line(mimetype ?? filetype ?? ''), FILE_NAME_MAX)
  return [{ id: file.id, name: clip(line(called), FILE_NAME_MAX), type, bytes: size, permalink }]
}

/** Apps often leave the text empty and say everything in blocks or attachments. */
export function rawText({ text = '', blocks, attachments }: WireMessage): string {
  if (!isBlank(text)) return text
  return [...textsIn(blocks), ...textsIn(attachments)].join('\n')
}

const SHOWN_IN_ORDER = [
  'pretext',
  'title',
  'title_link',
  'text',
  'fields',
  'value',
  'elements',
  'blocks',
  'url',
]

function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return isBlank(value) ? [] : [value]
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return []
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, depth + 1))
  return SHOWN_IN_ORDER.flatMap((field) => textsIn(Reflect.get(value, field), depth + 1))
}
const DEPTH_MAX = 12

const MENTION = /<@([UW][A-Z0-9]+)>/g

/** Mentions in messages come without a name. */
async function named(raw: string, people: People): Promise<string> {
  const ids = [...new Set([...raw.matchAll(MENTION)].map(([, id = '']) => id))].slice(0, NAMES_MAX)
  const profiles = await Promise.all(ids.map((id) => people.profile(id)))
  const names = new Map(profiles.flatMap((profile) => (profile ? [[profile.id, profile.name] as const] : [])))
  return raw.replace(MENTION, (whole: string, id: string) => {
    const name = names.get(id)
    return name === undefined ? whole : `<@${id}|${name.replace(/[<>&|]/g, ' ')}>`
  })
}
/** So many names are looked up for one message. */
const NAMES_MAX = 20
