import { type Rejection, reject } from './decider.ts'

/**
 * Characters that do nothing visible but harm: controls, and the bidi embeddings, overrides and isolates by which
 * text shows in another order than it reads. Directional marks, joiners and variation selectors stay: right-to-left
 * text, Persian and emoji need them.
 */
const HARMFUL = /(?![\t\n\r\v\f\u0085])[\p{Cc}\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/gu
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu
const INVISIBLE_ONLY = /^[\s\p{Default_Ignorable_Code_Point}\p{Zs}]*$/u

/** A person's text without what harms, line breaks as `\n`, no space around it. Well-formed UTF-16. */
export function paragraph(text: string): string {
  return text.toWellFormed().replace(HARMFUL, '').replace(LINE_BREAK, '\n').trim()
}

/** The same on one line, each run of white space as one space. */
export function line(text: string): string {
  return paragraph(text).replace(/\s+/gu, ' ').trim()
}

/** Whether there is nothing in it to read. */
export function isBlank(text: string): boolean {
  return INVISIBLE_ONLY.test(text)
}

/** The text, or its beginning and "…" so that at most `max` UTF-16 units remain; never cut inside a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  if (max < 1) return ''
  const room = max - 1
  const beginning = text.slice(0, max + GRAPHEME_LOOKAHEAD)
  let end = 0
  for (const { index, segment } of GRAPHEMES.segment(beginning)) {
    if (index + segment.length > room) break
    end = index + segment.length
  }
  return `${text.slice(0, end).trimEnd()}…`
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** How far past the cut it is looked to see where its character ends; flags and families are shorter. */
const GRAPHEME_LOOKAHEAD = 64

/** A rejection when `text` is blank or longer than `max`. `what` begins the sentence: "The title". */
export function unfit(what: string, text: string, max: number): Rejection | undefined {
  if (isBlank(text)) return reject('empty', `${what} is empty. Say it in a few words.`)
  return tooLong(what, text, max)
}

/** A rejection when `text` is longer than `max`, with both numbers. */
export function tooLong(what: string, text: string, max: number): Rejection | undefined {
  if (text.length <= max) return undefined
  const [has, fits] = [text.length, max].map((count) => count.toLocaleString('en-US'))
  return reject(
    'too-long',
    `${what} has ${has} characters; at most ${fits} fit. Shorten it and send it again.`,
  )
}
