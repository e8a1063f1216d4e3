import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ReportLine } from '../core/report/report-line.ts'
import type { ReportModel } from '../core/report/report-model.ts'
import { plainReport } from './plain-report.ts'
import { sampleLine, sampleModels } from './sample.ts'
import {
  parseReportTemplate,
  type ReportTemplate,
  type TemplateProblem,
  templateProblem,
  templateProblemLine,
} from './template.ts'

/** Where the template of reports lies within a templates folder. */
const FILE = path.join('reports', 'post-incident.md.liquid')
/** The templates that come with Tocsin. */
const SHIPPED = path.join(import.meta.dirname, '..', '..', 'templates')

export type Templates = {
  /** The template in force, or the plain report when it has a mistake. */
  report: ReportTemplate
  file: string
  problems: TemplateProblem[]
}

/** Finds, reads and tries the templates: the first of these folders that has one, else those that come with Tocsin. */
export function loadTemplates(folders: readonly string[]): Templates {
  const places = [...folders, SHIPPED].map((folder) => ({ folder, file: path.join(folder, FILE) }))
  for (const { folder, file } of places) {
    const source = contentOf(file)
    if (source === undefined) continue
    if ('problem' in source) {
      const { problem } = source
      return { report: plainReport(templateProblemLine(problem)), file, problems: [problem] }
    }
    return tried(source.text, file, folder)
  }
  throw new Error(`There is no ${FILE} in ${SHIPPED}`)
}

/** The text of a file; undefined when there is none. One that cannot be read is a problem like any other. */
function contentOf(file: string): { text: string } | { problem: TemplateProblem } | undefined {
  try {
    return { text: readFileSync(file, 'utf8') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    return { problem: { file, line: 1, column: 1, message: `The template cannot be read (${code}).` } }
  }
}

/** Reads a template and fills it with examples, so that a name which does not exist is found before an incident. */
function tried(source: string, file: string, folder: string): Templates {
  try {
    const report = parseReportTemplate(source, file, folder)
    for (const model of sampleModels()) {
      report.before(model)
      report.line(sampleLine, model)
      report.line({ ...sampleLine, newDay: false, withdrawn: false, marks: null, link: null }, model)
      report.after(model)
    }
    return { report: guarded(report, file), file, problems: [] }
  } catch (error) {
    const problem = templateProblem(error, file) ?? {
      file,
      line: 1,
      column: 1,
      message: (error as Error).message,
    }
    return { report: plainReport(templateProblemLine(problem)), file, problems: [problem] }
  }
}

/** A mistake that only shows with what really happened: from there on it goes on as the plain report, and says so. */
function guarded(template: ReportTemplate, file: string): ReportTemplate {
  function safely(render: (from: ReportTemplate) => string): string {
    try {
      return render(template)
    } catch (error) {
      const problem = templateProblem(error, file)
      if (problem === undefined) throw error
      return render(plainReport(templateProblemLine(problem)))
    }
  }
  return {
    before: (model: ReportModel) => safely((from) => from.before(model)),
    line: (line: ReportLine, model: ReportModel) => safely((from) => from.line(line, model)),
    after: (model: ReportModel) => safely((from) => from.after(model)),
  }
}
