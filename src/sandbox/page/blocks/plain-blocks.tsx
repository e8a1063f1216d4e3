import { useMemo } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { str } from '../json.ts'
import { richTextBlocks } from '../text/rich-text.ts'
import { Markdown, Rich } from './rich.tsx'
import { PlainText } from './text-object.tsx'

export function HeaderBlock({ block }: { block: Json }) {
  return (
    <h3 class="block-header" dir="auto">
      <PlainText object={block.text} />
    </h3>
  )
}

export function DividerBlock() {
  return <hr class="block-divider" />
}

export function MarkdownBlock({ block }: { block: Json }) {
  return <Markdown text={str(block.text)} />
}

export function RichTextBlock({ block }: { block: Json }) {
  const blocks = useMemo(() => richTextBlocks(block.elements), [block])
  return <Rich blocks={blocks} />
}
