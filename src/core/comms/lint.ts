import type { Severity } from '../incident/incident.ts'
import { MESSAGE_BODY_MAX } from '../limits.ts'
import type { Means } from '../policy-comms.ts'
import type { Text } from './comms.ts'
import { BLAME, ESTIMATE, INTERNAL, JARGON, LEFT_OPEN, NEXT_WORD, TOTAL } from './wording.ts'

export type Rule =
  | 'estimate'
  | 'internal'
  | 'blame'
  | 'outage'
  | 'jargon'
  | 'next-word'
  | 'length'
  | 'left-open'

/** Something in a text that readers would be badly served by. `found` is the piece of the text that it is about. */
export type Finding = { rule: Rule; why: string; found?: string }

/** Whom a text goes to, and what is known of the incident. */
export type Reading = {
  outside: boolean
  means: Means['by'][]
  severity: Severity
  jargon: readonly string[] // the organisation's own lists
  internal: readonly string[]
}

/** How much fits, by the means; what is longer is cut off or not read. */
export const FITS: Record<Means['by'], { title: number; body: number }> = {
  banner: { title: 0, body: 200 },
  email: { title: 110, body: MESSAGE_BODY_MAX },
  slack: { title: 150, body: MESSAGE_BODY_MAX },
  statuspage: { title: 110, body: MESSAGE_BODY_MAX },
}

/** Everything that speaks against sending a text as it stands; a person decides. */
export function lint(text: Text, reading: Reading): Finding[] {
  const whole = `${text.title}\n${text.body}`
  return [
    ...first(
      LEFT_OPEN,
      whole,
      'left-open',
      'This looks as if it was still to be filled in; it goes out as it stands.',
    ),
    ...(reading.outside ? outsideFindings(whole, text, reading) : []),
    ...first(
      BLAME,
      whole,
      'blame',
      'It reads as if somebody were to blame. Say what happened, not who did it.',
    ),
    ...outage(whole, reading),
    ...tooLong(text, reading.means),
  ]
}

function outsideFindings(whole: string, text: Text, reading: Reading): Finding[] {
  return [
    ...estimates(whole),
    ...first(
      [...INTERNAL, ...listed(reading.internal)],
      whole,
      'internal',
      'This is a name from inside. Readers outside do not know it, and should not.',
    ),
    ...first(
      [...listed(JARGON), ...listed(reading.jargon)],
      whole,
      'jargon',
      'Readers outside may not know this word. Say what they notice instead.',
    ),
    ...nextWord(text, reading.means),
  ]
}

/** A promise of when it is over. When the next word comes is no such promise. */
function estimates(whole: string): Finding[] {
  const why = 'It promises when it is over. Say when the next update comes instead.'
  return whole
    .split(/(?<=[.!?])\s+|\n/u)
    .filter((sentence) => !NEXT_WORD.test(sentence))
    .flatMap((sentence) => first(ESTIMATE, sentence, 'estimate', why))
    .slice(0, 1)
}

function outage(whole: string, { severity }: Reading): Finding[] {
  if (severity === 'sev1') return []
  return first(TOTAL, whole, 'outage', 'This says that everything is down. Say which part, for whom.')
}

function nextWord({ body, status }: Text, means: Means['by'][]): Finding[] {
  if (status === 'resolved' || !means.some((by) => by === 'statuspage' || by === 'email')) return []
  if (NEXT_WORD.test(body)) return []
  return [{ rule: 'next-word', why: 'It does not say when readers hear from you again.' }]
}

function tooLong({ title, body }: Text, means: Means['by'][]): Finding[] {
  return means.flatMap((by): Finding[] => {
    const fits = FITS[by]
    const problems: Finding[] = []
    if (title.length > fits.title && fits.title > 0)
      problems.push({
        rule: 'length',
        why: `The title has ${title.length} characters; ${fits.title} fit (${by}).`,
      })
    if (body.length > fits.body)
      problems.push({
        rule: 'length',
        why: `The text has ${body.length} characters; ${fits.body} fit (${by}).`,
      })
    return problems
  })
}

function first(patterns: readonly RegExp[], text: string, rule: Rule, why: string): Finding[] {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return [{ rule, why, found: found.trim() }]
  }
  return []
}

/** Whole words, in whatever case; what the organisation lists is no pattern. */
function listed(entries: readonly string[]): RegExp[] {
  return entries.map((entry) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(entry)}(?![\\p{L}\\p{N}])`, 'iu'))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
