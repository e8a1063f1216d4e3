import type { Entry } from '../decider.ts'
import { describeEntry } from '../describe.ts'
import { kindOfEvent } from '../incident/event-kinds.ts'
import type { IncidentEvent } from '../incident/incident.ts'

/** What a report shows once more, under a heading of its own. */
export const EXCERPTS = ['messages', 'impact', 'decisions', 'nearMisses', 'evidence'] as const
export type ExcerptName = (typeof EXCERPTS)[number]

/** Which entries are shown under a heading; of the others only how many there are. */
export type Selected = { seqs: number[]; more: number }

const SELECTED_MAX = 200

/** Finds what a report shows under headings of its own, and everybody who is named, in one pass and bounded. */
export function createExcerpts() {
  const found = new Map<ExcerptName, Selected>(EXCERPTS.map((name) => [name, { seqs: [], more: 0 }]))
  const people = new Set<string>()

  function add(entry: Entry<IncidentEvent>): void {
    const { by, does } = describeEntry(entry)
    for (const user of [entry.actor, by]) if (user.kind === 'user') name(user.id)
    for (const part of does) if (part.part === 'user') name(part.user)
    for (const heading of headingsOf(entry.event)) {
      const selected = found.get(heading)
      if (selected === undefined) continue
      if (selected.seqs.length < SELECTED_MAX) selected.seqs.push(entry.seq)
      else selected.more += 1
    }
  }

  function name(user: string): void {
    if (people.size < NAMED_MAX) people.add(user)
  }

  return {
    add,
    /** Everybody who is named in the timeline. */
    people: () => [...people],
    done: (heading: ExcerptName): Selected => found.get(heading) ?? { seqs: [], more: 0 },
  }
}
/** More people than this keep their ids. */
const NAMED_MAX = 2_000

function headingsOf(event: IncidentEvent): ExcerptName[] {
  if (event.type === 'update-posted') return ['messages']
  if (event.type === 'decision-logged') return ['decisions']
  if (event.type === 'near-miss-logged') return ['nearMisses']
  if (event.type === 'message-captured' && event.kind !== undefined) return BY_KIND[event.kind] ?? []
  return kindOfEvent(event) === 'evidence' ? ['evidence'] : []
}

/** What somebody said that a message is. */
const BY_KIND: Partial<Record<string, ExcerptName[]>> = {
  decision: ['decisions'],
  evidence: ['evidence'],
  impact: ['impact'],
}
