import type { Instant } from '../core/decider.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { ChainHead } from '../core/report/report-model.ts'
import type { NamesOf } from '../core/report/written-report.ts'
import type { Names } from '../core/sentence.ts'
import type { ExportFormat } from '../core/timeline/kinds.ts'
import { csvLines } from './csv.ts'
import { jsonLines } from './json.ts'
import { markdownLines } from './markdown.ts'
import { type Incidents, indexTimeline, type ReadLine, readLines } from './read-timeline.ts'

/** What every format is written from. `lines` in the order in which things happened; can be gone through once. */
export type Exported = {
  incident: Incident
  head: ChainHead
  exportedAt: Instant
  names: Names
  lines: AsyncGenerator<ReadLine, void>
}

/** How people, roles and audiences are called. `roles` and `audiences` are the policy's. */
export type Naming = {
  names: NamesOf
  roles?: Record<string, { name: string }>
  audiences?: Record<string, { name: string }>
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
  { names, roles = {}, audiences = {}, now }: Naming & { now: Instant },
): Promise<AsyncGenerator<string, void> | undefined> {
  const found = await incidents.loadWithHead(id)
  if (found === undefined) return undefined
  const { state: incident, seq, hash } = found
  const head = { seq, hash }
  const index = await indexTimeline(incidents, id, {}, head.seq)
  const named: Names = {
    user: (await names([...index.people])).user,
    role: (key) => roles[key]?.name ?? key,
    audience: (key) => audiences[key]?.name ?? key,
    channel: channelsOf(incident),
  }
  return WRITERS[format]({
    incident,
    head,
    exportedAt: now,
    names: named,
    lines: readLines(incidents, id, index),
  })
}

/** The channels of an incident by name; others are known by their id. */
function channelsOf({ card, room, channel }: Incident): (id: string) => string | undefined {
  return (id) => (id === channel?.id ? channel.name : id === card?.channel ? room : undefined)
}
