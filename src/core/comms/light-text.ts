/**
 * The one source that a message is written in, and what it is made of: paragraphs, lists of lines that begin with
 * "- ", **bold** words and bare addresses. Nothing else is markup, so whatever people write stays what they wrote.
 */
export type Block = { block: 'paragraph'; lines: Span[][] } | { block: 'list'; items: Span[][] }
export type Span = { span: 'text' | 'bold' | 'link'; text: string }

const ITEM = /^\s*[-•]\s+/u
const MARK = /\*\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*\*|https:\/\/[^\s<>"'|]{1,500}/gu
/** What ends a sentence does not belong to the address before it. */
const AFTER_ADDRESS = /[.,;:!?)\]]+$/u

/** Takes a text apart. Total: every text is one. */
export function readLightText(text: string): Block[] {
  const blocks: Block[] = []
  for (const part of text.split(/\n[^\S\n]*\n+/u)) {
    for (const line of part.split('\n')) addLine(blocks, line)
    blocks.push({ block: 'paragraph', lines: [] }) // what comes next begins anew
  }
  return blocks.filter((block) => (block.block === 'list' ? block.items : block.lines).length > 0)
}

function addLine(blocks: Block[], line: string): void {
  if (line.trim() === '') return
  const last = blocks.at(-1)
  if (ITEM.test(line)) {
    const item = spans(line.replace(ITEM, ''))
    if (last?.block === 'list') last.items.push(item)
    else blocks.push({ block: 'list', items: [item] })
    return
  }
  if (last?.block === 'paragraph') last.lines.push(spans(line.trim()))
  else blocks.push({ block: 'paragraph', lines: [spans(line.trim())] })
}

function spans(line: string): Span[] {
  const found: Span[] = []
  let at = 0
  for (const match of line.matchAll(MARK)) {
    const bold = match[1]
    const text = bold ?? match[0].replace(AFTER_ADDRESS, '')
    add(found, 'text', line.slice(at, match.index))
    add(found, bold === undefined ? 'link' : 'bold', text)
    at = match.index + (bold === undefined ? text.length : match[0].length)
  }
  add(found, 'text', line.slice(at))
  return found
}

function add(spans: Span[], span: Span['span'], text: string): void {
  if (text !== '') spans.push({ span, text })
}
