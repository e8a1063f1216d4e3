import { z } from 'zod'
import { SYNC_WINDOW_MS } from '../limits.ts'
import { firedWithin, readSchedule } from './cron.ts'

/** Sync windows of an AppProject: when applications may be deployed, by the rules of Argo CD. */

const names = z.array(z.string()).nullish()

export const syncWindow = z.strictObject({
  kind: z.string().nullish(),
  schedule: z.string().nullish(),
  duration: z.string().nullish(),
  applications: names,
  namespaces: names,
  clusters: names,
  manualSync: z.boolean().nullish(),
  andOperator: z.boolean().nullish(),
  syncOverrun: z.boolean().nullish(),
  timeZone: z.string().nullish(),
  description: z.string().nullish(),
})
export type SyncWindow = z.infer<typeof syncWindow>

/** Why Argo CD would not take these windows, with gRPC's code for it; undefined: it would. */
export function windowsProblem(windows: SyncWindow[]): { code: number; message: string } | undefined {
  const seen = new Set<string>()
  for (const window of windows) {
    const { kind, schedule = '', duration = '' } = window
    const text = `${kind} ${schedule} ${duration}`
    if (seen.has(text)) return { code: 6, message: `there is a window "${text}" already` }
    seen.add(text)
    if (kind !== 'allow' && kind !== 'deny')
      return { code: 2, message: `a window allows or denies, and not "${kind}"` }
    if (!readSchedule(schedule ?? '')) return { code: 2, message: `"${schedule}" is no schedule` }
    if (durationMs(duration ?? '') === undefined)
      return { code: 2, message: `"${duration}" is no duration of at most 31 days` }
    if (![window.applications, window.namespaces, window.clusters].some((list) => (list ?? []).length > 0))
      return { code: 11, message: `window "${text}" names no application, namespace or cluster` }
  }
  return undefined
}

export function isActive({ schedule, duration }: SyncWindow, now: number): boolean {
  const times = readSchedule(schedule ?? '')
  const lastMs = durationMs(duration ?? '')
  return times !== undefined && lastMs !== undefined && firedWithin(times, now, lastMs)
}

/** The window that keeps an application from being deployed by hand; undefined: it may be. */
export function blockedBy(windows: SyncWindow[], application: string, now: number): SyncWindow | undefined {
  const concerned = windows.filter((window) => matches(window.applications ?? [], application))
  const denying = concerned.filter(({ kind }) => kind === 'deny').filter((window) => isActive(window, now))
  if (denying.length > 0) return denying.find(({ manualSync }) => !manualSync)
  const allowing = concerned.filter(({ kind }) => kind === 'allow')
  if (allowing.length === 0 || allowing.some((window) => isActive(window, now) || window.manualSync))
    return undefined
  return allowing[0]
}

function matches(patterns: string[], name: string): boolean {
  const literally = (text: string) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  return patterns.some((pattern) =>
    new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`).test(name),
  )
}

const UNIT_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000 }

function durationMs(text: string): number | undefined {
  if (!/^(?:\d+[hms])+$/.test(text)) return undefined
  const total = [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0),
    0,
  )
  return total <= SYNC_WINDOW_MS ? total : undefined
}
