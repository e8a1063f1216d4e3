import { happened, happenedWrong } from '../capture/happened.ts'
import { type Instant, type Rejection, reject } from '../decider.ts'
import { NOTE_MAX, UPDATE_DETAIL_MAX, UPDATE_SUMMARY_MAX } from '../limits.ts'
import { isBlank, paragraph, tooLong, unfit } from '../text.ts'
import { MINUTE } from '../time-units.ts'
import { intervalMs } from './cadence.ts'
import type { Incident, IncidentCommand, IncidentEvent, Update } from './incident.ts'

export function postUpdate(
  state: Incident,
  command: Extract<IncidentCommand, { type: 'post-update' }>,
): IncidentEvent[] | Rejection {
  if (state.status === 'resolved') {
    return reject(
      'resolved',
      `${state.id} is resolved, so there is nothing more to update. If it is back: \`/incident reopen ${state.id} <reason>\`; for the record: \`/incident note ${state.id} <text>\`.`,
    )
  }
  const { nextInMinutes } = command
  const { summary, impact = '', next = '' } = command.update
  const clean = { summary: paragraph(summary), impact: paragraph(impact), next: paragraph(next) }
  const problem =
    unfit('The update', clean.summary, UPDATE_SUMMARY_MAX) ??
    tooLong('The impact', clean.impact, UPDATE_DETAIL_MAX) ??
    tooLong('What comes next', clean.next, UPDATE_DETAIL_MAX) ??
    (nextInMinutes === undefined ? undefined : wrongNext(state, nextInMinutes))
  if (problem !== undefined) return problem
  const update: Update = {
    summary: clean.summary,
    ...(isBlank(clean.impact) ? {} : { impact: clean.impact }),
    ...(isBlank(clean.next) ? {} : { next: clean.next }),
  }
  const number = state.updates + 1
  return [{ type: 'update-posted', number, update, ...(nextInMinutes !== undefined && { nextInMinutes }) }]
}

/** The next update may be promised for sooner than the policy does, not for later: that is what a snooze is for. */
function wrongNext({ promises, status, severity }: Incident, minutes: number): Rejection | undefined {
  if (promises.updates === undefined)
    return reject(
      'no-cadence',
      `${severity.toUpperCase()} promises no regular updates. Leave out when the next one comes.`,
    )
  const most = intervalMs(promises.updates, status) / MINUTE
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= most) return undefined
  return reject(
    'next-update',
    `The next update has to come within 1 to ${most} minutes. Choose another time.`,
  )
}

/** A note can always be added, also after the end: the timeline is what the review reads. */
export function note(
  { text: said, kind, at }: Extract<IncidentCommand, { type: 'note' }>,
  now: Instant,
): IncidentEvent[] | Rejection {
  const text = paragraph(said)
  const problem = unfit('The note', text, NOTE_MAX) ?? (at === undefined ? undefined : happenedWrong(at, now))
  return problem ?? [{ type: 'noted', text, ...(kind !== undefined && { kind }), ...happened(at, now) }]
}
