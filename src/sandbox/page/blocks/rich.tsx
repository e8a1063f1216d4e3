import { useMemo } from 'preact/hooks'
import { parseMarkdown } from '../text/markdown.ts'
import { parseMrkdwn } from '../text/mrkdwn.ts'
import type { TextBlock } from '../text/nodes.ts'
import { Icon } from '../ui/icon.tsx'
import { Inlines } from './inlines.tsx'

/** Parsed text as elements; only text nodes and known tags, never HTML of anyone's making. */
export function Rich({ blocks }: { blocks: TextBlock[] }) {
  return (
    <div class="rich" dir="auto">
      {blocks.map((block, index) => (
        <RichBlock key={index} block={block} />
      ))}
    </div>
  )
}

export function Mrkdwn({ text }: { text: string }) {
  const blocks = useMemo(() => parseMrkdwn(text), [text])
  return <Rich blocks={blocks} />
}

export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return <Rich blocks={blocks} />
}

function RichBlock({ block }: { block: TextBlock }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Inlines nodes={block.children} />
        </p>
      )
    case 'heading': {
      const Tag = block.level <= 1 ? 'h3' : block.level === 2 ? 'h4' : 'h5'
      return (
        <Tag class={`rich-h${Math.min(block.level, 3)}`} dir="auto">
          <Inlines nodes={block.children} />
        </Tag>
      )
    }
    case 'pre':
      return <pre class="code-block">{block.text}</pre>
    case 'quote':
      return (
        <blockquote dir="auto">
          <Rich blocks={block.children} />
        </blockquote>
      )
    case 'list':
      return <RichList block={block} />
    case 'rule':
      return <hr />
    case 'table':
      return <RichTable block={block} />
  }
}

function RichList({ block }: { block: Extract<TextBlock, { kind: 'list' }> }) {
  const items = block.items.map((item, index) => (
    <li key={index} {...(block.tasks?.[index] === undefined ? {} : { class: 'task' })}>
      {block.tasks?.[index] !== undefined && <TaskBox done={block.tasks[index]} />}
      <Rich blocks={item} />
    </li>
  ))
  const depth = `rich-indent-${Math.min(block.indent, 6)}`
  return block.ordered ? (
    <ol class={depth} start={block.start}>
      {items}
    </ol>
  ) : (
    <ul class={depth}>{items}</ul>
  )
}

function TaskBox({ done }: { done: boolean }) {
  return (
    <span class={`task-box ${done ? 'done' : ''}`} role="img" aria-label={done ? 'Done:' : 'To do:'}>
      {done && <Icon name="check" size={13} />}
    </span>
  )
}

function RichTable({ block }: { block: Extract<TextBlock, { kind: 'table' }> }) {
  const align = (column: number) => ({ textAlign: block.align[column] ?? 'left' })
  return (
    <div class="table-scroll">
      <table class="block-table">
        <thead>
          <tr>
            {block.head.map((cell, column) => (
              <th key={column} scope="col" style={align(column)}>
                <Inlines nodes={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} style={align(column)}>
                  <Inlines nodes={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
