import { AssertionError, Liquid, LiquidError, type Template as Parsed } from 'liquidjs'
import type { Answers, Facts, Filled, FrontMatter } from '../core/comms/template.ts'
import { RENDER_MEMORY_MAX, RENDER_MS_MAX, TEMPLATE_CHARS_MAX } from './limits.ts'

/** A mistake in a template, with where it stands; `line` and `column` count from 1. */
export type TemplateProblem = { file: string; line: number; column: number; message: string }

export type Form = {
  fill(answers: Answers, facts: Facts): Filled
  /** Variables that the template names, without what follows a dot. */
  variables: string[]
}

/**
 * Reads what is to be filled in. `bodyLine` is the line of the file where the body begins. Throws a LiquidError;
 * `problemOf` makes a sentence of it. A template reads no files and names nothing that it was not given.
 */
export function readForm(matter: Pick<FrontMatter, 'title' | 'status'>, body: string): Form {
  const liquid = engine()
  const title = liquid.parse(matter.title)
  const status = liquid.parse(matter.status)
  const text = liquid.parse(body)
  const variables = [title, status, text].flatMap((part) => liquid.globalVariablesSync(part))
  return {
    variables: [...new Set(variables)],
    fill(answers, facts) {
      const scope = { ...answers, ...facts }
      const filled = (part: Parsed[]): string => rendered(liquid, part, scope)
      return {
        title: filled(title).replace(/\s+/gu, ' ').trim(),
        status: filled(status).trim(),
        body: filled(text)
          .replace(/\n{3,}/gu, '\n\n')
          .trim(),
      }
    },
  }
}

/** A machine that stands still for a moment is no template that turns for ever: time that ran out is given once more. */
function rendered(liquid: Liquid, part: Parsed[], scope: object): string {
  try {
    return String(liquid.renderSync(part, scope))
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith(TIME_RAN_OUT)) throw error
    return String(liquid.renderSync(part, scope))
  }
}
const TIME_RAN_OUT = 'template render limit exceeded'

/** What is wrong with a template; undefined when the error is not the template's fault. */
export function problemOf(error: unknown, file: string, firstLine: number): TemplateProblem | undefined {
  // A limit that is exceeded between two parts of a template comes without its place.
  if (error instanceof AssertionError) return { file, line: firstLine, column: 1, message: error.message }
  if (!LiquidError.is(error)) return undefined
  const [line = 1, column = 1] = error.token.getPosition()
  const message = error.message.replace(/, (?:file|line|col):.*$/su, '')
  return { file, line: firstLine + line - 1, column, message }
}

function engine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true, // what is optional may be asked for
    ownPropertyOnly: true,
    timezoneOffset: 0,
    locale: 'en',
    parseLimit: TEMPLATE_CHARS_MAX,
    renderLimit: RENDER_MS_MAX,
    memoryLimit: RENDER_MEMORY_MAX,
  })
  // No template takes another in, so none looks into a folder.
  for (const tag of ['include', 'layout', 'render']) delete liquid.tags[tag]
  liquid.registerFilter('sentence', (value: unknown) => sentence(String(value ?? '')))
  return liquid
}

/** Somebody's few words as a sentence: a capital at the beginning, an end at the end. */
function sentence(words: string): string {
  const text = words.trim()
  if (text === '') return ''
  const [first = ''] = text
  const begun = first.toLocaleUpperCase('en') + text.slice(first.length)
  return /[.!?…。！？]["')\]]?$/u.test(begun) ? begun : `${begun}.`
}
