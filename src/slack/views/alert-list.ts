import type { KnownBlock } from '@slack/types'
import type { Alert } from '../../core/alert/alert.ts'
import { titleOf } from '../../core/alert/naming.ts'
import { isWorse } from '../../core/alert/signal.ts'
import type { Policy } from '../../core/policy.ts'
import { context, divider, header, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { clockTime, dateTime, lineOf, user } from '../mrkdwn.ts'
import { alertButtons } from './alert-buttons.ts'
import { alertBadge, alertFacts } from './alert-labels.ts'

/** Four blocks each, of the fifty that a message takes. */
const SHOWN_MAX = 10

/** Alerts that fire, with the buttons of each: what nobody has taken first, then the worst. */
export function alertList(open: readonly Alert[], policy: Policy): Message {
  if (open.length === 0) {
    const none = `🌤️ No alert fires. What comes in is shown in #${policy.channels.alerts}.`
    return { text: none, blocks: [section(none)] }
  }
  const title = 'Alerts that fire'
  const shown = open.toSorted(byUrgency).slice(0, SHOWN_MAX)
  return {
    text: title,
    blocks: [
      header(title),
      ...shown.flatMap((alert, index) => entry(alert, policy, index > 0)),
      ...(open.length > shown.length
        ? [context(`There are more; #${policy.channels.alerts} has them all.`)]
        : []),
    ],
  }
}

function entry(alert: Alert, policy: Policy, ruled: boolean): KnownBlock[] {
  return [
    ...(ruled ? [divider] : []),
    section(`${alertInBrief(alert)}\n${alertFacts(alert, policy)}`),
    ...alertButtons(alert),
  ]
}

/** `🚨 Critical · *Orders API: 6.2 % of requests fail* ×3 · to be acknowledged by 15:46`. */
export function alertInBrief(alert: Alert): string {
  const many = Object.keys(alert.members).length
  const parts = [
    alertBadge(alert),
    `*${lineOf(titleOf(alert), SHOWN.titleInCard)}*${many > 1 ? ` ×${many}` : ''}`,
    ...standing(alert),
  ]
  return parts.join(' · ')
}

function standing({ status, answered, incident, acknowledge }: Alert): string[] {
  if (incident !== undefined) return [`part of *${incident}*`]
  if (status === 'silenced' && answered?.until !== undefined) return [`🔕 until ${dateTime(answered.until)}`]
  if (status === 'acknowledged')
    return [answered?.by === undefined ? '👀 acknowledged' : `👀 acknowledged by ${user(answered.by)}`]
  return acknowledge === undefined ? [] : [`⏱️ to be acknowledged by ${clockTime(acknowledge.due)}`]
}

function byUrgency(one: Alert, other: Alert): number {
  if (isTaken(one) !== isTaken(other)) return isTaken(one) ? 1 : -1
  if (one.level !== other.level) return isWorse(one.level, other.level) ? -1 : 1
  return one.firedAt - other.firedAt
}

function isTaken({ status }: Alert): boolean {
  return status !== 'firing'
}
