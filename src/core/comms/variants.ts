import { clip } from '../text.ts'
import type { Text } from './comms.ts'
import { type Block, readLightText, type Span } from './light-text.ts'

/** How one kind of reader gets it: how words are escaped, and what stands around the parts. */
type Manner = {
  text(text: string): string
  bold(text: string): string
  link(address: string): string
  lines(lines: string[]): string
  list(items: string[]): string
}

/** As plain text, for a status page, the text part of a mail, a text to paste. */
export function asPlain(source: string): string {
  return written(source, PLAIN).join('\n\n')
}

/** The subject of a mail. The end stands out by itself; until then the mails of a thread are called the same. */
export function asSubject({ title, body, status }: Text, correction = false): string {
  const words = title || clip(asLine(body), SUBJECT_MAX)
  if (correction) return `Correction: ${words}`
  return status === 'resolved' && !/^resolved\b/iu.test(words) ? `Resolved: ${words}` : words
}
/** Of a subject made of the text, where there is no title. */
const SUBJECT_MAX = 80

/** On one line, for a banner. */
export function asLine(source: string): string {
  return asPlain(source).replace(/\s+/gu, ' ').trim()
}

/** As Slack's mrkdwn. */
export function asSlack(source: string): string {
  return written(source, SLACK).join('\n\n')
}

/** As the inside of an HTML mail, every style inline: mail readers drop style sheets. */
export function asHtml(source: string): string {
  return written(source, HTML).join('\n')
}

function written(source: string, manner: Manner): string[] {
  return readLightText(source).map((block) => writtenBlock(block, manner))
}

function writtenBlock(block: Block, manner: Manner): string {
  const one = (spans: Span[]) => spans.map(({ span, text }) => manner[span](text)).join('')
  return block.block === 'list' ? manner.list(block.items.map(one)) : manner.lines(block.lines.map(one))
}

const same = (text: string) => text
const bullets = (items: string[]) => items.map((item) => `• ${item}`).join('\n')

const PLAIN: Manner = {
  text: same,
  bold: same,
  link: same,
  lines: (lines) => lines.join('\n'),
  list: bullets,
}

const slackWords = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
/** A mark of Slack's own in somebody's words is broken by a character that has no width. */
const unmarked = (text: string) => slackWords(text).replace(/([*_~`])/gu, '$1\u200b')

const SLACK: Manner = {
  text: unmarked,
  bold: (text) => `*${unmarked(text).replaceAll('*', '')}*`,
  link: (address) => `<${slackWords(address)}>`,
  lines: (lines) => lines.join('\n'),
  list: bullets,
}

const PARAGRAPH = 'margin:0 0 16px 0'

export function htmlWords(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}

const HTML: Manner = {
  text: htmlWords,
  bold: (text) => `<strong>${htmlWords(text)}</strong>`,
  link: (address) => `<a href="${htmlWords(address)}" style="color:#0b57d0">${htmlWords(address)}</a>`,
  lines: (lines) => `<p dir="auto" style="${PARAGRAPH}">${lines.join('<br>')}</p>`,
  list: (items) =>
    `<ul dir="auto" style="${PARAGRAPH};padding:0 24px">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
}
