import type { ModalView } from '@slack/types'
import { SEVERITIES, type Severity } from '../../core/incident/incident.ts'
import { TITLE_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { input, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { FIELDS } from '../fields.ts'
import { formView } from './form.ts'
import { severityChoice } from './severity-choice.ts'

/** Asks for the two things that it takes to begin, when it is known how bad it is. */
export function declareModal(
  policy: Policy,
  given: { title?: string; severity?: Severity; channel?: string; classes?: readonly string[] },
): ModalView {
  const { title, severity, channel, classes = [] } = given
  const typed = textInput({
    max: TITLE_MAX,
    placeholder: 'Orders API answers 500',
    focus: true,
    ...(title ? { initial: title } : {}),
  })
  return formView({
    form: FORMS.declare,
    title: 'Declare an incident',
    submit: 'Declare',
    memory: {
      ...(channel ? { channel } : {}),
      ...(classes.length > 0 ? { classes: classes.join(' ') } : {}),
    },
    blocks: [
      input({
        id: FIELDS.title,
        label: 'What is wrong?',
        hint: 'One line. It can be changed later.',
        element: typed,
      }),
      input({
        id: FIELDS.severity,
        label: 'How bad is it?',
        hint: 'Unsure between two? Take the higher one; it can be lowered later.',
        element: severityChoice(policy, SEVERITIES, severity),
      }),
    ],
  })
}
