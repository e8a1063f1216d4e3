import type { DeploysData } from './deploys/records.ts'
import type { Group, Json, Person, Ts } from './protocol.ts'

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

export type FileRecord = {
  id: string
  name: string
  title: string
  mimetype: string
  size: number
  user: string
  created: number
  altText?: string
  snippetType?: string
  /** Base64; the upload may still be owed. */
  content?: string
  /** The ticket in the upload address, until the upload is completed. */
  ticket?: string
  shares: { channel: string; ts: Ts }[]
}

export type CanvasRecord = { id: string; title: string; markdown: string; channel?: string; created: number }

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
  /** Absent in a workspace that was kept before there were any. */
  deploys?: DeploysData
}
