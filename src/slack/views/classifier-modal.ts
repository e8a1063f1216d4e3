import type { KnownBlock, ModalView, MultiStaticSelect, StaticSelect } from '@slack/types'
import { type Answers, classify, type Verdict } from '../../core/classify.ts'
import { type Incident, SEVERITIES, type Severity } from '../../core/incident/incident.ts'
import { REASON_MAX, TITLE_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { type Question, UNSURE } from '../../core/triage-policy.ts'
import { context, divider, input, option, plain, section, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { answerField, FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { type FormMemory, formView } from './form.ts'
import { about } from './incident-forms.ts'
import { severityBadge, severityName } from './labels.ts'
import { severityOptions } from './severity-choice.ts'

/** What has been entered so far. `answers` holds only questions that were answered; `severity` is a person's own word. */
export type Classifying = {
  title?: string
  classes: readonly string[]
  answers: Answers
  severity?: Severity
  reason?: string
}

/** The choice that leaves the severity to the answers. */
const BY_ANSWERS = 'by-answers'

/** Declares an incident by the questions that decide its severity. `from`: where it was asked for, and from which alert. */
export function declareByAnswers(
  policy: Policy,
  given: Classifying,
  { channel, alert }: Pick<FormMemory, 'channel' | 'alert'> = {},
): ModalView {
  const title = textInput({
    max: TITLE_MAX,
    placeholder: 'Orders API answers 500',
    focus: true,
    ...(given.title ? { initial: given.title } : {}),
  })
  return formView({
    form: FORMS.declare,
    title: 'Declare an incident',
    submit: 'Declare',
    memory: { ...(channel && { channel }), ...(alert && { alert }) },
    blocks: [
      ...(alert === undefined ? [] : [context(`🚨 *${alert}* will be part of this incident.`)]),
      input({
        id: FIELDS.title,
        label: 'What is wrong?',
        hint: 'One line. It can be changed later.',
        element: title,
      }),
      ...questions(policy, given, wantsReason(policy, given, FORMS.declare)),
    ],
  })
}

/** Asks the same questions again about an incident that is open. */
export function triageModal(incident: Incident, policy: Policy, given: Classifying): ModalView {
  return formView({
    form: FORMS.triage,
    title: `How bad is ${incident.id}?`,
    submit: 'Set',
    memory: { incident: incident.id },
    blocks: [about(incident), ...questions(policy, given, wantsReason(policy, given, FORMS.triage))],
  })
}

/** What is known of an incident, to begin the questions with. */
export function knownOf({ classes, classification }: Incident): Classifying {
  const answers = classification?.answers.map(({ question, answer }) => [question, answer]) ?? []
  return { classes, answers: Object.fromEntries(answers) }
}

/** A person's word against the answers takes a reason; when nothing was answered there is nothing to contradict. */
export function wantsReason(
  policy: Policy,
  { answers, classes, severity }: Classifying,
  form: string,
): boolean {
  if (severity === undefined) return false
  if (form === FORMS.declare && Object.keys(answers).length === 0) return false
  return classify(policy, answers, classes).severity !== severity
}

function questions(policy: Policy, given: Classifying, withReason: boolean): KnownBlock[] {
  const { answers, classes, severity, reason } = given
  const verdict = classify(policy, answers, classes)
  const asked = Object.entries(policy.triage.questions)
  return [
    classChoice(policy, classes),
    ...asked.map(([key, question]) => questionInput(key, question, answers[key])),
    divider,
    { ...section(verdictText(policy, answers, verdict)), block_id: 'triage.verdict' },
    input({
      id: FIELDS.severity,
      label: 'Severity',
      hint: 'Choose one only if you know better than the answers, or have no time for them.',
      live: true,
      element: severitySelect(policy, severity),
    }),
    ...(withReason ? [reasonInput(verdict, severity, reason)] : []),
  ]
}

function classChoice(policy: Policy, classes: readonly string[]) {
  const options = Object.entries(policy.classes).map(([key, { name, covers }]) => option(name, key, covers))
  const chosen = classes.flatMap((key) => options.find(({ value }) => value === key) ?? [])
  const element: MultiStaticSelect = {
    type: 'multi_static_select',
    placeholder: plain('Not sure', LIMITS.placeholder),
    options,
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  }
  const hint = 'The main thing first, when it is more than one. Leave it empty if you are not sure.'
  return input({ id: FIELDS.classes, label: 'What is it about?', hint, optional: true, live: true, element })
}

/** Optional as far as Slack goes, so that whoever knows the severity need not answer. */
function questionInput(key: string, { ask, answers }: Question, answer: string | undefined) {
  const options = [...answers.map(({ id, text }) => option(text, id)), option('Unsure', UNSURE)]
  const chosen = options.find(({ value }) => value === answer)
  const element: StaticSelect = {
    type: 'static_select',
    placeholder: plain('Choose the worst that is true', LIMITS.placeholder),
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  }
  return input({ id: answerField(key), label: ask, optional: true, live: true, element })
}

function severitySelect(policy: Policy, severity: Severity | undefined): StaticSelect {
  const byAnswers = option('As the answers say', BY_ANSWERS)
  const options = [byAnswers, ...severityOptions(policy, SEVERITIES)]
  const chosen = options.find(({ value }) => value === severity) ?? byAnswers
  return { type: 'static_select', options, initial_option: chosen }
}

function verdictText(policy: Policy, answers: Answers, { severity, because }: Verdict): string {
  const open = Object.keys(policy.triage.questions).length - Object.keys(answers).length
  if (Object.keys(answers).length === 0) return '_The severity shows here as you answer._'
  const so = open > 0 ? ' so far' : ''
  const name = lineOf(severityName(severity, policy), SHOWN.titleInLine)
  return `${severityBadge(severity).split(' ')[0]} *${name}*${so}. ${lineOf(because, SHOWN.because)}`
}

function reasonInput(verdict: Verdict, severity: Severity | undefined, reason: string | undefined) {
  const element = textInput({ multiline: true, max: REASON_MAX, ...(reason ? { initial: reason } : {}) })
  const label = `Why ${severity?.toUpperCase()}, when the answers say ${verdict.severity.toUpperCase()}?`
  return input({ id: FIELDS.reason, label, hint: 'Goes on the timeline and into the thread.', element })
}
