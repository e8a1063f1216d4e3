import { doubtInWords } from '../../core/describe.ts'
import type { Doubt, Incident } from '../../core/incident/incident.ts'
import { actions, button, context, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { nameOf, severityBadge } from './labels.ts'

/** Asks whoever leads whether the severity is still right, and why it may not be. */
export function offerTriageMessage(incident: Incident, doubt: Doubt): Message {
  const { id, severity } = incident
  const text = `🤔 Is ${id} still ${severityBadge(severity)}? ${sentence(lineOf(doubtInWords(doubt), SHOWN.reason))}`
  const again = button({
    text: 'Answer the questions again…',
    action: ACTIONS.triage,
    value: controlValue(id),
    label: `Find the severity of ${id} again`,
    style: 'primary',
  })
  return {
    text,
    blocks: [
      section(text),
      actions(`offer ${id}`, [again]),
      context(`${nameOf(incident, SHOWN.titleInLine)} · If it is still right, there is nothing to do.`),
    ],
  }
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}
