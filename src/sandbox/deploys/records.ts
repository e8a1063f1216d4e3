import { z } from 'zod'
import type { Json } from '../protocol.ts'
import { syncWindow } from './windows.ts'

/** What an AppProject of Argo CD has to be here; whatever else stands in it is kept as it came. */
export const appProject = z.looseObject({
  metadata: z.looseObject({
    name: z.string().min(1),
    resourceVersion: z.string().optional(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.looseObject({ syncWindows: z.array(syncWindow).max(100).nullish() }),
})
export type AppProject = z.infer<typeof appProject>

export type ApplicationRecord = {
  name: string
  project: string
  running: string
  next: string
  /** Milliseconds on the workspace's clock. */
  deployedAt: number
  deployedBy: string
}

/** Plain data: it goes to disk as it is. */
export type DeploysData = { version: number; projects: Json[]; applications: ApplicationRecord[] }

const HOUR_MS = 3_600_000

/** Two projects, so that a freeze of one leaves the other open; one has a window that nobody's freeze may lose. */
export function openingDeploys(now: number): DeploysData {
  const holidays = {
    kind: 'deny',
    schedule: '0 0 24 12 *',
    duration: '72h',
    applications: ['*'],
    timeZone: 'UTC',
    description: 'Holidays',
  }
  const hoursAgo = (hours: number) => now - hours * HOUR_MS
  return {
    version: 2,
    projects: [
      project('production', '1', 'What customers use', [holidays]),
      project('staging', '2', 'What is tried before', undefined),
    ],
    applications: [
      application('storefront', 'production', '4.12.0', '4.13.0', hoursAgo(26), 'U0BEN'),
      application('orders-api', 'production', '2.7.3', '2.7.4', hoursAgo(50), 'U0RAVI'),
      application('stylist-assistant', 'production', '0.31.0', '0.32.0', hoursAgo(7), 'U0RAVI'),
      application('capsule-worker', 'production', '1.4.6', '1.4.7', hoursAgo(98), 'U0ANA'),
      application('storefront-staging', 'staging', '4.13.0', '4.14.0', hoursAgo(2), 'U0BEN'),
      application('stylist-staging', 'staging', '0.32.0', '0.33.0', hoursAgo(5), 'U0ANA'),
    ],
  }
}

function project(
  name: string,
  resourceVersion: string,
  description: string,
  syncWindows: Json[] | undefined,
) {
  return {
    metadata: { name, namespace: 'argocd', resourceVersion, generation: 1, labels: { team: name } },
    spec: {
      description,
      sourceRepos: ['https://git.demo.example/*'],
      destinations: [{ server: 'https://kubernetes.default.svc', namespace: `${name}-*` }],
      roles: [
        { name: 'deployer', policies: [`p, proj:${name}:deployer, applications, sync, ${name}/*, allow`] },
      ],
      ...(syncWindows && { syncWindows }),
    },
    status: {},
  }
}

function application(
  name: string,
  project: string,
  running: string,
  next: string,
  deployedAt: number,
  deployedBy: string,
): ApplicationRecord {
  return { name, project, running, next, deployedAt, deployedBy }
}
