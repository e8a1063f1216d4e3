import type { Entry, Instant } from '../decider.ts'
import type { Incident, IncidentEvent } from './incident.ts'

/**
 * What statistics need to know of one incident beyond the rest of its state. It is counted while things happen, so
 * that statistics over many incidents never have to read a timeline. What was missed is in `breaches`.
 */
export type Tally = {
  calledAt?: Instant // when a rung was called for the first time
  kept: number // updates that came before they were missed
  pages: number // people paged; somebody who was paged twice counts twice
  answers: number // pages that were acknowledged
  escalations: number // rungs called after the first one
  reopened: number
}

export const NOTHING_TALLIED: Tally = { kept: 0, pages: 0, answers: 0, escalations: 0, reopened: 0 }

/** The tally after an entry. `before` is the incident as it was when that happened. */
export function tallied(before: Incident, entry: Entry<IncidentEvent>): Tally {
  const { tally } = before
  const { event, at } = entry
  switch (event.type) {
    case 'declared':
      return NOTHING_TALLIED
    case 'reopened':
      return { ...tally, reopened: tally.reopened + 1 }
    case 'update-posted': // nobody had promised one where there is no cadence
      return before.cadence === undefined ? tally : { ...tally, kept: tally.kept + 1 }
    case 'rung-called':
      return tally.calledAt === undefined
        ? { ...tally, calledAt: at }
        : { ...tally, escalations: tally.escalations + 1 }
    case 'people-paged':
      return { ...tally, pages: tally.pages + event.people.length }
    case 'acknowledged':
      return { ...tally, answers: tally.answers + 1 }
    default:
      return tally
  }
}
