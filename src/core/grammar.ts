import { readCaptureCommand } from './capture-grammar.ts'
import { readClasses, readClassTag } from './class-words.ts'
import { firstWord, plainWord, readReference, readSeverity, readStatus, unquoted } from './command-words.ts'
import { type Command, commandNamed } from './commands.ts'
import type { Severity, Status } from './incident/incident.ts'
import type { CommandName, Intent } from './intent.ts'
import { COMMAND_TEXT_MAX } from './limits.ts'
import { meantForOthers } from './other-command.ts'
import { readPagingCommand, readSnooze } from './page-grammar.ts'
import type { Policy } from './policy.ts'
import { readPeriod } from './report/period.ts'
import { isAboutReview, readLogDays, readReviewCommand } from './review-grammar.ts'
import { readRoleCommand } from './role-grammar.ts'
import { isBlank, paragraph } from './text.ts'
import { readAmendCommand, readExportCommand, readTimelineCommand } from './timeline-grammar.ts'
import { asTyped } from './typed-text.ts'
import {
  leftOver,
  noSuchClass,
  noSuchSeverity,
  noSuchStatus,
  quoted,
  tooMuch,
  unfitting,
  unknownCommand,
} from './unclear.ts'

/** What the words of a command can name. */
type Known = Pick<Policy, 'roles' | 'classes' | 'rungs'>

/** A command with what followed it, as Slack gave it. */
type Said = { command: Command; incident?: number; rest: string }

/**
 * What somebody meant with the text after `/incident`. Takes the text as Slack delivers it (entities, mentions in
 * angle brackets). Total: whatever is not clear comes back as `unclear`, and nothing is guessed.
 */
export function readCommand(text: string, policy: Known): Intent {
  if (text.length > COMMAND_TEXT_MAX) return tooMuch(text.length)
  const first = firstWord(paragraph(text))
  if (first === undefined) return { intent: 'home' }
  const incident = readReference(first.word)
  if (incident === undefined) return readNamed(first.word, first.rest, policy)
  return first.rest === '' ? { intent: 'show', incident } : readNamed(...split(first.rest), policy, incident)
}

function readNamed(word: string, rest: string, policy: Known, named?: number): Intent {
  const plain = plainWord(word)
  const command = commandNamed(plain) ?? commandNamed(word.toLowerCase())
  if (command !== undefined) return readFollowing(command, rest, policy, named)
  const status = readStatus(plain)
  if (status !== undefined)
    return readStatusCommand(withIncident({ command: theCommand('status'), rest: `${word} ${rest}` }, named))
  if (plain.startsWith('sev') && readSeverity(plain) !== undefined) {
    return readSeverityCommand(
      withIncident({ command: theCommand('severity'), rest: `${word} ${rest}` }, named),
    )
  }
  return unknownCommand(word, rest, named)
}

function readFollowing(command: Command, rest: string, policy: Known, named?: number): Intent {
  if (!command.onIncident) {
    return named === undefined ? readGeneral({ command, rest }, policy) : leftOver(command, `INC-${named}`)
  }
  const [word, after] = split(rest)
  const given = named === undefined && !isEntry(command, word) ? readReference(word) : undefined
  const said =
    given === undefined ? withIncident({ command, rest }, named) : { command, incident: given, rest: after }
  return readOnIncident(said, policy)
}

/** Where entries are spoken of, `#12` is an entry; elsewhere it may be an incident. */
function isEntry({ name }: Command, word: string): boolean {
  return (name === 'correct' || name === 'withdraw' || name === 'redact') && word.startsWith('#')
}

function readGeneral(said: Said, policy: Known): Intent {
  switch (said.command.name) {
    case 'declare':
      return readDeclare(said, policy)
    case 'list':
      return readList(said)
    case 'alerts':
      return said.rest === '' ? { intent: 'alerts' } : leftOver(said.command, said.rest)
    case 'log':
      return readLogDays(said)
    case 'stats':
      return readStats(said)
    default:
      return readHelp(said)
  }
}

function readOnIncident(said: Said, policy: Known): Intent {
  const incident = said.incident === undefined ? {} : { incident: said.incident }
  const text = asTyped(said.rest).trim()
  if (isAboutReview(said.command)) return readReviewCommand(said)
  switch (said.command.name) {
    case 'update':
      return { intent: 'update', ...incident, ...filled('text', text) }
    case 'note':
    case 'evidence':
    case 'moment':
      return readCaptureCommand(said)
    case 'reopen':
      return { intent: 'reopen', ...incident, ...filled('reason', text) }
    case 'rename':
      return { intent: 'rename', ...incident, ...filled('title', unquoted(text)) }
    case 'resolve':
      return { intent: 'status', ...incident, status: 'resolved', ...filled('note', text) }
    case 'status':
      return readStatusCommand(said)
    case 'severity':
      return readSeverityCommand(said)
    case 'comms':
      return said.rest === '' ? { intent: 'comms', ...incident } : leftOver(said.command, said.rest)
    case 'triage':
      return said.rest === '' ? { intent: 'triage', ...incident } : leftOver(said.command, said.rest)
    case 'class':
      return readClassCommand(said, policy)
    case 'timeline':
      return readTimelineCommand(said)
    case 'export':
      return readExportCommand(said)
    case 'correct':
    case 'withdraw':
    case 'redact':
      return readAmendCommand(said)
    case 'snooze':
      return readSnooze(said)
    case 'report':
      return said.rest === '' ? { intent: 'report', ...incident } : leftOver(said.command, said.rest)
    case 'ack':
      return said.rest === '' ? { intent: 'ack', ...incident } : leftOver(said.command, said.rest)
    case 'escalate':
    case 'page':
      return readPagingCommand(said, policy)
    default:
      return readRoleCommand(said, policy)
  }
}

