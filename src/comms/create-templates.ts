import type { CommsTemplates } from '../core/comms/template.ts'
import { disabledTemplates } from '../core/comms/template-switches.ts'
import type { Switch } from '../core/switch/switch.ts'
import type { TemplateProblem } from './fill.ts'
import type { Template } from './template-file.ts'

/** The templates in force, with which of them are switched off now. */
export function commsTemplates(
  templates: readonly Template[],
  switches: () => Promise<readonly Switch[]>,
): CommsTemplates {
  return { templates, disabled: async () => disabledTemplates(await switches()) }
}

/** `templates/comms/resolved.md:4:3: …`: one line for whoever keeps the templates. */
export function commsProblemLine({ file, line, column, message }: TemplateProblem): string {
  return `${file}:${line}:${column}: ${message}`
}
