import type { Instant } from '../core/decider.ts'
import type { Names } from '../core/describe.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { ExportFormat } from '../core/timeline/kinds.ts'
import type { Head } from '../engine/streams.ts'
import { csvLines } from './csv.ts'
import { jsonLines } from './json.ts'
import { markdownLines } from './markdown.ts'
import { type Incidents, indexTimeline, type ReadLine, readLines } from './read-timeline.ts'

/** What every format is written from. `lines` in the order in which things happened; can be gone through once. */
export type Exported = {
  incident: Incident
  head: Head
  exportedAt: Instant
  names: Names
  lines: AsyncGenerator<ReadLine, void>
}

const WRITERS: Record<ExportFormat, (exported: Exported) => AsyncGenerator<string, void>> = {
  md: markdownLines,
  json: jsonLines,
  csv: csvLines,
}

/**
 * A whole timeline as a text, piece by piece, as it stood when this began: of one moment, named by the head of its
 * chain. Undefined when there is no such incident.
 */
export async function exportTimeline(
  incidents: Incidents,
  id: string,
  format: ExportFormat,
  { names, now }: { names: Names; now: Instant },
): Promise<AsyncGenerator<string, void> | undefined> {
  const head = await incidents.head(id)
  const incident = await incidents.load(id)
  if (head === undefined || incident === undefined) return undefined
  const index = await indexTimeline(incidents, id, {}, head.seq)
  return WRITERS[format]({ incident, head, exportedAt: now, names, lines: readLines(incidents, id, index) })
}
