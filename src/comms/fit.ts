import { FITS } from '../core/comms/lint.ts'
import type { Policy } from '../core/policy.ts'
import type { TemplateProblem } from './fill.ts'
import { examplesOf, SAMPLE, type Template } from './template-file.ts'

/** What templates come to with their own examples, where that is more than one of their audiences can be shown. */
export function fitProblems(
  templates: readonly Template[],
  audiences: Policy['audiences'],
): TemplateProblem[] {
  return templates.flatMap((template) => {
    const { title, body } = template.fill(examplesOf(template), SAMPLE)
    const { file, lines } = template
    return template.audiences.flatMap((key): TemplateProblem[] => {
      const audience = Object.hasOwn(audiences, key) ? audiences[key] : undefined
      if (audience === undefined) return []
      const fits = FITS[audience.reach.by]
      const says = (what: string, has: number, most: number) =>
        `The ${what} has ${has} characters with its examples; ${most} fit for ${audience.name} (by ${audience.reach.by}).`
      return [
        ...(fits.title > 0 && title.length > fits.title
          ? [{ file, line: lines.title, column: 1, message: says('title', title.length, fits.title) }]
          : []),
        ...(body.length > fits.body
          ? [{ file, line: lines.body, column: 1, message: says('text', body.length, fits.body) }]
          : []),
      ]
    })
  })
}
