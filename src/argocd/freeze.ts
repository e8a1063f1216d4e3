import { clip, line } from '../core/text.ts'
import { COMMENT_MAX } from '../outside/limits.ts'
import type { AppProject, ArgocdPlace, SyncWindow } from './wire.ts'

/**
 * A freeze is one sync window of ours in a project. It denies, and it is always open: it begins anew every minute
 * and lasts longer than one. It is recognised by a mark at the beginning of its description, for people, and among
 * its applications, where no application can have such a name: Argo CD before 3.0 drops descriptions, and a window
 * that we did not know again could never be taken away.
 */
const SCHEDULE = '* * * * *'
const DURATIONS = ['1h', ...Array.from({ length: 40 }, (_, index) => `${61 + index}m`)]

export type Frozen = 'yes' | 'no' | 'changed'

/** Whether a project is frozen by our window; `changed` when it is there, but somebody made something else of it. */
export function frozenIn(project: AppProject, place: ArgocdPlace): Frozen {
  const ours = (project.spec.syncWindows ?? []).filter((window) => isOurs(window, place))
  if (ours.length === 0) return 'no'
  return ours.some((window) => isWhole(window, place)) ? 'yes' : 'changed'
}

/** The windows that a project has to have for a freeze, or to be rid of it; those of others stay as they are. */
export function windowsWith(windows: SyncWindow[], place: ArgocdPlace, comment: string): SyncWindow[] {
  const others = windowsWithout(windows, place)
  // Argo CD refuses two windows of the same kind, schedule and duration, whatever else differs.
  const taken = others.filter(({ kind, schedule }) => kind === 'deny' && schedule === SCHEDULE)
  const duration = DURATIONS.find((each) => taken.every((window) => window.duration !== each)) ?? '1h'
  const ours: SyncWindow = {
    kind: 'deny',
    schedule: SCHEDULE,
    duration,
    applications: [...place.applications, mark(place)],
    ...(place.allowManualSync && { manualSync: true }),
    timeZone: 'UTC',
    description: clip(`${mark(place)} ${line(comment)}`.trim(), COMMENT_MAX),
  }
  return [...others, ours]
}

export function windowsWithout(windows: SyncWindow[], place: ArgocdPlace): SyncWindow[] {
  return windows.filter((window) => !isOurs(window, place))
}

/** `key=value`, or `key` with any value. */
export function carries(project: AppProject, label: string): boolean {
  const [key = '', value] = label.split('=')
  const found = project.metadata.labels?.[key]
  return found !== undefined && (value === undefined || found === value)
}

function mark({ name }: ArgocdPlace): string {
  return `tocsin:${name}`
}

function isOurs({ description, applications }: SyncWindow, place: ArgocdPlace): boolean {
  return description?.split(/\s/, 1)[0] === mark(place) || (applications ?? []).includes(mark(place))
}

function isWhole(window: SyncWindow, place: ArgocdPlace): boolean {
  const applications = (window.applications ?? []).filter((each) => each !== mark(place))
  return (
    window.kind === 'deny' &&
    window.schedule === SCHEDULE &&
    DURATIONS.includes(window.duration ?? '') &&
    place.applications.every((each) => applications.includes(each)) &&
    applications.every((each) => place.applications.includes(each)) &&
    (window.manualSync ?? false) === place.allowManualSync &&
    !window.andOperator
  )
}
