import { LiquidError } from 'liquidjs'
import { isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml'
import {
  type Answers,
  type CommsTemplate,
  FACT_NAMES,
  type Facts,
  type Filled,
  type FrontMatter,
  frontMatterSchema,
} from '../core/comms/template.ts'
import { problemOf, readForm, type TemplateProblem } from './fill.ts'
import { TEMPLATE_CHARS_MAX } from './limits.ts'

/** A template with where it stands, and on which lines its title and its text begin. */
export type Template = CommsTemplate & { file: string; lines: { title: number; body: number } }

type Read = { template: Template } | { problems: TemplateProblem[] }

const FENCE = /^---[^\S\n]*\n/u
const END = /^---[^\S\n]*(?:\n|$)/mu

/** Reads one file. Every mistake in it comes back with its line; nothing of a template with a mistake is used. */
export function readTemplate(key: string, file: string, source: string): Read {
  const text = source.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n')
  if (text.length > TEMPLATE_CHARS_MAX)
    return wrong(file, 1, `The template has more than ${TEMPLATE_CHARS_MAX} characters.`)
  const split = splitFile(text)
  if (split === undefined)
    return wrong(
      file,
      1,
      'There is no front matter: the file has to begin with a line "---", and a second one has to end it.',
    )
  const matter = readMatter(file, split.matter)
  if ('problems' in matter) return matter
  const lines = { title: lineOf(/^title:/mu, split.matter), body: split.bodyLine }
  try {
    const form = readForm(matter.matter, split.body)
    const problems = [
      ...undeclared(file, form.variables, matter.matter, text),
      ...needless(file, form.variables, matter.matter, text),
    ]
    if (problems.length > 0) return { problems }
    const { asks } = matter.matter
    const template: Template = {
      ...matter.matter,
      key,
      file,
      lines,
      fill: (answers, facts) =>
        filledSafely(template, () => form.fill(answersTo(asks, answers), facts), answers, facts),
    }
    form.fill(answersTo(asks, examplesOf(template)), SAMPLE)
    return { template }
  } catch (error) {
    const problem = problemOf(error, file, firstLineOf(error, matter.matter, split))
    if (problem === undefined) throw error
    return { problems: [problem] }
  }
}

/** The text, or what was answered as it is, when the template fails with what really happened. */
function filledSafely(template: Template, fill: () => Filled, answers: Answers, facts: Facts): Filled {
  try {
    return fill()
  } catch (error) {
    const problem = problemOf(error, template.file, 1)
    if (problem === undefined) throw error
    const said = Object.keys(template.asks).flatMap((name) => answers[name]?.trim() || [])
    return {
      title: facts.subject,
      status: '',
      body: [...said, facts.next_update_sentence].filter((part) => part !== '').join('\n\n'),
      problem: problem.message,
    }
  }
}

/** What the examples in its questions come to, for a preview and for trying it. */
export function examplesOf({ asks }: Pick<Template, 'asks'>): Answers {
  return Object.fromEntries(Object.entries(asks).map(([name, { ask, example }]) => [name, example ?? ask]))
}

/** Facts to try a template with. */
export const SAMPLE: Facts = {
  organisation: 'Example',
  incident: { id: 'INC-7', title: 'Orders fail', severity: 'SEV2', status: 'investigating' },
  commander: 'Dana',
  subject: 'Some orders cannot be placed',
  public_status: 'investigating',
  started: '12:00 UTC on 10 June',
  ended: '12:40 UTC on 10 June',
  period: 'from 12:00 to 12:40 UTC on 10 June',
  now: '12:20 UTC on 10 June',
  next_update_sentence: 'Our next update comes by 12:50 UTC.',
}

function answersTo(asks: FrontMatter['asks'], answers: Answers): Answers {
  return Object.fromEntries(
    Object.keys(asks).map((name) => {
      const answer = answers[name]?.trim() ?? ''
      return [name, answer === '' ? null : answer]
    }),
  )
}

/** Where the part of the file begins that an error is about. */
function firstLineOf(
  error: unknown,
  { title, status }: FrontMatter,
  { matter, bodyLine }: { matter: string; bodyLine: number },
): number {
  const input = LiquidError.is(error) ? error.token.input : undefined
  if (input === title) return lineOf(/^title:/mu, matter)
  return input === status ? lineOf(/^status:/mu, matter) : bodyLine
}

function lineOf(beginning: RegExp, matter: string): number {
  const before = matter.slice(0, Math.max(0, matter.search(beginning)))
  return before.split('\n').length + MATTER_OFFSET
}

function splitFile(text: string): { matter: string; body: string; bodyLine: number } | undefined {
  const begin = FENCE.exec(text)
  if (begin === null) return undefined
  const rest = text.slice(begin[0].length)
  const end = END.exec(rest)
  if (end === null) return undefined
  const matter = rest.slice(0, end.index)
  const body = rest.slice(end.index + end[0].length)
  const bodyLine = text.slice(0, text.length - body.length).split('\n').length
  return { matter, body, bodyLine }
}

/** The front matter begins on the second line of the file. */
const MATTER_OFFSET = 1

function readMatter(file: string, text: string): { matter: FrontMatter } | { problems: TemplateProblem[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: line + MATTER_OFFSET, column: col }
  }
  const [bad] = document.errors
  if (bad) return { problems: [{ ...at(bad.pos[0]), message: bad.message }] }
  const read = frontMatterSchema.safeParse(document.toJS({ maxAliasCount: 10 }) ?? {})
  if (read.success) return { matter: read.data }
  return {
    problems: read.error.issues.map(({ path, message, ...issue }) => {
      const unknown = 'keys' in issue ? issue.keys : []
      return {
        ...at(placeOf(document.contents, [...path, ...unknown.slice(0, 1)])),
        message: named(path, message),
      }
    }),
  }
}

function named(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? message : `\`${path.join('.')}\`: ${message}`
}

/** Where in the text the last part of a path stands that is there at all. */
function placeOf(node: unknown, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key)
    if (pair && isPair(pair)) return rest.length === 0 ? startOf(pair.key) : placeOf(pair.value, rest)
  }
  return startOf(node)
}

function startOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) ? Number(range[0]) : 0
}

function undeclared(
  file: string,
  variables: string[],
  { asks }: FrontMatter,
  text: string,
): TemplateProblem[] {
  const known: readonly string[] = FACT_NAMES
  return variables
    .filter((name) => !known.includes(name) && !Object.hasOwn(asks, name))
    .map((name) => ({
      ...firstUse(file, text, name),
      message: `\`${name}\` is neither asked for under \`asks\` nor one of: ${FACT_NAMES.join(', ')}.`,
    }))
}

function needless(file: string, variables: string[], { asks }: FrontMatter, text: string): TemplateProblem[] {
  return Object.keys(asks)
    .filter((name) => !variables.includes(name))
    .map((name) => ({ ...firstUse(file, text, name), message: `\`${name}\` is asked for and never used.` }))
}

function firstUse(file: string, text: string, name: string): { file: string; line: number; column: number } {
  const before = text.slice(0, Math.max(0, text.search(new RegExp(`\\b${name}\\b`, 'u')))).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function wrong(file: string, line: number, message: string): Read {
  return { problems: [{ file, line, column: 1, message }] }
}
