import type { Actor, Entry, Instant, Via } from '../decider.ts'
import { describeEntry } from '../describe.ts'
import { amendmentIn, kindOfEvent, sourceOf } from '../incident/event-kinds.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import type { Detail, Part } from '../sentence.ts'
import type { LineKind, Source } from './kinds.ts'

/** Noticeably after it happened. */
const LATE_MS = 60_000

/**
 * What is to be known about a line beside what it says. `seq` is the entry that says so. `was`: when it was said to
 * have happened before a correction of the time.
 */
export type Mark =
  | { mark: 'corrected'; seq: number; by: Actor; at: Instant; because?: string; was?: Instant }
  | {
      mark: 'withdrawn' | 'redacted' | 'source-deleted'
      seq: number
      by: Actor
      at: Instant
      because?: string
    }
  | { mark: 'added-later' }

/** One line of a timeline as people read it: with everything that was said about it later. */
export type TimelineLine = {
  seq: number
  kind: LineKind
  by: Actor
  does: Part[]
  details: Detail[]
  at: Instant // when it happened, as it is known now
  recordedAt: Instant
  via: Via
  source?: Source // the message that it was taken from
  marks: Mark[]
}

/** A line, from its entry and the entries that amend it, in their order. */
export function timelineLine(
  entry: Entry<IncidentEvent>,
  amending: readonly Entry<IncidentEvent>[] = [],
): TimelineLine {
  const { seq, event, recordedAt, via } = entry
  const { by, does, details } = describeEntry(entry)
  const source = sourceOf(event)
  const line: TimelineLine = {
    ...{ seq, kind: kindOfEvent(event), by, does, details },
    ...{ at: entry.at, recordedAt, via, marks: [] },
    ...(source !== undefined && { source }),
  }
  const amended = amending.reduce(amend, line)
  return amended.recordedAt - amended.at <= LATE_MS
    ? amended
    : { ...amended, marks: [{ mark: 'added-later' }, ...amended.marks] }
}

function amend(line: TimelineLine, entry: Entry<IncidentEvent>): TimelineLine {
  const amendment = amendmentIn(entry.event)
  if (amendment === undefined) return line
  const because = amendment.because === undefined ? {} : { because: amendment.because }
  const said = { seq: entry.seq, by: describeEntry(entry).by, at: entry.recordedAt, ...because }
  if (amendment.how !== 'corrected')
    return { ...line, marks: [...line.marks, { mark: amendment.how, ...said }] }
  const { at, details } = amendment
  // A correction whose own words were taken away says nothing any more.
  const words = details === undefined || entry.redactedBy !== undefined ? {} : { details }
  const moved = at === undefined || at === line.at ? {} : { was: line.at }
  return {
    ...line,
    ...words,
    at: at ?? line.at,
    marks: [...line.marks, { mark: 'corrected', ...said, ...moved }],
  }
}
