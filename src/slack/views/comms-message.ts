import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { Person } from '../../core/authority.ts'
import { approvableBy, unapproved } from '../../core/comms/approval.ts'
import type { Message, Text } from '../../core/comms/comms.ts'
import { findingsIn } from '../../core/comms/findings.ts'
import { goesToPage } from '../../core/comms/page.ts'
import { actions, button, context, divider, header, plain, section } from '../blocks.ts'
import { controlValue, FORMS, IN_COMMS } from '../controls.ts'
import { LIMITS } from '../limits.ts'
import { user } from '../mrkdwn.ts'
import { seenMessage } from './comms-approval.ts'
import { audiencesInput, textInputs } from './comms-forms.ts'
import { pageInputs } from './comms-page.ts'
import type { Communication } from './comms-panel.ts'
import { previewBlocks } from './comms-preview.ts'
import {
  audienceNames,
  deliveriesOf,
  findingLines,
  isOpen,
  messageName,
  placeName,
  refusedIn,
  standing,
  whoMayApprove,
} from './comms-words.ts'
import { formView } from './form.ts'
import { about } from './incident-forms.ts'

/** A message as it stands, for this person: to be changed while it is a draft, otherwise to be seen. */
export function messageView(
  comms: Communication,
  message: Message,
  person: Person,
  notice?: string,
): ModalView {
  return message.stage === 'draft'
    ? draftView(comms, message, notice)
    : standingView(comms, message, person, notice)
}

/** The text to be changed, what speaks against it, and how its readers will see it. */
export function draftView(comms: Communication, message: Message, notice?: string): ModalView {
  const { incident, policy } = comms
  const { text, audiences, number, revision } = message
  const missing = unapproved(message, policy.audiences)
  const findings = findingLines(findingsIn(text, audiences, incident, policy))
  const waits = message.stage === 'waiting' ? ['✏️ A change takes the request for approval back.'] : []
  const all = Object.keys(policy.audiences)
  return formView({
    form: FORMS.message,
    title: `Message ${number}`,
    submit: missing.length === 0 ? 'Send' : 'Ask for approval',
    memory: { incident: incident.id, number: `${number}`, revision: `${revision}` },
    blocks: [
      about(incident),
      ...[...(notice === undefined ? [] : [notice]), ...declinedLine(message, comms), ...waits].map((line) =>
        section(line),
      ),
      ...(findings.length === 0 ? [] : [section(findings.join('\n'))]),
      ...(text.clears === true ? [] : textInputs(text, policy, all)),
      ...(text.clears !== true && goesToPage(audiences, policy)
        ? pageInputs(text, policy, incident.comms.statuspage)
        : []),
      audiencesInput(policy, offeredFor(text, all, comms), audiences),
      actions(`comms draft ${incident.id} ${number}`, draftButtons(comms, message)),
      divider,
      header('As it will be seen'),
      ...previewBlocks(text, audiences, policy, message.corrects),
      context(
        missing.length === 0
          ? `It goes to ${audienceNames(audiences, policy)} as soon as you press Send.`
          : `Before it goes to ${audienceNames(missing, policy)}, one of these has to approve it: ${whoMayApprove(message, policy)}. Every change needs a new approval.`,
      ),
    ],
  })
}

function offeredFor(text: Text, all: string[], { policy }: Communication): string[] {
  return text.clears === true ? all.filter((key) => policy.audiences[key]?.reach.by === 'banner') : all
}

function declinedLine(message: Message, { policy }: Communication): string[] {
  return message.declined === undefined ? [] : standing(message, policy)
}

function draftButtons({ incident: { id } }: Communication, message: Message): Button[] {
  const value = controlValue(id, seenMessage(message))
  const save =
    message.text.clears === true ? [] : [button({ text: 'Save and look', action: IN_COMMS.save, value })]
  return [
    ...save,
    button({
      text: 'Drop it',
      action: IN_COMMS.drop,
      value,
      label: `Drop message ${message.number}`,
      style: 'danger',
    }),
    button({ text: 'All messages', action: IN_COMMS.panel, value }),
  ]
}

