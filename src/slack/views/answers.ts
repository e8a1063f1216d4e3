import type { KnownBlock } from '@slack/types'
import { COMMAND_GROUPS, type CommandGroup, GROUP_OF } from '../../core/command-groups.ts'
import { commandNamed, usageLine } from '../../core/commands.ts'
import type { Entry } from '../../core/decider.ts'
import { describeEntry } from '../../core/describe.ts'
import { gravestFirst } from '../../core/incident/gravest.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import type { CommandName } from '../../core/intent.ts'
import type { Policy } from '../../core/policy.ts'
import { FORMAT_NAMES } from '../../core/timeline/export-topic.ts'
import type { ExportFormat } from '../../core/timeline/kinds.ts'
import { asTyped } from '../../core/typed-text.ts'
import { context, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { channel, dateTime, lineOf, packed, user, words } from '../mrkdwn.ts'
import { cardBlocks } from './card.ts'
import { controlsRow } from './controls-row.ts'
import { duration, headline, nameOf, severityBadge, statusBadge } from './labels.ts'
import { deedInShort } from './lines.ts'

/** What one person is told in answer to what they did. */

const LISTED_MAX = 20

function sentence(text: string): Message {
  return { text, blocks: [section(text)] }
}

/** Why nothing was done, in the core's words. They may quote people, so they are escaped here. */
export function refusal(rejected: string): Message {
  return sentence(`✋ ${words(rejected, LIMITS.sectionText - 10)}`)
}

export function unclear(what: string, examples: readonly string[], command = '/incident'): Message {
  const lines = examples.map((example) => `\`${asSent(example, command)}\``)
  return sentence([`🤔 ${words(what, 1_500)}`, ...lines].join('\n'))
}

/** An example follows the command that was typed, unless it is another one as a whole. */
export function asSent(example: string, command: string): string {
  return lineOf(example.startsWith('/') ? example : `${command} ${example}`, EXAMPLE_MAX)
}
const EXAMPLE_MAX = 320

/** `typed`: what was asked for, which is given back with a number in it, to be sent again without writing it again. */
export function question(asked: string, choices: readonly Incident[], typed?: string): Message {
  const [first] = choices
  const again =
    first && typed
      ? [`For example: \`/incident ${first.id} ${lineOf(asTyped(typed), SHOWN.storyPart)}\``]
      : []
  const parts = [`🤔 ${words(asked, 500)}`, ...choices.map((incident) => `• ${summary(incident)}`), ...again]
  return { text: words(asked, 500), blocks: packed(parts, LIMITS.sectionText).map((text) => section(text)) }
}

/** What the person's act became, in the words of the timeline. */
export function done(incident: Incident, entries: readonly Entry<IncidentEvent>[], policy: Policy): Message {
  // What followed from it is the bot's doing, and told where everybody sees it.
  const own = entries.filter((entry) => describeEntry(entry).by.kind === 'user')
  const deeds = own.map((entry) => `you ${deedInShort(entry, policy, SHOWN.titleInLine)}${backdated(entry)}`)
  const what = deeds.length === 0 ? 'this is on record' : deeds.join('; ')
  return sentence(`✅ *${incident.id}*: ${what}${/[.!?…]$/u.test(what) ? '' : '.'}`)
}

/** How an earlier time was understood. */
function backdated({ at, recordedAt }: Entry<IncidentEvent>): string {
  return at < recordedAt ? `, for ${dateTime(at)}` : ''
}

export function declared(incident: Incident): Message {
  const where = incident.channelAwaited
    ? 'A channel of its own is being opened; you will be invited.'
    : 'The talk is in the card’s thread.'
  const text = `*${incident.id}* is declared: ${severityBadge(incident.severity)} ${lineOf(incident.title, SHOWN.titleInCard)}\nThe card is going to #${incident.room}. ${where}`
  const calm =
    'It has no commander yet. Take command if you will decide and delegate; leave it to somebody else if you will fix.'
  return { text, blocks: [section(`${text}\n${calm}`), controlsRow(incident)] }
}

export function shown(incident: Incident, policy: Policy): Message {
  const text = summary(incident)
  return { text, blocks: [header(headline(incident)), ...cardBlocks(incident, policy, whereItIs(incident))] }
}

/** Under the card when it is not in its own place. */
function whereItIs({ id, card, room, channel: own }: Incident): string {
  const talk = own === undefined ? '' : `Talk in ${channel(own.id)}. `
  if (card === undefined) return `*${id}* · ${talk}Its card is not in #${room} yet.`
  const told = own === undefined ? 'the talk and the story' : 'the story'
  return `*${id}* · ${talk}The card is in ${channel(card.channel)}, with ${told} in its thread.`
}

/** What an incident can be about, and how to tell one from another. */
export function classes({ id }: Incident, policy: Policy): Message {
  const lines = Object.entries(policy.classes).map(([key, { name, covers, hints }]) =>
    [
      `• \`${key}\`  *${lineOf(name, SHOWN.titleInLine)}*: ${lineOf(covers, 300)}`,
      ...hints.map((hint) => `   _${lineOf(hint, 300)}_`),
    ].join('\n'),
  )
  const asked = `🤔 Say what ${id} is about, the main thing first: \`/incident class ${id} ${Object.keys(policy.classes)[0]}\``
  return { text: asked, blocks: packed([asked, ...lines], LIMITS.sectionText).map((text) => section(text)) }
}

export function exportOnItsWay({ id, channel: own, room }: Incident, format: ExportFormat): Message {
  const where = own === undefined ? `the thread of its card in #${room}` : channel(own.id)
  return sentence(`📎 The timeline of *${id}* as ${FORMAT_NAMES[format]} is on its way to ${where}.`)
}

export function list(incidents: readonly Incident[], all: boolean): Message {
  if (incidents.length === 0) {
    return sentence(
      all
        ? 'There has been no incident yet. `/incident declare` opens the form for the first.'
        : '🌤️ No incident is open. `/incident list all` shows the resolved ones.',
    )
  }
  const inOrder = all ? incidents : gravestFirst(incidents)
  const lines = inOrder.slice(0, LISTED_MAX).map((incident) => summary(incident))
  const more =
    incidents.length > LISTED_MAX ? [`_Only ${all ? 'the newest ' : ''}${LISTED_MAX} are shown._`] : []
  const title = all ? 'Incidents, newest first' : 'Open incidents'
  return {
    text: title,
    blocks: [header(title), ...packed([...lines, ...more], LIMITS.sectionText).map((text) => section(text))],
  }
}

export function help(about?: CommandName): Message {
  const command = about === undefined ? undefined : commandNamed(about)
  if (command !== undefined) {
    const also =
      command.aliases.length === 0
        ? []
        : [`Also: ${command.aliases.map((alias) => `\`${alias}\``).join(', ')}`]
    const usage = `*\`/incident ${words(usageLine(command), 200)}\`*\n${command.what}.`
    return sentence([usage, `For example: \`/incident ${words(command.example, 200)}\``, ...also].join('\n'))
  }
  const bare =
    '`/incident` alone opens the form to declare one; in an incident’s channel it shows how that one stands.'
  const foot =
    'INC-n can be left out in an incident’s own channel, and everywhere while only one is open. What is in `[ ]` can always be left out.'
  const blocks: KnownBlock[] = [
    header('What /incident does'),
    section(bare),
    ...COMMAND_GROUPS.flatMap((group) => packed(groupLines(group), LIMITS.sectionText)).map((text) =>
      section(text),
    ),
    context(foot),
  ]
  return { text: 'What /incident does', blocks }
}

