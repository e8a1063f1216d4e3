import { IfTag, type Template, TypeGuards } from 'liquidjs'
import type { ReportLine } from '../core/report/report-line.ts'

/** How a value becomes Markdown, by the name of its filter; '' is none. */
export type Writers = Record<string, (value: unknown) => string>

type Write = (line: ReportLine) => string

const OUTPUT = /^\{\{-?\s*line\.(\w+)\s*(?:\|\s*(\w+)\s*)?-?\}\}$/u
const IF = /^\{%-?\s*if\s+line\.(\w+)\s*-?%\}$/u

/**
 * The same as the template, as a plain function: a long timeline is this one part filled many thousand times, and the
 * interpreter takes ten times as long. Undefined when there is more in it than fields of the line, put in or asked for.
 */
export function quickLine(
  templates: readonly Template[],
  writers: Writers,
  sample: ReportLine,
): Write | undefined {
  const parts = templates.map((template) => partOf(template, writers, sample))
  const known = parts.filter((part) => part !== undefined)
  if (known.length < parts.length) return undefined
  return (line) => {
    let text = ''
    for (const part of known) text += part(line)
    return text
  }
}

function partOf(template: Template, writers: Writers, sample: ReportLine): Write | undefined {
  const { token } = template
  if (TypeGuards.isHTMLToken(token)) {
    const text = token.getContent()
    return () => text
  }
  const source = token.getText()
  if (template instanceof IfTag) {
    const field = fieldOf(IF.exec(source)?.[1], sample)
    const [branch, ...others] = template.branches
    if (field === undefined || branch === undefined || others.length > 0 || template.elseTemplates)
      return undefined
    const inside = quickLine(branch.templates, writers, sample)
    return inside && ((line) => (isTrue(line[field]) ? inside(line) : ''))
  }
  const [, name, filter = ''] = OUTPUT.exec(source) ?? []
  const field = fieldOf(name, sample)
  const write = Object.hasOwn(writers, filter) ? writers[filter] : undefined
  return field && write && ((line) => write(line[field]))
}

/** A name that is not there is for the interpreter, which says so. */
function fieldOf(name: string | undefined, sample: ReportLine): keyof ReportLine | undefined {
  return name !== undefined && Object.hasOwn(sample, name) ? (name as keyof ReportLine) : undefined
}

/** As Liquid has it: everything but nothing and no. */
function isTrue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false
}
