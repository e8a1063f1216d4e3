import { parseAngle } from './angle.ts'
import { type Inline, isSafeImage, isSafeUrl } from './nodes.ts'

const MAX_DEPTH = 6
const URL_CHARS = 4_096
/** A picture may stand in the text itself, as a data address. */
const DATA_URL_CHARS = 200_000
const PAIRS = [
  { mark: '***', kinds: ['bold', 'italic'] },
  { mark: '**', kinds: ['bold'] },
  { mark: '__', kinds: ['bold'] },
  { mark: '~~', kinds: ['strike'] },
  { mark: '*', kinds: ['italic'] },
  { mark: '_', kinds: ['italic'] },
] as const

type Found = { node: Inline; end: number }

/** Markdown's inline marks; Slack's own `<@U…>`, `<#C…>` and `:emoji:` are understood here too. */
export function parseMarkdownInline(source: string, depth = 0): Inline[] {
  const nodes: Inline[] = []
  let text = ''
  const flush = () => {
    if (text) nodes.push({ kind: 'text', text })
    text = ''
  }
  let at = 0
  while (at < source.length) {
    const escaped = source[at] === '\\' && /[!-/:-@[-`{-~]/.test(source[at + 1] ?? '')
    const found = escaped ? undefined : special(source, at, depth)
    if (found) {
      flush()
      nodes.push(found.node)
      at = found.end
    } else {
      text += source[escaped ? at + 1 : at]
      at += escaped ? 2 : 1
    }
  }
  flush()
  return nodes
}

function special(source: string, at: number, depth: number): Found | undefined {
  switch (source[at]) {
    case '\n':
      return { node: { kind: 'break' }, end: at + 1 }
    case '`':
      return code(source, at)
    case '[':
      return link(source, at, depth)
    case '!':
      return source[at + 1] === '[' ? image(source, at) : undefined
    case '<':
      return angle(source, at)
    case ':':
      return emoji(source, at)
    case 'h':
      return bareUrl(source, at)
    case '*':
    case '_':
    case '~':
      return depth < MAX_DEPTH ? emphasis(source, at, depth) : undefined
    default:
      return undefined
  }
}

function code(source: string, at: number): Found | undefined {
  const ticks = /^`+/.exec(source.slice(at))?.[0] ?? '`'
  const close = source.indexOf(ticks, at + ticks.length)
  if (close < 0) return undefined
  return {
    node: { kind: 'code', text: source.slice(at + ticks.length, close).trim() },
    end: close + ticks.length,
  }
}

function link(source: string, at: number, depth: number): Found | undefined {
  const match = /^\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/.exec(
    source.slice(at, at + URL_CHARS),
  )
  if (!match) return undefined
  const [whole, label = '', url = ''] = match
  const children = parseMarkdownInline(label, depth + 1)
  const node: Inline = isSafeUrl(url) ? { kind: 'link', url, children } : { kind: 'text', text: label }
  return { node, end: at + whole.length }
}

/** `![words](address)`; in a canvas `![](@U…)` and `![](#C…)` are mentions. */
function image(source: string, at: number): Found | undefined {
  const start = /^!\[([^\]]{0,300})\]\(/.exec(source.slice(at, at + 400))
  if (!start) return undefined
  const from = at + start[0].length
  const isData = source.startsWith('data:', from)
  const close = source.slice(from, from + (isData ? DATA_URL_CHARS : URL_CHARS)).indexOf(')')
  if (close < 0) return undefined
  const [url = ''] = source
    .slice(from, from + close)
    .trim()
    .split(/\s/, 1)
  const end = from + close + 1
  const alt = start[1] ?? ''
  const mention = /^([@#])([UWC][A-Z0-9]+)$/.exec(url)
  if (mention) return { node: { kind: mention[1] === '@' ? 'user' : 'channel', id: mention[2] ?? '' }, end }
  return { node: isSafeImage(url) ? { kind: 'image', url, alt } : { kind: 'text', text: alt || url }, end }
}

function angle(source: string, at: number): Found | undefined {
  const close = source.indexOf('>', at + 1)
  if (close < 0) return undefined
  const node = parseAngle(source.slice(at + 1, close), (label) => [{ kind: 'text', text: label }])
  if (!node) return undefined
  const end = close + 1
  // `<https://…>` is markdown's own; all else in angles is Slack's.
  const isPlain = node.kind === 'text' || (node.kind === 'link' && !source.slice(at, end).includes('|'))
  return { node: isPlain ? node : { ...node, written: source.slice(at, end) }, end }
}

function emoji(source: string, at: number): Found | undefined {
  const match = /^:([a-z0-9_+'-]*[a-z_+'-][a-z0-9_+'-]*):/i.exec(source.slice(at, at + 60))
  if (!match?.[1] || /[0-9A-Za-z]/.test(source[at - 1] ?? ' ')) return undefined
  return { node: { kind: 'emoji', name: match[1].toLowerCase() }, end: at + match[0].length }
}

function bareUrl(source: string, at: number): Found | undefined {
  if (/[\p{L}\p{N}]/u.test(source[at - 1] ?? ' ')) return undefined
  const match = /^https?:\/\/[^\s<>|`*]+/.exec(source.slice(at, at + 2048))
  if (!match) return undefined
  const url = match[0].replace(/[.,;:!?)\]}'"]+$/, '')
  return { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: at + url.length }
}

function emphasis(source: string, at: number, depth: number): Found | undefined {
  for (const { mark, kinds } of PAIRS) {
    if (!source.startsWith(mark, at)) continue
    const isWordMark = mark.startsWith('_')
    if (isWordMark && /[\p{L}\p{N}]/u.test(source[at - 1] ?? ' ')) continue
    const close = closing(source, at + mark.length, mark)
    if (close < 0) continue
    let children = parseMarkdownInline(source.slice(at + mark.length, close), depth + 1)
    for (const kind of [...kinds].reverse()) children = [{ kind, children }]
    const [node] = children
    if (node) return { node, end: close + mark.length }
  }
  return undefined
}

function closing(source: string, from: number, mark: string): number {
  if (/\s/.test(source[from] ?? ' ')) return -1
  for (let at = source.indexOf(mark, from + 1); at > 0; at = source.indexOf(mark, at + 1)) {
    const ends = !/[\s\\]/.test(source[at - 1] ?? ' ')
    const char = mark[0] ?? '*'
    const isLonger = mark.length === 1 && (source[at + 1] === char || source[at - 1] === char)
    const inWord = char === '_' && /[\p{L}\p{N}]/u.test(source[at + mark.length] ?? ' ')
    if (ends && !isLonger && !inWord) return at
  }
  return -1
}
