import type { FunctionComponent } from 'preact'
import type { Json } from '../../protocol.ts'
import { Unknown } from '../elements/unknown.tsx'
import { str } from '../json.ts'
import { memo } from '../memo.ts'
import { ActionsBlock, ContextActionsBlock } from './actions.tsx'
import { AlertBlock } from './alert.tsx'
import { ContextBlock } from './context.tsx'
import { ImageBlock } from './image-block.tsx'
import { InputBlock } from './input.tsx'
import { DividerBlock, HeaderBlock, MarkdownBlock, RichTextBlock } from './plain-blocks.tsx'
import { SectionBlock } from './section.tsx'
import { TableBlock } from './table.tsx'

const KINDS: Record<string, FunctionComponent<{ block: Json }>> = {
  section: SectionBlock,
  header: HeaderBlock,
  divider: DividerBlock,
  context: ContextBlock,
  actions: ActionsBlock,
  context_actions: ContextActionsBlock,
  input: InputBlock,
  image: ImageBlock,
  rich_text: RichTextBlock,
  markdown: MarkdownBlock,
  table: TableBlock,
  alert: AlertBlock,
}

/** Block Kit, as an app sent it. */
export const Blocks = memo(function Blocks({ blocks }: { blocks: Json[] }) {
  return (
    <div class="blocks">
      {blocks.map((block, index) => {
        const Kind = KINDS[str(block.type)]
        const key = str(block.block_id) || String(index)
        return Kind ? <Kind key={key} block={block} /> : <Unknown key={key} what={str(block.type)} />
      })}
    </div>
  )
})
