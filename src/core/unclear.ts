import { COMMANDS, type Command, commandNamed, usageLine } from './commands.ts'
import { incidentId, SEVERITIES, STATUSES } from './incident/incident.ts'
import type { CommandName, Unclear } from './intent.ts'
import { NOTE_MAX, QUOTE_BACK_MAX, TITLE_MAX } from './limits.ts'
import { nearest } from './nearest.ts'
import { meantForOthers } from './other-command.ts'
import type { Policy } from './policy.ts'
import { clip, line } from './text.ts'
import { asTyped } from './typed-text.ts'

/** Words that people try, and what they may have meant. Only ever proposed: ending something is never guessed. */
const MEANT: Record<string, readonly CommandName[]> = {
  end: ['resolve', 'close'],
  stop: ['resolve'],
  finish: ['resolve'],
  done: ['resolve', 'followup'],
  fixed: ['resolve'],
  open: ['declare', 'reopen', 'list'],
  comment: ['note'],
  commander: ['take', 'assign'],
  incidents: ['list'],
  show: ['list', 'timeline'],
  edit: ['rename', 'note'],
}

/** A first word that is no command, after `INC-n` or not. `rest` is what followed it, as Slack gave it. */
export function unknownCommand(word: string, rest: string, incident?: number): Unclear {
  const typed = asTyped(word).toLowerCase()
  const nothing = `${quoted(word)} is not a command, so I did nothing.`
  const meant = Object.hasOwn(MEANT, typed) ? (MEANT[typed] ?? []) : []
  if (meant.length > 0) {
    const commands = COMMANDS.filter((command) => meant.includes(command.name))
    return unclear(
      `${nothing} Perhaps you meant one of these:`,
      commands.map((command) => command.example),
    )
  }
  const other = meantForOthers(typed, repeated(onThat(rest, incident)))
  if (other !== undefined) return unclear(`${nothing} \`${other.command}\` has it:`, [other.line])
  const near = nearCommand(typed)
  if (near !== undefined) {
    return unclear(`${nothing} Did you mean \`${near.name}\`?`, [corrected(near, rest, incident)])
  }
  const all = `${word} ${rest}`
  if (incident !== undefined) {
    const examples = [
      `update ${incidentId(incident)} ${repeated(all)}`,
      `note ${incidentId(incident)} ${repeated(all)}`,
    ]
    return unclear(`${nothing} To tell everybody, or to put it on the timeline:`, examples)
  }
  if (rest.trim() === '') return unclear(`${nothing} This shows what there is:`, ['help'])
  return unclear(`${nothing} To declare an incident with this title, or to see what there is:`, [
    `declare ${repeated(all)}`,
    'help',
  ])
}

/** `/killswitch` takes the number after its command. */
function onThat(rest: string, incident: number | undefined): string {
  return incident === undefined ? rest : `${incidentId(incident)} ${rest}`
}

/** What was typed with the right command in it, ready to be sent; or the usual example when nothing else was typed. */
function corrected(command: Command, rest: string, incident: number | undefined): string {
  if (rest.trim() === '' && incident === undefined) return command.example
  const on = incident === undefined || !command.onIncident ? [] : [incidentId(incident)]
  return [command.name, ...on, repeated(rest)].join(' ').trim()
}

/** Longer than anything that could be meant. */
export function tooMuch(length: number): Unclear {
  const [has, fits] = [length, NOTE_MAX].map((count) => count.toLocaleString('en-US'))
  return unclear(
    `That has ${has} characters, too many for one command, so I did nothing. A note takes ${fits}:`,
    ['note'],
  )
}

/** A known command with something in it that does not fit. `what` says what, `wanted` what would fit. */
export function unfitting(command: CommandName, what: string, wanted: string, example?: string): Unclear {
  const { example: usual } = commandNamed(command) ?? { example: command }
  return unclear(`${what}, so I did nothing. ${wanted}`, [example ?? usual])
}

export function noSuchSeverity(command: CommandName, wrong: string): Unclear {
  return unfitting(
    command,
    `There is no ${wrong}`,
    `Severities are ${SEVERITIES.join(', ').toUpperCase()}; SEV1 is the worst.`,
  )
}

export function noSuchStatus(said: string): Unclear {
  const meant = nearest(said, STATUSES)
  const wanted = `A status is one of: ${STATUSES.join(', ')}.`
  return unfitting(
    'status',
    `${quoted(said)} is not a status`,
    wanted,
    meant === undefined ? undefined : `status ${meant}`,
  )
}

export function noSuchRole(command: CommandName, said: string, { roles }: Pick<Policy, 'roles'>): Unclear {
  const keys = Object.keys(roles)
  const meant = nearest(said, keys)
  const example = meant === undefined ? undefined : `${command} ${meant}`
  return unfitting(command, `${quoted(said)} is not a role`, `Roles are: ${keys.join(', ')}.`, example)
}

export function noSuchClass(
  command: CommandName,
  said: string,
  { classes }: Pick<Policy, 'classes'>,
): Unclear {
  const keys = Object.keys(classes)
  const meant = nearest(said, keys) ?? keys[0]
  const example = command === 'class' ? `class ${meant}` : `declare class:${meant} Orders API answers 500`
  return unfitting(
    command,
    `${quoted(said)} is not a class of incidents`,
    `Classes are: ${keys.join(', ')}.`,
    example,
  )
}

/** More was said than the command takes. */
export function leftOver(command: Command, rest: string): Unclear {
  return unfitting(
    command.name,
    `I do not understand ${quoted(rest)} there`,
    `It goes like this: \`${usageLine(command)}\`.`,
  )
}

function nearCommand(typed: string): Command | undefined {
  const named = nearest(
    typed,
    COMMANDS.flatMap((command) => [command.name, ...command.aliases]),
  )
  return named === undefined ? undefined : commandNamed(named)
}

export function quoted(text: string): string {
  return `“${shown(text)}”`
}

/** In an example that can be sent as it is, so as long as a title may be. */
function repeated(text: string): string {
  return clip(line(asTyped(text)), TITLE_MAX)
}

function shown(text: string): string {
  return clip(line(asTyped(text)), QUOTE_BACK_MAX)
}

function unclear(sentence: string, examples: string[]): Unclear {
  return { intent: 'unclear', sentence, examples }
}
