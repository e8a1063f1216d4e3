import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { REDACTED } from '../timeline/kinds.ts'
import type { ReviewEvent, Summary } from './review.ts'

/** The event with `REDACTED` where people said something. What a ticket is called elsewhere is no secret. */
export function reviewWithoutWords(event: ReviewEvent): ReviewEvent {
  switch (event.type) {
    case 'summarised':
      return { ...event, summary: summaryWithout(event.summary) }
    case 'follow-up-changed':
      return { ...event, from: { ...event.from, text: REDACTED }, to: { ...event.to, text: REDACTED } }
    case 'follow-up-dropped':
      return { ...event, text: REDACTED, reason: REDACTED }
    default:
      return 'text' in event ? { ...event, text: REDACTED } : event
  }
}

function summaryWithout(summary: Summary): Summary {
  const { cause, fix, impact } = summary
  return {
    ...summary,
    ...(cause !== undefined && { cause: REDACTED }),
    ...(fix !== undefined && { fix: REDACTED }),
    ...(impact !== undefined && { impact: REDACTED }),
  }
}

/** A finding that is corrected reads as it is meant now; one that is taken back is none. */
export function findingsAmended(state: Incident, { event }: Entry<IncidentEvent>): Incident {
  if (event.type !== 'entry-corrected' && event.type !== 'entry-withdrawn') return state
  if (!state.findings.some(({ seq }) => seq === event.entry)) return state
  if (event.type === 'entry-withdrawn')
    return { ...state, findings: state.findings.filter(({ seq }) => seq !== event.entry) }
  const { text } = event
  if (text === undefined) return state
  return {
    ...state,
    findings: state.findings.map((finding) => (finding.seq === event.entry ? { ...finding, text } : finding)),
  }
}
