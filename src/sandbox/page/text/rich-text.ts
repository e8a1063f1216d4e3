import { emojiFromCodepoints } from './emoji.ts'
import { type Inline, isSafeUrl, type TextBlock } from './nodes.ts'

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : [])
const str = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A `rich_text` block's elements → the same blocks that mrkdwn becomes. */
export function richTextBlocks(elements: unknown): TextBlock[] {
  return list(elements).flatMap(block)
}

function block(element: Json): TextBlock[] {
  switch (element.type) {
    case 'rich_text_section':
      return [{ kind: 'paragraph', children: inlines(element.elements) }]
    case 'rich_text_preformatted':
      return [{ kind: 'pre', text: list(element.elements).map(preText).join('') }]
    case 'rich_text_quote':
      return [{ kind: 'quote', children: [{ kind: 'paragraph', children: inlines(element.elements) }] }]
    case 'rich_text_list':
      return [
        {
          kind: 'list',
          ordered: element.style === 'ordered',
          start: typeof element.offset === 'number' ? element.offset + 1 : 1,
          indent: typeof element.indent === 'number' ? element.indent : 0,
          items: list(element.elements).map(block),
        },
      ]
    default:
      return [
        {
          kind: 'paragraph',
          children: [{ kind: 'code', text: `${str(element.type) || 'unknown'} element` }],
        },
      ]
  }
}

function preText(element: Json): string {
  return str(element.text) || str(element.url)
}

function inlines(elements: unknown): Inline[] {
  return list(elements).flatMap((element) => styled(inline(element), element.style))
}

function inline(element: Json): Inline[] {
  switch (element.type) {
    case 'text':
      return withBreaks(str(element.text))
    case 'link': {
      const url = str(element.url)
      const children: Inline[] = [{ kind: 'text', text: str(element.text) || url }]
      return isSafeUrl(url) ? [{ kind: 'link', url, children }] : children
    }
    case 'user':
      return [{ kind: 'user', id: str(element.user_id) }]
    case 'channel':
      return [{ kind: 'channel', id: str(element.channel_id) }]
    case 'usergroup':
      return [{ kind: 'group', id: str(element.usergroup_id) }]
    case 'broadcast':
      return [{ kind: 'broadcast', range: str(element.range) }]
    case 'emoji': {
      const unicode = emojiFromCodepoints(str(element.unicode))
      return [
        unicode
          ? { kind: 'emoji', name: str(element.name), unicode }
          : { kind: 'emoji', name: str(element.name) },
      ]
    }
    case 'color':
      return [{ kind: 'color', value: str(element.value) }]
    case 'date':
      return [
        {
          kind: 'date',
          seconds: Number(element.timestamp),
          format: str(element.format),
          fallback: str(element.fallback) || str(element.format),
          ...(isSafeUrl(str(element.url)) ? { url: str(element.url) } : {}),
        },
      ]
    default:
      return [{ kind: 'code', text: `${str(element.type) || 'unknown'} element` }]
  }
}

function withBreaks(text: string): Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...(line ? [{ kind: 'text', text: line } as const] : []),
    ])
}

const STYLES = ['bold', 'italic', 'strike', 'underline'] as const

function styled(nodes: Inline[], style: unknown): Inline[] {
  if (!isJson(style)) return nodes
  let result = nodes
  if (style.code)
    result = result.map((node) => (node.kind === 'text' ? { kind: 'code', text: node.text } : node))
  for (const kind of STYLES) if (style[kind]) result = [{ kind, children: result }]
  return result
}
