import { isTextual, prettyType } from './file-kinds.ts'
import { present } from './json.ts'
import { SNIPPET_BYTES } from './limits.ts'
import { TEAM } from './people.ts'
import type { Json } from './protocol.ts'
import type { CanvasRecord, FileRecord } from './records.ts'
import type { Workspace } from './workspace.ts'

/** Leads people to the file in the page. */
export function filePermalink(workspace: Workspace, file: FileRecord): string {
  return `${workspace.url}/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`
}

export function canvasPermalink(workspace: Workspace, canvas: CanvasRecord): string {
  return `${workspace.url}/docs/${TEAM.id}/${canvas.id}`
}

/** A file as the Web API and the events carry it. Its bytes are at `url_private`, for the bot's token. */
export function wireFile(workspace: Workspace, file: FileRecord, more: { shares?: boolean } = {}): Json {
  const isSnippet = isTextual(file.mimetype) && file.size <= SNIPPET_BYTES
  const at = `${workspace.url}/files-pri/${TEAM.id}-${file.id}`
  const name = encodeURIComponent(file.name)
  return present({
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: prettyType(file.filetype),
    user: file.user,
    user_team: TEAM.id,
    editable: isSnippet,
    size: file.size,
    mode: isSnippet ? 'snippet' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.shares.some((one) => workspace.channels.get(one.channel)?.kind === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    alt_txt: file.altText,
    url_private: `${at}/${name}`,
    url_private_download: `${at}/download/${name}`,
    original_w: file.width,
    original_h: file.height,
    permalink: filePermalink(workspace, file),
    preview: file.preview?.text,
    lines: file.preview?.lines,
    preview_is_truncated: file.preview?.truncated,
    file_access: 'visible',
    has_rich_preview: false,
    ...(more.shares ? sharesOf(workspace, file) : {}),
  })
}

/** Where it was shared: only `files.info` tells the ts of the message. */
function sharesOf(workspace: Workspace, file: FileRecord): Json {
  const places = { public: {} as Record<string, Json[]>, private: {} as Record<string, Json[]> }
  const ids = { public: [] as string[], private: [] as string[], im: [] as string[] }
  for (const { channel: id, ts, threadTs } of file.shares) {
    const channel = workspace.channels.get(id)
    if (!channel) continue
    const kind = channel.kind === 'public' ? 'public' : 'private'
    const share = present({ ts, thread_ts: threadTs, channel_name: channel.name, team_id: TEAM.id })
    places[kind][id] = [...(places[kind][id] ?? []), share]
    if (!ids[channel.kind].includes(id)) ids[channel.kind].push(id)
  }
  const shares = Object.fromEntries(Object.entries(places).filter(([, one]) => Object.keys(one).length > 0))
  return { channels: ids.public, groups: ids.private, ims: ids.im, shares }
}

/** What stands in a message where a file was. */
export function wireTombstone(id: string): Json {
  return { id, mode: 'tombstone' }
}

/** A canvas is a file too. */
export function wireCanvas(workspace: Workspace, canvas: CanvasRecord): Json {
  const size = canvas.sections.reduce((sum, one) => sum + Buffer.byteLength(one.markdown), 0)
  return present({
    id: canvas.id,
    created: canvas.created,
    timestamp: canvas.created,
    updated: Math.floor(canvas.updated / 1_000),
    name: canvas.title,
    title: canvas.title,
    mimetype: 'application/vnd.slack-docs',
    filetype: 'quip',
    pretty_type: 'Canvas',
    user: canvas.user,
    editable: true,
    size,
    mode: 'quip',
    is_external: true,
    external_type: 'quip',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: canvasPermalink(workspace, canvas),
    permalink: canvasPermalink(workspace, canvas),
    is_channel_space: canvas.channel !== undefined,
    linked_channel_id: canvas.channel,
    file_access: 'visible',
  })
}
