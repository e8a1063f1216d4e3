import type { KnownBlock, ModalView, StaticSelect } from '@slack/types'
import type { Message } from '../../core/comms/comms.ts'
import { newestOutside } from '../../core/comms/facts.ts'
import { fittingTemplates, reachable } from '../../core/comms/fitting.ts'
import type { CommsTemplate } from '../../core/comms/template.ts'
import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, context, divider, header, option, plain, section } from '../blocks.ts'
import { controlValue, FORMS, IN_COMMS } from '../controls.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { clockTime, lineOf } from '../mrkdwn.ts'
import { pageBlocks } from './comms-page.ts'
import { audienceNames, messageName, standing } from './comms-words.ts'
import { about } from './incident-forms.ts'
import { audienceName } from './labels.ts'

/** What the views of messages are made from. `disabled`: keys of templates that must not be used, each with why. */
export type Communication = {
  incident: Incident
  policy: Policy
  templates: readonly CommsTemplate[]
  disabled: ReadonlyMap<string, string>
  now: Instant
}

const FITTING_SHOWN = 8
const SENT_SHOWN = 12

/** All that is told about an incident: what is due, what can be written now, and what became of what was written. */
export function commsPanel(comms: Communication, notice?: string): ModalView {
  const { incident, policy } = comms
  return {
    type: 'modal',
    callback_id: FORMS.comms,
    title: plain(`Messages of ${incident.id}`, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalButton),
    private_metadata: JSON.stringify({ incident: incident.id }),
    blocks: [
      about(incident),
      ...(notice === undefined ? [] : [section(notice)]),
      ...(Object.keys(policy.audiences).length === 0
        ? [section(NO_AUDIENCES)]
        : [...dueBlocks(comms), ...messageBlocks(comms), ...templateBlocks(comms)]),
    ],
  }
}

const NO_AUDIENCES =
  'The policy of this incident names nobody who could be told. Whoever keeps `policy.yml` can add `audiences`; they count for incidents that are declared after that.'

/** What the public was promised, and what they do not know yet. */
export function dueLines({ incident, policy, now }: Omit<Communication, 'templates' | 'disabled'>): string[] {
  const { publicDuty: duty } = incident.comms
  const { audiences } = policy
  if (incident.status === 'resolved') {
    const last = newestOutside(incident.comms, audiences)
    const isTold = last === undefined || last.text.status === undefined || last.text.status === 'resolved'
    return isTold ? [] : [`⏰ *${audienceNames(last.audiences, policy)}* has not been told that it is over.`]
  }
  if (duty === undefined) return []
  const name = audienceName(duty.promise.audience, policy)
  const missed = duty.missed === 0 ? '' : ` ${duty.missed === 1 ? 'One was' : `${duty.missed} were`} missed.`
  const line =
    duty.due <= now
      ? `⏰ *${name}* is waiting for a notice, due since ${clockTime(duty.due)}.`
      : `🕐 *${name}* is promised a notice by ${clockTime(duty.due)}.`
  return [`${line}${missed}`]
}

function dueBlocks(comms: Communication): KnownBlock[] {
  return [...dueLines(comms).map((line) => section(line)), ...pageBlocks(comms.incident)]
}

function messageBlocks({ incident, policy }: Communication): KnownBlock[] {
  const { messages } = incident.comms
  const open = messages.filter(({ stage }) => stage === 'draft' || stage === 'waiting')
  const sent = messages.filter(({ stage }) => stage === 'released')
  const row = (message: Message) => messageRow(incident, message, policy)
  const older =
    sent.length > SENT_SHOWN ? [context(`The newest ${SENT_SHOWN} of ${sent.length} are shown.`)] : []
  return [
    ...(open.length === 0 ? [] : [header('Not sent yet'), ...open.toReversed().map(row)]),
    ...(sent.length === 0
      ? []
      : [header('Sent'), ...sent.slice(-SENT_SHOWN).toReversed().map(row), ...older]),
    ...(messages.length === 0 ? [] : [divider]),
  ]
}

function messageRow({ id }: Incident, message: Message, policy: Policy): KnownBlock {
  const to = message.stage === 'released' ? [] : [`To ${audienceNames(message.audiences, policy)}`]
  const lines = [messageName(message), ...to, ...standing(message, policy)]
  return section(
    lines.join('\n'),
    button({
      text: 'Open',
      action: `${IN_COMMS.open}:${message.number}`,
      value: controlValue(id, `${message.number}`),
      label: `Open message ${message.number} of ${id}`,
    }),
  )
}

function templateBlocks({ incident, policy, templates, disabled }: Communication): KnownBlock[] {
  const { fit, others } = fittingTemplates(templates, incident, policy)
  const rest = [...fit.slice(FITTING_SHOWN), ...others].filter(({ key }) => !disabled.has(key))
  const free = button({
    text: 'Write freely…',
    action: `${IN_COMMS.write}:free`,
    value: controlValue(incident.id, FREE),
    label: `Write a message about ${incident.id} without a template`,
  })
  return [
    header('Write'),
    ...fit.slice(0, FITTING_SHOWN).map((template) => templateRow(incident, template, policy, disabled)),
    actions(`comms other ${incident.id}`, [...(rest.length === 0 ? [] : [otherSelect(rest)]), free]),
  ]
}

/** What `saw` says when there is to be no template. */
export const FREE = 'free'

function templateRow(
  { id }: Incident,
  { key, name, about: what, audiences }: CommsTemplate,
  policy: Policy,
  disabled: ReadonlyMap<string, string>,
): KnownBlock {
  const title = `*${lineOf(name, SHOWN.titleInLine)}* → ${audienceNames(reachable({ audiences }, policy.audiences), policy)}`
  const why = disabled.get(key)
  if (why !== undefined) return section(`🚫 ${title}\n_Disabled: ${lineOf(why, SHOWN.reason)}_`)
  return section(
    `${title}\n${lineOf(what, SHOWN.titleInCard)}`,
    button({
      text: 'Write…',
      action: `${IN_COMMS.write}:${key}`,
      value: controlValue(id, key),
      label: `Write: ${name}`,
    }),
  )
}

function otherSelect(templates: readonly CommsTemplate[]): StaticSelect {
  return {
    type: 'static_select',
    action_id: IN_COMMS.other,
    placeholder: plain('Another template…', LIMITS.placeholder),
    options: templates.slice(0, LIMITS.selectOptions).map(({ key, name }) => option(name, key)),
  }
}
