/**
 * What crosses between the embedded workspace and the people in it: the browser page and scenario tests
 * use the same control interface, JSON over HTTP under `/sandbox/`. Every request that acts names who acts
 * (`as`, a user id). Answers: 200 with the shape named here, or 4xx with `{ error: string }`, a sentence.
 *
 * | request | body → answer |
 * |---|---|
 * | GET  /sandbox/state?as=U1      | → WorkspaceState as that person may see it; without `as`, the first person |
 * | GET  /sandbox/events?as=U1     | → server-sent events: `data: { version }` after each change, first one at once |
 * | POST /sandbox/type             | Type → Typed (a text that starts with `/` is a slash command) |
 * | POST /sandbox/click            | Click → Acked (buttons, selects, overflow… in a message, view or home) |
 * | POST /sandbox/submit           | Submit → Submitted |
 * | POST /sandbox/close            | Close → Acked (closes the top view of the person's stack) |
 * | POST /sandbox/react            | React → Acked |
 * | POST /sandbox/edit             | Edit → Acked (a person's own message; `text: null` deletes it) |
 * | POST /sandbox/upload?as=&name= | the file's bytes → { file } (an id for Type.files; nobody sees it before it is sent) |
 * | POST /sandbox/delete-file      | { as, file } → Acked (a person's own file, everywhere) |
 * | GET  /sandbox/file?as=&id=     | → FileShared, when that person may read it |
 * | GET  /sandbox/files/ID?as=     | → the file's bytes; `&download=1` saves it |
 * | GET  /sandbox/canvas?as=&id=   | → CanvasShown with its markdown |
 * | POST /sandbox/shortcut         | Shortcut → Acked (global, or on a message when `channel` and `ts` are given) |
 * | POST /sandbox/home             | { as } → Acked (opens the app's home tab) |
 * | POST /sandbox/read             | { as, channel } → {} (marks the channel read) |
 * | POST /sandbox/join, /leave     | { as, channel } → {} |
 * | POST /sandbox/open-dm          | { as, with } → { channel } |
 * | POST /sandbox/options          | { as, action_id, block_id, query, view_id?|channel+ts } → { options } (block_suggestion) |
 * | POST /sandbox/advance          | { minutes } → { now } (moves the workspace's clock, and the bot's with it) |
 * | POST /sandbox/faults           | Fault[] → {} (replaces the faults in force; [] heals) |
 * | POST /sandbox/plan             | { canvases: 'on' | 'free' | 'off' } → {} (what the team pays for; free: tabs of channels only) |
 * | POST /sandbox/disconnect       | Disconnect → {} (socket loss; `hard` drops without a goodbye) |
 * | POST /sandbox/channel          | ChannelAct → { channel } (what a person does to a channel) |
 * | POST /sandbox/group            | { group, users } → {} (changes who is in a user group) |
 * | POST /sandbox/person           | { person, deleted?, title?, isGuest? } → {} (someone leaves, returns, changes) |
 * | POST /sandbox/deploy           | { as, application } → Acked (deploys it, if no sync window is against it) |
 * | POST /sandbox/remove-window    | { as, project, description } → Acked (a sync window goes, as by somebody's edit) |
 * | POST /sandbox/status-page      | StatusPageAct → Acked (a public incident is changed on the page itself, by hand) |
 * | GET  /sandbox/mail?id=M1       | → MailShown |
 * | POST /sandbox/read-mail        | { id } → {} (somebody opened it) |
 * | GET  /sandbox/mail-html?id=M1  | → its HTML part, as a page that may do nothing |
 * | POST /sandbox/alert            | AlertAct → {} (monitoring notices something, or that it is over) |
 * | GET  /sandbox/alert-sent?n=    | → { body } of what monitoring sent under that number; 404 when it is not known any more |
 * | POST /sandbox/phone            | PhoneAct → Acked (what a person does with a page on their phone; told to the app) |
 * | POST /sandbox/page-again       | {} → {} (PagerDuty sends its last webhook once more) |
 * | POST /sandbox/quiet            | {} → {} (once nothing is on its way to the app and the bot says it is quiet) |
 * | POST /sandbox/redeliver        | { delivery? } → {} (sends the last delivery, or the named one, again) |
 * | GET  /sandbox/storefront       | → server-sent events: `data: Storefront` at once and after each change; 404 where there is no shop |
 * | GET  /sandbox/record           | → ApiCall[] every Web API call accepted or refused, oldest first (limited to the last 20,000) |
 * | GET  /sandbox/deliveries       | → Delivery[] every payload sent to the app, with how it was answered |
 * | GET  /sandbox/coverage         | → { methods, blocks, elements, surfaces, events } each a string[] of what the workspace implements |
 * Shapes that are not here are those of the outside world (outside-world.ts).
 */

