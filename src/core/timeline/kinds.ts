/**
 * What a line of a timeline is, for whoever looks for something in it.
 *
 * - act: what people decided and did. update, note, evidence: what they said and found.
 * - page: who was called and who answered. promise: deadlines, and what became of them.
 * - switch: kill switches. alert: what monitoring said. review: summary, review and follow-ups.
 * - delivery: what the bot did for itself: cards, channels, failures, its own absence.
 * - correction: what was said about earlier lines.
 * - bookkeeping: what the bot keeps for its own sake, and is no part of the story.
 */
export const LINE_KINDS = [
  'act',
  'update',
  'note',
  'evidence',
  'page',
  'promise',
  'switch',
  'alert',
  'review',
  'delivery',
  'correction',
  'bookkeeping',
] as const
export type LineKind = (typeof LINE_KINDS)[number]

/** Lines that are nothing but somebody's words: taking one back changes nothing else. */
export const WORDS_ONLY: ReadonlySet<LineKind> = new Set(['update', 'note', 'evidence'])

/** Stands where words were taken away. */
export const REDACTED = '[redacted]'

/** The message in Slack that a line was taken from. */
export type Source = { channel: string; ts: string; permalink?: string }

/** What a timeline can be exported as. */
export const EXPORT_FORMATS = ['md', 'json', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
