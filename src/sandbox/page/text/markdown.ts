import { parseMarkdownInline } from './markdown-inline.ts'
import { readList } from './markdown-list.ts'
import { readTable } from './markdown-table.ts'
import type { TextBlock } from './nodes.ts'

const MAX_DEPTH = 8
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const QUOTE = /^ {0,3}> ?/
const LIST = /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s+/

type Read = { block: TextBlock; next: number }

/** The part of CommonMark (with tables and strikethrough) that Slack's `markdown` block draws. */
export function parseMarkdown(source: string): TextBlock[] {
  return parseLines(source.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n'), 0)
}

function parseLines(lines: string[], depth: number): TextBlock[] {
  const blocks: TextBlock[] = []
  let at = 0
  while (at < lines.length) {
    if ((lines[at] ?? '').trim() === '') {
      at++
      continue
    }
    const read = (depth < MAX_DEPTH && readSpecial(lines, at, depth)) || readParagraph(lines, at)
    blocks.push(read.block)
    at = read.next
  }
  return blocks
}

function readSpecial(lines: string[], at: number, depth: number): Read | undefined {
  const line = lines[at] ?? ''
  const heading = HEADING.exec(line)
  if (heading) {
    const children = parseMarkdownInline(heading[2] ?? '')
    return { block: { kind: 'heading', level: (heading[1] ?? '#').length, children }, next: at + 1 }
  }
  if (FENCE.test(line)) return readFence(lines, at)
  if (RULE.test(line)) return { block: { kind: 'rule' }, next: at + 1 }
  if (QUOTE.test(line)) return readQuote(lines, at, depth)
  if (LIST.test(line)) return readList(lines, at, depth, parseLines)
  return readTable(lines, at)
}

function readFence(lines: string[], at: number): Read {
  const mark = FENCE.exec(lines[at] ?? '')?.[1] ?? '```'
  let end = at + 1
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(mark)) end++
  return { block: { kind: 'pre', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function readQuote(lines: string[], at: number, depth: number): Read {
  let end = at
  while (end < lines.length && QUOTE.test(lines[end] ?? '')) end++
  const inside = lines.slice(at, end).map((line) => line.replace(QUOTE, ''))
  return { block: { kind: 'quote', children: parseLines(inside, depth + 1) }, next: end }
}

function readParagraph(lines: string[], at: number): Read {
  let end = at + 1
  while (end < lines.length && (lines[end] ?? '').trim() !== '' && !interrupts(lines, end)) end++
  const text = lines
    .slice(at, end)
    .map((line) => line.replace(/^\s+/, ''))
    .join('\n')
  return { block: { kind: 'paragraph', children: parseMarkdownInline(text) }, next: end }
}

function interrupts(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  if ([HEADING, RULE, FENCE, QUOTE, LIST].some((start) => start.test(line))) return true
  return readTable(lines, at) !== undefined
}
