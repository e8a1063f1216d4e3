import type { KnownBlock } from '@slack/types'
import { pieces } from '../../core/capture/add-evidence.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { context, fields, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { channel, dateTime, lineOf, quote, user, words } from '../mrkdwn.ts'
import { messagesOnCard } from './comms-card.ts'
import { controlsRow } from './controls-row.ts'
import {
  className,
  color,
  duration,
  headline,
  roleName,
  severityBadge,
  statusBadge,
  statusName,
} from './labels.ts'
import { leverBlocks } from './levers.ts'
import { linkedAlertBlocks } from './linked-alerts.ts'
import { promiseFacts } from './promises.ts'
import { afterwards, summaryOnCard } from './review.ts'

/** The incident at a glance, as it stands. Pinned in the room, always current. */
export function cardMessage(incident: Incident, policy: Policy, head?: string): Message {
  return card(incident, cardBlocks(incident, policy, foot(incident, head)))
}

/** The same in the incident's own channel, where people work on it. */
export function ownCardMessage(incident: Incident, policy: Policy): Message {
  return card(incident, cardBlocks(incident, policy, ownFoot(incident)))
}

function card(incident: Incident, blocks: KnownBlock[]): Message {
  const text = cardText(incident)
  return {
    text,
    blocks: [header(headline(incident))],
    attachments: [{ color: color(incident), fallback: text, blocks }],
  }
}

/** Everything below the headline. `under`: the last line, which differs when it is shown to one person elsewhere. */
export function cardBlocks(incident: Incident, policy: Policy, under = foot(incident)): KnownBlock[] {
  return [
    fields(facts(incident, policy)),
    ...story(incident),
    ...afterwards(incident),
    ...messagesOnCard(incident, policy).map((text) => section(text)),
    ...(incident.failures > 0 ? [section(failures(incident))] : []),
    ...linkedAlertBlocks(incident),
    ...leverBlocks(incident, policy),
    controlsRow(incident, policy),
    ...because(incident).map((text) => context(text)),
    context([under, ...evidence(incident)].join(' ')),
  ]
}

/** What it was, once somebody has said so; until then the newest update. */
function story(incident: Incident): KnownBlock[] {
  const summed = incident.status === 'resolved' ? summaryOnCard(incident) : []
  return summed.length > 0 ? summed : [section(lastUpdate(incident))]
}

function cardText({ id, title, severity, status, roles }: Incident): string {
  const led = status === 'resolved' || roles.commander !== undefined ? '' : ', no commander yet'
  return `${severityBadge(severity)} ${id} ${lineOf(title, SHOWN.titleInCard)} (${statusName(status)}${led})`
}

function facts(incident: Incident, policy: Policy): string[] {
  const { commander, ...others } = incident.roles
  const roles = Object.entries(others).map(([role, holder]) => fact(roleName(role, policy), user(holder)))
  const over = incident.resolvedAt
  const all = [
    fact('Status', statusBadge(incident.status)),
    fact(roleName('commander', policy), commander === undefined ? '⚠️ nobody yet' : user(commander)),
    fact(
      'Declared',
      `${dateTime(incident.declaredAt)} by ${incident.declaredBy ? user(incident.declaredBy) : 'the bot'}`,
    ),
    ...(over === undefined
      ? []
      : [fact('Resolved', `${dateTime(over)} (open for ${duration(over - incident.declaredAt)})`)]),
    ...promiseFacts(incident).map(([name, value]) => fact(name, value)),
    ...(incident.classes.length === 0 ? [] : [fact('About', about(incident, policy))]),
    ...(talk(incident) ?? []),
    ...roles,
  ]
  if (all.length <= LIMITS.fields) return all
  const shown = all.slice(0, LIMITS.fields - 1)
  return [...shown, fact('More', `${all.length - shown.length} more roles are taken`)]
}

function about({ classes }: Incident, policy: Policy): string {
  return classes.map((key) => className(key, policy)).join(', ')
}

/** Why it has this severity, when that was found by asking. */
function because({ severity, classification }: Incident): string[] {
  if (classification === undefined) return []
  const { result, because: why, overruled } = classification
  if (overruled === undefined) return [`${severity.toUpperCase()}: ${lineOf(why, SHOWN.because)}`]
  const said = `${severity.toUpperCase()}, where the answers say ${result.toUpperCase()}`
  return [`${said}: ${lineOf(overruled.reason, SHOWN.because)}`]
}

function talk({ channel: own, channelAwaited }: Incident): string[] | undefined {
  if (own) return [fact('Channel', channel(own.id))]
  return channelAwaited ? [fact('Channel', 'being opened…')] : undefined
}

function fact(name: string, value: string): string {
  return `*${name}*\n${value}`
}

/** The newest update in full, or that there is none. */
export function lastUpdate({ lastUpdate: update, updates }: Incident): string {
  if (update === undefined) return '_No update has been posted yet._'
  if (update.withdrawn) return `_Update ${updates} was taken back._`
  const parts = [
    `*Update ${updates}*, ${dateTime(update.at)} by ${user(update.by)}`,
    quote(update.summary, SHOWN.updatePart),
    ...(update.impact === undefined ? [] : [`*Impact:* ${words(update.impact, SHOWN.updatePart)}`]),
    ...(update.next === undefined ? [] : [`*Next:* ${words(update.next, SHOWN.updatePart)}`]),
  ]
  return parts.join('\n')
}

function failures({ id, failures: count }: Incident): string {
  const what = count === 1 ? '1 message was not delivered' : `${count} messages were not delivered`
  return `🚨 *${what}.* Somebody may not know what they should. \`/incident timeline ${id}\` says what failed and why.`
}

function evidence(incident: Incident): string[] {
  const count = pieces(incident)
  if (count === 0) return []
  return [`📎 ${count === 1 ? '1 piece' : `${count.toLocaleString('en-US')} pieces`} of evidence.`]
}

/** `head`: the hash of the newest entry. Written down here, it shows later whether the timeline's end was cut off. */
function foot({ id, channel: own, status }: Incident, head?: string): string {
  if (status === 'resolved') {
    const ends = head === undefined ? '' : ` Its timeline is sealed up to \`${head.slice(0, SHOWN.head)}\`.`
    return `*${id}* · The thread below tells the whole story.${ends}`
  }
  return own
    ? `*${id}* · Talk in ${channel(own.id)}. The story is in this thread.`
    : `*${id}* · Talk in this thread.`
}

function ownFoot({ id, card: inRoom, room }: Incident): string {
  const seenIn = inRoom === undefined ? `#${room}` : channel(inRoom.channel)
  return `*${id}* · Commands typed here are about it. ${seenIn} sees this card and every update.`
}
