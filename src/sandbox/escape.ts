import type { Json } from './protocol.ts'

/**
 * Slack's escaping. What a person types is turned into the text an app receives: `& < >` escaped, and
 * mentions, channels and links in angle brackets. An app can trust that a `<…>` in a message came from here.
 */

export type Directory = {
  user(handle: string): { id: string; name: string } | undefined
  group(handle: string): { id: string; handle: string } | undefined
  channel(name: string): { id: string; name: string } | undefined
}

const TOKEN =
  /(?<url>https?:\/\/[^\s<>|]+)|(?<email>[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)|(?<![\w@#/])@(?<handle>[a-z0-9][a-z0-9._-]*)|(?<![\w#/&])#(?<channel>[\p{L}\p{N}][\p{L}\p{N}_-]*)|(?<![\w@./-])(?<domain>(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|co|eu|de|uk|fr|es|it|se))(?![\w-])/giu

const BROADCASTS = new Set(['channel', 'here', 'everyone'])

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What a person typed in the composer, as the message's text. */
export function messageText(typed: string, directory: Directory): string {
  return escaped(typed, (kind, word) => {
    if (kind === 'handle') {
      const user = directory.user(word)
      if (user) return `<@${user.id}>`
      const group = directory.group(word)
      if (group) return `<!subteam^${group.id}>`
      return BROADCASTS.has(word) ? `<!${word}>` : undefined
    }
    return otherToken(kind, word, directory)
  })
}

/** What a person typed after a slash command whose manifest says `should_escape`. */
export function commandText(typed: string, directory: Directory): string {
  return escaped(typed, (kind, word) => {
    if (kind === 'handle') {
      const user = directory.user(word)
      if (user) return `<@${user.id}|${user.name}>`
      const group = directory.group(word)
      return group && `<!subteam^${group.id}|@${group.handle}>`
    }
    return otherToken(kind, word, directory)
  })
}

function otherToken(kind: string, word: string, directory: Directory): string | undefined {
  if (kind === 'url') return `<${escapeText(word)}>`
  if (kind === 'email') return `<mailto:${word}|${word}>`
  if (kind === 'domain') return `<http://${word}|${word}>`
  const channel = directory.channel(word)
  return channel && `<#${channel.id}|${channel.name}>`
}

/** Replaces each token by what `render` makes of it; a token it does not know stays as typed. */
function escaped(typed: string, render: (kind: string, word: string) => string | undefined): string {
  let text = ''
  let from = 0
  for (const match of typed.matchAll(TOKEN)) {
    const [kind, whole] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [
      '',
      '',
    ]
    const found = longest(kind, whole ?? '', render)
    if (!found) continue
    const start =
      match.index + match[0].length - (whole ?? '').length - (kind === 'handle' || kind === 'channel' ? 1 : 0)
    const end = match.index + match[0].length - found.left
    text += escapeText(typed.slice(from, start)) + found.text
    from = end
  }
  return text + escapeText(typed.slice(from))
}

/** `@ana.` is Ana and a full stop; a link does not end in punctuation. */
function longest(
  kind: string,
  word: string,
  render: (kind: string, word: string) => string | undefined,
): { text: string; left: number } | undefined {
  for (let end = word.length; end > 0; end--) {
    const part = word.slice(0, end)
    const trailing = /[.,;:!?)\]'"_-]$/.test(part)
    if (kind === 'handle' || kind === 'channel' || !trailing) {
      const text = render(kind, kind === 'handle' ? part.toLowerCase() : part)
      if (text !== undefined) return { text, left: word.length - end }
    }
    if (!trailing) return undefined
  }
  return undefined
}

const SPAN = /<(?<body>[^<>]+)>/g

/** The rich text that Slack's composer makes of a text in its escaped form: one section. */
export function richText(text: string): Json[] {
  const elements: Json[] = []
  let from = 0
  const plain = (part: string) => {
    if (part !== '') elements.push({ type: 'text', text: unescapeText(part) })
  }
  for (const match of text.matchAll(SPAN)) {
    plain(text.slice(from, match.index))
    elements.push(spanElement(match.groups?.body ?? ''))
    from = match.index + match[0].length
  }
  plain(text.slice(from))
  return [{ type: 'rich_text_section', elements }]
}

function spanElement(body: string): Json {
  const [target = '', label] = body.split('|')
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) }
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) }
  if (target.startsWith('!subteam^'))
    return { type: 'usergroup', usergroup_id: target.slice('!subteam^'.length) }
  if (target.startsWith('!')) return { type: 'broadcast', range: target.slice(1) }
  return label === undefined ? { type: 'link', url: target } : { type: 'link', url: target, text: label }
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
