import { parseMarkdownInline } from './markdown-inline.ts'
import type { Align, TextBlock } from './nodes.ts'

const RULER = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

/** A table when the next line is a ruler with as many columns; undefined otherwise. */
export function readTable(lines: string[], at: number): { block: TextBlock; next: number } | undefined {
  const header = lines[at] ?? ''
  const ruler = lines[at + 1] ?? ''
  if (!header.includes('|') || !RULER.test(ruler)) return undefined
  const head = cells(header)
  const align = cells(ruler).map(alignOf)
  if (align.length !== head.length) return undefined
  let next = at + 2
  const rows = []
  while (next < lines.length && (lines[next] ?? '').includes('|')) {
    const row = cells(lines[next] ?? '')
    rows.push(head.map((_, column) => parseMarkdownInline(row[column] ?? '')))
    next++
  }
  return { block: { kind: 'table', align, head: head.map((cell) => parseMarkdownInline(cell)), rows }, next }
}

function cells(line: string): string[] {
  const trimmed = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return trimmed.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|'))
}

function alignOf(ruler: string): Align {
  if (ruler.startsWith(':') && ruler.endsWith(':')) return 'center'
  return ruler.endsWith(':') ? 'right' : 'left'
}