import type { Alerting, Deployments, MailListed, Phone, StatusPage } from './outside-world.ts'

/** Seconds with microseconds, Slack's message identity: `1718000000.000100`. */
export type Ts = string

export type Person = {
  id: string
  name: string // handle, without @
  realName: string
  title: string // "On-call engineer"
  email: string
  tz: string
  color: string // hex, for the drawn avatar
  isBot: boolean
  isGuest: boolean
  deleted: boolean
}

export type Group = { id: string; handle: string; name: string; users: string[] }

export type Channel = {
  id: string
  name: string // empty for a direct message
  kind: 'public' | 'private' | 'im'
  isMember: boolean
  archived: boolean
  topic: string
  purpose: string
  members: string[]
  /** Ts of the newest messages this person has not seen; 0 when all are read. */
  unread: number
  mentions: number
  pins: Ts[]
  bookmarks: { id: string; title: string; link: string; emoji?: string }[]
  /** Oldest first; thread replies are here too (they have `threadTs`), the page sorts them into threads. */
  messages: Message[]
  /** The canvas that is its tab. */
  canvas?: { id: string; title: string; updated: number }
}

/** A Block Kit block or composition object exactly as the app sent it. */
export type Json = Record<string, unknown>

export type FileShared = {
  id: string
  name: string
  title: string
  mimetype: string
  /** Slack's word for its kind: `png`, `markdown`, `csv`, `text`… */
  filetype: string
  size: number
  /** The bytes, for the person who looks. */
  url: string
  /** Leads to it in the page. */
  permalink: string
  user: string
  created: number // seconds
  altText?: string
  /** Pixels, of a picture. */
  width?: number
  height?: number
  /** The beginning of a text, and how many lines it has in all. */
  preview?: { text: string; lines: number; truncated: boolean }
  /** It was deleted, or is too old to be kept: nothing but the id is true. */
  deleted?: boolean
}

export type CanvasShown = {
  id: string
  title: string
  markdown: string
  user: string
  updated: number // ms
  permalink: string
  /** The channel that has it as a tab. */
  channel?: string
}

export type Message = {
  ts: Ts
  user: string
  text: string // mrkdwn
  blocks: Json[]
  attachments: Json[] // legacy attachments; `color` with `blocks` is what is drawn
  files: FileShared[]
  threadTs?: Ts
  broadcast?: boolean
  replyCount: number
  replyUsers: string[]
  reactions: { name: string; users: string[] }[]
  editedTs?: Ts
  /** Only this person sees it ("Only visible to you"); gone when the page reloads the workspace from disk. */
  ephemeral?: boolean
  /** channel_join, channel_topic, pinned_item, …: drawn as a grey line. */
  subtype?: string
  pinnedBy?: string
  permalink: string
}

export type View = {
  id: string
  hash: string
  type: 'modal' | 'home'
  /** The view as the app sent it: title, submit, close, blocks, callback_id, private_metadata… */
  view: Json
  /** What the person has entered so far, Slack's `view.state.values`. */
  values: Record<string, Record<string, Json>>
  /** block_id → message, from `response_action: errors`. */
  errors: Record<string, string>
}

export type WorkspaceState = {
  version: number
  team: { id: string; name: string; domain: string }
  now: number // ms since the epoch on the workspace's clock
  clockOffsetMs: number
  me: Person
  app: {
    userId: string
    name: string
    connected: 'socket' | 'http' | 'none'
    /** How many sockets take deliveries now. */
    sockets?: number
    commands: Command[]
    shortcuts: AppShortcut[]
  }
  people: Person[]
  groups: Group[]
  channels: Channel[] // those this person may see; public ones they are not in have no messages
  views: View[] // the person's modal stack, top last
  home?: View
  /** There is a shop to look at, under `/sandbox/storefront`. */
  hasStorefront: boolean
  /** Absent where there is no Argo CD. */
  deployments?: Deployments
  /** Absent where there is no status page. */
  statusPage?: StatusPage
  /** What arrived by mail, oldest first; absent where there is no mail server. */
  mails?: MailListed[]
  /** Absent where nothing takes alerts. */
  alerting?: Alerting
  /** Absent where there is no PagerDuty. */
  phone?: Phone
}

