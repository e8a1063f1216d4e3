import { factsOf } from './file-facts.ts'
import { BLOCK_IMAGES, kindOf } from './file-kinds.ts'
import { FILE_BYTES_KEPT, FILES_KEPT } from './limits.ts'
import { addMessage, beginChange } from './messages.ts'
import { BOT } from './people.ts'
import type { Json, Person } from './protocol.ts'
import type { ChannelRecord, FileRecord } from './records.ts'
import type { Workspace } from './workspace.ts'

/** What happens to files, whoever does it. */

/** A file whose bytes are still owed. Makes room for it by forgetting the oldest. */
export function newFile(
  workspace: Workspace,
  given: { name: string; size: number; user: string },
): FileRecord {
  // Half a character cannot stand in an address.
  const name = given.name.toWellFormed()
  const { mimetype, filetype } = kindOf(name)
  const file: FileRecord = {
    id: workspace.ids.next('F'),
    name,
    title: name,
    mimetype,
    filetype,
    size: given.size,
    user: given.user,
    created: workspace.nowSeconds(),
    shares: [],
  }
  workspace.files.set(file.id, file)
  let kept = [...workspace.files.values()].reduce((sum, one) => sum + one.size, 0)
  for (const [id, oldest] of workspace.files) {
    if (workspace.files.size <= FILES_KEPT && kept <= FILE_BYTES_KEPT) break
    forget(workspace, id)
    kept -= oldest.size
  }
  return file
}

function forget(workspace: Workspace, id: string): void {
  workspace.files.delete(id)
  workspace.bytes.drop(id)
}

/** Its bytes have come; resolves when they are safe. */
export async function fill(workspace: Workspace, file: FileRecord, bytes: Buffer): Promise<void> {
  await workspace.bytes.put(file.id, bytes)
  Object.assign(file, factsOf(file.mimetype, bytes), { uploaded: true })
  workspace.changed()
}

type Said = { user: string; text: string; blocks?: Json[]; threadTs?: string; clientMsgId?: string }

/** Posts a message with these files; answers its ts. */
export function shareFiles(
  workspace: Workspace,
  channel: ChannelRecord,
  files: FileRecord[],
  said: Said,
): string {
  const message = addMessage(workspace, channel, {
    ...said,
    subtype: 'file_share',
    files: files.map((one) => one.id),
  })
  for (const file of files) {
    const { ts, threadTs } = message
    file.shares.push({ channel: channel.id, ts, ...(threadTs === undefined ? {} : { threadTs }) })
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

/** The bytes are gone at once; the messages that shared it say that there was a file. */
export function deleteFile(workspace: Workspace, file: FileRecord): void {
  const shared = file.shares.flatMap(({ channel: id, ts }) => {
    const channel = workspace.channels.get(id)
    const message = channel?.messages.get(ts)
    return channel && message ? [{ channel, announceChange: beginChange(workspace, channel, message) }] : []
  })
  forget(workspace, file.id)
  for (const { announceChange } of shared) announceChange()
  const heardIn = shared.find((one) => one.channel.members.includes(BOT.userId))?.channel
  if (heardIn) {
    const event = { type: 'file_deleted', file_id: file.id, event_ts: workspace.ts() }
    workspace.happened({ subscription: 'file_deleted', channel: heardIn, event })
  }
  workspace.changed()
}

export function isComplete(file: FileRecord): boolean {
  return file.uploaded === true && file.ticket === undefined
}

/** Those in the channels it was shared in; before that, whoever has its address from the app. */
export function mayRead(workspace: Workspace, file: FileRecord, person: Person): boolean {
  if (!isComplete(file)) return false
  if (file.user === person.id) return true
  if (file.shares.length === 0) return file.user === BOT.userId
  return file.shares.some(({ channel: id }) => {
    const channel = workspace.channels.get(id)
    return channel?.members.includes(person.id) || (channel?.kind === 'public' && !person.isGuest)
  })
}

/** The file that `slack_file` names in an image block, if the app may show it. */
export function shownFile(workspace: Workspace, named: Json): FileRecord | undefined {
  const id = typeof named.id === 'string' ? named.id : fileIdIn(String(named.url ?? ''))
  const file = workspace.files.get(id ?? '')
  const bot = workspace.people.get(BOT.userId)
  if (!file || !bot || !BLOCK_IMAGES.has(file.filetype) || !mayRead(workspace, file, bot)) return undefined
  return file
}

/** The id in a permalink or private address. */
export function fileIdIn(url: string): string | undefined {
  return /\/files(?:-pri\/[A-Z0-9]+-|\/[A-Z0-9]+\/)(F[A-Z0-9]+)(?:[/?#]|$)/.exec(url)?.[1]
}
