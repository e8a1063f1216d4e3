import type { Instant } from '../core/decider.ts'
import { TIMELINE_PAGE } from '../core/limits.ts'
import type { ExportFormat } from '../core/timeline/kinds.ts'
import type { TimelineFilter } from '../core/timeline/timeline-index.ts'
import { exportTimeline, type Naming } from './export.ts'
import { type Incidents, readPage, type TimelinePage } from './read-timeline.ts'

/** The timelines of incidents, as people read them and take them away. */
export type Timelines = {
  /** One page of the lines that pass the filter; page 1 is the newest. */
  page(id: string, wanted: { page: number; filter: TimelineFilter }): Promise<TimelinePage>
  /** A whole timeline as a text in pieces; undefined when there is no such incident. */
  exported(
    id: string,
    format: ExportFormat,
    naming: Naming,
  ): Promise<AsyncGenerator<string, void> | undefined>
}

export function createTimelines(incidents: Incidents, now: () => Instant): Timelines {
  return {
    page: (id, { page, filter }) => readPage(incidents, id, { page, size: TIMELINE_PAGE, filter }),
    exported: (id, format, naming) => exportTimeline(incidents, id, format, { ...naming, now: now() }),
  }
}
