import { decodeEntities } from './entities.ts'
import { parseMrkdwnInline } from './mrkdwn-inline.ts'
import type { TextBlock } from './nodes.ts'

const FENCE = /```([\s\S]*?)```/g
const QUOTE_LINE = /^(?:&gt;|>) ?/
const QUOTE_REST = /^(?:&gt;|>){3} ?/

/** Slack's mrkdwn → blocks of text: paragraphs (line breaks kept as typed), preformatted text and quotes. */
export function parseMrkdwn(source: string): TextBlock[] {
  const blocks: TextBlock[] = []
  let from = 0
  for (const fence of source.matchAll(FENCE)) {
    blocks.push(...linesToBlocks(source.slice(from, fence.index).replace(/\n$/, '')))
    const code = decodeEntities(fence[1] ?? '')
      .replace(/^\n/, '')
      .replace(/\n$/, '')
    blocks.push({ kind: 'pre', text: unwrapLinks(code) })
    from = fence.index + fence[0].length
    if (source[from] === '\n') from++
  }
  blocks.push(...linesToBlocks(source.slice(from)))
  return blocks
}

function linesToBlocks(text: string): TextBlock[] {
  if (text === '') return []
  const blocks: TextBlock[] = []
  const lines = text.split('\n')
  let plain: string[] = []
  let quoted: string[] = []
  const flush = () => {
    if (plain.length) blocks.push({ kind: 'paragraph', children: parseMrkdwnInline(plain.join('\n')) })
    if (quoted.length) blocks.push(quote(quoted.join('\n')))
    plain = []
    quoted = []
  }
  for (const [index, line] of lines.entries()) {
    if (QUOTE_REST.test(line)) {
      flush()
      blocks.push(quote([line.replace(QUOTE_REST, ''), ...lines.slice(index + 1)].join('\n')))
      return blocks
    }
    const isQuote = QUOTE_LINE.test(line)
    if (isQuote ? plain.length : quoted.length) flush()
    if (isQuote) quoted.push(line.replace(QUOTE_LINE, ''))
    else plain.push(line)
  }
  flush()
  return blocks
}

function quote(text: string): TextBlock {
  return { kind: 'quote', children: [{ kind: 'paragraph', children: parseMrkdwnInline(text) }] }
}

/** Slack stores addresses as `<url>` even inside code; a reader wants the bare address there. */
function unwrapLinks(code: string): string {
  return code.replace(/<(https?:\/\/[^|>\s]+)(?:\|[^>]*)?>/g, '$1')
}
