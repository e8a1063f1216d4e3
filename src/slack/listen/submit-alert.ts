import type { ViewOutput } from '@slack/bolt'
import type { AlertCommand } from '../../core/alert/alert.ts'
import { ALERT_FORMS } from '../alert-controls.ts'
import { entered, FIELDS } from '../fields.ts'
import type { FormMemory } from '../views/form.ts'
import { actOnAlert } from './alert-desk.ts'
import type { Asked, Desk } from './desk.ts'

/** What a form about an alert comes to; `wrong` names the field that lacks something. */
export type AlertSubmitted = { done: true } | { wrong: string; sentence: string }

const NOT_OPEN = 'That incident is over by now. Choose another one, or declare one from the alert.'
const NOTHING_THERE = 'This form belongs to no alert that I know. Close it and begin again.'

export function isAlertForm(form: string): boolean {
  return Object.values(ALERT_FORMS).some((known) => known === form)
}

export async function submitAlert(
  desk: Desk,
  asked: Asked,
  { callback_id: form, state: { values } }: ViewOutput,
  { alert: id }: FormMemory,
): Promise<AlertSubmitted> {
  const field = form === ALERT_FORMS.link ? FIELDS.incident : FIELDS.reason
  if (id === undefined) return { wrong: field, sentence: NOTHING_THERE }
  if (form === ALERT_FORMS.link) {
    const incident = await desk.incidents.load(entered(values, FIELDS.incident))
    if (incident === undefined || incident.status === 'resolved') return { wrong: field, sentence: NOT_OPEN }
  }
  const handled = await actOnAlert(desk, asked, id, commandOf(form, values))
  return handled.result === 'rejected'
    ? { wrong: field, sentence: handled.rejection.rejected }
    : { done: true }
}

function commandOf(form: string, values: ViewOutput['state']['values']): AlertCommand {
  if (form === ALERT_FORMS.link) return { type: 'link', incident: entered(values, FIELDS.incident) }
  const minutes = Number(entered(values, FIELDS.duration))
  return { type: 'silence', minutes, reason: entered(values, FIELDS.reason) }
}
