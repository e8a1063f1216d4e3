import { unreadOf } from './channels.ts'
import { present } from './json.ts'
import type { Account } from './pagerduty/account.ts'
import { phoneOf } from './pagerduty/phone.ts'
import { BOT, TEAM } from './people.ts'
import type { Channel, FileShared, Message, Person, View, WorkspaceState } from './protocol.ts'
import type { ChannelRecord, FileRecord, MessageRecord, ViewRecord } from './records.ts'
import { filePermalink } from './wire-file.ts'
import { type Thread, threadsOf } from './wire-message.ts'
import type { Workspace } from './workspace.ts'

/** How many of a channel's newest messages a state carries. */
const MESSAGES_SHOWN = 1_000

/** The workspace as one person sees it. */
/** Which places outside the workspace there are. */
export type Outside = {
  hasArgocd: boolean
  hasStorefront: boolean
  hasStatusPage: boolean
  hasMail: boolean
  account: Account | undefined
}

export function stateFor(
  workspace: Workspace,
  me: Person,
  app: Pick<WorkspaceState['app'], 'connected' | 'sockets'>,
  outside: Outside,
): WorkspaceState {
  const home = workspace.homes.get(me.id)
  return {
    version: workspace.version,
    team: { ...TEAM },
    now: workspace.now(),
    clockOffsetMs: workspace.clock.offsetMs,
    me,
    app: {
      userId: BOT.userId,
      name: workspace.app.name,
      ...app,
      commands: workspace.app.commands.map(({ shouldEscape: _, ...command }) => command),
      shortcuts: workspace.app.shortcuts,
    },
    people: [...workspace.people.values()],
    groups: [...workspace.groups.values()].map(({ updated: _, ...group }) => group),
    channels: [...workspace.channels.values()]
      .filter((one) => sees(one, me))
      .map((one) => shownChannel(workspace, one, me)),
    views: (workspace.modals.get(me.id) ?? []).map(shownView),
    ...(home ? { home: shownView(home) } : {}),
    ...(outside.hasArgocd ? { deployments: workspace.deploys.shown() } : {}),
    ...(outside.hasStatusPage ? { statusPage: workspace.statusPage.shown() } : {}),
    ...(workspace.alerts ? { alerting: workspace.alerts.shown() } : {}),
    hasStorefront: outside.hasStorefront,
    ...(outside.hasMail ? { mails: workspace.mailbox.listed() } : {}),
    ...(outside.account ? { phone: phoneOf(outside.account, me) } : {}),
  }
}

/** Guests see only the channels they were invited to. */
function sees(channel: ChannelRecord, me: Person): boolean {
  return channel.members.includes(me.id) || (channel.kind === 'public' && !me.isGuest)
}

function shownChannel(workspace: Workspace, channel: ChannelRecord, me: Person): Channel {
  const isMember = channel.members.includes(me.id)
  const threads = threadsOf(channel)
  const canvas = workspace.canvases.get(channel.canvas ?? '')
  const everyone = isMember ? [...channel.messages.values()].slice(-MESSAGES_SHOWN) : []
  const mine = [...channel.ephemerals.values()].filter((one) => one.ephemeralFor === me.id)
  const messages = [...everyone, ...mine].sort((a, b) => (a.ts < b.ts ? -1 : 1))
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    isMember,
    archived: channel.archived,
    topic: channel.topic.value,
    purpose: channel.purpose.value,
    members: channel.members,
    ...(isMember ? unreadOf(workspace, channel, me.id) : { unread: 0, mentions: 0 }),
    pins: everyone.filter((one) => one.pinned).map((one) => one.ts),
    bookmarks: channel.bookmarks.map((one) =>
      present({ id: one.id, title: one.title, link: one.link, emoji: one.emoji }),
    ),
    messages: messages.map((one) => shownMessage(workspace, channel, one, threads.get(one.ts), me.id)),
    ...(canvas && isMember
      ? { canvas: { id: canvas.id, title: canvas.title, updated: canvas.updated } }
      : {}),
  }
}

export function shownMessage(
  workspace: Workspace,
  channel: ChannelRecord,
  message: MessageRecord,
  thread: Thread | undefined,
  me: string,
): Message {
  return present({
    ts: message.ts,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    files: message.files.map((id) => {
      const file = workspace.files.get(id)
      return file ? shownFile(workspace, file, me) : goneFile(id)
    }),
    threadTs: message.threadTs,
    broadcast: message.broadcast,
    replyCount: thread?.count ?? 0,
    replyUsers: thread?.users ?? [],
    reactions: message.reactions,
    editedTs: message.edited?.ts,
    ephemeral: message.ephemeralFor === undefined ? undefined : true,
    subtype: message.subtype,
    pinnedBy: message.pinned?.by,
    permalink: workspace.permalink(channel, message.ts),
  }) as Message
}

export function shownFile(workspace: Workspace, file: FileRecord, me: string): FileShared {
  const { id, name, title, mimetype, filetype, size, user, created, altText, width, height, preview } = file
  const url = `${workspace.url}/sandbox/files/${id}?as=${me}`
  const permalink = filePermalink(workspace, file)
  const more = present({ altText, width, height, preview })
  return { id, name, title, mimetype, filetype, size, url, permalink, user, created, ...more }
}

function goneFile(id: string): FileShared {
  const nothing = { name: '', title: '', mimetype: '', filetype: '', size: 0, url: '', permalink: '' }
  return { id, ...nothing, user: '', created: 0, deleted: true }
}

function shownView(record: ViewRecord): View {
  const { id, hash, type, view, values, errors } = record
  return { id, hash, type, view, values, errors }
}
