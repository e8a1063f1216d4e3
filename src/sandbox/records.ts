import type { AlertingData } from './alerting/records.ts'
import type { DeploysData } from './deploys/records.ts'
import type { MailRecord } from './mail/records.ts'
import type { AccountData } from './pagerduty/records.ts'
import type { Group, Json, Person, Ts } from './protocol.ts'
import type { StatusPageData } from './statuspage/records.ts'

/** What the workspace keeps, as it keeps it. Plain data: it goes to disk as it is. */

type Dated = { value: string; creator: string; last_set: number }

type Reaction = { name: string; users: string[] }

export type MessageRecord = {
  ts: Ts
  user: string
  text: string
  blocks: Json[]
  attachments: Json[]
  files: string[]
  reactions: Reaction[]
  threadTs?: Ts
  broadcast?: boolean
  subtype?: string
  edited?: { user: string; ts: Ts }
  pinned?: { by: string; at: number }
  /** The app's own key and facts, given to those who ask for them. */
  metadata?: Json
  /** Further properties of a subtype: `inviter`, `topic`, `old_name`. */
  facts?: Json
  clientMsgId?: string
  username?: string
  icons?: Json
  /** Only this person sees it. */
  ephemeralFor?: string
}

export type BookmarkRecord = {
  id: string
  title: string
  link: string
  emoji?: string
  created: number
  updated: number
  by: string
}

export type ChannelRecord = {
  id: string
  name: string
  kind: 'public' | 'private' | 'im'
  general: boolean
  creator: string
  created: number
  updated: number
  archived: boolean
  topic: Dated
  purpose: Dated
  previousNames: string[]
  members: string[]
  bookmarks: BookmarkRecord[]
  /** By ts, oldest first. */
  messages: Map<Ts, MessageRecord>
  ephemerals: Map<Ts, MessageRecord>
  lastRead: Record<string, Ts>
  canvas?: string
}

/** What a file is, without its bytes: those are kept apart, by id (`FileBytes`). */
export type FileRecord = {
  id: string
  name: string
  title: string
  mimetype: string
  filetype: string
  /** In bytes. */
  size: number
  user: string
  created: number
  altText?: string
  /** Its bytes are here; until then an upload is owed. */
  uploaded?: boolean
  /** The ticket in the upload address, until the upload is completed. */
  ticket?: string
  /** Pixels, of a picture. */
  width?: number
  height?: number
  /** The beginning of a text. */
  preview?: { text: string; lines: number; truncated: boolean }
  shares: { channel: string; ts: Ts; threadTs?: Ts }[]
}

/** A piece of a canvas that an edit can name: a heading, a paragraph, a list, a table. */
export type CanvasSection = { id: string; markdown: string }

export type CanvasRecord = {
  id: string
  title: string
  sections: CanvasSection[]
  user: string
  created: number // seconds
  updated: number // milliseconds: an open page asks again when it changes
  /** The channel that has it as a tab. */
  channel?: string
  access: { users: Record<string, CanvasAccess>; channels: Record<string, CanvasAccess> }
}

export type CanvasAccess = 'read' | 'write' | 'owner'

/** What the team pays for decides what its canvases may be: any, only tabs of channels, or none. */
export type Plan = { canvases: 'on' | 'free' | 'off' }

export type ViewRecord = {
  id: string
  hash: string
  type: 'modal' | 'home'
  user: string
  view: Json
  values: Record<string, Record<string, Json>>
  errors: Record<string, string>
  rootId: string
  previousId?: string
}

export type GroupRecord = Group & { updated: number }

export type WorkspaceData = {
  ids: { next: number; lastMicros: number }
  clockOffsetMs: number
  people: Person[]
  groups: GroupRecord[]
  channels: ChannelRecord[]
  files: FileRecord[]
  canvases: CanvasRecord[]
  homes: ViewRecord[]
  /** Absent: everything is on. */
  plan?: Plan
  /** Absent in a workspace that was kept before there were any. */
  deploys?: DeploysData
  statusPage?: StatusPageData
  /** The same. Oldest first. */
  mails?: MailRecord[]
  /** Absent until something was fired. */
  alerting?: AlertingData
  /** Absent in a workspace that was kept before there was any. */
  pagerduty?: AccountData
}
