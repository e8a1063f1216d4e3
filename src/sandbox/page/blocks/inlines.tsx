import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { emojiFor } from '../text/emoji.ts'
import type { Inline } from '../text/nodes.ts'
import { DateText } from './date-text.tsx'
import { LinkOut } from './link-out.tsx'
import { ChannelMention, GroupMention, UserMention } from './mentions.tsx'
import { DocumentContext, Picture } from './picture.tsx'

export function Inlines({ nodes }: { nodes: Inline[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineNode key={index} node={node} />
      ))}
    </>
  )
}

function InlineNode({ node }: { node: Inline }): ComponentChildren {
  const inDocument = useContext(DocumentContext)
  if (inDocument && node.written !== undefined) return node.written
  switch (node.kind) {
    case 'text':
      return node.text
    case 'break':
      return <br />
    case 'bold':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      )
    case 'underline':
      return (
        <u>
          <Inlines nodes={node.children} />
        </u>
      )
    case 'code':
      return <code>{node.text}</code>
    case 'link':
      return (
        <LinkOut url={node.url}>
          <Inlines nodes={node.children} />
        </LinkOut>
      )
    case 'image':
      return <Picture url={node.url} alt={node.alt} />
    case 'user':
      return <UserMention id={node.id} {...(node.label ? { label: node.label } : {})} />
    case 'channel':
      return <ChannelMention id={node.id} {...(node.label ? { label: node.label } : {})} />
    case 'group':
      return <GroupMention id={node.id} {...(node.label ? { label: node.label } : {})} />
    case 'broadcast':
      return <span class="mention mention-me">@{node.range}</span>
    case 'date':
      return <DateText node={node} />
    case 'emoji':
      return <Emoji name={node.name} {...(node.unicode ? { unicode: node.unicode } : {})} />
    case 'color':
      return (
        <span class="color-value">
          <span
            class="color-dot"
            style={{ background: /^#[0-9a-f]{3,8}$/i.test(node.value) ? node.value : 'none' }}
          />
          {node.value}
        </span>
      )
  }
}

/** Known names become the character; an unknown one stays as it was typed. */
function Emoji({ name, unicode }: { name: string; unicode?: string }) {
  const character = unicode ?? emojiFor(name)
  if (!character) return <>{`:${name}:`}</>
  return (
    <span class="emoji" role="img" aria-label={`${name.replace(/_/g, ' ')} emoji`} title={`:${name}:`}>
      {character}
    </span>
  )
}
