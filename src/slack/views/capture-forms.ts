import type { DateTimepicker, ModalView, StaticSelect } from '@slack/types'
import { KINDS, type Kind } from '../../core/capture/capture.ts'
import { type AllMoments, allMoments, MOMENTS, type Moment } from '../../core/capture/moments.ts'
import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { COMMENT_MAX, NOTE_MAX, REASON_MAX } from '../../core/limits.ts'
import { input, option, plain, section, textInput } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { FIELDS } from '../fields.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, lineOf, plainLine, quote, user } from '../mrkdwn.ts'
import { formView } from './form.ts'
import { about } from './incident-forms.ts'

const KIND_NAMES: Record<Kind, string> = {
  observation: 'Observation',
  decision: 'Decision',
  action: 'Action',
  evidence: 'Evidence',
  impact: 'Impact',
}

export function noteModal(incident: Incident, note?: string, at?: Instant): ModalView {
  const text = textInput({ multiline: true, max: NOTE_MAX, focus: true, ...(note ? { initial: note } : {}) })
  return formView({
    form: FORMS.note,
    title: 'Add to the timeline',
    submit: 'Add',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({
        id: FIELDS.note,
        label: 'What happened?',
        hint: 'Goes on the timeline and into the thread.',
        element: text,
      }),
      kindInput(),
      timeInput('When? Leave it empty for now', at),
    ],
  })
}

export function evidenceModal(incident: Incident, at?: Instant): ModalView {
  return formView({
    form: FORMS.evidence,
    title: 'Add evidence',
    submit: 'Add',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      input({
        id: FIELDS.requests,
        label: 'Ids of requests',
        hint: 'Separated by spaces, commas or lines. What is known already is not added twice.',
        optional: true,
        element: textInput({ multiline: true, max: NOTE_MAX, placeholder: '7f3a9c2e 81bb04d1', focus: true }),
      }),
      input({
        id: FIELDS.findings,
        label: 'Links, or what you found',
        hint: 'Files need no form: share them in the incident’s channel or thread.',
        optional: true,
        element: textInput({ multiline: true, max: NOTE_MAX }),
      }),
      timeInput('When? Leave it empty for now', at),
    ],
  })
}

/** What each moment means, where it is to be chosen. */
const MOMENT_NAMES: Record<Moment, { name: string; means: string }> = {
  started: { name: 'Started', means: 'When customers began to feel it' },
  detected: { name: 'Detected', means: 'When somebody, or an alert, noticed it' },
  declared: { name: 'Declared', means: 'When it became an incident' },
  acknowledged: { name: 'Acknowledged', means: 'When somebody first took it on' },
  mitigated: { name: 'Mitigated', means: 'When customers no longer felt it' },
  resolved: { name: 'Resolved', means: 'When it was over for good' },
}

export function momentModal(
  incident: Incident,
  given: { moment?: Moment; at?: Instant; reason?: string } = {},
): ModalView {
  const all = allMoments(incident.moments)
  const options = MOMENTS.map((moment) =>
    option(MOMENT_NAMES[moment].name, moment, MOMENT_NAMES[moment].means),
  )
  const chosen = options.find(({ value }) => value === given.moment)
  const select: StaticSelect = {
    type: 'static_select',
    options,
    ...(chosen && { initial_option: chosen }),
  }
  const at = given.at ?? (given.moment && all[given.moment]?.at)
  return formView({
    form: FORMS.moment,
    title: 'Correct a key moment',
    submit: 'Correct',
    memory: { incident: incident.id },
    blocks: [
      about(incident),
      section(momentLines(all)),
      input({ id: FIELDS.moment, label: 'Which moment?', element: select }),
      timeInput('When was it really?', at, { optional: false }),
      input({
        id: FIELDS.reason,
        label: 'How do you know?',
        hint: 'Goes on the timeline. All figures follow from the moments.',
        element: textInput({
          multiline: true,
          max: REASON_MAX,
          ...(given.reason ? { initial: given.reason } : {}),
        }),
      }),
    ],
  })
}

function momentLines(all: AllMoments): string {
  const how = { recorded: '', corrected: ', corrected', assumed: ', assumed' }
  return MOMENTS.map((moment) => {
    const marked = all[moment]
    const when = marked === undefined ? 'not yet' : `${dateTime(marked.at)}${how[marked.how]}`
    return `*${MOMENT_NAMES[moment].name}:* ${when}`
  }).join('\n')
}

/** A message that somebody chose for a timeline. `message` is how the form remembers it. */
export type MessageGiven = {
  text: string
  author?: string
  authorName?: string
  at: Instant
  message: string
}

export function addMessageModal(
  incidents: readonly Incident[],
  { text, author, authorName, at, message }: MessageGiven,
): ModalView {
  const options = incidents
    .slice(0, LIMITS.selectOptions)
    .map(({ id, title }) => option(plainLine(`${id} ${title}`, LIMITS.optionText), id))
  const [proposed] = options
  const select: StaticSelect = {
    type: 'static_select',
    options,
    ...(proposed && { initial_option: proposed }),
  }
  const who = author === undefined ? lineOf(authorName ?? 'An app', SHOWN.personName) : user(author)
  return formView({
    form: FORMS.addMessage,
    title: 'Add to timeline',
    submit: 'Add',
    memory: { message },
    blocks: [
      section(`*${who}*, ${dateTime(at)}\n${quote(text === '' ? '(no text)' : text, SHOWN.updatePart)}`),
      input({ id: FIELDS.incident, label: 'Of which incident?', element: select }),
      timeInput('When did it happen?', at, { optional: false }),
      kindInput(),
      input({
        id: FIELDS.comment,
        label: 'What should others know about it?',
        optional: true,
        element: textInput({ multiline: true, max: COMMENT_MAX }),
      }),
    ],
  })
}

function kindInput() {
  const options = KINDS.map((kind) => option(KIND_NAMES[kind], kind))
  return input({
    id: FIELDS.kind,
    label: 'What is it?',
    optional: true,
    element: {
      type: 'static_select',
      options,
      placeholder: plain('Choose one, if you like', LIMITS.placeholder),
    } satisfies StaticSelect,
  })
}

/** In everybody's own time zone: Slack sees to that. */
function timeInput(label: string, at: Instant | undefined, { optional = true } = {}) {
  const element: DateTimepicker = {
    type: 'datetimepicker',
    ...(at !== undefined && { initial_date_time: Math.floor(at / 1000) }),
  }
  return input({ id: FIELDS.time, label, optional, element })
}
