import type { Entry } from '../decider.ts'
import { describeEntry, type Names } from '../describe.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { dayAndTime } from './report-line.ts'

/** Something of the timeline that a report shows once more, under a heading of its own. */
export type Excerpt = { day: string; time: string; by: string; text: string; link: string | null }

/** The first of them are shown; of the rest only how many. */
export type Excerpts = { items: Excerpt[]; more: number }

const EXCERPTS_MAX = 200

/** Gathers what a report shows under headings of its own, in one pass and bounded. Names are looked up at the end. */
export function createExcerpts() {
  const messages = bounded()
  const people = new Set<string>()

  function add(entry: Entry<IncidentEvent>): void {
    const { event, actor } = entry
    if (actor.kind === 'user') people.add(actor.id)
    for (const part of describeEntry(entry).does) if (part.part === 'user') people.add(part.user)
    if (event.type === 'update-posted') messages.add(entry)
  }

  return {
    add,
    /** Everybody who is named in the timeline. */
    people: () => [...people],
    done: (names: Names) => ({ messages: messages.done(names) }),
  }
}

function bounded() {
  const kept: Entry<IncidentEvent>[] = []
  let more = 0
  return {
    add(entry: Entry<IncidentEvent>): void {
      if (kept.length < EXCERPTS_MAX) kept.push(entry)
      else more += 1
    },
    done: (names: Names): Excerpts => ({ items: kept.map((entry) => excerpt(entry, names)), more }),
  }
}

function excerpt(entry: Entry<IncidentEvent>, names: Names): Excerpt {
  const { by, details } = describeEntry(entry)
  const [day, time] = dayAndTime(entry.at)
  const text = details.map(({ label, text: said }) => (label === undefined ? said : `${label}: ${said}`))
  return {
    ...{ day, time },
    by: by.kind === 'bot' ? 'Tocsin' : names.user(by.id),
    text: text.join('\n'),
    link: null,
  }
}
