import { setImmediate as otherWork } from 'node:timers/promises'
import type { Incident, IncidentEvent } from '../core/incident/incident.ts'
import {
  createTimelineIndex,
  type TimelineFilter,
  type TimelineIndex,
} from '../core/timeline/timeline-index.ts'
import { type TimelineLine, timelineLine } from '../core/timeline/timeline-line.ts'
import type { Linked, Reads } from '../engine/streams.ts'

/** What a timeline is read from. */
export type Incidents = Pick<Reads<Incident, IncidentEvent>, 'loadWithHead' | 'walk' | 'entriesAt'>

/** A line with the entry that it was made from. */
export type ReadLine = { line: TimelineLine; entry: Linked<IncidentEvent> }

/** How many lines are in memory at once. */
const CHUNK = 200

/** Which lines there are, in order: one pass through the timeline that keeps no texts. */
export async function indexTimeline(
  incidents: Incidents,
  id: string,
  filter: TimelineFilter = {},
  upTo?: number,
): Promise<TimelineIndex> {
  const index = createTimelineIndex(filter)
  for await (const entry of incidents.walk(id, upTo)) index.add(entry)
  return index.done()
}

/** The lines themselves, from the `from`-th to before the `to`-th, with everything that was said about them later. */
export async function* readLines(
  incidents: Incidents,
  id: string,
  { order, amending }: TimelineIndex,
  { from = 0, to = order.length }: { from?: number; to?: number } = {},
): AsyncGenerator<ReadLine, void> {
  for (let start = from; start < to; start += CHUNK) {
    await otherWork() // a long timeline must not hold up what else the process does
    const seqs = order.slice(start, Math.min(to, start + CHUNK))
    const needed = new Set(seqs.flatMap((seq) => [seq, ...(amending.get(seq) ?? [])]))
    const entries = new Map(
      (await incidents.entriesAt(id, [...needed])).map((entry) => [entry.seq, entry] as const),
    )
    for (const seq of seqs) {
      const entry = entries.get(seq)
      if (entry === undefined) throw new Error(`${id} has no entry ${seq}, though it had one a moment ago`)
      const amends = (amending.get(seq) ?? []).flatMap((by) => entries.get(by) ?? [])
      yield { line: timelineLine(entry, amends), entry }
    }
  }
}

/** Page 1 is the newest; a page past the end is the last. `lines` in the order in which they happened. */
export type TimelinePage = {
  lines: TimelineLine[]
  page: number
  pages: number
  found: number
  entries: number
}

export async function readPage(
  incidents: Incidents,
  id: string,
  { page: wanted, size, filter }: { page: number; size: number; filter: TimelineFilter },
): Promise<TimelinePage> {
  const index = await indexTimeline(incidents, id, filter)
  const found = index.order.length
  const pages = Math.max(1, Math.ceil(found / size))
  const page = Math.min(Math.max(1, wanted), pages)
  const to = found - (page - 1) * size
  const lines: TimelineLine[] = []
  for await (const { line } of readLines(incidents, id, index, { from: Math.max(0, to - size), to }))
    lines.push(line)
  return { lines, page, pages, found, entries: index.entries }
}
