/**
 * What text means once it is parsed: the one shape that mrkdwn, markdown and rich_text become, so that a
 * single renderer draws all three. Text in here is decoded and safe to put in a text node, never in HTML.
 */
export type Inline = (
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'underline'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label?: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; seconds: number; format: string; url?: string; fallback: string }
  | { kind: 'emoji'; name: string; unicode?: string }
  | { kind: 'color'; value: string }
  | { kind: 'image'; url: string; alt: string }
  | { kind: 'break' }
) & {
  /** As it stood in markdown: a message understands `<@U1>`, in a document it is only these letters. */
  written?: string
}

export type Align = 'left' | 'center' | 'right'

export type TextBlock =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'pre'; text: string }
  | { kind: 'quote'; children: TextBlock[] }
  | {
      kind: 'list'
      ordered: boolean
      start: number
      indent: number
      items: TextBlock[][]
      tasks?: (boolean | undefined)[]
    }
  | { kind: 'rule' }
  | { kind: 'table'; align: Align[]; head: Inline[][]; rows: Inline[][][] }

/** Only these may become a link; anything else (javascript:, data:…) stays text. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url.trim())
}

/** Only these may be drawn as a picture. */
export function isSafeImage(url: string): boolean {
  return /^https?:\/\//i.test(url) || /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i.test(url)
}

/** The words alone, for notices and search. */
export function plainOf(nodes: Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
        case 'code':
          return node.text
        case 'bold':
        case 'italic':
        case 'strike':
        case 'underline':
        case 'link':
          return plainOf(node.children)
        case 'date':
          return node.fallback
        case 'emoji':
          return node.unicode ?? `:${node.name}:`
        case 'broadcast':
          return `@${node.range}`
        case 'image':
          return node.alt
        case 'break':
          return ' '
        case 'color':
          return node.value
        default:
          return node.label ?? node.id
      }
    })
    .join('')
}
