import { REDACTED } from '../timeline/kinds.ts'
import type { ReviewEvent, Summary } from './review.ts'

/** The event with `REDACTED` where people said something. Fixed for ever: stored texts are held against it. */
export function reviewWithoutWords(event: ReviewEvent): ReviewEvent {
  switch (event.type) {
    case 'summarised':
      return { ...event, summary: summaryWithout(event.summary) }
    case 'contributed':
    case 'decision-logged':
    case 'near-miss-logged':
    case 'follow-up-added':
    case 'follow-up-done':
    case 'follow-up-taken-up':
    case 'follow-up-reminded':
    case 'follow-up-overdue':
      return { ...event, text: REDACTED }
    case 'follow-up-changed':
      return { ...event, from: { ...event.from, text: REDACTED }, to: { ...event.to, text: REDACTED } }
    case 'follow-up-dropped':
      return { ...event, text: REDACTED, reason: REDACTED }
    case 'follow-up-linked':
      return { ...event, ref: { ...event.ref, key: REDACTED, url: '' } }
    default:
      return event
  }
}

function summaryWithout({ cause, fix, impact, ...facts }: Summary): Summary {
  return {
    ...facts,
    ...(cause !== undefined && { cause: REDACTED }),
    ...(fix !== undefined && { fix: REDACTED }),
    ...(impact !== undefined && { impact: REDACTED }),
  }
}