export type Command = {
  command: string
  description: string
  usageHint: string
  subcommands: { text: string; description: string }[]
}
export type AppShortcut = {
  name: string
  type: 'global' | 'message'
  callbackId: string
  description: string
}

/** `files`: texts shared with the message, or files that were uploaded before. */
export type Type = {
  as: string
  channel: string
  text: string
  threadTs?: Ts
  files?: ({ name: string; text: string } | { id: string })[]
}
/** `ephemeral`: what the app answered at once, when it did (also among the channel's messages). */
export type Typed = Acked & { ts?: Ts; ephemeral?: Message[] }

/**
 * Which element, and what was chosen in it. `value` by element type: button: ignored (its own is sent);
 * static_select, radio_buttons, overflow: the option's value; multi_*, checkboxes: string[] of values;
 * users_select, conversations_select, channels_select: an id; datepicker `2026-01-31`; timepicker `13:05`;
 * datetimepicker: seconds; plain_text_input: its text (with dispatch_action).
 */
export type Click = {
  as: string
  actionId: string
  blockId?: string
  value?: string | string[] | number
  channel?: string
  ts?: Ts
  viewId?: string
  home?: boolean
}

/**
 * `values`: action_id → what was entered, in the forms that Click.value has; the workspace makes Slack's
 * `state.values` of it, with the inputs' initial values for what is left out. Required inputs that are
 * empty are refused here, as Slack does, without asking the app.
 */
export type Submit = {
  as: string
  viewId?: string
  values: Record<string, string | string[] | number | null>
}
export type Submitted = Acked & { errors?: Record<string, string> }
export type Close = { as: string; viewId?: string }
export type React = { as: string; channel: string; ts: Ts; name: string; remove?: boolean }
export type Edit = { as: string; channel: string; ts: Ts; text: string | null }
export type Shortcut = { as: string; callbackId: string; channel?: string; ts?: Ts }

/**
 * Creates a channel (`create`, its name; `private`), or changes the named one. `archive: false` brings it
 * back; `delete` ends it for good; `invite` and `remove` are user ids, the bot's too.
 */
export type ChannelAct = {
  as: string
  channel?: string
  create?: string
  private?: boolean
  rename?: string
  topic?: string
  archive?: boolean
  delete?: boolean
  invite?: string[]
  remove?: string[]
}

/**
 * `reason` (default `refresh_requested`; also `warning`, `link_disabled`) is said to the app's oldest socket;
 * `all` means every socket and is the default when `hard`.
 */
export type Disconnect = { reason?: string; hard?: boolean; all?: boolean }

/** How the app took it. `ok: false` is what a person would see as Slack's own error ("didn't respond in time"). */
export type Acked = { ok: boolean; error?: string; ms: number }

/**
 * A fault in force on calls from the app (`on: 'api'`), on deliveries to it (`on: 'delivery'`), on mail from it
 * (`on: 'mail'`), on what it asks of PagerDuty (`on: 'pagerduty'`; from status 502 on the answer is HTML),
 * or of the status page (`on: 'statuspage'`).
 */
export type Fault = {
  on: 'api' | 'delivery' | 'mail' | 'pagerduty' | 'statuspage'
  /**
   * api: accept-then-drop | drop | delay | status | rate-limit | refuse; delivery: duplicate | delay | drop |
   * no-ack-seen; mail: accept-then-drop | drop | status | refuse; pagerduty, statuspage: accept-then-drop | drop |
   * delay | status | rate-limit
   */
  kind:
    | 'accept-then-drop'
    | 'drop'
    | 'delay'
    | 'status'
    | 'rate-limit'
    | 'duplicate'
    | 'no-ack-seen'
    | 'refuse'
  /**
   * Web API method; delivery type (`command`, `event`, `interactive`); of PagerDuty `events`, `rest`; of the status
   * page `GET`, `POST`, `PATCH`; an address that is refused. Absent: all.
   */
  method?: string
  /** 0..1, default 1. */
  probability?: number
  /** How many times it strikes before it is over; absent: until replaced. */
  times?: number
  delayMs?: number
  status?: number
  error?: string // refuse: the code that Slack answers with
  retryAfterSeconds?: number // rate-limit: absent sends a 429 without the header
}

export type ApiCall = {
  n: number
  at: number
  method: string
  args: Json
  ok: boolean
  error?: string
  fault?: string
  answered: boolean
}
export type Delivery = {
  id: string
  at: number
  via: 'socket' | 'http'
  type: string
  payload: Json
  acked: boolean
  status?: number
  ms?: number
  retry: number
}
