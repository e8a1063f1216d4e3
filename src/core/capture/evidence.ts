import { EVIDENCE_ID_MAX, EVIDENCE_LINK_MAX } from '../limits.ts'
import { isBlank, paragraph } from '../text.ts'
import { asTyped } from '../typed-text.ts'

/** A file as Slack knows it. `permalink` is empty as long as only its id is known. */
export type FileFacts = { id: string; name: string; type: string; bytes: number; permalink: string }

/** A piece of evidence that somebody names: a link, the id of a request, or a few words. */
export type Evidence =
  | { evidence: 'link'; url: string }
  | { evidence: 'request'; id: string }
  | { evidence: 'text'; text: string }

/** Under which name a piece is known, so that it is not taken twice; undefined for words, which are as they are. */
export function evidenceKey(item: Evidence): string | undefined {
  switch (item.evidence) {
    case 'link':
      return `link:${item.url}`
    case 'request':
      return `request:${item.id}`
    case 'text':
      return undefined
  }
}

export function fileKey(file: { id: string }): string {
  return `file:${file.id}`
}

/** What a piece of evidence reads like. */
export function evidenceInWords(item: Evidence): string {
  switch (item.evidence) {
    case 'link':
      return item.url
    case 'request':
      return `request ${item.id}`
    case 'text':
      return item.text
  }
}

const ID_WORD = /^(?:x-)?(?:req(?:uest)?s?)?[-_ ]?ids?[:=]?$|^req(?:uest)?s?[:=]?$/iu
const ID_PREFIX = /^(?:x-)?(?:req(?:uest)?)[-_]?(?:id)?[:=]/iu
const ID = /^[\p{L}\p{N}][\p{L}\p{N}._:/+@=-]*$/u
const AROUND = /^[\s,;"'`“”„‘’«»()[\]{}]+|[\s,;.!?"'`“”„‘’«»()[\]{}]+$/gu

/** What is wrong with a word that was to be evidence, as the end of a sentence. */
export type Unusable = { wrong: string }

/**
 * What somebody means with words after `evidence`, as Slack gives them. After "req-id" every word is the id of a
 * request; links are links wherever they stand; what else is said goes together as words.
 */
export function readEvidence(raw: string): Evidence[] | Unusable {
  const said = raw.trim()
  const [first = ''] = said.split(/[\s,;]+/u, 1)
  const isIds = ID_WORD.test(first) || ID_PREFIX.test(first)
  const { links, wrong } = linksIn(said)
  if (wrong !== undefined) return { wrong }
  const rest = withoutLinks(said)
  if (isIds) {
    const ids = readIds(withoutIdWords(rest))
    return 'wrong' in ids ? ids : [...ids, ...links.map(asLink)]
  }
  const text = paragraph(asTyped(rest)).replace(/[ \t]+/gu, ' ')
  const items: Evidence[] = links.map(asLink)
  return isBlank(text.replace(AROUND, ''))
    ? items
    : [...items, { evidence: 'text', text: paragraph(asTyped(said)) }]
}

/** "request ids" and the like, before the ids themselves. */
function withoutIdWords(said: string): string {
  const [first = ''] = said.split(/[\s,;]+/u, 1)
  return ID_WORD.test(first) ? withoutIdWords(said.slice(first.length).trimStart()) : said
}

/** Ids of requests, separated by white space, commas or semicolons. */
export function readIds(raw: string): Evidence[] | Unusable {
  const items: Evidence[] = []
  for (const word of asTyped(raw).split(/[\s,;]+/u)) {
    const id = word.replace(ID_PREFIX, '').replace(AROUND, '').normalize('NFC')
    if (id === '') continue
    if (id.length > EVIDENCE_ID_MAX || !ID.test(id)) return { wrong: `“${id}” is not the id of a request` }
    items.push({ evidence: 'request', id })
  }
  return items
}

const IN_BRACKETS = /<(https?:[^<>|\s]+)(?:\|[^<>]*)?>/giu
const BARE = /\bhttps?:\/\/[^\s<>|"“”]+/giu

/** Every link in a text as Slack gives it, each once; `wrong` says of the first that cannot be taken why not. */
export function linksIn(raw: string): { links: string[]; wrong?: string } {
  const bracketed = [...raw.matchAll(IN_BRACKETS)].map(([, url = '']) => decoded(url))
  const bare = [...raw.replace(IN_BRACKETS, ' ').matchAll(BARE)].map(([url]) => trimmed(decoded(url)))
  const links = new Set<string>()
  let wrong: string | undefined
  for (const said of [...bracketed, ...bare]) {
    const link = normalLink(said)
    if (typeof link === 'string') links.add(link)
    else wrong ??= link.wrong
  }
  return { links: [...links], ...(wrong !== undefined && { wrong }) }
}

function withoutLinks(raw: string): string {
  return raw.replace(IN_BRACKETS, ' ').replace(BARE, ' ').trim()
}

function asLink(url: string): Evidence {
  return { evidence: 'link', url }
}

/** The same address is written the same way: host in lower case, no default port. */
function normalLink(said: string): string | Unusable {
  const url = URL.parse(said)
  if (url === null || !/^https?:$/.test(url.protocol))
    return { wrong: `“${said.slice(0, 60)}” is not a link` }
  if (url.username !== '' || url.password !== '')
    return { wrong: `the link to ${url.host} has a password in it, which is better not kept` }
  if (url.href.length > EVIDENCE_LINK_MAX)
    return {
      wrong: `the link to ${url.host} is longer than ${EVIDENCE_LINK_MAX.toLocaleString('en-US')} characters`,
    }
  return url.href
}

function trimmed(url: string): string {
  const end = url.replace(/[.,;:!?'"”’»]+$/u, '')
  return end.endsWith(')') && !end.includes('(') ? end.slice(0, -1) : end
}

function decoded(url: string): string {
  return asTyped(url)
}
