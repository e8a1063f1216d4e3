import type { ProviderFailure } from '../core/switch/provider.ts'
import { type Answer, ask, type Outside, type Refused } from '../outside/ask.ts'
import { CONFLICT_TRIES } from '../outside/limits.ts'
import { readJson } from '../outside/read-json.ts'
import { parseExactly } from './exact-json.ts'
import { ABORTED, type AppProject, appProject, appProjectList, argocdError, type SyncWindow } from './wire.ts'

/** The AppProjects of an Argo CD. */
export type Projects = {
  get(name: string, signal: AbortSignal): Promise<{ ok: true; project: AppProject } | ProviderFailure>
  all(signal: AbortSignal): Promise<{ ok: true; projects: AppProject[] } | ProviderFailure>
  /** Gives a project other sync windows and leaves the rest as it is, whatever that is. */
  rewrite(
    name: string,
    /** The windows that it is to have; undefined when it may stay as it is. */
    change: (project: AppProject) => SyncWindow[] | undefined,
    signal: AbortSignal,
  ): Promise<{ ok: true } | ProviderFailure>
}

export function projectsOf(outside: Outside): Projects {
  async function fetchText(name: string, signal: AbortSignal): Promise<Answer> {
    return ask(outside, { method: 'GET', path: pathOf(name), signal, missing: missing(name) })
  }

  return {
    async get(name, signal) {
      const answer = await fetchText(name, signal)
      if (!answer.ok) return answer.failure
      const read = readJson(outside, appProject, answer.text)
      return read.ok ? { ok: true, project: read.value } : read
    },

    async all(signal) {
      const lost = `Argo CD does not answer at this address: correct ${outside.settings.address}.`
      const answer = await ask(outside, { method: 'GET', path: '/api/v1/projects', signal, missing: lost })
      if (!answer.ok) return answer.failure
      const read = readJson(outside, appProjectList, answer.text)
      return read.ok ? { ok: true, projects: read.value.items ?? [] } : read
    },

    /** Whoever changes the project in between makes our version stale: it is read and changed anew. */
    async rewrite(name, change, signal) {
      for (let tries = 1; ; tries++) {
        const found = await fetchText(name, signal)
        if (!found.ok) return found.failure
        const read = readJson(outside, appProject, found.text)
        if (!read.ok) return read
        const windows = change(exactly(found.text))
        if (windows === undefined) return { ok: true }
        const body = JSON.stringify({ project: withWindows(exactly(found.text), windows) })
        const headers = { 'content-type': 'application/json' }
        const path = pathOf(name)
        const answer = await ask(outside, {
          method: 'PUT',
          path,
          headers,
          body,
          signal,
          missing: missing(name),
        })
        if (answer.ok) {
          const stored = readJson(outside, appProject, answer.text)
          return stored.ok ? { ok: true } : stored
        }
        const conflict = conflictOf(outside, answer)
        if (conflict === 'windows') return { ...answer.failure, again: 'never' }
        if (conflict === undefined || tries >= CONFLICT_TRIES) return answer.failure
      }
    },
  }
}

/** For a text that was found to be a project: every field and number of it, as it goes back. */
function exactly(text: string): AppProject {
  return parseExactly(text) as AppProject
}

/** A project without windows has no such field, as Argo CD itself writes it. */
function withWindows(project: AppProject, windows: SyncWindow[]): AppProject {
  if (windows.length > 0) project.spec.syncWindows = windows
  else delete project.spec.syncWindows
  return project
}

/**
 * A stale version is 409 with gRPC's "aborted"; older versions pass Kubernetes' sentence on as their own failure. Any
 * other 409 is about the windows that the project has, which no other try makes better.
 */
function conflictOf(outside: Outside, { status, text }: Refused): 'stale' | 'windows' | undefined {
  const read = readJson(outside, argocdError, text)
  const { code, message } = read.ok ? read.value : {}
  if ((status === 409 && code === ABORTED) || /object has been modified/.test(message ?? '')) return 'stale'
  return status === 409 && typeof code === 'number' ? 'windows' : undefined
}

function pathOf(name: string): string {
  return `/api/v1/projects/${encodeURIComponent(name)}`
}

function missing(name: string): string {
  return `Argo CD has no project "${name}": correct the switch in the policy, or create the project.`
}
