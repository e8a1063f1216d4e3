import { z } from 'zod'
import { nameIn } from '../outside/system.ts'

/** As much of Unleash's admin API as switches need. */

const name = nameIn(/^[A-Za-z0-9._~-]+$/, 'must be a name: letters, digits, ".", "_", "~" and "-"')

/** Where a switch lives: a feature in an environment. */
export const unleashPlace = z.strictObject({
  project: name,
  feature: name,
  environment: name,
  /** The feature has strategies of its own, and being enabled is what counts, whoever they choose. */
  allowTargeting: z.boolean('must be true or false').default(false),
})
export type UnleashPlace = z.infer<typeof unleashPlace>

const strategy = z.looseObject({
  name: z.string(),
  disabled: z.boolean().nullish(),
  constraints: z.array(z.unknown()).nullish(),
  segments: z.array(z.unknown()).nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
})
export type Strategy = z.infer<typeof strategy>

/** The answer to GET /api/admin/projects/{project}/features/{feature}. */
export const feature = z.looseObject({
  archived: z.boolean().nullish(),
  archivedAt: z.string().nullish(),
  dependencies: z.array(z.unknown()).nullish(),
  environments: z.array(
    z.looseObject({ name: z.string(), enabled: z.boolean(), strategies: z.array(strategy).nullish() }),
  ),
})
export type Feature = z.infer<typeof feature>

/** The answer to GET /api/admin/projects. */
export const projects = z.looseObject({ projects: z.array(z.looseObject({ id: z.string() })) })
