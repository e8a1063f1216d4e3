import { REDACTED } from '../timeline/kinds.ts'
import type { Classification, IncidentEvent, Update } from './incident.ts'
import { isTopicEvent, topicOfEvent } from './topics.ts'

/**
 * The event with `REDACTED` wherever people or outside systems said something, of the same structure. Stored texts
 * are held against this for ever: a field may only be added here before anybody could have redacted it.
 */
export function withoutWords(event: IncidentEvent): IncidentEvent {
  switch (event.type) {
    case 'declared':
      return {
        ...event,
        title: REDACTED,
        ...classified(event.classification),
        ...(event.alert !== undefined && { alert: { ...event.alert, title: REDACTED } }),
      }
    case 'renamed':
      return { ...event, from: REDACTED, title: REDACTED }
    case 'update-posted':
      return { ...event, update: updateWithout(event.update) }
    case 'noted':
      return { ...event, text: REDACTED }
    case 'status-changed':
      return event.note === undefined ? event : { ...event, note: REDACTED }
    case 'reopened':
    case 'severity-changed':
      return { ...event, reason: REDACTED }
    case 'triaged':
      return { ...event, ...classified(event.classification) }
    case 'channel-lost':
    case 'delivery-failed':
      return { ...event, why: REDACTED }
    default:
      return isTopicEvent(event) ? topicOfEvent(event).withoutWords(event) : event
  }
}

/** Whether there is anything in it that somebody said, and that can be taken away. */
export function hasWords(event: IncidentEvent): boolean {
  return JSON.stringify(withoutWords(event)) !== JSON.stringify(event)
}

/** All that was said in it, as the texts that a redaction would replace. */
export function wordsIn(event: IncidentEvent): string[] {
  return differing(event, withoutWords(event))
}

/** The texts of `one` that are others in `other`, which is built alike. */
function differing(one: unknown, other: unknown): string[] {
  if (typeof one === 'string') return one === other ? [] : [one]
  if (typeof one !== 'object' || one === null) return []
  const counterpart = (typeof other === 'object' && other !== null ? other : {}) as Record<string, unknown>
  return Object.entries(one).flatMap(([key, value]) => differing(value, counterpart[key]))
}

/** The answers are the policy's words; only why somebody saw it differently is a person's. */
function classified<T extends Classification | undefined>(
  classification: T,
): { classification: NonNullable<T> } | Record<never, never> {
  if (classification?.overruled === undefined) return {}
  return {
    classification: { ...classification, overruled: { ...classification.overruled, reason: REDACTED } },
  }
}

function updateWithout({ impact, next }: Update): Update {
  return {
    summary: REDACTED,
    ...(impact !== undefined && { impact: REDACTED }),
    ...(next !== undefined && { next: REDACTED }),
  }
}
