import type { ModalView, StaticSelect, UsersSelect } from '@slack/types'
import type { Target } from '../../core/incident/clock.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { PAGE_MESSAGE_MAX, REASON_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { input, option, plain, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { FIELDS } from '../fields.ts'
import { LIMITS } from '../limits.ts'
import { formView } from './form.ts'
import { about } from './incident-forms.ts'

/** The choice that stands for whatever rung comes next. */
export const NEXT_RUNG = 'next'

/** To climb the ladder: to the next rung, another one, or a person. */
export function escalateModal(incident: Incident, policy: Policy, to?: Target): ModalView {
  const text = textInput({ multiline: true, max: REASON_MAX, focus: true })
  return formView({
    form: FORMS.escalate,
    title: 'Escalate',
    submit: 'Page them',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({
        id: FIELDS.whom,
        label: 'To whom?',
        element: rungSelect(policy, to, [option('Whoever comes next', NEXT_RUNG)]),
      }),
      personInput(to, 'Or a person', 'Counts before the choice above.'),
      input({
        id: FIELDS.reason,
        label: 'Why?',
        hint: 'Stands in the first line of the page.',
        element: text,
      }),
    ],
  })
}

/** To page a person or a rung beside the ladder. */
export function pageModal(incident: Incident, policy: Policy, to?: Target): ModalView {
  const text = textInput({ multiline: true, max: PAGE_MESSAGE_MAX, focus: true })
  const rungs = Object.keys(policy.rungs).length === 0 ? [] : [rungSelect(policy, to)]
  return formView({
    form: FORMS.page,
    title: 'Page somebody',
    submit: 'Page',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      personInput(to, 'Whom?'),
      ...rungs.map((element) =>
        input({ id: FIELDS.whom, label: 'Or whoever stands behind', optional: true, element }),
      ),
      input({ id: FIELDS.message, label: 'What do you need from them?', element: text }),
    ],
  })
}

function rungSelect(
  policy: Policy,
  to: Target | undefined,
  before: StaticSelect['options'] = [],
): StaticSelect {
  const rungs = Object.entries(policy.rungs).map(([key, { name }]) => option(name, key))
  const options = [...(before ?? []), ...rungs].slice(0, LIMITS.selectOptions)
  const chosen =
    options.find(({ value }) => to !== undefined && 'rung' in to && value === to.rung) ?? before?.[0]
  return { type: 'static_select', options, ...(chosen && { initial_option: chosen }) }
}

function personInput(to: Target | undefined, label: string, hint?: string) {
  const person: UsersSelect = {
    type: 'users_select',
    placeholder: plain('Choose a person', LIMITS.placeholder),
    ...(to !== undefined && 'user' in to && { initial_user: to.user }),
  }
  return input({ id: FIELDS.person, label, optional: true, element: person, ...(hint && { hint }) })
}
