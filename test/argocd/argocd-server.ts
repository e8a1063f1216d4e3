import { Ajv } from 'ajv'
import { expect } from 'vitest'
import { argoAnswer } from '../../src/sandbox/deploys/argo-api.ts'
import { Deploys } from '../../src/sandbox/deploys/deploys.ts'
import type { Json } from '../../src/sandbox/protocol.ts'
import { oracle } from '../oracles.ts'
import { type OutsideServer, outsideServer } from '../outside/outside-server.ts'

export const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.argocd-secret.c2ln'

/** An AppProject as Argo CD gives it, with fields that the bot knows nothing of. */
export function aProject(name: string, spec: Json = {}, labels?: Record<string, string>): Json {
  return {
    metadata: {
      name,
      namespace: 'argocd',
      uid: `uid-${name}`,
      resourceVersion: '100',
      generation: 3,
      ...(labels && { labels }),
      annotations: { 'argocd.argoproj.io/sync-wave': '1' },
    },
    spec: {
      description: `Everything of ${name}`,
      sourceRepos: ['*'],
      destinations: [{ server: 'https://kubernetes.default.svc', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      orphanedResources: { warn: false },
      ...spec,
    },
    status: { jwtTokensByRole: {} },
  }
}

/**
 * The workspace's Argo CD behind a server with accidents. Whatever goes in and out is held against Argo CD's own
 * description of its API when that is at hand. `dropping`: fields that this version does not know.
 */
export async function argocdServer(
  projects: Json[],
  { dropping = [] }: { dropping?: string[] } = {},
): Promise<OutsideServer & { deploys: Deploys }> {
  const deploys = new Deploys({
    data: { version: 100, projects, applications: [] },
    now: () => Date.UTC(2026, 0, 15, 3),
    changed: () => {},
  })
  const server = await outsideServer(({ method, path, headers, body }) => {
    const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1]
    const kept = (key: string, value: unknown) => (dropping.includes(key) ? undefined : value)
    const parsed: unknown = body === '' ? {} : JSON.parse(body, kept)
    if (method === 'PUT') {
      expect(headers['content-type']).toBe('application/json')
      hold('projectProjectUpdateRequest', parsed)
    }
    const answer = argoAnswer(deploys, TOKEN, { method, path, bearer, body: parsed })
    if (answer.status === 200 && /projects\//.test(path)) hold('v1alpha1AppProject', answer.body)
    if (answer.status >= 400) hold('runtimeError', answer.body)
    return answer
  })
  return Object.assign(server, { deploys })
}

const swagger = oracle('argocd/swagger.json') as { definitions: Json } | undefined
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
if (swagger) ajv.addSchema({ $id: 'argocd', definitions: closed(swagger.definitions) })

/** What the description does not know is a mistake of ours, though Argo CD itself would only ignore it. */
function closed(definitions: Json): Json {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      const { type, properties, additionalProperties } = definition as Json
      const isClosed = type === 'object' && properties !== undefined && additionalProperties === undefined
      return [name, isClosed ? { ...(definition as Json), additionalProperties: false } : definition]
    }),
  )
}

function hold(definition: string, value: unknown): void {
  if (!swagger) return
  const validate = ajv.getSchema(`argocd#/definitions/${definition}`)
  if (!validate) throw new Error(`Argo CD's description has no ${definition}`)
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
}
