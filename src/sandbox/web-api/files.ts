import { deleteFile, isComplete, mayRead, newFile, shareFiles } from '../files.ts'
import { secret } from '../ids.ts'
import { objectsOf, present, textOf } from '../json.ts'
import { CHANNELS_PER_SHARE, FILE_BYTES, SNIPPET_BYTES } from '../limits.ts'
import { threadRoot } from '../messages.ts'
import { BOT } from '../people.ts'
import type { Json, Ts } from '../protocol.ts'
import type { ChannelRecord, FileRecord } from '../records.ts'
import { wireCanvas, wireFile } from '../wire-file.ts'
import { type Call, isVisible, type Method, needMember, needOpen } from './call.ts'
import { readableCanvas } from './canvases.ts'
import { readContent } from './content.ts'
import { invalidArguments, Refusal } from './refusal.ts'

const ALT_TEXT_CHARS = 1_000

function getUploadUrl(call: Call): Json {
  const { workspace, args } = call
  const name = args.need('filename')
  const length = Number(args.need('length', 'missing_argument'))
  if (!Number.isInteger(length) || length <= 0) throw new Refusal('missing_argument')
  if (length > FILE_BYTES) throw new Refusal('file_upload_size_restricted')
  if ((args.text('alt_txt') ?? '').length > ALT_TEXT_CHARS) throw new Refusal('alt_txt_too_large')
  if (args.has('snippet_type') && length > SNIPPET_BYTES) throw new Refusal('snippet_too_large')
  const file = newFile(workspace, { name, size: length, user: BOT.userId })
  Object.assign(file, present({ altText: args.text('alt_txt'), ticket: secret(16) }))
  return { upload_url: `${workspace.url}/upload/v1/${file.ticket}`, file_id: file.id }
}

/** Everything is checked before anything is shared: a refused call can be repeated. */
function completeUpload(call: Call): Json {
  const { workspace, args } = call
  const asked = args.nested('files', 'invalid_arguments')
  if (!Array.isArray(asked) || asked.length === 0) throw invalidArguments('missing required field: files')
  const files = objectsOf(asked).map((one) => {
    const file = workspace.files.get(textOf(one.id) ?? '')
    // A file whose bytes never came, or that was completed before, is not there to complete.
    if (file?.ticket === undefined || file.uploaded !== true) throw new Refusal('file_not_found')
    return { file, title: textOf(one.title) }
  })
  const places = targets(call).map((channel) => ({ channel, threadTs: threadIn(call, channel) }))
  const content = args.has('initial_comment')
    ? { text: args.text('initial_comment') ?? '', blocks: [] }
    : readContent(workspace, args)
  for (const { file, title } of files) {
    if (title !== undefined) file.title = title
    delete file.ticket
  }
  // Slack shares after it has answered: the answer does not know the message yet, files.info does.
  const answer = files.map(({ file }) => wireFile(workspace, file, { shares: true }))
  for (const { channel, threadTs } of places) {
    const shared = files.map((one) => one.file)
    const { text, blocks } = content
    shareFiles(workspace, channel, shared, { user: BOT.userId, text, blocks, ...present({ threadTs }) })
  }
  workspace.changed()
  return { files: answer }
}

function threadIn(call: Call, channel: ChannelRecord): Ts | undefined {
  const ts = call.args.ts('thread_ts', 'invalid_thread_ts')
  if (ts === undefined) return undefined
  const root = threadRoot(channel, ts)
  if (!root) throw new Refusal('thread_not_found')
  return root.ts
}

function targets(call: Call): ChannelRecord[] {
  const ids = new Set([...call.args.list('channel_id'), ...call.args.list('channels')])
  if (ids.size > CHANNELS_PER_SHARE) throw new Refusal('channels_limit_exceeded')
  return [...ids].map((id) => {
    const channel = call.workspace.channels.get(id) ?? call.workspace.directMessage(BOT.userId, id)
    if (!channel || !isVisible(channel)) throw new Refusal('channel_not_found')
    needMember(channel)
    needOpen(channel)
    return channel
  })
}

/** A file that the bot may read. @throws Refusal `file_not_found` */
function fileOf(call: Call): FileRecord {
  const { workspace } = call
  const file = workspace.files.get(call.args.need('file', 'file_not_found'))
  const bot = workspace.people.get(BOT.userId)
  if (!file || !bot || !isComplete(file) || !mayRead(workspace, file, bot))
    throw new Refusal('file_not_found')
  return file
}

function filesInfo(call: Call): Json {
  const canvas = readableCanvas(call.workspace, call.args.text('file') ?? '')
  const file = canvas
    ? wireCanvas(call.workspace, canvas)
    : wireFile(call.workspace, fileOf(call), { shares: true })
  return { file, comments: [], response_metadata: { next_cursor: '' } }
}

function filesDelete(call: Call): Json {
  const file = fileOf(call)
  if (file.user !== BOT.userId) throw new Refusal('cant_delete_file')
  deleteFile(call.workspace, file)
  return {}
}

export const FILES: Record<string, Method> = {
  'files.getUploadURLExternal': { scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { scopes: ['files:write'], run: completeUpload },
  'files.info': { scopes: ['files:read'], run: filesInfo },
  'files.delete': { scopes: ['files:write'], run: filesDelete },
}
