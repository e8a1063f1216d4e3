import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { TemplateProblem } from './fill.ts'
import { TEMPLATES_MAX } from './limits.ts'
import { readTemplate, type Template } from './template-file.ts'

/** Where templates of messages lie within a templates folder. */
const FOLDER = 'comms'
const ENDING = '.md'
/** The templates that come with Tocsin. */
const SHIPPED = path.join(import.meta.dirname, '..', '..', 'templates')

export type CommsTemplates = { templates: Template[]; problems: TemplateProblem[] }

/**
 * Reads all templates: those that come with Tocsin, and over them, by the name of the file, those of the
 * organisation's folders, the first folder counting most. One with a mistake is left out, and the one that it
 * replaces is used instead.
 */
export function loadCommsTemplates(folders: readonly string[]): CommsTemplates {
  const found = new Map<string, Template>()
  const problems: TemplateProblem[] = []
  for (const folder of [SHIPPED, ...folders.toReversed()]) {
    for (const file of filesIn(path.join(folder, FOLDER))) {
      const key = path.basename(file, ENDING)
      const read = readTemplate(key, file, readFileSync(file, 'utf8'))
      if ('problems' in read) problems.push(...read.problems)
      else found.set(key, read.template)
    }
  }
  return { templates: [...found.values()], problems }
}

/** In the order of their names; none when there is no such folder. */
function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(ENDING) && !name.startsWith('.'))
    return names
      .sort()
      .slice(0, TEMPLATES_MAX)
      .map((name) => path.join(folder, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
