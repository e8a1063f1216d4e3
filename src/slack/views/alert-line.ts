import type { KnownBlock } from '@slack/types'
import type { Alert, Member } from '../../core/alert/alert.ts'
import { titleOf } from '../../core/alert/naming.ts'
import { ALERT_LEVELS, type AlertLevel } from '../../core/alert/signal.ts'
import { openRuns } from '../../core/ladder/runs.ts'
import type { Policy } from '../../core/policy.ts'
import { context, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { clockTime, dateTime, lineOf, link, packed, quote, user } from '../mrkdwn.ts'
import { alertButtons } from './alert-buttons.ts'
import { alertBadge, alertColor, alertFacts, levelBadge } from './alert-labels.ts'
import { duration } from './labels.ts'
import { triedIn } from './tried.ts'

/** Of a line's alerts as many are named; of the others it is said how many they are. */
const NAMED_MAX = 8

/** A line of alerts as it stands: in the channel for alerts, and wherever somebody asks for it. */
export function alertMessage(alert: Alert, policy: Policy): Message {
  const text = alertText(alert)
  return {
    text,
    blocks: [section(headline(alert))],
    attachments: [{ color: alertColor(alert), fallback: text, blocks: alertBlocks(alert, policy) }],
  }
}

/** The line in the incident room, because the channel that the policy names for alerts is not to be found. */
export function lineElsewhere(message: Message, channel: string): Message {
  const why = section(
    `🚨 *There is no public channel #${channel} that I can see, so alerts come here.* Create it, or correct \`channels.alerts\` in policy.yml.`,
  )
  return { ...message, blocks: [...message.blocks, why] }
}

/** What a phone shows, and what is read aloud. */
export function alertText(alert: Alert): string {
  const many = count(alert) > 1 ? ` (${count(alert)} alerts)` : ''
  return `${alertBadge(alert)}: ${lineOf(titleOf(alert), SHOWN.titleInCard)}${many}`
}

/** `🚨 *Critical* · *Orders API: 6.2 % of requests fail*`; struck through by nothing: it stays readable when it is over. */
function headline(alert: Alert): string {
  const [sign = '', word = ''] = alertBadge(alert).split(' ')
  const many = count(alert) > 1 ? `  ×${count(alert)}` : ''
  return `${sign} *${word}* · *${lineOf(titleOf(alert), SHOWN.titleInCard)}*${many}`
}

/** Everything below the headline. */
export function alertBlocks(alert: Alert, policy: Policy): KnownBlock[] {
  return [
    ...(alert.summary === undefined ? [] : [section(quote(alert.summary, SHOWN.reason))]),
    ...members(alert),
    ...standingBlock(alert),
    ...(alert.failures > 0 ? [section(failures(alert))] : []),
    ...alertButtons(alert),
    context([alertFacts(alert, policy), ...links(alert)].join(' · ')),
  ]
}

function standingBlock(alert: Alert): KnownBlock[] {
  const text = standing(alert)
  return text === '' ? [] : [section(text)]
}

/** Who has it, or until when somebody should. A page that is under way is said with whom it woke. */
export function standing(alert: Alert): string {
  const lines = [ofAlert(alert), ...ofIncident(alert), ...paged(alert)]
  return lines.filter((line) => line !== '').join('\n')
}

function ofAlert(alert: Alert): string {
  const { status, answered, acknowledge, lastAt, firstAt, missed } = alert
  const by = answered === undefined ? '' : who(answered)
  switch (status) {
    case 'resolved':
      return `✅ *Over* after ${duration(Math.max(0, lastAt - firstAt))}, ${dateTime(lastAt)}.${answered?.how === 'acknowledged' ? ` It was acknowledged${by}.` : ''}`
    case 'silenced':
      return `🔕 *Silenced* until ${dateTime(answered?.until ?? lastAt)}${by}.${because(answered)}`
    case 'acknowledged':
      return answered?.how === 'incident'
        ? ''
        : `👀 *Acknowledged*${by}, ${dateTime(answered?.at ?? lastAt)}.`
    case 'firing': {
      const late = missed > 0 ? '⌛ *Nobody acknowledged it in time.* ' : ''
      if (acknowledge !== undefined) return `${late}⏱️ *To be acknowledged by ${clockTime(acknowledge.due)}.*`
      return late.trimEnd()
    }
  }
}

function because(answered: Alert['answered']): string {
  return answered?.reason === undefined ? '' : `\n${quote(answered.reason, SHOWN.reason)}`
}

function ofIncident({ incident, declaring, answered }: Alert): string[] {
  const calls = answered?.how === 'incident' ? ', which calls people itself' : ''
  if (incident !== undefined) return [`🚒 Belongs to *${incident}*${calls}.`]
  return declaring === undefined ? [] : ['🚒 An incident is being declared because of it.']
}

function paged(alert: Alert): string[] {
  return openRuns(alert)
    .map((run) => triedIn(alert, run))
    .filter((all) => all !== '')
    .map((all) => `📟 Paged: ${all}`)
}

function who({ by, name }: NonNullable<Alert['answered']>): string {
  if (by !== undefined) return ` by ${user(by)}`
  return name === undefined ? '' : ` by ${lineOf(name, SHOWN.personName)}`
}

/** How many alerts are behind the line, and the worst of those that fire by name. */
function members({ members: all, firing }: Alert): KnownBlock[] {
  const everyone = Object.values(all)
  if (everyone.length < 2) return []
  const known = everyone.filter(({ firing: fires }) => fires || firing === 0)
  const titled = known.filter(({ title }) => title !== undefined).toSorted(byLevel)
  const lines = titled.slice(0, NAMED_MAX).map(memberLine)
  const rest = known.length - lines.length
  const total = `*${everyone.length} alerts*, ${firing === 0 ? 'none firing' : `${firing} firing`}${levels(known)}`
  const more = rest > 0 ? [`_…and ${rest} more_`] : []
  return packed([total, ...lines, ...more], LIMITS.sectionText)
    .slice(0, 1)
    .map((text) => section(text))
}

function memberLine({ level, title = '', firing }: Member): string {
  const [sign] = firing ? levelBadge(level).split(' ') : ['✅']
  return `${sign} ${lineOf(title, SHOWN.titleInLine)}`
}

/** ` (20 critical, 40 warning)`, when they differ. */
function levels(known: readonly Member[]): string {
  const counts = ALERT_LEVELS.toReversed().flatMap((level) => {
    const of = known.filter((member) => member.level === level).length
    return of === 0 ? [] : [`${of} ${level}`]
  })
  return counts.length < 2 ? '' : ` (${counts.join(', ')})`
}

function byLevel(one: { level: AlertLevel }, other: { level: AlertLevel }): number {
  return ALERT_LEVELS.indexOf(other.level) - ALERT_LEVELS.indexOf(one.level)
}

function count({ members: all }: Alert): number {
  return Object.keys(all).length
}

function links({ links: all }: Alert): string[] {
  return all.map(({ title, url }) => link(url, title, SHOWN.titleInLine))
}

function failures({ failures: many }: Alert): string {
  return `🚨 *${many === 1 ? '1 message' : `${many} messages`} about it could not be delivered.* Somebody may not know what they should.`
}
