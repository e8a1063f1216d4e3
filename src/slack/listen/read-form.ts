import type { Target } from '../../core/incident/clock.ts'
import type { IncidentCommand } from '../../core/incident/incident.ts'
import { STATUSES } from '../../core/incident/incident.ts'
import { FINDING_KINDS } from '../../core/review/review.ts'
import { FINDING_NAMES } from '../../core/review/reviewing.ts'
import { FORMS } from '../controls.ts'
import { type Entered, entered, FIELDS, findingField } from '../fields.ts'
import { isSeverity } from '../views/labels.ts'
import { NEXT_RUNG } from '../views/page-forms.ts'
import { readCaptureForm } from './read-capture-form.ts'

/** A command that a form stands for; a role still lacks what the workspace says of its holder. */
export type FormCommand =
  | Exclude<IncidentCommand, { type: 'declare' | 'triage' | 'assign-role' }>
  | { type: 'assign-role'; role: string; user: string }

/** `wrong` names a field whose choice does not exist, or that needs one; `why` says more than that. */
export type Misread = { wrong: string; why?: string }

/** What a form about an incident asks for. */
export function readForm(form: string, values: Entered): FormCommand | Misread {
  const read = (field: string) => entered(values, field)
  switch (form) {
    case FORMS.update:
      return {
        type: 'post-update',
        update: { summary: read(FIELDS.summary), impact: read(FIELDS.impact), next: read(FIELDS.next) },
        ...(read(FIELDS.nextUpdate) !== '' && { nextInMinutes: Number(read(FIELDS.nextUpdate)) }),
      }
    case FORMS.status: {
      const status = STATUSES.find((known) => known === read(FIELDS.status))
      const lost = read(FIELDS.lost).trim()
      if (status === undefined) return { wrong: FIELDS.status }
      const known = lost === '' ? {} : { lostMinutes: Number(lost) }
      return { type: 'change-status', status, note: read(FIELDS.note), ...known }
    }
    case FORMS.severity: {
      const severity = read(FIELDS.severity)
      return isSeverity(severity)
        ? { type: 'change-severity', severity, reason: read(FIELDS.reason) }
        : { wrong: FIELDS.severity }
    }
    case FORMS.role:
      return { type: 'assign-role', role: read(FIELDS.role), user: read(FIELDS.person) }
    case FORMS.escalate: {
      const to = whom(values)
      return { type: 'escalate', reason: read(FIELDS.reason), ...(to && { to }) }
    }
    case FORMS.page: {
      const to = whom(values)
      return to ? { type: 'page', to, text: read(FIELDS.message) } : { wrong: FIELDS.person }
    }
    case FORMS.note:
    case FORMS.evidence:
    case FORMS.moment:
      return readCaptureForm(form, values)
    case FORMS.reopen:
      return { type: 'reopen', reason: read(FIELDS.reason) }
    default:
      return { type: 'rename', title: read(FIELDS.title) }
  }
}

/** A person counts before a rung; undefined for whoever comes next, and for nobody. */
function whom(values: Entered): Target | undefined {
  const user = entered(values, FIELDS.person)
  if (user !== '') return { user }
  const rung = entered(values, FIELDS.whom)
  return rung === '' || rung === NEXT_RUNG ? undefined : { rung }
}

/** The field of each form under which a refusal is shown, unless it names another. */
const FIRST: Record<string, string> = {
  [FORMS.declare]: FIELDS.title,
  [FORMS.update]: FIELDS.summary,
  [FORMS.status]: FIELDS.status,
  [FORMS.severity]: FIELDS.severity,
  [FORMS.triage]: FIELDS.classes,
  [FORMS.role]: FIELDS.role,
  [FORMS.note]: FIELDS.note,
  [FORMS.reopen]: FIELDS.reason,
  [FORMS.rename]: FIELDS.title,
  [FORMS.escalate]: FIELDS.reason,
  [FORMS.page]: FIELDS.message,
  [FORMS.evidence]: FIELDS.requests,
  [FORMS.moment]: FIELDS.moment,
  [FORMS.addMessage]: FIELDS.incident,
  [FORMS.resolve]: FIELDS.note,
  [FORMS.summary]: FIELDS.cause,
  [FORMS.reviewOwner]: FIELDS.person,
  [FORMS.contribute]: findingField('factor'),
  [FORMS.followUp]: FIELDS.text,
  [FORMS.dropFollowUp]: FIELDS.reason,
  [FORMS.decision]: FIELDS.text,
  [FORMS.nearMiss]: FIELDS.text,
  [FORMS.writeMessage]: FIELDS.audiences,
  [FORMS.message]: FIELDS.audiences,
  [FORMS.declineMessage]: FIELDS.reason,
}

type Told = readonly [beginning: string, form: string, field: string]

/** How the core's sentences about a text begin, and whose text that is. */
const ABOUT: readonly Told[] = [
  ['The impact', FORMS.update, FIELDS.impact],
  ['What comes next', FORMS.update, FIELDS.next],
  ['The note', FORMS.status, FIELDS.note],
  ['The lost data', FORMS.status, FIELDS.lost],
  ['The reason', FORMS.severity, FIELDS.reason],
  ['The reason', FORMS.triage, FIELDS.reason],
  ['The reason', FORMS.declare, FIELDS.reason],
  ['Only full members', FORMS.role, FIELDS.person],
  ['Only these may be', FORMS.role, FIELDS.person],
  ['Only full members', FORMS.escalate, FIELDS.person],
  ['Only full members', FORMS.page, FIELDS.person],
  ['The next update has', FORMS.update, FIELDS.nextUpdate],
  ['The reason', FORMS.moment, FIELDS.reason],
  ['In INC', FORMS.moment, FIELDS.time],
  ['The time', FORMS.moment, FIELDS.time],
  ['The time', FORMS.note, FIELDS.time],
  ['The time', FORMS.evidence, FIELDS.time],
  ['The time', FORMS.addMessage, FIELDS.time],
  ['The comment', FORMS.addMessage, FIELDS.comment],
  ['The evidence', FORMS.evidence, FIELDS.findings],
  ...[FORMS.resolve, FORMS.summary].flatMap((form): Told[] => [
    ['The cause', form, FIELDS.cause],
    ['The fix', form, FIELDS.fix],
    ['The impact', form, FIELDS.impact],
    ['The lost data', form, FIELDS.lost],
  ]),
  ...FINDING_KINDS.map(
    (kind): Told => [`What you wrote on “${FINDING_NAMES[kind]}”`, FORMS.contribute, findingField(kind)],
  ),
  ['The title', FORMS.message, FIELDS.title],
  ['The text', FORMS.message, FIELDS.body],
  ['There is nothing', FORMS.message, FIELDS.body],
  ['Only full members', FORMS.followUp, FIELDS.person],
  ['The owner', FORMS.followUp, FIELDS.person],
  ['The date', FORMS.followUp, FIELDS.due],
]

export function fieldOf(form: string, sentence: string): string {
  const named = ABOUT.find(([beginning, of]) => of === form && sentence.startsWith(beginning))
  return named?.[2] ?? FIRST[form] ?? FIELDS.title
}
