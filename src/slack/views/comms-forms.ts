import type {
  Checkboxes,
  InputBlock,
  KnownBlock,
  ModalView,
  MultiStaticSelect,
  StaticSelect,
} from '@slack/types'
import { type Message, PUBLIC_STATUSES, type PublicStatus } from '../../core/comms/comms.ts'
import { newestOutside } from '../../core/comms/facts.ts'
import { reachable } from '../../core/comms/fitting.ts'
import { STATUS_NAMES } from '../../core/comms/page.ts'
import type { AskedFor, CommsTemplate } from '../../core/comms/template.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { MESSAGE_ANSWER_MAX, MESSAGE_BODY_MAX, MESSAGE_TITLE_MAX, REASON_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, context, input, option, plain, section, textInput } from '../blocks.ts'
import { controlValue, FORMS, IN_COMMS } from '../controls.ts'
import { askField, FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import type { Communication } from './comms-panel.ts'
import { previewBlocks } from './comms-preview.ts'
import { messageName } from './comms-words.ts'
import { formView } from './form.ts'
import { about } from './incident-forms.ts'

/** The questions of a template, with what is known already. */
export function templateForm(comms: Communication, template: CommsTemplate): ModalView {
  const { incident, policy } = comms
  const offered = reachable(template, policy.audiences)
  const known = prefills(incident, policy, template)
  const asks = Object.entries(template.asks).map(([variable, asked], index) =>
    askInput(variable, asked, known[variable], index === 0),
  )
  const tone = template.tone === undefined ? [] : [context(lineOf(template.tone, SHOWN.titleInCard))]
  return formView({
    form: FORMS.writeMessage,
    title: 'Write a message',
    submit: 'Next: look at it',
    memory: { incident: incident.id, template: template.key },
    blocks: [
      about(incident),
      section(`*${lineOf(template.name, SHOWN.titleInLine)}*\n${lineOf(template.about, SHOWN.titleInCard)}`),
      ...tone,
      ...asks,
      audiencesInput(policy, offered, offered),
      context(NOTHING_SENT),
      backRow(incident),
    ],
  })
}

const NOTHING_SENT = 'Nothing is sent yet: next you see the text as its readers will, and can change it.'

function askInput(
  variable: string,
  asked: AskedFor,
  initial: string | undefined,
  focus: boolean,
): InputBlock {
  const element = textInput({
    multiline: true,
    max: MESSAGE_ANSWER_MAX,
    focus,
    ...(initial && { initial }),
    ...(asked.example && { placeholder: asked.example }),
  })
  return input({ id: askField(variable), label: asked.ask, optional: asked.optional, element })
}

/** What the incident knows of what templates ask for, by the names that they use. */
function prefills(
  incident: Incident,
  policy: Policy,
  template: CommsTemplate,
): Record<string, string | undefined> {
  const update = incident.lastUpdate?.withdrawn ? undefined : incident.lastUpdate
  const toldOutside = newestOutside(incident.comms, policy.audiences)?.text.title
  const isOutside = reachable(template, policy.audiences).some(
    (key) => policy.audiences[key]?.outside === true,
  )
  const impact = incident.summary?.impact ?? update?.impact
  // What colleagues were told is in their words; readers outside are told what they notice.
  if (isOutside) return { affected: toldOutside || impact, happened: impact }
  return {
    affected: toldOutside || impact,
    impact,
    state: update?.summary,
    news: update?.summary,
    actions: update?.next,
    cause: incident.summary?.cause,
  }
}

/** Title and text by hand; of a correction with what it corrects. */
export function freeForm({ incident, policy }: Communication, corrects?: Message): ModalView {
  const all = Object.keys(policy.audiences)
  const reached = corrects?.reach?.map(({ audience }) => audience) ?? []
  return formView({
    form: FORMS.writeMessage,
    title: corrects === undefined ? 'Write a message' : `Correct message ${corrects.number}`,
    submit: 'Next: look at it',
    memory: { incident: incident.id, ...(corrects && { corrects: `${corrects.number}` }) },
    blocks: [
      about(incident),
      ...(corrects === undefined
        ? []
        : [
            section(
              `Corrects ${messageName(corrects)}. What was sent stays where it is; this goes to the same readers.`,
            ),
          ]),
      ...textInputs(corrects?.text ?? { title: '', body: '' }, policy, all),
      audiencesInput(
        policy,
        all,
        all.filter((key) => reached.includes(key)),
      ),
      context(NOTHING_SENT),
      backRow(incident),
    ],
  })
}

/** Title, text and how the incident is called on a status page, if there is one among the audiences. */
export function textInputs(
  text: { title: string; body: string; status?: PublicStatus },
  { audiences }: Policy,
  offered: readonly string[],
): InputBlock[] {
  const withStatus = offered.some((key) => audiences[key]?.reach.by === 'statuspage')
  return [
    input({
      id: FIELDS.title,
      label: 'Title',
      hint: 'Subject of a mail, heading on a status page. A banner shows only the text.',
      optional: true,
      element: textInput({ max: MESSAGE_TITLE_MAX, initial: text.title }),
    }),
    input({
      id: FIELDS.body,
      label: 'Text',
      hint: 'An empty line begins a new paragraph, “- ” a point of a list, **two stars** make words bold.',
      element: textInput({ max: MESSAGE_BODY_MAX, multiline: true, initial: text.body }),
    }),
    ...(withStatus
      ? [
          input({
            id: FIELDS.publicStatus,
            label: 'On the status page it is',
            optional: true,
            element: statusSelect(text.status),
          }),
        ]
      : []),
  ]
}

function statusSelect(chosen: PublicStatus | undefined): StaticSelect {
  const options = PUBLIC_STATUSES.map((status) => option(STATUS_NAMES[status], status))
  const initial = options.find(({ value }) => value === chosen)
  return {
    type: 'static_select',
    placeholder: plain('As it is there', LIMITS.placeholder),
    options,
    ...(initial && { initial_option: initial }),
  }
}

/** Boxes to tick, or a list to choose from where there are too many for boxes. */
export function audiencesInput(
  { audiences }: Pick<Policy, 'audiences'>,
  offered: readonly string[],
  chosen: readonly string[],
): InputBlock {
  const options = offered.map((key) => option(audiences[key]?.name ?? key, key))
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value))
  const preset = initial.length === 0 ? {} : { initial_options: initial }
  const element: Checkboxes | MultiStaticSelect =
    options.length <= LIMITS.checkboxes
      ? { type: 'checkboxes', options, ...preset }
      : {
          type: 'multi_static_select',
          placeholder: plain('Choose', LIMITS.placeholder),
          options,
          ...preset,
        }
  return input({ id: FIELDS.audiences, label: 'Who gets it?', element })
}

/** Why it is not approved; its writer reads it. */
export function declineForm({ incident, policy }: Communication, message: Message): ModalView {
  return formView({
    form: FORMS.declineMessage,
    title: 'Decline a message',
    submit: 'Decline',
    memory: {
      incident: incident.id,
      number: `${message.number}`,
      revision: `${message.revision}`,
    },
    blocks: [
      about(incident),
      ...previewBlocks(message.text, message.audiences, policy, message.corrects),
      input({
        id: FIELDS.reason,
        label: 'What has to be different?',
        hint: 'Goes back to whoever wrote it, and on the timeline.',
        element: textInput({ multiline: true, max: REASON_MAX, focus: true }),
      }),
    ],
  })
}

export function backRow({ id }: Incident): KnownBlock {
  return actions(`comms back ${id}`, [
    button({
      text: 'All messages',
      action: IN_COMMS.panel,
      value: controlValue(id),
      label: `All messages of ${id}`,
    }),
  ])
}
