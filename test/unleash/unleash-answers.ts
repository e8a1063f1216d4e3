import type { Received, Reply } from '../outside/outside-server.ts'

export const TOKEN = 'user:9f0e-unleash-secret'

export type FakeFeature = {
  archived: boolean
  dependencies: { feature: string }[]
  environments: { name: string; enabled: boolean; strategies: Record<string, unknown>[] }[]
}

export function aFeature(
  enabled: boolean,
  strategies: Record<string, unknown>[] = [],
  change: Partial<FakeFeature> = {},
): FakeFeature {
  const development = { name: 'development', enabled: true, strategies: [] }
  return {
    archived: false,
    dependencies: [],
    environments: [development, { name: 'production', enabled, strategies }],
    ...change,
  }
}

/** As much of Unleash's admin API as features need. Switching answers with nothing at all, as the real one does. */
export function unleashAnswer(
  features: Record<string, FakeFeature>,
  { method, path, headers, body }: Received,
): Reply {
  if (headers.authorization !== TOKEN) return refuse(401, 'AuthenticationRequired', 'You must log in')
  if (method === 'GET' && path === '/api/admin/projects')
    return { status: 200, body: { version: 1, projects: [{ id: 'shop', name: 'Shop' }] } }
  const match =
    /^\/api\/admin\/projects\/shop\/features\/([^/]+)(?:\/environments\/([^/]+)\/(on|off))?$/.exec(path)
  const feature = features[match?.[1] ?? '']
  if (!match || !feature) return refuse(404, 'NotFoundError', 'Could not find feature')
  if (method === 'GET' && match[2] === undefined)
    return { status: 200, body: { name: match[1], project: 'shop', ...feature } }
  const environment = feature.environments.find(({ name }) => name === match[2])
  if (method !== 'POST' || !environment) return refuse(404, 'NotFoundError', 'Could not find environment')
  if (body !== '') return refuse(400, 'BadDataError', 'Nothing is expected here')
  environment.enabled = match[3] === 'on'
  return { status: 200 }
}

function refuse(status: number, name: string, message: string): Reply {
  return { status, body: { id: '1', name, message } }
}
