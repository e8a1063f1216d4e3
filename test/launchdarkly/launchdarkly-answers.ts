import type { Received, Reply } from '../outside/outside-server.ts'

export const TOKEN = 'api-7b1c-launchdarkly-secret'

type Served = { variation?: number; rollout?: { variations: { variation: number; weight: number }[] } }
export type FakeFlag = {
  archived: boolean
  variations: { _id: string; value: unknown }[]
  environments: Record<
    string,
    {
      on: boolean
      archived: boolean
      version: number
      targets: { values: string[]; variation: number }[]
      contextTargets: { values: string[]; variation: number }[]
      rules: (Served & { clauses: unknown[] })[]
      fallthrough: Served
      offVariation: number | null
      prerequisites: { key: string; variation: number }[]
    }
  >
}

/** A flag with these variations; on, and serving the first; off, the last. */
export function aFlag(values: unknown[], change: Partial<FakeFlag['environments'][string]> = {}): FakeFlag {
  return {
    archived: false,
    variations: values.map((value, index) => ({ _id: `v${index}-${'0'.repeat(8)}`, value })),
    environments: {
      production: {
        on: true,
        archived: false,
        version: 1,
        targets: [],
        contextTargets: [],
        rules: [],
        fallthrough: { variation: 0 },
        offVariation: values.length - 1,
        prerequisites: [],
        ...change,
      },
    },
  }
}

export type Patch = {
  environmentKey?: string
  comment?: string
  instructions?: { kind: string; variationId?: string }[]
}

/** As much of LaunchDarkly as flags need: it takes semantic patches, refuses what it cannot read, and keeps state. */
export function launchdarklyAnswer(
  flags: Record<string, FakeFlag>,
  patches: Patch[],
  request: Received,
): Reply {
  const { method, path, query, headers } = request
  if (headers.authorization !== TOKEN) return refuse(401, 'unauthorized', 'Invalid access token')
  if (headers['ld-api-version'] !== '20240415') return refuse(400, 'invalid_request', 'unknown version')
  if (method === 'GET' && path === '/api/v2/caller-identity')
    return { status: 200, body: { tokenName: 'tocsin', accountId: '1' } }
  const key = /^\/api\/v2\/flags\/shop\/([^/]+)$/.exec(path)?.[1]
  const flag = key === undefined ? undefined : flags[key]
  if (!flag) return refuse(404, 'not_found', 'Unknown feature flag key')
  if (method === 'GET') {
    const environments = Object.fromEntries(
      Object.entries(flag.environments).filter(([name]) => query.getAll('env').includes(name)),
    )
    return { status: 200, body: { ...flag, key, environments } }
  }
  if (method !== 'PATCH') return refuse(405, 'method_not_allowed', 'no such method')
  if (headers['content-type'] !== 'application/json; domain-model=launchdarkly.semanticpatch')
    return refuse(400, 'invalid_request', 'not a semantic patch')
  const patch: Patch = JSON.parse(request.body)
  const environment = flag.environments[patch.environmentKey ?? '']
  if (!environment || !patch.instructions?.length) return refuse(400, 'invalid_request', 'nothing to do')
  for (const { kind, variationId } of patch.instructions) {
    if (kind === 'turnFlagOn') environment.on = true
    else if (kind === 'turnFlagOff') environment.on = false
    else if (kind === 'updateFallthroughVariationOrRollout') {
      const variation = flag.variations.findIndex((each) => each._id === variationId)
      if (variation < 0) return refuse(400, 'invalid_request', 'unknown variation')
      environment.fallthrough = { variation }
    } else return refuse(400, 'invalid_request', `unknown instruction ${kind}`)
  }
  environment.version++
  patches.push(patch)
  return { status: 200, body: { ...flag, key } }
}

function refuse(status: number, code: string, message: string): Reply {
  return { status, body: { code, message } }
}
