import { AssertionError, Context, Liquid, LiquidError } from 'liquidjs'
import type { ReportLine } from '../core/report/report-line.ts'
import type { ReportModel } from '../core/report/report-model.ts'
import { RENDER_MEMORY_MAX, RENDER_MS_MAX, TEMPLATE_CHARS_MAX } from './limits.ts'
import { hanging, markdown, safeAddress } from './markdown.ts'
import { quickLine } from './quick-line.ts'
import { sampleLine } from './sample.ts'
import { TimelineTag } from './timeline-tag.ts'

/** A mistake in a template, with where it stands; `line` and `column` count from 1. */
export type TemplateProblem = { file: string; line: number; column: number; message: string }

/**
 * A template, ready to be filled: what comes before the timeline, each line of it, and what comes after. What it
 * throws, `templateProblem` makes a sentence of.
 */
export type ReportTemplate = {
  before(model: ReportModel): string
  line(line: ReportLine, model: ReportModel): string
  after(model: ReportModel): string
}

/** Reads a template; `folder` is where the parts lie that it may take in. Throws what `templateProblem` knows. */
export function parseReportTemplate(source: string, file: string, folder: string): ReportTemplate {
  const liquid = engine(folder)
  const templates = liquid.parse(source, file)
  const place = templates.findIndex((template) => template instanceof TimelineTag)
  const tag = templates[place]
  const ofLine = tag instanceof TimelineTag ? tag.line : []
  const before = place < 0 ? templates : templates.slice(0, place)
  const after = place < 0 ? [] : templates.slice(place + 1)
  const quick = quickLine(ofLine, WRITERS, sampleLine)
  const render = (part: typeof templates, scope: object) =>
    String(liquid.renderSync(part, new Context(scope, liquid.options, { sync: true }, { liquid })))
  return {
    before: (report) => render(before, { report }),
    line: quick === undefined ? (line, report) => render(ofLine, { report, line }) : quick,
    after: (report) => render(after, { report }),
  }
}

/** What is wrong with a template; undefined when the error is not the template's fault. */
export function templateProblem(error: unknown, file: string): TemplateProblem | undefined {
  // A limit that is exceeded between two parts of a template comes without its place.
  if (error instanceof AssertionError) return { file, line: 1, column: 1, message: error.message }
  if (!LiquidError.is(error)) return undefined
  const { token } = error
  const [line = 1, column = 1] = token.getPosition()
  // The library ends its sentences with the place, which is said here once for all kinds of files.
  const message = error.message.replace(/, (?:file|line|col):.*$/su, '')
  return { file: token.file ?? file, line, column, message }
}

/** `templates/reports/x.liquid:12:4: undefined variable: report.titel` */
export function templateProblemLine({ file, line, column, message }: TemplateProblem): string {
  return `${file}:${line}:${column}: ${message}`
}

/** Strict, so that a misspelt name is found out at once; what is put in is escaped unless a filter made Markdown of it. */
function engine(folder: string): Liquid {
  const liquid = new Liquid({
    root: [folder],
    extname: '.liquid',
    relativeReference: false,
    strictVariables: true,
    strictFilters: true,
    lenientIf: false, // every name that there is has a value, and null is one
    ownPropertyOnly: true,
    outputEscape: WRITERS[''],
    timezoneOffset: 0,
    locale: 'en',
    cache: true,
    parseLimit: TEMPLATE_CHARS_MAX,
    renderLimit: RENDER_MS_MAX,
    memoryLimit: RENDER_MEMORY_MAX,
  })
  liquid.registerTag('timeline', TimelineTag)
  for (const name of ['hanging', 'address'] as const)
    liquid.registerFilter(name, { raw: true, handler: WRITERS[name] })
  // The library's own would let people's words through as they are.
  for (const name of ['raw', 'escape', 'escape_once', 'newline_to_br']) {
    liquid.registerFilter(name, (value: unknown) => value)
  }
  return liquid
}

/** How what is put in becomes Markdown: literally, unless a filter is named that makes more of it. */
const WRITERS = {
  '': (value: unknown) => markdown(words(value)),
  hanging: (value: unknown) => hanging(words(value)),
  address: (value: unknown) => safeAddress(words(value)) ?? '',
}

function words(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
