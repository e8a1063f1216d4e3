import type { Instant } from '../core/decider.ts'
import { clip, line, paragraph } from '../core/text.ts'

const ELLIPSIS = '…'
const BAR = '> '
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Anybody's words as mrkdwn, at most `limit` long: nothing in them mentions, links or pings. Cut, when it must
 * be, between two visible characters.
 */
export function words(text: string, limit: number): string {
  const beginning = paragraph(text.slice(0, limit * 2))
  const parts = Array.from(graphemes.segment(beginning), ({ segment }) => entities(segment))
  return fitted(parts, limit, text.length > limit * 2)
}

/** The same on one line. */
export function lineOf(text: string, limit: number): string {
  return words(line(text.slice(0, limit * 2)) + text.slice(limit * 2), limit)
}

/** The same as a quotation, each line behind a bar. */
export function quote(text: string, limit: number): string {
  const bars = (text.match(/\n/g)?.length ?? 0) + 1
  return words(text, Math.max(1, limit - bars * BAR.length)).replace(/^/gm, BAR)
}

/** All of somebody's words as quotations of at most `limit` each: where much is said, nothing is cut. */
export function chunks(text: string, limit: number): string[] {
  const done: string[] = []
  let chunk = BAR
  for (const { segment } of graphemes.segment(paragraph(text))) {
    const part = segment === '\n' ? `\n${BAR}` : fitted([entities(segment)], limit - BAR.length, false)
    if (chunk.length + part.length > limit) {
      done.push(chunk)
      chunk = BAR
    }
    chunk += part
  }
  return [...done, chunk]
}

/** Finished lines put together into as few texts of at most `limit` as they need. */
export function packed(lines: readonly string[], limit: number): string[] {
  const texts: string[] = []
  for (const whole of lines) {
    const one = cutMrkdwn(whole, limit)
    const last = texts.at(-1)
    if (last === undefined || last.length + 1 + one.length > limit) texts.push(one)
    else texts[texts.length - 1] = `${last}\n${one}`
  }
  return texts
}

/** For plain_text objects, which know no markup: one line. */
export function plainLine(text: string, limit: number): string {
  return clip(line(text.slice(0, limit * 2)), limit)
}

/** Shortens finished mrkdwn without leaving half an entity, half a mention or half a character. */
export function cutMrkdwn(mrkdwn: string, limit: number): string {
  if (mrkdwn.length <= limit) return mrkdwn
  const parts = mrkdwn
    .split(/(<[^<>]*>|&(?:amp|lt|gt);)/)
    .flatMap((part, index) =>
      index % 2 === 1 ? [part] : Array.from(graphemes.segment(part), (g) => g.segment),
    )
  return fitted(parts, limit, true)
}

/** Finished mrkdwn in pieces of at most `limit`: nothing is lost, and no entity, mention or character torn apart. */
export function pieces(mrkdwn: string, limit: number): string[] {
  const done: string[] = []
  let piece = ''
  for (const part of unbreakable(mrkdwn)) {
    if (piece.length + part.length > limit) {
      done.push(piece)
      piece = part.trimStart()
    } else piece += part
  }
  return [...done, piece].filter((each) => each.trim() !== '')
}

/** Words, and what Slack reads as one; a word too long for anything comes in characters. */
function unbreakable(mrkdwn: string): string[] {
  return mrkdwn
    .split(/(<[^<>]*>|&(?:amp|lt|gt);|\s+)/)
    .flatMap((part, index) =>
      index % 2 === 1 || part.length <= LONG_WORD
        ? [part]
        : Array.from(graphemes.segment(part), (g) => g.segment),
    )
}
const LONG_WORD = 60

/** A person's name as Slack shows it. Takes ids only: anything else becomes "someone". */
export function user(id: string): string {
  return /^[UW][A-Z0-9]+$/.test(id) ? `<@${id}>` : 'someone'
}

/** A user group as Slack shows it; notifies its members like a mention of each. */
export function group(id: string): string {
  return /^S[A-Z0-9]+$/.test(id) ? `<!subteam^${id}>` : 'a group'
}

export function channel(id: string): string {
  return `<#${id}>`
}

/** A link with somebody's words on it; only the words, where it leads nowhere on the web. */
export function link(url: string, text: string, limit: number): string {
  const label = lineOf(text.replaceAll('|', '/'), limit)
  const address = url.replace(/[<>|\s]/g, encodeURIComponent).replace(/&/g, '&amp;')
  return /^https?:/i.test(url) ? `<${address}|${label}>` : label
}

/** `today at 09:56` in the reader's own time zone. */
export function dateTime(at: Instant): string {
  return dateToken(at, '{date_short_pretty} at {time}')
}

/** `Friday, June 19th, 2026 at 17:00` in the reader's own time zone: for what is days away. */
export function deadline(at: Instant): string {
  return dateToken(at, '{date_long_pretty} at {time}')
}

/** `09:56` in the reader's own time zone. */
export function clockTime(at: Instant): string {
  return dateToken(at, '{time}')
}

/** `09:56:12` in the reader's own time zone. */
export function clockSeconds(at: Instant): string {
  return dateToken(at, '{time_secs}')
}

/** `Tuesday, January 15th, 2026` in the reader's own time zone. */
export function day(at: Instant): string {
  return dateToken(at, '{date_long}')
}

function dateToken(at: Instant, format: string): string {
  const fallback = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return `<!date^${Math.floor(at / 1000)}^${format}|${fallback} UTC>`
}

function entities(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** Joins as many parts as fit, and an ellipsis when some did not. */
function fitted(parts: readonly string[], limit: number, more: boolean): string {
  const all = parts.join('')
  if (!more && all.length <= limit) return all
  let kept = ''
  for (const part of parts) {
    if (kept.length + part.length + ELLIPSIS.length > limit) break
    kept += part
  }
  return kept.trimEnd() + ELLIPSIS
}
