import type { Names } from '../sentence.ts'
import type { Figures } from './figures.ts'
import type { ReportForm } from './report-model.ts'

/** A report as of one moment, written in whatever form it is asked for, as often as it is asked for. */
export type WrittenReport = {
  id: string
  title: string
  seq: number // of the last entry that is in it
  figures: Figures
  /** The incident over time, as SVG. */
  chart: string
  /** Markdown in pieces. `chart`: name of the picture's file, when it lies beside the report. */
  markdown(form: ReportForm, chart?: string): AsyncGenerator<string, void>
}

/** How names of people are found, for all of them at once; who cannot be found stays an id. */
export type NamesOf = (users: readonly string[]) => Promise<Pick<Names, 'user'>>

/** What writes reports and draws pictures. */
export type Reports = {
  /** Throws when there is no such incident. */
  of(id: string, names: NamesOf): Promise<WrittenReport>
  /** SVG as PNG. */
  picture(svg: string): Promise<Uint8Array>
}

/** The names of a report's files. The entry is in them, so that a file that may have been sent is found again. */
export function reportFiles({ id, seq }: { id: string; seq: number }): { report: string; chart: string } {
  return { report: `${id}-report-${seq}.md`, chart: `${id}-timeline-${seq}.png` }
}
