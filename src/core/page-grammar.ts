import { firstWord, plainWord } from './command-words.ts'
import type { Command } from './commands.ts'
import type { Target } from './incident/clock.ts'
import type { Intent } from './intent.ts'
import type { Policy } from './policy.ts'
import { isBlank } from './text.ts'
import { asTyped, groupMentioned, mentionsGroup, userMentioned } from './typed-text.ts'
import { leftOver, unfitting } from './unclear.ts'

type Said = { command: Command; incident?: number; rest: string }

/** Longest name of a rung, in words. */
const RUNG_WORDS_MAX = 5

/** `escalate` and `page`: whom, then why. Only escalating knows "next", which is also meant when nobody is named. */
export function readPagingCommand({ command, incident, rest }: Said, policy: Pick<Policy, 'rungs'>): Intent {
  const on = incident === undefined ? {} : { incident }
  const read = readTarget(rest, policy)
  if (read === 'nobody') return whoIsThat(command, rest)
  const first = firstWord(rest)
  const isNext = command.name === 'escalate' && first !== undefined && plainWord(first.word) === 'next'
  const said = asTyped(read?.rest ?? (isNext ? first.rest : rest)).trim()
  const to = read === undefined ? {} : { to: read.to }
  if (command.name === 'escalate')
    return { intent: 'escalate', ...on, ...to, ...(isBlank(said) ? {} : { reason: said }) }
  if (read === undefined && !isBlank(said)) return whoIsThat(command, rest)
  return { intent: 'page', ...on, ...to, ...(isBlank(said) ? {} : { text: said }) }
}

/** `snooze`, `snooze 10`, `snooze 10 min`. */
export function readSnooze({ command, incident, rest }: Said): Intent {
  const on = incident === undefined ? {} : { incident }
  if (rest === '') return { intent: 'snooze', ...on }
  const match = /^(?:for\s+|by\s+)?(\d{1,5})\s*(?:m|min|mins|minutes?)?[.!]?$/iu.exec(
    rest.normalize('NFKC').trim(),
  )
  return match === null ? leftOver(command, rest) : { intent: 'snooze', ...on, minutes: Number(match[1]) }
}

/** A person, a group, or a rung by key or name, at the beginning. `nobody`: it looks like a name but is none. */
function readTarget(
  text: string,
  { rungs }: Pick<Policy, 'rungs'>,
): { to: Target; rest: string } | 'nobody' | undefined {
  const first = firstWord(text)
  if (first === undefined) return undefined
  const user = userMentioned(first.word)
  if (user !== undefined) return { to: { user }, rest: first.rest }
  const group = groupMentioned(first.word)
  if (group !== undefined) return { to: { group }, rest: first.rest }
  const rung = readRung(text, rungs)
  if (rung !== undefined) return rung
  return mentionsGroup(first.word) || asTyped(first.word).startsWith('@') ? 'nobody' : undefined
}

/** The longest name or key of a rung that the text begins with. */
function readRung(text: string, rungs: Policy['rungs']): { to: Target; rest: string } | undefined {
  let found: { to: Target; rest: string } | undefined
  let rest = text
  const words: string[] = []
  while (words.length < RUNG_WORDS_MAX) {
    const next = firstWord(rest)
    if (next === undefined) break
    words.push(plainWord(next.word))
    rest = next.rest
    const said = words.join('-')
    const rung = Object.keys(rungs).find(
      (key) => key === said || plainWord(rungs[key]?.name ?? '').replace(/\s+/gu, '-') === said,
    )
    if (rung !== undefined) found = { to: { rung }, rest }
  }
  return found
}

function whoIsThat(command: Command, rest: string): Intent {
  const word = asTyped(firstWord(rest)?.word ?? '')
  return unfitting(
    command.name,
    word.startsWith('@') ? `I cannot page ${word}` : `I do not see whom to ${command.name}`,
    'Choose a person or a group from the list that Slack offers after @, or name a rung of the ladder.',
  )
}
