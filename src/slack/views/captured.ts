import type { MessageRef } from '../../core/capture/capture.ts'
import type { Entry, Instant } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { CHOICES_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, plainLine } from '../mrkdwn.ts'
import { nameOf, severityBadge } from './labels.ts'

/** What became of a pin, for who put it there or took it away; undefined for what is no news to them. */
export function capturedMessage(
  { event }: Entry<IncidentEvent>,
  { id }: Incident,
  { capture: { reaction } }: Policy,
): Message | undefined {
  switch (event.type) {
    case 'message-captured':
      return said(`:${reaction}: On the timeline of *${id}*. Take the :${reaction}: away to withdraw it.`)
    case 'message-withdrawn':
      return said(`↩️ Withdrawn from the timeline of *${id}*, which says so. Nothing else was changed.`)
    case 'look-lapsed':
      return said(LAPSED[event.why].replaceAll('INC', id))
    default:
      return undefined
  }
}

type Lapsed = Extract<IncidentEvent, { type: 'look-lapsed' }>['why']

const LAPSED: Record<Lapsed, string> = {
  unpinned: 'The pin is gone again, so nothing is on the timeline of *INC*.',
  gone: '✋ That message was deleted before I could read it, so it is not on the timeline of *INC*. If you remember what it said: `/incident note INC <text>`.',
  unreadable:
    '✋ I cannot read that message, so it is not on the timeline of *INC*. Choose “Add to timeline” in the menu of the message instead.',
  own: 'What I say about *INC* is on its timeline already.',
}

/** Asks whoever pinned a message in the room what it is about. */
export function whichIncidentMessage(choices: readonly Incident[], { channel, ts }: MessageRef): Message {
  const text = '🤔 Which incident does the message that you marked belong to?'
  const buttons = choices.slice(0, CHOICES_MAX).map((incident, index) =>
    button({
      text: plainLine(`${incident.id} ${incident.title}`, SHOWN.choice),
      action: `${ACTIONS.capture}.${index}`,
      value: controlValue(incident.id, `${channel}:${ts}`),
      label: plainLine(`Put it on the timeline of ${incident.id}, ${severityBadge(incident.severity)}`, 75),
    }),
  )
  return { text, blocks: [section(text), actions(`which ${ts}`, buttons)] }
}

/** In place of the question, once it is answered. */
export function onItsWay({ id }: Pick<Incident, 'id'>): Message {
  return said(`📌 I put it on the timeline of *${id}*.`)
}

/** What became of a message that was added by hand. */
export function addedMessage({ id, title }: Pick<Incident, 'id' | 'title'>, at: Instant): Message {
  return said(`✅ On the timeline of ${nameOf({ id, title }, SHOWN.titleInLine)}, at ${dateTime(at)}.`)
}

function said(text: string): Message {
  return { text, blocks: [section(text)] }
}
