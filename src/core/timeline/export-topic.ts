import type { Owed } from '../incident/owed.ts'
import type { Topic } from '../incident/topic.ts'
import type { ExportFormat } from './kinds.ts'

export type ExportCommand = { type: 'export-timeline'; format: ExportFormat }
/** Somebody had the whole timeline as a file. */
export type ExportEvent = { type: 'timeline-exported'; format: ExportFormat }

/** How the formats are called. */
export const FORMAT_NAMES: Record<ExportFormat, string> = { md: 'Markdown', json: 'JSON', csv: 'CSV' }

/** Timelines that people take away. */
export const exporting: Topic<ExportCommand, ExportEvent> = {
  commands: { 'export-timeline': 'export' },
  events: { 'timeline-exported': 'whoever' },
  kinds: { 'timeline-exported': 'bookkeeping' },
  decide: (_, { format }) => [{ type: 'timeline-exported', format }],
  evolve: (state) => state,
  react: ({ seq }, { id }): Owed[] => [
    { kind: 'slack.send-timeline', lane: 'file', subject: `timeline:${id}:${seq}` },
  ],
  withoutWords: (event) => event,
  does: ({ format }) => [{ part: 'text', text: `exported the timeline as ${FORMAT_NAMES[format]}` }],
  details: () => [],
}
