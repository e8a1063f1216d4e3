import { decodeEntities } from './entities.ts'
import { type Inline, isSafeUrl } from './nodes.ts'

/** Reads what stands between `<` and `>` in mrkdwn; undefined when it is nothing that Slack knows. */
export function parseAngle(inside: string, parseLabel: (text: string) => Inline[]): Inline | undefined {
  if (inside.startsWith('@')) return mention('user', inside.slice(1))
  if (inside.startsWith('#')) return mention('channel', inside.slice(1))
  if (inside.startsWith('!')) return command(inside.slice(1))
  const [target, label] = splitAtBar(inside)
  const url = decodeEntities(target)
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) {
    const children: Inline[] = label
      ? parseLabel(label)
      : [{ kind: 'text', text: url.replace(/^mailto:/, '') }]
    return isSafeUrl(url)
      ? { kind: 'link', url, children }
      : { kind: 'text', text: decodeEntities(label || target) }
  }
  return undefined
}

function mention(kind: 'user' | 'channel', body: string): Inline | undefined {
  const [id, label] = splitAtBar(body)
  if (!/^[A-Z0-9]+$/.test(id)) return undefined
  return label ? { kind, id, label: decodeEntities(label) } : { kind, id }
}

function command(body: string): Inline | undefined {
  const [head, label] = splitAtBar(body)
  if (head === 'here' || head === 'channel' || head === 'everyone') return { kind: 'broadcast', range: head }
  const group = /^subteam\^([A-Z0-9]+)$/.exec(head)
  if (group?.[1]) {
    return label
      ? { kind: 'group', id: group[1], label: decodeEntities(label) }
      : { kind: 'group', id: group[1] }
  }
  const date = /^date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(head)
  if (!date) return label ? { kind: 'text', text: decodeEntities(label) } : undefined
  const [, seconds = '0', format = '', url] = date
  const token = { kind: 'date' as const, seconds: Number(seconds), format: decodeEntities(format) }
  const fallback = decodeEntities(label)
  return url && isSafeUrl(url) ? { ...token, url: decodeEntities(url), fallback } : { ...token, fallback }
}

function splitAtBar(text: string): [string, string] {
  const bar = text.indexOf('|')
  return bar < 0 ? [text, ''] : [text.slice(0, bar), text.slice(bar + 1)]
}
