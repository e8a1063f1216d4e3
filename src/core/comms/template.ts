import { z } from 'zod'
import { SEVERITIES } from '../incident/incident.ts'
import { keyOf, sentence } from '../policy-fields.ts'

/** When in an incident a template fits. */
export const MOMENTS = ['declared', 'updated', 'identified', 'monitoring', 'resolved', 'reviewed'] as const
export type Moment = (typeof MOMENTS)[number]

/** Something that whoever writes is asked for; its key is the variable in the template. */
const asked = z.strictObject({
  ask: sentence.describe('The question, as it stands over the field.'),
  example: sentence.optional(),
  optional: z.boolean().default(false),
})
export type AskedFor = z.infer<typeof asked>

/** What stands at the head of a template file. */
export const frontMatterSchema = z.strictObject({
  name: z.string().trim().min(1).max(75),
  about: sentence,
  audiences: z.array(keyOf('audience', 'customers')).min(1).max(20),
  moments: z.array(z.enum(MOMENTS)).min(1),
  severities: z.array(z.enum(SEVERITIES)).min(1),
  classes: z.array(keyOf('class', 'orders')).default([]).describe('Only for these; empty means any.'),
  asks: z
    .record(z.string().regex(/^[a-z][a-z_]{0,29}$/, 'is no name of a variable: lower case and "_"'), asked)
    .default({}),
  tone: sentence.optional(),
  title: z.string().max(300).default(''),
  /** How the incident is called on a status page with this; a name or a Liquid expression. */
  status: z.string().max(100).default(''),
  /** Empties what it is shown on, such as a banner; there is no text then. */
  clears: z.boolean().default(false),
})
export type FrontMatter = z.infer<typeof frontMatterSchema>

/** What was answered to a template's questions, by variable; null for what was left open. */
export type Answers = Readonly<Record<string, string | null>>

/** The parts of a template that are filled in, as they came out. `problem`: why it is a plain text instead. */
export type Filled = { title: string; status: string; body: string; problem?: string }

/** A template that can be used. `key` is the file's name without its ending. Filling it never throws. */
export type CommsTemplate = FrontMatter & { key: string; fill(answers: Answers, facts: Facts): Filled }

/** The templates there are, and those of them that must not be used now, each with why. */
export type CommsTemplates = {
  templates: readonly CommsTemplate[]
  disabled(): Promise<ReadonlyMap<string, string>>
}

/** What every template may name beside what it asks for. */
export type Facts = {
  organisation: string
  incident: { id: string; title: string; severity: string; status: string }
  commander: string
  subject: string // what the public was told that it is about
  public_status: string
  started: string // in UTC, as in "14:05 UTC on 10 June"
  ended: string
  period: string // from when to when, as in "from 14:05 to 14:50 UTC on 10 June"
  now: string
  next_update_sentence: string
}

export const FACT_NAMES: readonly (keyof Facts)[] = [
  'organisation',
  'incident',
  'commander',
  'subject',
  'public_status',
  'started',
  'ended',
  'period',
  'now',
  'next_update_sentence',
]
