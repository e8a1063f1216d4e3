import type { Message } from '../../core/comms/comms.ts'
import { findingsIn } from '../../core/comms/findings.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, type Message as Post, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { user } from '../mrkdwn.ts'
import { previewBlocks } from './comms-preview.ts'
import { audienceNames, findingLines, standing } from './comms-words.ts'
import { nameOf, severityBadge } from './labels.ts'

/** What travels with a button about a message: which, and the revision that was on the screen. */
export function seenMessage({ number, revision }: Pick<Message, 'number' | 'revision'>): string {
  return `${number}.${revision}`
}

export function readSeenMessage(saw: string): { number: number; revision: number } | undefined {
  const match = /^([1-9]\d{0,5})\.([1-9]\d{0,5})$/.exec(saw)
  return match === null ? undefined : { number: Number(match[1]), revision: Number(match[2]) }
}

/**
 * To somebody who may approve a text: the text itself as readers get it, and what speaks against it. `asked`: the
 * revision that this person was asked about; once that is decided or another, the copy says so and asks nothing.
 */
export function approvalMessage(
  incident: Incident,
  message: Message,
  policy: Policy,
  asked: number = message.revision,
): Post {
  const where = `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}`
  const stands = message.stage === 'waiting' && message.revision === asked
  if (!stands) {
    const became = whatBecame(message, policy, asked)
    return {
      text: `${incident.id}: ${became}`,
      blocks: [section(`${became}\n${where}`), openRow(incident, message)],
    }
  }
  const { text, audiences } = message
  const findings = findingLines(findingsIn(text, audiences, incident, policy))
  return {
    text: `${incident.id}: please approve a message to ${audienceNames(audiences, policy)}`,
    blocks: [
      section(`🖋️ *Please approve this message.* ${user(message.by)} wants to send it.\n${where}`),
      ...previewBlocks(text, audiences, policy, message.corrects),
      ...(findings.length === 0 ? [] : [section(findings.join('\n'))]),
      approvalRow(incident, message),
    ],
  }
}

/** Why a copy asks nothing any more. */
export function whatBecame(message: Message, policy: Policy, asked: number): string {
  const { number, revision, stage, by, approvals } = message
  if (stage === 'dropped') return `🗑️ Message ${number} was dropped. Nothing more is asked of you.`
  if (revision !== asked)
    return `✏️ Message ${number} was changed by ${user(by)} since you were asked. What you saw was not sent.`
  if (stage === 'released') {
    const who = [...new Set(approvals.map((one) => user(one.by)))].join(', ')
    return `✅ Message ${number} was approved${who === '' ? '' : ` by ${who}`} and sent to ${audienceNames(message.audiences, policy)}.`
  }
  return standing(message, policy).join('\n')
}

function approvalRow(incident: Incident, message: Message) {
  const value = controlValue(incident.id, seenMessage(message))
  const of = `message ${message.number} of ${incident.id}`
  return actions(`approval ${incident.id} ${seenMessage(message)}`, [
    button({
      text: 'Approve',
      action: ACTIONS.approveMessage,
      value,
      label: `Approve ${of}`,
      style: 'primary',
    }),
    button({ text: 'Decline…', action: ACTIONS.declineMessage, value, label: `Decline ${of}` }),
    button({ text: 'Open', action: ACTIONS.openMessage, value, label: `Open ${of}` }),
  ])
}

function openRow(incident: Incident, message: Message) {
  const value = controlValue(incident.id, seenMessage(message))
  return actions(`approval ${incident.id} ${seenMessage(message)}`, [
    button({
      text: 'Open',
      action: ACTIONS.openMessage,
      value,
      label: `Open message ${message.number} of ${incident.id}`,
    }),
  ])
}
