import type { ViewOutput } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Incident, Severity, Triage } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { FORMS } from '../controls.ts'
import { answerField, type Entered, entered, enteredAll, enteredAnswers, FIELDS } from '../fields.ts'
import { type Classifying, declareByAnswers, triageModal, wantsReason } from '../views/classifier-modal.ts'
import type { FormMemory } from '../views/form.ts'
import { isSeverity } from '../views/labels.ts'
import type { Desk } from './desk.ts'

type View = Pick<ViewOutput, 'callback_id' | 'state'>

/** What a form of questions comes to: a severity by word or by answers, what is missing, or the form with a field more. */
export type Judged =
  | { classes: string[]; severity: Severity }
  | { classes: string[]; triage: Triage }
  | { missing: Record<string, string> }
  | { again: ModalView }

/** Reads what was entered. Whether it makes sense is for the core to say. */
export async function judged(desk: Desk, view: View, memory: FormMemory): Promise<Judged> {
  const { values } = view.state
  const given = classifyingIn(values)
  const { severity, answers, reason = '' } = given
  const classes = [...given.classes, ...(memory.classes?.split(' ') ?? [])]
  const isDeclaring = view.callback_id === FORMS.declare
  if (isDeclaring && severity !== undefined && Object.keys(answers).length === 0) return { classes, severity }
  const open = Object.keys(values).filter((field) => isQuestion(field) && entered(values, field) === '')
  if (severity === undefined && open.length > 0) return { missing: fill(open) }
  const form = await formOf(desk, view, memory)
  const unexplained = form && wantsReason(form.policy, given, view.callback_id) && !(FIELDS.reason in values)
  if (form && unexplained) return { again: form.again(given) }
  return {
    classes,
    triage: { answers, ...(severity === undefined ? {} : { overrule: { severity, reason } }) },
  }
}

/** The form with what was entered in it, and what that comes to. Undefined when its incident is gone. */
export async function classifierAgain(
  desk: Desk,
  view: View,
  memory: FormMemory,
): Promise<ModalView | undefined> {
  const form = await formOf(desk, view, memory)
  return form?.again(classifyingIn(view.state.values))
}

async function formOf(
  desk: Desk,
  { callback_id }: View,
  { incident: id, channel, alert }: FormMemory,
): Promise<{ policy: Policy; again(given: Classifying): ModalView } | undefined> {
  if (callback_id === FORMS.declare) {
    const { policy } = desk
    const from = { ...(channel && { channel }), ...(alert && { alert }) }
    return { policy, again: (given) => declareByAnswers(policy, given, from) }
  }
  const incident: Incident | undefined = id === undefined ? undefined : await desk.incidents.load(id)
  if (incident === undefined) return undefined
  const policy = await desk.policyOf(incident.policy)
  return { policy, again: (given) => triageModal(incident, policy, given) }
}

function classifyingIn(values: Entered): Classifying {
  const severity = entered(values, FIELDS.severity)
  return {
    title: entered(values, FIELDS.title),
    classes: enteredAll(values, FIELDS.classes),
    answers: enteredAnswers(values),
    ...(isSeverity(severity) ? { severity } : {}),
    reason: entered(values, FIELDS.reason),
  }
}

function isQuestion(field: string): boolean {
  return field.startsWith(answerField(''))
}

function fill(fields: string[]): Record<string, string> {
  const what = 'Answer this, if only with “Unsure”, or choose a severity below.'
  return Object.fromEntries(fields.map((field) => [field, what]))
}
