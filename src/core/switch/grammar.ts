import { firstWord, plainWord, readReference } from '../command-words.ts'
import { COMMAND_TEXT_MAX, QUOTE_BACK_MAX, TITLE_MAX } from '../limits.ts'
import { nearest } from '../nearest.ts'
import { meantForIncidents } from '../other-command.ts'
import type { Policy } from '../policy.ts'
import { clip, isBlank, line, paragraph } from '../text.ts'
import { asTyped } from '../typed-text.ts'
import {
  SWITCH_COMMANDS,
  type SwitchCommandLine,
  type SwitchCommandName,
  switchCommandNamed,
} from './commands.ts'

/** Everything that is out, of the incident that is meant or else of all. */
export const ALL_TARGETS = '*all'

/**
 * What a person asked for with `/killswitch`. `target` is the key of a switch or bundle, or `*all`; what is absent was
 * not given. `incident` is the number in INC-n, when one was named.
 */
export type SwitchIntent =
  | { intent: 'list'; incident?: number }
  | ({ intent: 'pull' } & Reasoned)
  | ({ intent: 'restore' } & Reasoned)
  | ({ intent: 'keep' } & Reasoned)
  | { intent: 'approve'; target?: string }
  | { intent: 'decline'; target?: string }
  | { intent: 'status'; target?: string }
  | { intent: 'later'; target?: string }
  | { intent: 'history'; target?: string; page: number }
  | { intent: 'help'; command?: SwitchCommandName }
  | { intent: 'unclear'; sentence: string; examples: string[] }

type Reasoned = { target?: string; reason?: string; incident?: number }

type Known = Pick<Policy, 'switches' | 'bundles'>
type Unclear = Extract<SwitchIntent, { intent: 'unclear' }>

/** Total: whatever is not clear comes back as `unclear`, and nothing is guessed, least of all which switch is meant. */
export function readSwitchCommand(text: string, policy: Known): SwitchIntent {
  if (text.length > COMMAND_TEXT_MAX)
    return unclear('That is too long for one command, so I did nothing.', ['help'])
  const { incident, word, rest } = withReference(paragraph(text))
  if (word === '') return { intent: 'list', ...(incident !== undefined && { incident }) }
  const command = switchCommandNamed(plainWord(word)) ?? switchCommandNamed(word.toLowerCase())
  if (command === undefined) return bareTarget(`${word} ${rest}`.trim(), word, policy)
  return readNamed(command, rest, policy, incident)
}

function readNamed(command: SwitchCommandLine, text: string, policy: Known, before?: number): SwitchIntent {
  const { name } = command
  switch (name) {
    case 'list':
      return text === ''
        ? { intent: 'list', ...(before !== undefined && { incident: before }) }
        : leftOver(command, text)
    case 'help':
      return readHelp(text)
    case 'history':
      return readHistory(command, text, policy)
    case 'pull':
    case 'restore':
    case 'keep': {
      const { incident = before, after } = reference(text)
      const read = readTarget(after, policy, name === 'restore')
      if (read === undefined)
        return after === '' ? { intent: name, ...numbered(incident) } : noSuchSwitch(name, after, policy)
      const reason = asTyped(read.rest).trim()
      return { intent: name, target: read.target, ...(!isBlank(reason) && { reason }), ...numbered(incident) }
    }
    default: {
      const { after } = reference(text)
      const read = readTarget(after, policy, false)
      if (read === undefined) return after === '' ? { intent: name } : noSuchSwitch(name, after, policy)
      return read.rest === '' ? { intent: name, target: read.target } : leftOver(command, read.rest)
    }
  }
}

/** `/killswitch capsule_cta` shows it; a command is never guessed from a switch alone. */
function bareTarget(text: string, word: string, policy: Known): SwitchIntent {
  const read = readTarget(text, policy, false)
  if (read !== undefined && read.rest === '') return { intent: 'status', target: read.target }
  if (read !== undefined) {
    return unclear(`${quoted(text)} does not say what to do, so I did nothing. For example:`, [
      `pull ${read.target} ${line(asTyped(read.rest))}`,
      `restore ${read.target} ${line(asTyped(read.rest))}`,
    ])
  }
  const typed = plainWord(asTyped(word))
  const other = meantForIncidents(typed, clip(line(asTyped(text.slice(word.length))), TITLE_MAX).trim())
  if (other !== undefined) {
    return unclear(
      `${quoted(word)} is not a command of \`/killswitch\`, so I did nothing. \`${other.command}\` has it:`,
      [other.line],
    )
  }
  const names = SWITCH_COMMANDS.flatMap((command) => [command.name, ...command.aliases])
  const near = nearest(asTyped(word).toLowerCase(), names)
  const meant = near === undefined ? undefined : switchCommandNamed(near)
  if (meant === undefined)
    return unclear(`${quoted(word)} is neither a command nor a switch, so I did nothing.`, ['list', 'help'])
  return unclear(`${quoted(word)} is not a command, so I did nothing. Did you mean \`${meant.name}\`?`, [
    meant.example,
  ])
}

