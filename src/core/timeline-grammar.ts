import { readMarkedWhen, readWhen, TIME_WANTED } from './capture/when.ts'
import { firstWord, plainWord } from './command-words.ts'
import type { Command } from './commands.ts'
import type { Intent } from './intent.ts'
import { isBlank } from './text.ts'
import { viewCalled } from './timeline/filters.ts'
import { EXPORT_FORMATS } from './timeline/kinds.ts'
import { asTyped, userMentioned } from './typed-text.ts'
import { leftOver, quoted, unfitting } from './unclear.ts'

type Said = { command: Command; incident?: number; rest: string }

/** `#12`, `12`, `#12,`: the number of an entry. */
const ENTRY = /^#?([1-9]\d{0,8})$/u

/** `correct`, `withdraw` and `redact`: which entry, then what about it. */
export function readAmendCommand({ command, incident, rest }: Said): Intent {
  const on = incident === undefined ? {} : { incident }
  const { entries, after } = readEntries(rest, command.name === 'redact')
  const [entry] = entries
  if (entry === undefined)
    return unfitting(
      command.name,
      isBlank(rest)
        ? 'I do not see which entry'
        : `${quoted(firstWord(rest)?.word ?? '')} is not the number of an entry`,
      'Say its number first; `/incident timeline` shows them.',
    )
  if (command.name !== 'correct') {
    const reason = asTyped(after).trim()
    const why = isBlank(reason) ? {} : { reason }
    return command.name === 'redact'
      ? { intent: 'redact', ...on, entries, ...why }
      : { intent: 'withdraw', ...on, entry, ...why }
  }
  const timed = readMarkedWhen(after)
  if (timed !== undefined && 'wrong' in timed) return noTime(command, timed.wrong)
  const text = asTyped(timed?.rest ?? after).trim()
  return {
    intent: 'correct',
    ...on,
    entry,
    ...(timed && { when: timed.when }),
    ...(isBlank(text) ? {} : { text }),
  }
}

/** One number, or with `several` all that stand in a row. */
function readEntries(text: string, several: boolean): { entries: number[]; after: string } {
  const entries: number[] = []
  let after = text
  for (let next = firstWord(after); next !== undefined; next = firstWord(after)) {
    const number = ENTRY.exec(plainWord(next.word))?.[1]
    // Further numbers need their "#": "redact #12 3 passwords" is about one entry.
    if (number === undefined || (entries.length > 0 && !next.word.startsWith('#'))) break
    entries.push(Number(number))
    after = next.rest
    if (!several) break
  }
  return { entries, after }
}

type Timeline = Extract<Intent, { intent: 'timeline' }>

/** `timeline [page 2] [notes] [@dana] [since 10:00] [until 11:00] [words]`, in any order. */
export function readTimelineCommand({ command, incident, rest }: Said): Intent {
  const found: Timeline = { intent: 'timeline', ...(incident === undefined ? {} : { incident }), page: 1 }
  const words: string[] = []
  let left = rest
  for (let next = firstWord(left); next !== undefined; next = firstWord(left)) {
    const step = readFilter(next, found)
    if (step !== undefined && 'wrong' in step) return noTime(command, step.wrong)
    if (step === undefined) words.push(asTyped(next.word))
    left = step?.rest ?? next.rest
  }
  const text = words
    .join(' ')
    .replace(/^["“„«]+|["”“»]+$/gu, '')
    .trim()
  return isBlank(text) ? found : { ...found, text }
}

/** What one word asks for is put into `found`; undefined when it is a word to look for. */
function readFilter(
  { word, rest }: { word: string; rest: string },
  found: Timeline,
): { rest: string } | { wrong: string } | undefined {
  const plain = plainWord(word)
  const page = /^[1-9]\d{0,5}$/u.exec(plain === 'page' ? plainWord(firstWord(rest)?.word ?? '') : plain)
  if (page !== null) {
    found.page = Number(page[0])
    return { rest: plain === 'page' ? (firstWord(rest)?.rest ?? '') : rest }
  }
  const user = userMentioned(plain === 'by' ? (firstWord(rest)?.word ?? '') : word)
  if (user !== undefined) {
    found.by = user
    return { rest: plain === 'by' ? (firstWord(rest)?.rest ?? '') : rest }
  }
  const view = viewCalled(plain)
  if (view !== undefined) {
    found.view = view
    return { rest }
  }
  return readSpan(plain, rest, found)
}

const FROM = new Set(['since', 'from', 'after'])
const UNTIL = new Set(['until', 'before', 'till', 'to'])

function readSpan(
  plain: string,
  rest: string,
  found: Timeline,
): { rest: string } | { wrong: string } | undefined {
  if (!FROM.has(plain) && !UNTIL.has(plain)) return undefined
  const timed = readWhen(rest)
  if (timed === undefined || 'wrong' in timed) return timed
  found[FROM.has(plain) ? 'since' : 'until'] = timed.when
  return { rest: timed.rest }
}

/** `export`, `export json`. */
export function readExportCommand({ command, incident, rest }: Said): Intent {
  const word = plainWord(rest.trim())
  const called = word === 'markdown' || word === '' ? 'md' : word
  const format = EXPORT_FORMATS.find((known) => known === called)
  if (format === undefined) return leftOver(command, rest)
  return { intent: 'export', ...(incident === undefined ? {} : { incident }), format }
}

function noTime({ name }: Command, wrong: string): Intent {
  return unfitting(name, `${quoted(wrong)} is no time`, TIME_WANTED)
}
