import { z } from 'zod'
import { isObject } from '../json.ts'
import type { Json } from '../protocol.ts'
import type { Deploys } from './deploys.ts'
import { appProject } from './records.ts'
import { windowsProblem } from './windows.ts'

/** As much of Argo CD's API as has to do with projects, answering as Argo CD does; errors carry gRPC's codes. */

export type ArgoAnswer = { status: number; body: unknown }
export type ArgoRequest = { method: string; path: string; bearer: string | undefined; body: unknown }

/** gRPC's code → HTTP status, for those that occur here. */
const STATUS: Record<number, number> = { 2: 500, 3: 400, 5: 404, 6: 409, 10: 409, 11: 400, 12: 501, 16: 401 }

function error(code: number, message: string): ArgoAnswer {
  return { status: STATUS[code] ?? 500, body: { error: message, code, message } }
}

const updateRequest = z.object({ project: appProject })

/** `path` counts from Argo CD's root: `/api/v1/projects/shop`. */
export function argoAnswer(deploys: Deploys, token: string, request: ArgoRequest): ArgoAnswer {
  const { method, path, bearer } = request
  const known = bearer === token
  if (method === 'GET' && path === '/api/v1/session/userinfo')
    return { status: 200, body: known ? { loggedIn: true, username: 'tocsin', iss: 'argocd' } : {} }
  if (!known) return error(16, bearer === undefined ? 'no session information' : 'invalid session')
  if (method === 'GET' && path === '/api/v1/projects')
    return { status: 200, body: { metadata: {}, items: deploys.projects() } }
  const name = /^\/api\/v1\/projects\/([^/]+)$/.exec(path)?.[1]
  if (name === undefined || (method !== 'GET' && method !== 'PUT'))
    return error(12, 'the workspace does not have this part of Argo CD')
  const project = deploys.project(name)
  if (method === 'PUT') return update(deploys, project, request)
  return project ? { status: 200, body: project } : notFound(name)
}

/** Only a body that was made from the newest version is taken. */
function update(deploys: Deploys, stored: Json | undefined, { path, body }: ArgoRequest): ArgoAnswer {
  const read = updateRequest.safeParse(body)
  if (!read.success || !isObject(body) || !isObject(body.project))
    return error(3, `the request is no project: ${read.error?.issues[0]?.path.join('.') ?? ''}`)
  const { metadata, spec } = read.data.project
  if (path !== `/api/v1/projects/${metadata.name}`) return error(3, 'the names in address and body differ')
  const problem = windowsProblem(spec.syncWindows ?? [])
  if (problem) return error(problem.code, problem.message)
  if (!stored) return notFound(metadata.name)
  if (!metadata.resourceVersion) return error(3, 'metadata.resourceVersion must be given')
  if (metadata.resourceVersion !== appProject.parse(stored).metadata.resourceVersion)
    return error(10, `project "${metadata.name}": the object has been modified; read it again`)
  return { status: 200, body: deploys.replace(body.project) }
}

function notFound(name: string): ArgoAnswer {
  return error(5, `project "${name}" not found`)
}