function readHelp(text: string): SwitchIntent {
  const first = firstWord(text)
  if (first === undefined) return { intent: 'help' }
  const command = switchCommandNamed(plainWord(first.word))
  return command === undefined
    ? unclear(`${quoted(first.word)} is not a command.`, ['help'])
    : { intent: 'help', command: command.name }
}

function readHistory(command: SwitchCommandLine, text: string, policy: Known): SwitchIntent {
  const read = readTarget(text, policy, false)
  const page = /^(?:page\s+)?([1-9]\d{0,5})?$/iu.exec((read?.rest ?? text).trim())
  if (page === null)
    return read === undefined ? noSuchSwitch('history', text, policy) : leftOver(command, read.rest)
  return { intent: 'history', ...(read && { target: read.target }), page: Number(page[1] ?? 1) }
}

/** The longest beginning that names a switch or bundle: `emergency_stop`, `Emergency stop`, `emergency-stop`. */
function readTarget(text: string, policy: Known, all: boolean): { target: string; rest: string } | undefined {
  const names = namesOf(policy)
  if (all) names.set('all', ALL_TARGETS).set('everything', ALL_TARGETS)
  let found: { target: string; rest: string } | undefined
  let rest = text
  const words: string[] = []
  for (
    let next = firstWord(rest);
    next !== undefined && words.length < NAME_WORDS_MAX;
    next = firstWord(rest)
  ) {
    words.push(next.word)
    rest = next.rest
    const target = names.get(normal(words.join(' ')))
    if (target !== undefined) found = { target, rest }
  }
  return found
}
/** Longest name of a switch that is read, in words. */
const NAME_WORDS_MAX = 10

function namesOf({ switches, bundles }: Known): Map<string, string> {
  const all = [...Object.entries(switches), ...Object.entries(bundles)]
  const byName = all.map(([key, { name }]) => [normal(name), key] as const)
  const counts = Map.groupBy(byName, ([name]) => name)
  // A name that two have names neither.
  const unique = byName.filter(([name]) => counts.get(name)?.length === 1)
  return new Map([...unique, ...all.map(([key]) => [normal(key), key] as const)])
}

function normal(words: string): string {
  return plainWord(asTyped(words)).replace(/[\s_.:,-]+/gu, '_')
}

function withReference(text: string): { incident?: number; word: string; rest: string } {
  const { incident, after } = reference(text)
  const first = firstWord(after)
  return { ...numbered(incident), word: first?.word ?? '', rest: first?.rest ?? '' }
}

function reference(text: string): { incident?: number; after: string } {
  const first = firstWord(text)
  const incident = first === undefined ? undefined : readReference(first.word)
  return incident === undefined ? { after: text } : { incident, after: first?.rest ?? '' }
}

function numbered(incident: number | undefined): { incident?: number } {
  return incident === undefined ? {} : { incident }
}

function noSuchSwitch(command: SwitchCommandName, said: string, policy: Known): Unclear {
  const keys = [...Object.keys(policy.switches), ...Object.keys(policy.bundles)]
  const word = firstWord(said)?.word ?? said
  const meant = nearest(normal(word), keys)
  const sentence = `There is no kill switch called ${quoted(word)}, so I did nothing.`
  if (meant === undefined) return unclear(`${sentence} \`/killswitch\` shows those there are.`, ['list'])
  const rest = line(asTyped(firstWord(said)?.rest ?? ''))
  return unclear(`${sentence} Did you mean \`${meant}\`?`, [`${command} ${meant} ${rest}`.trim()])
}

function leftOver(command: SwitchCommandLine, rest: string): Unclear {
  const usage = command.usage === '' ? command.name : `${command.name} ${command.usage}`
  return unclear(
    `I do not understand ${quoted(rest)} there, so I did nothing. It goes like this: \`${usage}\`.`,
    [command.example],
  )
}

function quoted(text: string): string {
  return `“${clip(line(asTyped(text)), QUOTE_BACK_MAX)}”`
}

function unclear(sentence: string, examples: string[]): Unclear {
  return { intent: 'unclear', sentence, examples }
}
