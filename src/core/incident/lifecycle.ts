import { isRejection, type Rejection, reject } from '../decider.ts'
import { PROMISE_MINUTES_MAX, REASON_MAX, STATUS_NOTE_MAX, TITLE_MAX } from '../limits.ts'
import type { Policy } from '../policy.ts'
import { isBlank, line, paragraph, tooLong, unfit } from '../text.ts'
import { judge, knownClasses } from './classification.ts'
import type { Incident, IncidentCommand, IncidentEvent, Severity } from './incident.ts'

type Asked<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>
type Answer = IncidentEvent[] | Rejection

export function declare(state: Incident, command: Asked<'declare'>, policy: Policy): Answer {
  if (state.number !== 0)
    return reject('already-declared', `${state.id} is declared already, as “${state.title}”.`)
  const title = line(command.title)
  const problem = unfit('The title', title, TITLE_MAX)
  if (problem !== undefined) return problem
  const classes = knownClasses(command.classes ?? [], policy)
  if (isRejection(classes)) return classes
  const judged = judge(command, classes, policy)
  if (isRejection(judged)) return judged
  const { severity, classification } = judged
  return [
    {
      type: 'declared',
      number: command.number,
      title,
      severity,
      ...(classes.length === 0 ? {} : { classes }),
      ...(classification === undefined ? {} : { classification }),
      doubts: policy.triage.doubts,
      ...(command.declaredIn === undefined ? {} : { declaredIn: command.declaredIn }),
      ...(command.alert === undefined ? {} : { alert: command.alert }),
      room: policy.channels.room,
      policy: policy.digest,
      ...channelFor(state, severity, policy),
    },
  ]
}

/** A title may be put right after the end too: reports carry it. */
export function rename(state: Incident, command: Asked<'rename'>): Answer {
  const title = line(command.title)
  const problem = unfit('The title', title, TITLE_MAX)
  if (problem !== undefined) return problem
  if (title === state.title) return reject('same-title', `That is the title of ${state.id} already.`)
  return [{ type: 'renamed', from: state.title, title }]
}

/** Any status follows any other, also backwards: what looked fixed may not be. Leaving `resolved` is `reopen`. */
export function changeStatus(state: Incident, command: Asked<'change-status'>): Answer {
  const { status: to } = command
  if (state.status === 'resolved') {
    return to === 'resolved'
      ? reject(
          'already-resolved',
          `${state.id} is already resolved. If it is back: \`/incident reopen ${state.id} <reason>\`.`,
        )
      : resolved(state)
  }
  if (state.status === to) {
    return reject(
      'same-status',
      `${state.id} is already ${to}. To say more about it: \`/incident update ${state.id} <text>\`.`,
    )
  }
  const note = paragraph(command.note ?? '')
  const problem = tooLong('The note', note, STATUS_NOTE_MAX)
  if (problem !== undefined) return problem
  const { lostMinutes } = command
  if (lostMinutes !== undefined && !isMinutes(lostMinutes)) return NO_MINUTES
  return [
    {
      type: 'status-changed',
      from: state.status,
      to,
      ...(isBlank(note) ? {} : { note }),
      ...(lostMinutes === undefined ? {} : { lostMinutes }),
    },
  ]
}

function isMinutes(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= PROMISE_MINUTES_MAX
}

const NO_MINUTES = reject(
  'no-minutes',
  'The lost data has to be a whole number of minutes, 0 for none. Leave it empty when it is not known.',
)

export function reopen(state: Incident, command: Asked<'reopen'>, policy: Policy): Answer {
  if (state.status !== 'resolved') {
    return reject(
      'not-resolved',
      `${state.id} is not resolved: it is ${state.status}. There is nothing to reopen.`,
    )
  }
  const reason = paragraph(command.reason)
  return (
    unfit('The reason for reopening', reason, REASON_MAX) ?? [
      { type: 'reopened', reason, ...channelFor(state, state.severity, policy) },
    ]
  )
}

export function changeSeverity(state: Incident, command: Asked<'change-severity'>, policy: Policy): Answer {
  const { severity: to } = command
  if (state.status === 'resolved') return resolved(state)
  if (state.severity === to) return reject('same-severity', `${state.id} is already ${to.toUpperCase()}.`)
  const reason = paragraph(command.reason)
  return (
    unfit('The reason for the new severity', reason, REASON_MAX) ?? [
      { type: 'severity-changed', from: state.severity, to, reason, ...channelFor(state, to, policy) },
    ]
  )
}

/** Why nothing of this kind can happen to an incident any more, and what can. */
export function resolved(state: Incident): Rejection {
  return reject(
    'resolved',
    `${state.id} is resolved. If it is back: \`/incident reopen ${state.id} <reason>\`; to add to its timeline: \`/incident note ${state.id} <text>\`.`,
  )
}

/** Whether a channel of its own becomes owed: the severity has one, and none is there or on its way. */
export function channelFor(state: Incident, severity: Severity, policy: Policy): { opensChannel?: true } {
  const wanted = policy.severities[severity].dedicatedChannel
  return wanted && state.channel === undefined && !state.channelAwaited ? { opensChannel: true } : {}
}
