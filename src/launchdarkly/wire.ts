import { z } from 'zod'
import { nameIn } from '../outside/system.ts'

/** As much of LaunchDarkly's REST API (version 20240415) as switches need. */
export const API_VERSION = '20240415'
export const SEMANTIC_PATCH = 'application/json; domain-model=launchdarkly.semanticpatch'

const key = nameIn(/^[A-Za-z0-9._-]+$/, 'must be a key: letters, digits, ".", "_" and "-"')

/** Where a switch lives: a flag in an environment. */
export const launchdarklyPlace = z.strictObject({
  project: key,
  flag: key,
  environment: key,
  /**
   * The flag has rules or a rollout of its own, and being on is what counts as its value: who exactly is served is
   * left to LaunchDarkly.
   */
  allowTargeting: z.boolean('must be true or false').default(false),
})
export type LaunchdarklyPlace = z.infer<typeof launchdarklyPlace>

const index = z.int().min(0)
const rollout = z.looseObject({
  variations: z.array(z.looseObject({ variation: index, weight: z.number() })),
  experimentAllocation: z.unknown().optional(),
})
/** What a rule or the fallthrough serves: one variation, or several by weight. */
const served = z.looseObject({ variation: index.nullish(), rollout: rollout.nullish() })
export type Served = z.infer<typeof served>

const target = z.looseObject({ values: z.array(z.string()).nullish(), variation: index })

/** A flag's settings in one environment. */
const flagConfig = z.looseObject({
  on: z.boolean(),
  archived: z.boolean().nullish(),
  targets: z.array(target).nullish(),
  contextTargets: z.array(target).nullish(),
  rules: z.array(served).nullish(),
  fallthrough: served.nullish(),
  offVariation: index.nullish(),
  prerequisites: z.array(z.looseObject({ key: z.string() })).nullish(),
})
export type FlagConfig = z.infer<typeof flagConfig>

/** The answer to GET /api/v2/flags/{project}/{flag}?env={environment}. */
export const flag = z.looseObject({
  archived: z.boolean().nullish(),
  variations: z.array(z.looseObject({ _id: z.string(), value: z.unknown().optional() })),
  environments: z.record(z.string(), flagConfig).nullish(),
})
export type Flag = z.infer<typeof flag>

/** The answer to a patch: the flag, of which no more is asked than that it is one. */
export const changedFlag = z.looseObject({ variations: z.array(z.unknown()) })

export type Instruction =
  | { kind: 'turnFlagOn' }
  | { kind: 'turnFlagOff' }
  | { kind: 'updateFallthroughVariationOrRollout'; variationId: string }

/** The body of PATCH /api/v2/flags/{project}/{flag}. */
export type SemanticPatch = { environmentKey: string; comment: string; instructions: Instruction[] }

/** The answer to GET /api/v2/caller-identity. */
export const callerIdentity = z.looseObject({
  tokenName: z.string().nullish(),
  accountId: z.string().nullish(),
})
