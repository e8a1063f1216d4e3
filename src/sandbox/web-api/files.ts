import { secret } from '../ids.ts'
import { objectsOf, present, textOf } from '../json.ts'
import { FILE_BYTES, FILE_BYTES_KEPT, FILES_KEPT } from '../limits.ts'
import { addMessage, threadRoot } from '../messages.ts'
import { BOT } from '../people.ts'
import type { Json } from '../protocol.ts'
import type { ChannelRecord, FileRecord } from '../records.ts'
import { wireFile } from '../wire-message.ts'
import type { Workspace } from '../workspace.ts'
import { type Call, isVisible, type Method, needMember, needOpen } from './call.ts'
import { readContent } from './content.ts'
import { invalidArguments, Refusal } from './refusal.ts'

const ALT_TEXT_CHARS = 1_000
const SNIPPET_BYTES = 1_000_000

function getUploadUrl(call: Call): Json {
  const { workspace, args } = call
  const name = args.need('filename')
  const length = Number(args.need('length', 'missing_argument'))
  if (!Number.isInteger(length) || length <= 0) throw new Refusal('missing_argument')
  if (length > FILE_BYTES) throw new Refusal('file_upload_size_restricted')
  if ((args.text('alt_txt') ?? '').length > ALT_TEXT_CHARS) throw new Refusal('alt_txt_too_large')
  if (args.has('snippet_type') && length > SNIPPET_BYTES) throw new Refusal('snippet_too_large')
  const file = newFile(workspace, { name, size: length, user: BOT.userId })
  Object.assign(
    file,
    present({ altText: args.text('alt_txt'), snippetType: args.text('snippet_type'), ticket: secret(16) }),
  )
  return { upload_url: `${workspace.url}/upload/v1/${file.ticket}`, file_id: file.id }
}

/** Makes room for it by forgetting the oldest. */
export function newFile(
  workspace: Workspace,
  given: { name: string; size: number; user: string },
): FileRecord {
  const file: FileRecord = {
    id: workspace.ids.next('F'),
    name: given.name,
    title: given.name,
    mimetype: mimetypeOf(given.name),
    size: given.size,
    user: given.user,
    created: workspace.nowSeconds(),
    shares: [],
  }
  workspace.files.set(file.id, file)
  let kept = [...workspace.files.values()].reduce((sum, one) => sum + one.size, 0)
  for (const [id, oldest] of workspace.files) {
    if (workspace.files.size <= FILES_KEPT && kept <= FILE_BYTES_KEPT) break
    workspace.files.delete(id)
    kept -= oldest.size
  }
  return file
}

const MIMETYPES = new Map(
  Object.entries({
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    gif: 'image/gif',
    webp: 'image/webp',
    txt: 'text/plain',
    log: 'text/plain',
    md: 'text/plain',
    csv: 'text/csv',
    json: 'application/json',
    pdf: 'application/pdf',
  }),
)

function mimetypeOf(name: string): string {
  return MIMETYPES.get(name.toLowerCase().split('.').at(-1) ?? '') ?? 'application/octet-stream'
}

function completeUpload(call: Call): Json {
  const { workspace, args } = call
  const asked = args.nested('files', 'invalid_arguments')
  if (!Array.isArray(asked) || asked.length === 0) throw invalidArguments('missing required field: files')
  const files = objectsOf(asked).map((one) => {
    const file = workspace.files.get(textOf(one.id) ?? '')
    // A file whose bytes never came, or that was completed before, is not there to complete.
    if (!file || file.ticket === undefined || file.content === undefined) throw new Refusal('file_not_found')
    return { file, title: textOf(one.title) }
  })
  const channels = targets(call)
  const content = args.has('initial_comment')
    ? { text: args.text('initial_comment') ?? '', blocks: [] }
    : readContent(args)
  for (const { file, title } of files) {
    if (title !== undefined) file.title = title
    delete file.ticket
  }
  for (const channel of channels) {
    const ts = args.ts('thread_ts', 'invalid_thread_ts')
    const root = ts === undefined ? undefined : threadRoot(channel, ts)
    if (ts !== undefined && !root) throw new Refusal('thread_not_found')
    shareFiles(
      workspace,
      channel,
      files.map((one) => one.file),
      {
        user: BOT.userId,
        text: content.text,
        blocks: content.blocks,
        ...present({ threadTs: root?.ts }),
      },
    )
  }
  workspace.changed()
  return { files: files.map(({ file }) => wireFile(workspace, file)) }
}

function targets(call: Call): ChannelRecord[] {
  const ids = [...call.args.list('channel_id'), ...call.args.list('channels')]
  return [...new Set(ids)].map((id) => {
    const channel = call.workspace.channels.get(id)
    if (!channel || !isVisible(channel)) throw new Refusal('channel_not_found')
    needMember(channel)
    needOpen(channel)
    return channel
  })
}

export function shareFiles(
  workspace: Workspace,
  channel: ChannelRecord,
  files: FileRecord[],
  said: { user: string; text: string; blocks?: Json[]; threadTs?: string; clientMsgId?: string },
): string {
  const message = addMessage(workspace, channel, {
    ...said,
    subtype: 'file_share',
    files: files.map((one) => one.id),
  })
  for (const file of files) {
    file.shares.push({ channel: channel.id, ts: message.ts })
    workspace.happened({
      subscription: 'file_shared',
      channel,
      event: {
        type: 'file_shared',
        file_id: file.id,
        user_id: said.user,
        file: { id: file.id },
        channel_id: channel.id,
        event_ts: workspace.ts(),
      },
    })
  }
  return message.ts
}

function filesInfo(call: Call): Json {
  const file = call.workspace.files.get(call.args.need('file', 'file_not_found'))
  if (!file || file.ticket !== undefined) throw new Refusal('file_not_found')
  return { file: wireFile(call.workspace, file), comments: [], response_metadata: { next_cursor: '' } }
}

export const FILES: Record<string, Method> = {
  'files.getUploadURLExternal': { scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { scopes: ['files:write'], run: completeUpload },
  'files.info': { scopes: ['files:read'], run: filesInfo },
}
