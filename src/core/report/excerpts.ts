import type { Entry } from '../decider.ts'
import { kindOfEvent } from '../incident/event-kinds.ts'
import type { IncidentEvent } from '../incident/incident.ts'

/** What a report shows once more, under a heading of its own. */
export const EXCERPTS = ['messages', 'impact', 'decisions', 'nearMisses', 'evidence'] as const
export type ExcerptName = (typeof EXCERPTS)[number]

/** Which entries are shown under a heading; of the others only how many there are. */
export type Selected = { seqs: number[]; more: number }

const SELECTED_MAX = 200

/** Finds what a report shows under headings of its own, in one pass and bounded. */
export function createExcerpts() {
  const found = new Map<ExcerptName, Selected>(EXCERPTS.map((name) => [name, { seqs: [], more: 0 }]))

  function add(entry: Entry<IncidentEvent>): void {
    for (const heading of headingsOf(entry.event)) {
      const selected = found.get(heading)
      if (selected === undefined) continue
      if (selected.seqs.length < SELECTED_MAX) selected.seqs.push(entry.seq)
      else selected.more += 1
    }
  }

  return {
    add,
    done: (heading: ExcerptName): Selected => found.get(heading) ?? { seqs: [], more: 0 },
  }
}
function headingsOf(event: IncidentEvent): ExcerptName[] {
  if (event.type === 'update-posted') return ['messages']
  if (event.type === 'message-released') return event.again === true ? [] : ['messages']
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
