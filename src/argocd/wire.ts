import { z } from 'zod'
import { nameIn } from '../outside/system.ts'

/** As much of Argo CD's API as a deploy freeze needs. Projects go back as they came: fields unknown here are kept. */

/** Kubernetes allows no other names. */
const name = nameIn(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  'must be a name: lower-case letters, digits, "." and "-"',
)

const PROJECTS_MAX = 50

/** Where a freeze is: the projects by their names, or all that carry a label. */
export const argocdPlace = z
  .strictObject({
    projects: z
      .array(name, 'must be a list of names')
      .min(1, 'is empty')
      .max(PROJECTS_MAX, 'is too long')
      .optional(),
    label: z
      .string('must be a label')
      .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*(=[A-Za-z0-9._-]*)?$/, 'must be a label: "key" or "key=value"')
      .optional(),
    /** Patterns of application names within the projects. */
    applications: z.array(z.string().min(1), 'must be a list of names').min(1, 'is empty').default(['*']),
    /** Whether somebody may still deploy by hand while it is frozen. */
    allowManualSync: z.boolean('must be true or false').default(false),
    /** Tells our windows apart when two switches freeze parts of one project. */
    name: name.default('freeze'),
  })
  .refine(({ projects, label }) => (projects === undefined) !== (label === undefined), {
    message: 'must name either `projects` or a `label`',
  })
export type ArgocdPlace = z.infer<typeof argocdPlace>

/** One entry of a project's `syncWindows`; whatever else stands in it is kept. */
export const syncWindow = z.looseObject({
  kind: z.string().nullish(),
  schedule: z.string().nullish(),
  duration: z.string().nullish(),
  applications: z.array(z.string()).nullish(),
  namespaces: z.array(z.string()).nullish(),
  clusters: z.array(z.string()).nullish(),
  manualSync: z.boolean().nullish(),
  andOperator: z.boolean().nullish(),
  timeZone: z.string().nullish(),
  description: z.string().nullish(),
})
export type SyncWindow = z.infer<typeof syncWindow>

/** What is looked at in an AppProject. */
export const appProject = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.looseObject({ syncWindows: z.array(syncWindow).nullish() }),
})
export type AppProject = z.infer<typeof appProject>

/** The answer to GET /api/v1/projects. */
export const appProjectList = z.looseObject({ items: z.array(appProject).nullish() })

/** The answer to GET /api/v1/session/userinfo, which is 200 for anybody. */
export const userInfo = z.looseObject({ loggedIn: z.boolean().nullish(), username: z.string().nullish() })

/** The body of an answer that is an error; codes are those of gRPC. */
export const argocdError = z.looseObject({ code: z.number().nullish(), message: z.string().nullish() })
export const ABORTED = 10
