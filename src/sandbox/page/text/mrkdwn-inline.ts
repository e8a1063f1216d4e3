import { parseAngle } from './angle.ts'
import { decodeEntities } from './entities.ts'
import type { Inline } from './nodes.ts'

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const BARE_URL = /^https?:\/\/[^\s<>|`]+/
const EMOJI = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/i
/** Nesting deeper than this is nobody's emphasis; it keeps the work linear on hostile text. */
const MAX_DEPTH = 6
/** The longest link, with its words. */
const MAX_ANGLE_CHARS = 4_000
/** How many closing marks are tried before an opening one counts as a letter. */
const MAX_CLOSERS = 100

/** One run of mrkdwn without fences or quotes → inline nodes. */
export function parseMrkdwnInline(source: string, depth = 0): Inline[] {
  const nodes: Inline[] = []
  let text = ''
  const flush = () => {
    if (text) nodes.push({ kind: 'text', text: decodeEntities(text) })
    text = ''
  }
  let at = 0
  while (at < source.length) {
    const found = special(source, at, depth)
    if (found) {
      flush()
      nodes.push(found.node)
      at = found.end
    } else {
      text += source[at]
      at++
    }
  }
  flush()
  return nodes
}

type Found = { node: Inline; end: number }

function special(source: string, at: number, depth: number): Found | undefined {
  const char = source[at]
  switch (char) {
    case '\n':
      return { node: { kind: 'break' }, end: at + 1 }
    case '<':
      return angle(source, at, depth)
    case '`':
      return code(source, at)
    case ':':
      return emoji(source, at)
    case '*':
    case '_':
    case '~':
      return depth < MAX_DEPTH ? emphasis(source, at, char, depth) : undefined
    case 'h':
      return bareUrl(source, at)
    default:
      return undefined
  }
}

function angle(source: string, at: number, depth: number): Found | undefined {
  const ahead = source.slice(at + 1, at + MAX_ANGLE_CHARS)
  const length = ahead.indexOf('>')
  if (length < 0) return undefined
  const close = at + 1 + length
  const node = parseAngle(ahead.slice(0, length), (label) => parseMrkdwnInline(label, depth + 1))
  return node && { node, end: close + 1 }
}

function code(source: string, at: number): Found | undefined {
  const close = source.indexOf('`', at + 1)
  const inside = close < 0 ? '' : source.slice(at + 1, close)
  if (inside.trim() === '' || inside.includes('\n')) return undefined
  return { node: { kind: 'code', text: decodeEntities(inside) }, end: close + 1 }
}

function emoji(source: string, at: number): Found | undefined {
  const match = EMOJI.exec(source.slice(at, at + 60))
  // `10:30:00` is a time, not an emoji called 30.
  if (!match?.[1] || /^\d+$/.test(match[1]) || /[0-9A-Za-z]/.test(source[at - 1] ?? ' ')) return undefined
  return { node: { kind: 'emoji', name: match[1].toLowerCase() }, end: at + match[0].length }
}

function emphasis(source: string, at: number, mark: '*' | '_' | '~', depth: number): Found | undefined {
  if (/[\p{L}\p{N}]/u.test(source[at - 1] ?? ' ')) return undefined
  if (source[at - 1] === mark || source[at + 1] === mark || /\s/.test(source[at + 1] ?? ' ')) return undefined
  const lineEnd = source.indexOf('\n', at)
  const end = lineEnd < 0 ? source.length : lineEnd
  let close = at
  for (let tries = 0; tries < MAX_CLOSERS; tries++) {
    close = source.indexOf(mark, close + 1)
    if (close < 0 || close >= end) return undefined
    const inside = source.slice(at + 1, close)
    if (closes(source, close, mark) && balanced(inside))
      return { node: { kind: MARKS[mark], children: parseMrkdwnInline(inside, depth + 1) }, end: close + 1 }
  }
  return undefined
}

/** It ends a word, and no word goes on after it. */
function closes(source: string, at: number, mark: string): boolean {
  const next = source[at + 1] ?? ' '
  return !/\s/.test(source[at - 1] ?? ' ') && next !== mark && !/[\p{L}\p{N}]/u.test(next)
}

/** A mark inside `<…>` or `code` closes nothing outside it. */
function balanced(inside: string): boolean {
  const ticks = inside.split('`').length - 1
  return inside.split('<').length === inside.split('>').length && ticks % 2 === 0
}

function bareUrl(source: string, at: number): Found | undefined {
  if (!source.startsWith('http', at) || /[\p{L}\p{N}]/u.test(source[at - 1] ?? ' ')) return undefined
  const match = BARE_URL.exec(source.slice(at, at + 2048))
  if (!match) return undefined
  const raw = match[0].replace(/(?:&gt;|&lt;).*$/, '').replace(/[.,;:!?)\]}'"*_~]+$/, '')
  const url = decodeEntities(raw)
  return { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: at + raw.length }
}
