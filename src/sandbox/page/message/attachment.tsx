import type { Json } from '../../protocol.ts'
import { Blocks } from '../blocks/blocks.tsx'
import { LinkOut } from '../blocks/link-out.tsx'
import { Mrkdwn } from '../blocks/rich.tsx'
import { ImageElement } from '../elements/image.tsx'
import { list, str } from '../json.ts'
import { isSafeUrl } from '../text/nodes.ts'

const NAMED: Record<string, string> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' }

/** An attachment: a bar in its colour, with blocks or the older title, text and fields. */
export function Attachment({ attachment }: { attachment: Json }) {
  const blocks = list(attachment.blocks)
  return (
    <div class="attachment" style={{ borderLeftColor: barColor(str(attachment.color)) }}>
      {str(attachment.pretext) && <Mrkdwn text={str(attachment.pretext)} />}
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Legacy attachment={attachment} />}
    </div>
  )
}

function Legacy({ attachment }: { attachment: Json }) {
  const title = str(attachment.title)
  const link = str(attachment.title_link)
  return (
    <>
      {str(attachment.author_name) && <small class="attachment-author">{str(attachment.author_name)}</small>}
      {title && (
        <b class="attachment-title">{isSafeUrl(link) ? <LinkOut url={link}>{title}</LinkOut> : title}</b>
      )}
      <Mrkdwn text={str(attachment.text) || (title ? '' : str(attachment.fallback))} />
      <div class="block-fields">
        {list(attachment.fields).map((field, index) => (
          <div key={index} class="block-field">
            <b>{str(field.title)}</b>
            <Mrkdwn text={str(field.value)} />
          </div>
        ))}
      </div>
      {str(attachment.image_url) && <ImageElement element={{ ...attachment, alt_text: title || 'image' }} />}
      {str(attachment.footer) && <small class="attachment-footer">{str(attachment.footer)}</small>}
    </>
  )
}

function barColor(color: string): string {
  const named = NAMED[color] ?? color
  return /^#?[0-9a-f]{3,8}$/i.test(named) ? `#${named.replace('#', '')}` : 'var(--line-strong)'
}
