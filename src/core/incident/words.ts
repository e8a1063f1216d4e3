import { type Rejection, reject } from '../decider.ts'
import { NOTE_MAX, UPDATE_DETAIL_MAX, UPDATE_SUMMARY_MAX } from '../limits.ts'
import { isBlank, paragraph, tooLong, unfit } from '../text.ts'
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
  const { summary, impact = '', next = '' } = command.update
  const clean = { summary: paragraph(summary), impact: paragraph(impact), next: paragraph(next) }
  const problem =
    unfit('The update', clean.summary, UPDATE_SUMMARY_MAX) ??
    tooLong('The impact', clean.impact, UPDATE_DETAIL_MAX) ??
    tooLong('What comes next', clean.next, UPDATE_DETAIL_MAX)
  if (problem !== undefined) return problem
  const update: Update = {
    summary: clean.summary,
    ...(isBlank(clean.impact) ? {} : { impact: clean.impact }),
    ...(isBlank(clean.next) ? {} : { next: clean.next }),
  }
  return [{ type: 'update-posted', number: state.updates + 1, update }]
}

/** A note can always be added, also after the end: the timeline is what the review reads. */
export function note(command: Extract<IncidentCommand, { type: 'note' }>): IncidentEvent[] | Rejection {
  const text = paragraph(command.text)
  return unfit('The note', text, NOTE_MAX) ?? [{ type: 'noted', text }]
}