function groupLines(group: CommandGroup): string[] {
  const names = Object.keys(GROUP_OF).filter((name) => GROUP_OF[name as CommandName] === group)
  const commands = names.flatMap((name) => commandNamed(name) ?? [])
  return [
    `*${group}*`,
    ...commands.map((command) => `\`${words(usageLine(command), 200)}\`  ${command.what}`),
  ]
}

/** Two lines about an incident: what it is, and how it stands. */
export function summary(incident: Incident): string {
  const { commander } = incident.roles
  const { resolvedAt: over } = incident
  const place = incident.channel ? [channel(incident.channel.id)] : []
  const facts = [
    incident.closed === undefined ? statusBadge(incident.status) : '🔒 Closed',
    ...(over === undefined && commander === undefined ? ['⚠️ no commander'] : []),
    ...(commander === undefined ? [] : [`commander ${user(commander)}`]),
    over === undefined
      ? `declared ${dateTime(incident.declaredAt)}`
      : `${dateTime(over)}, open for ${duration(over - incident.declaredAt)}`,
    ...place,
  ]
  return `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInCard)}\n      ${facts.join(' · ')}`
}

/** After {@link WORKING}, when the answer was a form. */
export const FORM_OPEN: Message = sentence('📝 The form is open.')

export const WORKING: Message = sentence('⏳ Working on it. The answer follows here in a moment.')

/** `unwritable`: why the database could not be written, where that is what broke. */
export function notRecorded(reference: string, unwritable: string | undefined): Message {
  if (unwritable !== undefined)
    return sentence(
      `🚨 This was *not recorded*: the database cannot be written, ${unwritable}. Tell whoever runs the bot, with \`${reference}\`, and keep each other informed here in Slack meanwhile. The bot goes on by itself once it can; then please try again.`,
    )
  return sentence(
    `🚨 Something broke on my side, and this was *not recorded*. Please try again. If it breaks again, say \`${reference}\` to whoever runs the bot.`,
  )
}

export const TOO_LATE: Message = sentence(
  '⌛ Slack gave me no time to open the form. Nothing was done; please try again.',
)

export const NOT_OPENED: Message = sentence(
  '⚠️ Slack did not open the form. Nothing was done; please try again, or use the command instead: `/incident help`.',
)
