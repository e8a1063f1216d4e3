import type { InputBlock, ModalView, StaticSelect, UsersSelect } from '@slack/types'
import { intervalMs } from '../../core/incident/cadence.ts'
import {
  type Incident,
  SEVERITIES,
  type Severity,
  STATUSES,
  type Status,
} from '../../core/incident/incident.ts'
import {
  REASON_MAX,
  STATUS_NOTE_MAX,
  TITLE_MAX,
  UPDATE_DETAIL_MAX,
  UPDATE_SUMMARY_MAX,
} from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { MINUTE } from '../../core/time-units.ts'
import { context, input, option, plain, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { user } from '../mrkdwn.ts'
import { formView } from './form.ts'
import { nameOf, roleName, severityBadge, statusBadge, statusName } from './labels.ts'
import { severityChoice } from './severity-choice.ts'

export function updateModal(incident: Incident, summary?: string): ModalView {
  const long = (max: number, placeholder: string, initial?: string) =>
    textInput({ multiline: true, max, placeholder, ...(initial && { initial }) })
  const first = textInput({
    multiline: true,
    max: UPDATE_SUMMARY_MAX,
    focus: true,
    ...(summary ? { initial: summary } : {}),
  })
  return formView({
    form: FORMS.update,
    title: 'Post an update',
    submit: 'Post',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({
        id: FIELDS.summary,
        label: 'What is the state of things?',
        hint: 'Everybody in the room gets this.',
        element: first,
      }),
      input({
        id: FIELDS.impact,
        label: 'Who feels it, and how?',
        optional: true,
        element: long(
          UPDATE_DETAIL_MAX,
          'About a third of customers cannot pay',
          incident.lastUpdate?.impact,
        ),
      }),
      input({
        id: FIELDS.next,
        label: 'What happens next?',
        optional: true,
        element: long(UPDATE_DETAIL_MAX, 'We roll back the 09:30 release', incident.lastUpdate?.next),
      }),
      ...nextUpdateInput(incident),
    ],
  })
}

/** Whoever says that service is back can say what it cost, where the policy sets a limit to that. */
function lostInput({ promises }: Incident): InputBlock[] {
  const most = promises.recovery?.pointMinutes
  if (most === undefined) return []
  return [
    input({
      id: FIELDS.lost,
      label: 'How many minutes of data are lost?',
      hint: `When service is back; 0 for none, empty when it is not known. The limit is ${most}.`,
      optional: true,
      element: textInput({ max: 6 }),
    }),
  ]
}

/** Sooner than the policy asks, if the person likes; where it asks for none, there is nothing to choose. */
function nextUpdateInput({ promises, status }: Incident): InputBlock[] {
  if (promises.updates === undefined) return []
  const interval = intervalMs(promises.updates, status) / MINUTE
  const choices = [...NEXT_UPDATE_MINUTES.filter((minutes) => minutes < interval), interval]
  const options = choices.map((minutes) => option(`in ${minutes} minutes`, `${minutes}`))
  const usual = options.at(-1)
  const select: StaticSelect = { type: 'static_select', options, ...(usual && { initial_option: usual }) }
  return [input({ id: FIELDS.nextUpdate, label: 'When does the next update come?', element: select })]
}
const NEXT_UPDATE_MINUTES = [5, 10, 15, 30, 60]

export function statusModal(incident: Incident, status: Status | undefined, note?: string): ModalView {
  const options = STATUSES.filter((known) => known !== incident.status).map((known) =>
    option(statusName(known), known),
  )
  const chosen = options.find(({ value }) => value === status)
  const select: StaticSelect = {
    type: 'static_select',
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  }
  const resolving = status === 'resolved'
  const text = textInput({
    multiline: true,
    max: STATUS_NOTE_MAX,
    focus: resolving,
    ...(note ? { initial: note } : {}),
  })
  return formView({
    form: FORMS.status,
    title: resolving ? `Resolve ${incident.id}` : 'Change the status',
    submit: resolving ? 'Resolve' : 'Change',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({ id: FIELDS.status, label: 'New status', element: select }),
      input({
        id: FIELDS.note,
        label: resolving ? 'How do you know that it is over?' : 'What do you know?',
        hint: 'Goes on the timeline and into the thread.',
        optional: true,
        element: text,
      }),
      ...lostInput(incident),
    ],
  })
}

export function severityModal(
  incident: Incident,
  policy: Policy,
  given: { severity?: Severity; reason?: string } = {},
): ModalView {
  const others = SEVERITIES.filter((severity) => severity !== incident.severity)
  return formView({
    form: FORMS.severity,
    title: 'Change the severity',
    submit: 'Change',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({
        id: FIELDS.severity,
        label: 'New severity',
        hint: `Not sure? /incident triage ${incident.id} asks the questions that decide it.`,
        element: severityChoice(policy, others, given.severity),
      }),
      reason('Why?', given.reason),
    ],
  })
}

export function roleModal(
  incident: Incident,
  policy: Policy,
  given: { role?: string; person?: string } = {},
): ModalView {
  const options = Object.entries(policy.roles)
    .slice(0, LIMITS.selectOptions)
    .map(([key, { name, does }]) => option(name, key, does))
  const chosen = options.find(({ value }) => value === given.role)
  const select: StaticSelect = {
    type: 'static_select',
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  }
  const person: UsersSelect = {
    type: 'users_select',
    placeholder: plain('Choose a person', LIMITS.placeholder),
    ...(given.person ? { initial_user: given.person } : {}),
  }
  return formView({
    form: FORMS.role,
    title: 'Assign a role',
    submit: 'Assign',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      context(holders(incident, policy)),
      input({ id: FIELDS.role, label: 'Role', element: select }),
      input({
        id: FIELDS.person,
        label: 'Who?',
        hint: 'Whoever holds the role now hands it over.',
        element: person,
      }),
    ],
  })
}

export function reopenModal(incident: Incident): ModalView {
  return formView({
    form: FORMS.reopen,
    title: `Reopen ${incident.id}`,
    submit: 'Reopen',
    memory: { incident: incident.id },
    blocks: [about(incident), reason('What is back?')],
  })
}

export function renameModal(incident: Incident): ModalView {
  const title = textInput({ max: TITLE_MAX, initial: incident.title, focus: true })
  return formView({
    form: FORMS.rename,
    title: 'Change the title',
    submit: 'Change',
    memory: { incident: incident.id },
    blocks: [about(incident), input({ id: FIELDS.title, label: 'Title', element: title })],
  })
}

/** Which incident a form is about. */
export function about(incident: Incident) {
  return context(
    `${nameOf(incident, SHOWN.titleInLine)} · ${severityBadge(incident.severity)} · ${statusBadge(incident.status)}`,
  )
}

function reason(label: string, given?: string) {
  const element = textInput({ multiline: true, max: REASON_MAX, ...(given ? { initial: given } : {}) })
  return input({ id: FIELDS.reason, label, hint: 'Goes on the timeline and into the thread.', element })
}

function holders(incident: Incident, policy: Policy): string {
  const held = Object.entries(incident.roles).map(
    ([role, holder]) => `${roleName(role, policy)}: ${user(holder)}`,
  )
  return held.length === 0 ? 'Nobody has a role yet.' : `Now: ${held.join(', ')}`
}
