import type { ModalView } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import { FOLLOW_UP_MAX, REASON_MAX } from '../../core/limits.ts'
import type { FollowUp } from '../../core/review/review.ts'
import { context, input, plain, section, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf, words } from '../mrkdwn.ts'
import { formView } from './form.ts'
import { about } from './incident-forms.ts'

/** What is filled in already. `due`: a day, `2026-06-19`. `problem`: what was not understood, in a sentence. */
export type FollowUpGiven = { text?: string; owner?: string; due?: string; problem?: string }

/** To ask for a follow-up, or to change one. */
export function followUpModal(incident: Incident, given: FollowUpGiven, changed?: FollowUp): ModalView {
  const { text, owner, due, problem } = given
  return formView({
    form: FORMS.followUp,
    title: changed === undefined ? 'Add a follow-up' : `Change follow-up ${changed.number}`,
    submit: changed === undefined ? 'Add' : 'Save',
    memory: { incident: incident.id, ...(changed && { number: String(changed.number) }) },
    blocks: [
      about(incident),
      ...(problem === undefined ? [] : [section(`🤔 ${words(problem, SHOWN.reason)}`)]),
      input({
        id: FIELDS.text,
        label: 'What is to be done?',
        element: textInput({
          max: FOLLOW_UP_MAX,
          placeholder: 'Alert when the oldest entry of the queue is older than 5 minutes',
          ...(text === undefined ? { focus: true } : { initial: text }),
        }),
      }),
      input({
        id: FIELDS.person,
        label: 'Who?',
        hint: 'May be left open for now; before the incident is closed, somebody has to have it.',
        optional: true,
        element: {
          type: 'users_select',
          placeholder: plain('Choose a person', LIMITS.placeholder),
          ...(owner === undefined ? {} : { initial_user: owner }),
        },
      }),
      input({
        id: FIELDS.due,
        label: 'By when?',
        optional: true,
        element: {
          type: 'datepicker',
          placeholder: plain('Choose a day', LIMITS.placeholder),
          ...(due === undefined ? {} : { initial_date: due }),
        },
      }),
    ],
  })
}

export function dropFollowUpModal(incident: Incident, { number, text }: FollowUp): ModalView {
  return formView({
    form: FORMS.dropFollowUp,
    title: `Drop follow-up ${number}`,
    submit: 'Drop',
    memory: { incident: incident.id, number: String(number) },
    blocks: [
      about(incident),
      context(lineOf(text, SHOWN.titleInCard)),
      input({
        id: FIELDS.reason,
        label: 'Why is it not needed any more?',
        hint: 'Stands in the report.',
        element: textInput({ multiline: true, max: REASON_MAX, focus: true }),
      }),
    ],
  })
}
