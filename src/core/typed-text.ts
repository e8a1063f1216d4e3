/**
 * Text as Slack hands it over with a slash command (`should_escape: true`): `& < >` come as entities, and what is
 * in real angle brackets is Slack's own: `<@U1|dana>`, `<#C1|general>`, `<!subteam^S1|@on-call>`, `<https://…|…>`.
 */
const MARKUP = /<([^<>]*)>|&(amp|lt|gt);/gu
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>' }
const USER = /^@([UW][A-Z0-9]+)(?:\|(.*))?$/su
const CHANNEL = /^#([CG][A-Z0-9]+)(?:\|(.*))?$/su
const SPECIAL = /^!([^|]*)(?:\|(.*))?$/su
const LINK = /^((?:https?|mailto|tel|ftp):[^|]*)(?:\|(.*))?$/su

/** What the person typed: entities decoded exactly once, mentions and links as they read. Pings nobody. */
export function asTyped(text: string): string {
  return text.replace(MARKUP, (whole: string, inside: string | undefined, entity: string | undefined) => {
    if (entity !== undefined) return ENTITIES[entity] ?? whole
    return inside === undefined ? whole : asRead(inside, whole)
  })
}

/** The person that a word mentions, `U…` or `W…`. */
export function userMentioned(word: string): string | undefined {
  return bracketed(word, USER)?.[1]
}

/** The user group that a word mentions, `S…`. */
export function groupMentioned(word: string): string | undefined {
  return /^subteam\^(S[A-Z0-9]+)$/u.exec(bracketed(word, SPECIAL)?.[1] ?? '')?.[1]
}

/** Whether a word mentions a group of people: a user group, or everybody in a channel. */
export function mentionsGroup(word: string): boolean {
  return /^(?:subteam\^|here$|channel$|everyone$)/u.test(bracketed(word, SPECIAL)?.[1] ?? '')
}

function bracketed(word: string, pattern: RegExp): RegExpExecArray | null {
  return word.startsWith('<') && word.endsWith('>') ? pattern.exec(word.slice(1, -1)) : null
}

function asRead(inside: string, whole: string): string {
  const user = USER.exec(inside)
  if (user !== null) return `@${label(user) ?? user[1]}`
  const channel = CHANNEL.exec(inside)
  if (channel !== null) return `#${label(channel) ?? channel[1]}`
  const special = SPECIAL.exec(inside)
  if (special !== null) return `@${(label(special) ?? special[1] ?? '').replace(/^@|^subteam\^/u, '')}`
  const link = LINK.exec(inside)
  if (link !== null) return linkAsRead(decoded(link[1] ?? ''), label(link))
  return whole
}

/** Slack links `example.com` by itself; what the person typed is then the label. */
function linkAsRead(address: string, text: string | undefined): string {
  if (text === undefined || address === text) return address
  return address.replace(/\/$/u, '').endsWith(text.replace(/\/$/u, '')) ? text : `${text} (${address})`
}

function label(match: RegExpExecArray): string | undefined {
  const text = match[2]
  return text === undefined || text === '' ? undefined : decoded(text)
}

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt);/gu, (whole: string, entity: string) => ENTITIES[entity] ?? whole)
}