/** What waits, was sent or was dropped, with what can still be done about it. */
function standingView(comms: Communication, message: Message, person: Person, notice?: string): ModalView {
  const { incident, policy } = comms
  const { text, audiences, number, stage } = message
  const findings = stage === 'waiting' ? findingLines(findingsIn(text, audiences, incident, policy)) : []
  return {
    type: 'modal',
    callback_id: FORMS.comms,
    title: plain(`Message ${number}`, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalButton),
    private_metadata: JSON.stringify({ incident: incident.id }),
    blocks: [
      about(incident),
      ...(notice === undefined ? [] : [section(notice)]),
      section(`${messageName(message)}\nWritten by ${user(message.by)}${correctsLine(message)}`),
      section(standing(message, policy).join('\n')),
      ...failedRows(comms, message),
      ...(findings.length === 0 ? [] : [section(findings.join('\n'))]),
      divider,
      ...previewBlocks(text, audiences, policy, message.corrects),
      actions(`comms message ${incident.id} ${number}`, standingButtons(comms, message, person)),
    ],
  }
}

function correctsLine({ corrects }: Message): string {
  return corrects === undefined ? '' : ` · corrects message ${corrects}`
}

/** Where it did not arrive, somebody has to do something. */
function failedRows({ incident: { id }, policy }: Communication, message: Message): KnownBlock[] {
  return deliveriesOf(message)
    .filter(({ delivery }) => isOpen(delivery))
    .map(({ reach, delivery }, index) => {
      const value = controlValue(id, `${message.number}:${reach.target}`)
      const refused = refusedIn(delivery).length
      const place = refused > 0 ? `the ${refused} of ${placeName(reach, policy)}` : placeName(reach, policy)
      return actions(`comms failed ${id} ${message.number} ${index}`, [
        button({
          text: `Send again to ${place}`,
          action: `${IN_COMMS.again}:${index}`,
          value,
          label: `Send message ${message.number} again`,
        }),
        button({
          text: 'I told them by hand',
          action: `${IN_COMMS.byHand}:${index}`,
          value,
          label: `Message ${message.number} was told by hand`,
        }),
      ])
    })
}

/** A view does not change by itself while something is on its way. */
function lookButton(id: string, { number }: Message): Button {
  return button({
    text: 'Has it arrived?',
    action: `${IN_COMMS.open}:${number}`,
    value: controlValue(id, `${number}`),
    label: `Look again at message ${number}`,
  })
}

function standingButtons({ incident, policy }: Communication, message: Message, person: Person): Button[] {
  const { id } = incident
  const value = controlValue(id, seenMessage(message))
  const back = button({ text: 'All messages', action: IN_COMMS.panel, value: controlValue(id) })
  if (message.stage === 'released') {
    const under = Object.values(message.deliveries).some(({ state }) => state === 'owed')
    return [
      ...(under ? [lookButton(id, message)] : []),
      ...(message.text.clears === true
        ? []
        : [
            button({
              text: 'Correct it…',
              action: IN_COMMS.write,
              value: controlValue(id, `correct:${message.number}`),
              label: `Correct message ${message.number}`,
            }),
          ]),
      back,
    ]
  }
  if (message.stage !== 'waiting') return [back]
  const may = approvableBy(message, person, incident, policy.audiences).length > 0
  return [
    ...(may
      ? [
          button({ text: 'Approve', action: IN_COMMS.approve, value, style: 'primary' }),
          button({ text: 'Decline…', action: IN_COMMS.decline, value }),
        ]
      : []),
    button({ text: 'Change it…', action: IN_COMMS.edit, value }),
    button({ text: 'Drop it', action: IN_COMMS.drop, value, style: 'danger' }),
    back,
  ]
}
