import { firstWord, plainWord } from './command-words.ts'
import type { Command } from './commands.ts'
import { isDate } from './date-words.ts'
import type { CommandName, Intent, WhichFollowUps } from './intent.ts'
import { LOG_DAYS_MAX } from './limits.ts'
import { STAGES, type Stage } from './review/review.ts'
import { isBlank } from './text.ts'
import { asTyped, userMentioned } from './typed-text.ts'
import { leftOver, unfitting } from './unclear.ts'

type Said = { command: Command; incident?: number; rest: string }

const ABOUT_REVIEW: readonly CommandName[] = [
  'summary',
  'review',
  'followup',
  'followups',
  'decision',
  'nearmiss',
  'close',
]
const LOG_DAYS_USUAL = 30

export function isAboutReview({ name }: Command): boolean {
  return ABOUT_REVIEW.includes(name)
}

/** What was said about the time after an incident. */
export function readReviewCommand(said: Said): Intent {
  const on = said.incident === undefined ? {} : { incident: said.incident }
  switch (said.command.name) {
    case 'summary':
    case 'close':
      return said.rest.trim() === ''
        ? { intent: said.command.name, ...on }
        : leftOver(said.command, said.rest)
    case 'review':
      return readReview(said, on)
    case 'followups':
      return readWhich(said, on)
    case 'followup':
      return readEnd(said, on) ?? readFollowUp(said, on)
    default: {
      const about = said.command.name === 'decision' ? 'decision' : 'near-miss'
      const text = asTyped(said.rest).trim()
      return { intent: 'log-words', about, ...on, ...(isBlank(text) ? {} : { text }) }
    }
  }
}

/** `log`, `log 30`, `log 30d`, `log 30 days`. */
export function readLogDays({ command, rest }: Said): Intent {
  if (rest.trim() === '') return { intent: 'log', days: LOG_DAYS_USUAL }
  const match = /^([1-9]\d{0,3})\s*(?:d|days?)?$/iu.exec(rest.normalize('NFKC').trim())
  if (match === null) return leftOver(command, rest)
  const days = Number(match[1])
  if (days <= LOG_DAYS_MAX) return { intent: 'log', days }
  return unfitting('log', `${days} days are more than I look back`, `At most ${LOG_DAYS_MAX} days.`)
}

type On = { incident?: number }

const STAGE_SAID: Record<string, Stage> = {
  draft: 'draft',
  'in-review': 'in-review',
  inreview: 'in-review',
  reviewed: 'reviewed',
  done: 'reviewed',
}

function readReview({ command, rest }: Said, on: On): Intent {
  const first = firstWord(rest)
  if (first === undefined) return { intent: 'review', ...on }
  const all = plainWord(rest.trim()).replace(/\s+/gu, '-')
  if (all === 'close') return { intent: 'close', ...on }
  const to = Object.hasOwn(STAGE_SAID, all) ? STAGE_SAID[all] : undefined
  if (to !== undefined) return { intent: 'review', ...on, to }
  const isOwner = plainWord(first.word) === 'owner'
  const named = isOwner ? firstWord(first.rest) : first
  if (named !== undefined && named.rest.trim() === '') {
    const user = userMentioned(named.word)
    if (user !== undefined) return { intent: 'review', ...on, owner: user }
    if (plainWord(named.word) === 'me') return { intent: 'review', ...on, owner: 'me' }
  }
  if (isOwner) {
    return unfitting(
      command.name,
      'I do not see who is to own the review',
      'Choose a person from the list that Slack offers after @, or say “me”.',
      'review owner @dana',
    )
  }
  return unfitting(
    command.name,
    'I do not understand how far the review is',
    `It is one of: ${STAGES.join(', ')}, close.`,
    'review in-review',
  )
}

const WHICH: Record<string, WhichFollowUps> = {
  all: 'all',
  mine: 'mine',
  my: 'mine',
  overdue: 'overdue',
  open: 'here',
}

function readWhich({ command, rest }: Said, on: On): Intent {
  const word = plainWord(rest.trim())
  if (word === '') return { intent: 'follow-ups', ...on, which: 'here' }
  const which = Object.hasOwn(WHICH, word) ? WHICH[word] : undefined
  return which === undefined ? leftOver(command, rest) : { intent: 'follow-ups', ...on, which }
}

/** `done 2`, `drop 2 no longer needed`, `reopen 2`. Undefined when it is the text of a new one. */
function readEnd({ rest }: Said, on: On): Intent | undefined {
  const match = /^(done|drop|reopen)\s+#?([1-9]\d{0,3})(?:[\s:,]+(.*))?$/isu.exec(rest.trim())
  if (match === null) return undefined
  const how = (match[1] ?? '').toLowerCase() as 'done' | 'drop' | 'reopen'
  const reason = asTyped(match[3] ?? '').trim()
  if (how !== 'drop' && reason !== '') return undefined
  return {
    intent: 'end-follow-up',
    ...on,
    how,
    number: Number(match[2]),
    ...(isBlank(reason) ? {} : { reason }),
  }
}

/**
 * A text, then who and by when in either order, each at the end. What only looks like a date ("by hand") stays part
 * of the text, unless it comes after the owner: then it can be nothing else, and is asked about.
 */
function readFollowUp({ rest }: Said, on: On): Intent {
  let text = rest.trim()
  let owner: string | undefined
  let by: string | undefined
  for (let looked = 0; looked < 2; looked += 1) {
    const mention = owner === undefined ? ownerAtEnd(text) : undefined
    if (mention !== undefined) {
      owner = mention.user
      text = mention.text
      continue
    }
    const date = by === undefined ? dateAtEnd(text) : undefined
    if (date === undefined) break
    by = date.words
    text = date.text
  }
  const said = asTyped(text).trim()
  return {
    intent: 'follow-up',
    ...on,
    ...(isBlank(said) ? {} : { text: said }),
    ...(owner === undefined ? {} : { owner }),
    ...(by === undefined ? {} : { by }),
  }
}

function ownerAtEnd(text: string): { text: string; user: string } | undefined {
  const match = /^(.*?)(?:\s(?:for|to))?\s*(<@[^<>]+>)[,.]?$/su.exec(text)
  const user = userMentioned(match?.[2] ?? '')
  return match === null || user === undefined ? undefined : { text: (match[1] ?? '').trim(), user }
}

/** After the last "by" (or until, due…) whose words are a date, or that follows right on a mention; or such a mention. */
function dateAtEnd(text: string): { text: string; words: string } | undefined {
  const starts = [...text.matchAll(/(^|\s|>)(?:by|until|till|due|before)\s+/giu)].map((match) => ({
    from: match.index + (match[1] ?? '').length,
    to: match.index + match[0].length,
  }))
  const mention = text.lastIndexOf('>') + 1
  const after = mention === 0 ? [] : [{ from: mention, to: mention }]
  for (const { from, to } of [...after, ...starts].toReversed()) {
    const words = asTyped(text.slice(to)).trim()
    const before = text.slice(0, from).trim()
    if (words === '' || words.length > DATE_WORDS_MAX) continue
    if (isDate(words) || (to > from && before.endsWith('>'))) return { text: before, words }
  }
  return undefined
}
const DATE_WORDS_MAX = 60
