import { canvasAccess, markdownOf } from '../canvases.ts'
import { mayRead } from '../files.ts'
import { present } from '../json.ts'
import type { MailShown } from '../outside-world.ts'
import type { CanvasShown, FileShared } from '../protocol.ts'
import type { FileRecord } from '../records.ts'
import { shownFile } from '../shown.ts'
import { canvasPermalink } from '../wire-file.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible, personOf } from './acting.ts'

/** What people open: files and canvases, as far as they may read them. */

export function readFile(workspace: Workspace, as: string, id: string): FileShared {
  return shownFile(workspace, fileFor(workspace, as, id), as)
}

/** @throws Impossible when it is not there, or this person may not read it. */
export function fileFor(workspace: Workspace, as: string, id: string): FileRecord {
  const person = personOf(workspace, as)
  const file = workspace.files.get(id)
  if (!file || !mayRead(workspace, file, person))
    throw new Impossible('There is no such file, or it was not shared with you.', 404)
  return file
}

export function markMailRead(workspace: Workspace, id: string): void {
  if (!workspace.mailbox.markRead(id)) throw new Impossible('There is no such mail.', 404)
}

export function readMailbox(workspace: Workspace, id: string): MailShown {
  const mail = workspace.mailbox.shown(id)
  if (!mail) throw new Impossible('There is no such mail.', 404)
  return mail
}

export function readCanvas(workspace: Workspace, as: string, id: string): CanvasShown {
  const person = personOf(workspace, as)
  const canvas = workspace.canvases.get(id)
  if (!canvas || !canvasAccess(workspace, canvas, person))
    throw new Impossible('There is no such canvas, or it was not shared with you.', 404)
  const { title, user, updated, channel } = canvas
  return present({
    id,
    title,
    markdown: markdownOf(canvas),
    user,
    updated,
    permalink: canvasPermalink(workspace, canvas),
    channel,
  })
}
