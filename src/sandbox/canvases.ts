import { createHash } from 'node:crypto'
import type { Person } from './protocol.ts'
import type { CanvasAccess, CanvasRecord, CanvasSection } from './records.ts'
import type { Workspace } from './workspace.ts'

/** Canvases: markdown in sections, and who may read it. */

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^ {0,3}#{1,6}\s/
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/

/** Splits markdown where a canvas has its sections: a heading, a paragraph, a list, a table, a code block. */
export function sectionsOf(workspace: Workspace, markdown: string): CanvasSection[] {
  const pieces: string[][] = []
  let open: string[] | undefined
  let fence: string | undefined
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    const isBlank = line.trim() === ''
    if (fence === undefined && (isBlank || HEADING.test(line))) open = undefined
    if (fence === undefined && isBlank) continue
    if (!open) {
      // Items with a blank line between them are one list.
      const last = pieces.at(-1)
      open = ITEM.test(line) && last && ITEM.test(last[0] ?? '') ? last : undefined
      if (!open) {
        open = []
        pieces.push(open)
      }
    }
    open.push(line)
    if (fence === undefined && HEADING.test(line)) open = undefined
    if (mark) fence = fence === undefined ? mark : line.trim().startsWith(fence) ? undefined : fence
  }
  return pieces.map((lines) => ({ id: sectionId(workspace), markdown: lines.join('\n') }))
}

function sectionId(workspace: Workspace): string {
  const digest = createHash('sha256').update(workspace.ids.next('F')).digest('hex')
  return `temp:C:${digest.slice(0, 28)}`
}

export function markdownOf(canvas: CanvasRecord): string {
  return canvas.sections.map((one) => one.markdown).join('\n\n')
}

/** Members of the channel it is a tab of, and whoever was given access. */
export function canvasAccess(
  workspace: Workspace,
  canvas: CanvasRecord,
  person: Person,
): CanvasAccess | undefined {
  if (canvas.user === person.id) return 'owner'
  const own = canvas.access.users[person.id]
  if (own) return own
  if (canvas.channel !== undefined && workspace.channels.get(canvas.channel)?.members.includes(person.id))
    return 'write'
  const levels = Object.entries(canvas.access.channels).flatMap(([id, level]) =>
    workspace.channels.get(id)?.members.includes(person.id) ? [level] : [],
  )
  return levels.includes('write') ? 'write' : levels[0]
}
