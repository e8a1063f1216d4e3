import type { IncidentEvent } from '../incident/incident.ts'
import { type Detail, type Names, type Part, plainParts } from '../sentence.ts'
import { marksInWords, whoIs } from '../timeline/marks.ts'
import type { TimelineLine } from '../timeline/timeline-line.ts'
import { utcSecond } from '../utc.ts'
import type { Weight } from './weight.ts'

/** One line of a timeline as a report shows it; all times UTC. */
export type ReportLine = {
  seq: number
  day: string // `2024-06-10`
  newDay: boolean // the first of its day
  time: string // `12:06:30`
  by: string
  text: string // what they did and said; more than one line when they said more
  weight: Weight
  withdrawn: boolean // taken back since
  marks: string | null // what is to be known about it: added later, corrected, taken back
  link: string | null // the message that it was taken from, or the file that it is about
}

/** Something of the timeline that a report shows once more, under a heading of its own. */
export type Excerpt = { day: string; time: string; by: string; text: string; link: string | null }

/** Lines in the order in which things happened; a day begins where the day before ended. */
export function createReportLines(names: Names): (line: TimelineLine, weight: Weight) => ReportLine {
  let lastDay = ''
  return (line, weight) => {
    const { seq, by, does, details } = line
    const [day, time] = dayAndTime(line.at)
    const newDay = day !== lastDay
    lastDay = day
    const marks = marksInWords(line, names)
    return {
      ...{ seq, day, newDay, time, weight },
      by: whoIs(by, names),
      text: withDetails(plainParts(unlinked(does), names, timeOn(day)), details),
      withdrawn: isWithdrawn(line),
      marks: marks.length === 0 ? null : marks.join('; '),
      link: linkOf(line),
    }
  }
}

/** A line without what was done: what somebody said, when, and where it can be seen. By whom: by who wrote it. */
export function excerptOf(line: TimelineLine, event: IncidentEvent, names: Names): Excerpt {
  const [day, time] = dayAndTime(line.at)
  const said =
    line.details.length > 0 ? line.details.map(labelled).join('\n') : plainParts(unlinked(line.does), names)
  return { day, time, by: authorOf(event, names) ?? whoIs(line.by, names), text: said, link: linkOf(line) }
}

function authorOf(event: IncidentEvent, names: Names): string | undefined {
  if (event.type !== 'message-captured') return undefined
  return event.author === undefined ? event.authorName : names.user(event.author)
}

/** The link of a line stands at its end. */
function unlinked(does: readonly Part[]): Part[] {
  return does.map((part) => (part.part === 'link' ? { part: 'said', text: part.text } : part))
}

export function isWithdrawn({ marks }: TimelineLine): boolean {
  return marks.some(({ mark }) => mark === 'withdrawn')
}

function linkOf({ source, does }: TimelineLine): string | null {
  if (source?.permalink !== undefined) return source.permalink
  const link = does.find((part) => part.part === 'link')
  return link?.url ?? null
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

function labelled({ label, text }: Detail): string {
  return label === undefined ? text : `${label}: ${text}`
}

/** `['2024-06-10', '12:06:30']`, UTC. */
export function dayAndTime(at: number): [string, string] {
  const [day = '', time = ''] = utcSecond(at).split(' ')
  return [day, time]
}
