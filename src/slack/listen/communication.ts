import type { ModalView } from '@slack/types'
import { messageNumbered } from '../../core/comms/comms.ts'
import { templateForPublic } from '../../core/comms/fitting.ts'
import type { CommsTemplate } from '../../core/comms/template.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { freeForm, templateForm } from '../views/comms-forms.ts'
import { messageView } from '../views/comms-message.ts'
import { type Communication, commsPanel, FREE } from '../views/comms-panel.ts'
import type { Desk } from './desk.ts'

/** What the views of messages show of an incident, under its own policy. */
export async function communication(desk: Desk, incident: Incident): Promise<Communication> {
  const [policy, disabled] = await Promise.all([desk.policyOf(incident.policy), desk.templates.disabled()])
  return { incident, policy, templates: desk.templates.templates, disabled, now: desk.now() }
}

/** The form to write with: a template's, without one, or of a correction. Where it cannot be, all messages with why. */
export function writingView(comms: Communication, saw: string): ModalView {
  if (saw === FREE) return freeForm(comms)
  const correcting = /^correct:(\d{1,6})$/.exec(saw)?.[1]
  if (correcting !== undefined) {
    const corrected = messageNumbered(comms.incident.comms, Number(correcting))
    return corrected?.stage === 'released'
      ? freeForm(comms, corrected)
      : commsPanel(comms, '✋ Only a message that was sent can be corrected.')
  }
  const template = comms.templates.find(({ key }) => key === saw)
  if (template === undefined)
    return commsPanel(comms, '✋ This template is not there any more. Choose another one.')
  return ifEnabled(comms, template)
}

/** The form for the notice that the public is promised. */
export function publicView(comms: Communication): ModalView {
  const enabled = comms.templates.filter(({ key }) => !comms.disabled.has(key))
  const template = templateForPublic(enabled, comms.incident, comms.policy)
  return template === undefined ? commsPanel(comms) : templateForm(comms, template)
}

function ifEnabled(comms: Communication, template: CommsTemplate): ModalView {
  const why = comms.disabled.get(template.key)
  if (why === undefined) return templateForm(comms, template)
  return commsPanel(comms, disabledLine(template, why))
}

export function disabledLine({ name }: CommsTemplate, why: string): string {
  return `✋ “${lineOf(name, SHOWN.titleInLine)}” is disabled: ${lineOf(why, SHOWN.reason)}. Choose another one, or write freely.`
}

/** A message as it is now, for that person; all messages when it is not remembered any more. */
export async function openMessage(
  desk: Desk,
  user: string,
  incident: Incident,
  number: number,
  notice?: string,
): Promise<ModalView> {
  const comms = await communication(desk, incident)
  const message = messageNumbered(incident.comms, number)
  if (message === undefined) return commsPanel(comms, notice ?? `✋ ${incident.id} has no message ${number}.`)
  return messageView(comms, message, await desk.people.person(user), notice)
}
