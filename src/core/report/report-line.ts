import type { Entry } from '../decider.ts'
import { type Detail, describeEntry, type Names, plainParts } from '../describe.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { type Weight, weightOf } from './weight.ts'

/** One entry of a timeline as a report shows it; all times UTC. */
export type ReportLine = {
  seq: number
  day: string // `2024-06-10`
  newDay: boolean // the first of its day
  time: string // `12:06:30`
  by: string
  text: string // what they did and said; more than one line when they said more
  weight: Weight
  late: string | null // when it was put on record, when that was noticeably later
  link: string | null
}

/** Put on record noticeably after it happened. */
const LATE_MS = 60_000

/** Lines in the order in which they come; days begin where the day before ended. */
export function createReportLines(names: Names): (entry: Entry<IncidentEvent>) => ReportLine {
  let lastDay = ''
  return (entry) => {
    const { by, does, details } = describeEntry(entry)
    const [day, time] = dayAndTime(entry.at)
    const newDay = day !== lastDay
    lastDay = day
    return {
      ...{ seq: entry.seq, day, newDay, time },
      by: by.kind === 'bot' ? 'Tocsin' : names.user(by.id),
      text: withDetails(
        plainParts(does, names, timeOn(day)),
        details.map((detail) => named(detail, names)),
      ),
      weight: weightOf(entry.event),
      late: entry.recordedAt - entry.at > LATE_MS ? timeOn(day)(entry.recordedAt) : null,
      link: null,
    }
  }
}

/** Times of the same day need not name it. */
function timeOn(day: string): (at: number) => string {
  return (at) => {
    const [otherDay, time] = dayAndTime(at)
    return otherDay === day ? time : `${otherDay} ${time}`
  }
}

/** What speaks for itself goes on the same line, the rest on lines of its own. */
function withDetails(deed: string, details: readonly Detail[]): string {
  const [first, ...rest] = details
  if (first === undefined) return deed
  const opening = first.label === undefined ? `${deed}: ${first.text}` : `${deed}\n${labelled(first)}`
  return [opening, ...rest.map(labelled)].join('\n')
}

/** Who was left out of a page is kept by id, with the reason as one text. */
function named(detail: Detail, names: Names): Detail {
  if (detail.label !== 'Not paged') return detail
  return { ...detail, text: detail.text.replace(/\b[UW][A-Z0-9]{2,}\b/gu, (id) => names.user(id)) }
}

function labelled({ label, text }: Detail): string {
  return label === undefined ? text : `${label}: ${text}`
}

/** `['2024-06-10', '12:06:30']`, UTC. */
export function dayAndTime(at: number): [string, string] {
  const iso = new Date(at).toISOString()
  return [iso.slice(0, 10), iso.slice(11, 19)]
}
