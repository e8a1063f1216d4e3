import type { TextBlock } from './nodes.ts'

const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+)(.*)$/

/** `[x] done` */
const TASK = /^\[([ xX])\]\s+(.*)$/

type ParseLines = (lines: string[], depth: number) => TextBlock[]

/** Reads one list with its nested lines; the first line is known to be an item. */
export function readList(lines: string[], at: number, depth: number, parseLines: ParseLines) {
  const first = ITEM.exec(lines[at] ?? '')
  const ordered = /\d/.test(first?.[2] ?? '')
  const items: TextBlock[][] = []
  const tasks: (boolean | undefined)[] = []
  let next = at
  while (next < lines.length) {
    const item = ITEM.exec(lines[next] ?? '')
    if (!item || /\d/.test(item[2] ?? '') !== ordered) break
    const width = (item[1] ?? '').length + (item[2] ?? '').length + (item[3] ?? '').length
    const task = TASK.exec(item[4] ?? '')
    tasks.push(task ? task[1] !== ' ' : undefined)
    const inside = [task ? (task[2] ?? '') : (item[4] ?? '')]
    next++
    while (next < lines.length && belongs(lines, next, width)) {
      inside.push((lines[next] ?? '').replace(new RegExp(`^ {0,${width}}`), ''))
      next++
    }
    items.push(parseLines(inside, depth + 1))
    // One empty line between two items does not end the list.
    if ((lines[next] ?? '').trim() === '' && ITEM.test(lines[next + 1] ?? '')) next++
  }
  const start = ordered ? Number.parseInt(first?.[2] ?? '1', 10) : 1
  const boxes = tasks.some((one) => one !== undefined) ? { tasks } : {}
  return { block: { kind: 'list' as const, ordered, start, indent: 0, items, ...boxes }, next }
}

/** Indented at least as far as the item's text (two columns are enough), or empty and followed by such a line. */
function belongs(lines: string[], at: number, width: number): boolean {
  const line = lines[at] ?? ''
  const isInside = (text: string) => text.startsWith(' '.repeat(Math.min(width, 2)))
  if (line.trim() === '') return isInside(lines[at + 1] ?? '')
  return isInside(line)
}
