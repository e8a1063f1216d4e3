import type { Deployments } from '../outside-world.ts'
import type { Json } from '../protocol.ts'
import { type ApplicationRecord, type AppProject, appProject, type DeploysData } from './records.ts'
import { blockedBy, isActive, type SyncWindow } from './windows.ts'

/** Argo CD's side of the workspace: projects with their sync windows, and applications that can be deployed. */
export class Deploys {
  readonly #data: DeploysData
  readonly #now: () => number
  readonly #changed: () => void

  constructor(given: { data: DeploysData; now: () => number; changed: () => void }) {
    this.#data = given.data
    this.#now = given.now
    this.#changed = given.changed
  }

  projects(): Json[] {
    return this.#data.projects
  }

  project(name: string): Json | undefined {
    return this.#data.projects.find((each) => read(each).metadata.name === name)
  }

  /** Puts a project in the place of the one of its name, with the next version. */
  replace(project: Json): Json {
    const { metadata } = read(project)
    const stored = { ...project, metadata: { ...metadata, resourceVersion: String(++this.#data.version) } }
    this.#data.projects = this.#data.projects.map((each) =>
      read(each).metadata.name === metadata.name ? stored : each,
    )
    this.#changed()
    return stored
  }

  /** Why it may not be deployed now, as a sentence; undefined once it is. */
  deploy(name: string, by: string): string | undefined {
    const application = this.#data.applications.find((each) => each.name === name)
    if (!application) return `There is no application ${name}.`
    const blocking = this.#blocking(application)
    if (blocking) return `${name} is not deployed: ${wordsOf(blocking)}.`
    application.running = application.next
    application.next = bumped(application.next)
    application.deployedAt = this.#now()
    application.deployedBy = by
    this.#changed()
    return undefined
  }

  /** Takes a window away behind everybody's back, as an edit in Argo CD or a sync from Git would. */
  removeWindow(name: string, description: string): string | undefined {
    const project = this.project(name)
    if (!project) return `There is no project ${name}.`
    const { spec } = read(project)
    const windows = spec.syncWindows ?? []
    const left = windows.filter((window) => (window.description ?? '') !== description)
    if (left.length === windows.length) return `${name} has no such window.`
    const { syncWindows: _, ...others } = spec
    this.replace({ ...project, spec: { ...others, ...(left.length > 0 && { syncWindows: left }) } })
    return undefined
  }

  shown(): Deployments {
    const now = this.#now()
    return {
      projects: this.#data.projects.map(read).map(({ metadata, spec }) => ({
        name: metadata.name,
        windows: (spec.syncWindows ?? []).map((window) => ({
          kind: window.kind === 'allow' ? 'allow' : 'deny',
          schedule: window.schedule ?? '',
          duration: window.duration ?? '',
          applications: window.applications ?? [],
          description: window.description ?? '',
          active: isActive(window, now),
        })),
      })),
      applications: this.#data.applications.map((application) => {
        const blocking = this.#blocking(application)
        return { ...application, ...(blocking && { blockedBy: wordsOf(blocking) }) }
      }),
    }
  }

  data(): DeploysData {
    return this.#data
  }

  #blocking({ name, project }: ApplicationRecord): SyncWindow | undefined {
    const found = this.project(project)
    return found && blockedBy(read(found).spec.syncWindows ?? [], name, this.#now())
  }
}

/** Projects are kept as they came, and were checked when they did. */
function read(project: Json): AppProject {
  return appProject.parse(project)
}

function wordsOf({ kind, description, schedule, duration }: SyncWindow): string {
  const what = description ? `"${description}"` : `${schedule} for ${duration}`
  return kind === 'deny' ? `deployments are frozen by ${what}` : `deployments are only allowed during ${what}`
}

/** 4.13.0 → 4.13.1 */
function bumped(version: string): string {
  const [patch = '0', ...rest] = version.split('.').reverse()
  return [...rest.reverse(), Number(patch) + 1].join('.')
}