/** Severity and class may come in any order before the title, each once. */
function readDeclare({ rest }: Said, policy: Known): Intent {
  const first = readSeverity(rest)
  if (first !== undefined && 'wrong' in first) return noSuchSeverity('declare', first.wrong)
  const about = readClassTag(first?.rest ?? rest, policy)
  if (about !== undefined && 'wrong' in about) return noSuchClass('declare', about.wrong, policy)
  const second = first === undefined && about !== undefined ? readSeverity(about.rest) : undefined
  if (second !== undefined && 'wrong' in second) return noSuchSeverity('declare', second.wrong)
  const severity = (first ?? second)?.severity
  const title = (second ?? about ?? first)?.rest ?? rest
  return {
    intent: 'declare',
    ...(severity === undefined ? {} : { severity }),
    ...(about === undefined ? {} : { classes: about.classes }),
    ...filled('title', unquoted(asTyped(title).trim())),
  }
}

function readClassCommand({ incident, rest }: Said, policy: Known): Intent {
  const read = readClasses(rest, policy)
  if ('wrong' in read) return noSuchClass('class', read.wrong, policy)
  return {
    intent: 'class',
    ...(incident === undefined ? {} : { incident }),
    ...(read.classes.length === 0 ? {} : { classes: read.classes }),
  }
}

function readStatusCommand({ incident, rest }: Said): Intent {
  const [word, after] = split(rest)
  const status: Status | undefined = readStatus(word)
  if (word !== '' && status === undefined) return noSuchStatus(word)
  return {
    intent: 'status',
    ...(incident === undefined ? {} : { incident }),
    ...(status === undefined ? {} : { status }),
    ...filled('note', asTyped(after).trim()),
  }
}

function readSeverityCommand({ incident, rest }: Said): Intent {
  const on = incident === undefined ? {} : { incident }
  if (rest === '') return { intent: 'severity', ...on }
  const read = readSeverity(rest)
  if (read === undefined)
    return unfitting('severity', 'I do not see which severity', 'Name it first, then the reason.')
  if ('wrong' in read) return noSuchSeverity('severity', read.wrong)
  const severity: Severity = read.severity
  return { intent: 'severity', ...on, severity, ...filled('reason', asTyped(read.rest).trim()) }
}

function readList({ command, rest }: Said): Intent {
  const which = plainWord(rest.trim())
  if (which === '' || which === 'open') return { intent: 'list', all: false }
  return which === 'all' ? { intent: 'list', all: true } : leftOver(command, rest)
}

function readStats({ rest }: Said): Intent {
  const period = readPeriod(rest)
  if (period !== undefined) return { intent: 'stats', period }
  return unfitting(
    'stats',
    'I do not see which time',
    'Say days, weeks or a month: 30d, 12w, 2026-10; a year at most.',
  )
}

function readHelp({ rest }: Said): Intent {
  const [word, after] = split(rest)
  if (word === '') return { intent: 'help' }
  const command = commandNamed(plainWord(word))
  if (command !== undefined) return { intent: 'help', command: command.name }
  return meantForOthers(plainWord(word), '') === undefined
    ? unknownCommand(word, after)
    : unfitting(
        'help',
        `${quoted(word)} is not a command of \`/incident\``,
        'This explains it:',
        `/killswitch help ${plainWord(word)}`,
      )
}

function theCommand(name: CommandName): Command {
  const command = commandNamed(name)
  if (command === undefined) throw new Error(`no command ${name} in the table`)
  return command
}

function withIncident(said: { command: Command; rest: string }, incident: number | undefined): Said {
  return incident === undefined ? said : { ...said, incident }
}

function split(text: string): [string, string] {
  const first = firstWord(text)
  return first === undefined ? ['', ''] : [first.word, first.rest]
}

/** A field that was given, or nothing: text in which there is nothing to read was not given. */
function filled<Field extends string>(field: Field, text: string): { [F in Field]?: string } {
  return isBlank(text) ? {} : ({ [field]: text } as { [F in Field]: string })
}
