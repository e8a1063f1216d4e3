import type { PartState } from '../core/comms/page.ts'
import type { FindingKind } from '../core/review/review.ts'

/** The names of the fields in forms: block id and action id alike, and where an error is shown. */
export const FIELDS = {
  title: 'title',
  severity: 'severity',
  summary: 'summary',
  impact: 'impact',
  next: 'next',
  status: 'status',
  note: 'note',
  reason: 'reason',
  role: 'role',
  person: 'person',
  nextUpdate: 'next-update',
  lost: 'lost',
  whom: 'whom',
  message: 'message',
  incident: 'incident',
  kind: 'kind',
  time: 'time',
  duration: 'duration',
  comment: 'comment',
  moment: 'moment',
  requests: 'requests',
  findings: 'findings',
  classes: 'triage.classes',
  cause: 'cause',
  fix: 'fix',
  dataLoss: 'data-loss',
  text: 'text',
  due: 'due',
  second: 'second',
  keepReason: 'keep-reason',
  body: 'body',
  publicStatus: 'public-status',
  audiences: 'audiences',
  pageImpact: 'page-impact',
  subscribers: 'subscribers',
  publicToo: 'public-too',
  publicNews: 'public-news',
} as const

/** The field of a question of the policy. */
export function answerField(question: string): string {
  return `${ANSWER}${question}`
}
/** The field of a question of a review. */
export function findingField(kind: FindingKind): string {
  return `finding.${kind}`
}

/** The field of a question of a template. */
export function askField(variable: string): string {
  return `ask.${variable}`
}

/** The field of the parts of the service that are in this state on the status page. */
export function partField(state: PartState): string {
  return `part.${state}`
}

const ANSWER = 'triage.answer.'

/** The field that asks what becomes of a kill switch. */
export function leverField(key: string): string {
  return `${LEVER}${key}`
}
const LEVER = 'lever.'

/** What was chosen for kill switches, by key. */
export function enteredLevers(values: Entered): [key: string, choice: string][] {
  return Object.keys(values)
    .filter((field) => field.startsWith(LEVER))
    .map((field) => [field.slice(LEVER.length), entered(values, field)])
}

/** The shape of `view.state.values` as far as these forms use it. */
export type Entered = Record<
  string,
  Record<
    string,
    {
      value?: string | null
      selected_option?: { value?: string } | null
      selected_options?: { value?: string }[] | null
      selected_user?: string | null
      selected_date_time?: number | null
      selected_date?: string | null
    }
  >
>

/** What was typed or chosen in a field; empty when nothing was. */
export function entered(values: Entered, field: string): string {
  const found = values[field]?.[field]
  return found?.value ?? found?.selected_option?.value ?? found?.selected_user ?? found?.selected_date ?? ''
}

/** The instant that was chosen in a field for date and time; undefined when none was. */
export function enteredInstant(values: Entered, field: string): number | undefined {
  const seconds = values[field]?.[field]?.selected_date_time
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}

/** All that was chosen in a field that takes several, in the order in which it was chosen. */
export function enteredAll(values: Entered, field: string): string[] {
  return (values[field]?.[field]?.selected_options ?? []).flatMap(({ value }) => value ?? [])
}

/** Answers to questions of the policy, by question; what was left open is not among them. */
export function enteredAnswers(values: Entered): Record<string, string> {
  const fields = Object.keys(values).filter((field) => field.startsWith(ANSWER))
  const answers = fields.map((field) => [field.slice(ANSWER.length), entered(values, field)] as const)
  return Object.fromEntries(answers.filter(([, answer]) => answer !== ''))
}
