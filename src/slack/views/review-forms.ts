import type { InputBlock, KnownBlock, ModalView, StaticSelect, UsersSelect } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import { CAUSE_MAX, FINDING_MAX, LOG_TEXT_MAX, STATUS_NOTE_MAX, SUMMARY_PART_MAX } from '../../core/limits.ts'
import type { Policy } from '../../core/policy.ts'
import { type DataLoss, FINDING_KINDS, type FindingKind } from '../../core/review/review.ts'
import { FINDING_NAMES } from '../../core/review/reviewing.ts'
import { context, input, option, plain, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { FIELDS, findingField } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { publicEndInputs } from './comms-resolve.ts'
import { formView } from './form.ts'
import { about } from './incident-forms.ts'
import { leftInputs } from './levers-left.ts'
import { stillFiring } from './linked-alerts.ts'

/** Resolving, with everything about it that is known already; nothing of it is needed to resolve. */
export function resolveModal(incident: Incident, policy: Policy): ModalView {
  const note = textInput({ max: STATUS_NOTE_MAX, multiline: true, focus: true })
  return formView({
    form: FORMS.resolve,
    title: `Resolve ${incident.id}`,
    submit: 'Resolve',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      ...stillFiring(incident),
      input({
        id: FIELDS.note,
        label: 'How do you know that it is over?',
        optional: true,
        element: note,
      }),
      ...leftInputs(incident),
      ...publicEndInputs(incident, policy),
      context('The rest can wait until the morning: leave empty what you do not know.'),
      ...summaryInputs(incident),
    ],
  })
}

/** What it was, once it is over. */
export function summaryModal(incident: Incident): ModalView {
  return formView({
    form: FORMS.summary,
    title: `Summary of ${incident.id}`,
    submit: 'Save',
    memory: { incident: incident.id },
    blocks: [about(incident), ...summaryInputs(incident)],
  })
}

function summaryInputs({ summary = {}, lastUpdate, promises }: Incident): InputBlock[] {
  const long = (max: number, placeholder: string, initial: string | undefined) =>
    textInput({ multiline: true, max, placeholder, ...(initial && { initial }) })
  const lost = summary.lostMinutes
  const most = promises.recovery?.pointMinutes
  return [
    input({
      id: FIELDS.cause,
      label: 'Cause, in a sentence',
      optional: true,
      element: textInput({
        max: CAUSE_MAX,
        placeholder: 'An index was missing after the migration',
        ...(summary.cause && { initial: summary.cause }),
      }),
    }),
    input({
      id: FIELDS.fix,
      label: 'What fixed it?',
      optional: true,
      element: long(SUMMARY_PART_MAX, 'We added the index and restarted the workers', summary.fix),
    }),
    input({
      id: FIELDS.impact,
      label: 'What did customers feel, and how many?',
      optional: true,
      element: long(
        SUMMARY_PART_MAX,
        'About a third could not pay for 40 minutes',
        summary.impact ?? lastUpdate?.impact,
      ),
    }),
    input({
      id: FIELDS.dataLoss,
      label: 'Was data lost?',
      optional: true,
      element: lossSelect(summary.dataLoss),
    }),
    input({
      id: FIELDS.lost,
      label: 'If so, how many minutes of it?',
      optional: true,
      ...(most === undefined ? {} : { hint: `The limit is ${most}.` }),
      element: textInput({ max: 6, ...(lost !== undefined && lost > 0 && { initial: String(lost) }) }),
    }),
  ]
}

const LOSSES: Record<DataLoss, string> = { no: 'No', yes: 'Yes', unknown: 'Not known yet' }

function lossSelect(known: DataLoss | undefined): StaticSelect {
  const options = Object.entries(LOSSES).map(([value, text]) => option(text, value))
  const chosen = options.find(({ value }) => value === known)
  return { type: 'static_select', options, ...(chosen && { initial_option: chosen }) }
}

/** Asked so that nobody is blamed: what made it possible, never who. */
const ASKED: Record<FindingKind, { hint: string; placeholder: string }> = {
  factor: {
    hint: 'What made it possible, or worse? Systems, habits and pressure, not people.',
    placeholder: 'The migration was only tried on a small table',
  },
  'went-well': {
    hint: 'What should we keep doing?',
    placeholder: 'The switch for automatic replies stopped the damage within a minute',
  },
  'went-badly': {
    hint: 'What slowed us down, or made sense at the time and did not help?',
    placeholder: 'The dashboard showed averages, so the slow tenth was not seen',
  },
  lucky: {
    hint: 'What could have gone worse, and by what chance did it not?',
    placeholder: 'It was Sunday; on a weekday the queue would have overflowed',
  },
}

/** What somebody has learned from it; what others wrote stands above, so that nobody writes it twice. */
export function contributeModal(incident: Incident): ModalView {
  const inputs = FINDING_KINDS.flatMap((kind, index): KnownBlock[] => [
    ...said(incident, kind),
    input({
      id: findingField(kind),
      label: FINDING_NAMES[kind],
      hint: ASKED[kind].hint,
      optional: true,
      element: textInput({
        multiline: true,
        max: FINDING_MAX,
        focus: index === 0,
        placeholder: ASKED[kind].placeholder,
      }),
    }),
  ])
  return formView({
    form: FORMS.contribute,
    title: 'What we learned',
    submit: 'Add',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      context('Everybody did what made sense with what they knew then. Several people can add to this.'),
      ...inputs,
    ],
  })
}

function said({ findings }: Incident, kind: FindingKind): KnownBlock[] {
  const known = findings.filter((finding) => finding.kind === kind).slice(-KNOWN_SHOWN)
  if (known.length === 0) return []
  const lines = known.map(({ text }) => `• ${lineOf(text, SHOWN.timelineLine)}`)
  return [context(`*${FINDING_NAMES[kind]}*, so far:\n${lines.join('\n')}`)]
}
const KNOWN_SHOWN = 5

export function reviewOwnerModal(incident: Incident): ModalView {
  const person: UsersSelect = {
    type: 'users_select',
    placeholder: plain('Choose a person', LIMITS.placeholder),
    ...(incident.review?.owner === undefined ? {} : { initial_user: incident.review.owner }),
  }
  return formView({
    form: FORMS.reviewOwner,
    title: 'Who owns the review?',
    submit: 'Save',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({
        id: FIELDS.person,
        label: 'Owner',
        hint: 'They bring people together, and see to it that it is written down in time.',
        element: person,
      }),
    ],
  })
}

/** A decision or a near miss; of no incident when none is given. */
export function logModal(what: 'decision' | 'near-miss', incident?: Incident): ModalView {
  const isDecision = what === 'decision'
  const element = textInput({ multiline: true, max: LOG_TEXT_MAX, focus: true })
  return formView({
    form: isDecision ? FORMS.decision : FORMS.nearMiss,
    title: isDecision ? 'Record a decision' : 'Record a near miss',
    submit: 'Record',
    memory: incident === undefined ? {} : { incident: incident.id },
    blocks: [
      ...(incident === undefined ? [] : [about(incident)]),
      input({
        id: FIELDS.text,
        label: isDecision ? 'What was changed, and why?' : 'What nearly happened, and what prevented it?',
        hint: isDecision
          ? 'A default, a limit, a course: what somebody will ask about in half a year.'
          : 'Nothing went wrong, but it could have.',
        element,
      }),
    ],
  })
}
