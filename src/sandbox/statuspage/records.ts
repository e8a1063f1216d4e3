import type { Json } from '../protocol.ts'

/** What the workspace's status page keeps. Plain data: it goes to disk as it is. */

export const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type IncidentStatus = (typeof STATUSES)[number]
export const STATES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentState = (typeof STATES)[number]
export const IMPACTS = ['none', 'maintenance', 'minor', 'major', 'critical'] as const
export type Impact = (typeof IMPACTS)[number]

export type ComponentRecord = { id: string; name: string; description: string; state: ComponentState }

export type UpdateRecord = {
  id: string
  status: IncidentStatus
  body: string
  /** Milliseconds on the workspace's clock. */
  at: number
  /** Whether subscribers were written to. */
  notified: boolean
  /** Who posted it by hand; absent: it came over the API. */
  by?: string
}

export type IncidentRecord = {
  id: string
  name: string
  status: IncidentStatus
  impactOverride?: Impact
  createdAt: number
  updatedAt: number
  resolvedAt?: number
  components: string[]
  /** The worst that its components were, for its colour after the end. */
  worst: Impact
  metadata: Json
  updates: UpdateRecord[] // oldest first
}

export type StatusPageData = {
  components: ComponentRecord[]
  incidents: IncidentRecord[] // oldest first
}

const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000

/** A shop's page with something that was over days ago, so that readers see what an end looks like. */
export function openingStatusPage(now: number): StatusPageData {
  const began = now - 6 * DAY_MS
  const at = (minutes: number) => began + minutes * MINUTE_MS
  const update = (id: string, minutes: number, status: IncidentStatus, body: string): UpdateRecord => ({
    id,
    status,
    body,
    at: at(minutes),
    notified: true,
  })
  return {
    components: [
      component('storefront', 'Storefront', 'Catalogue, search and product pages'),
      component('checkout', 'Checkout', 'Basket, payment and confirmation of orders'),
      component('returns', 'Returns', 'Return labels and refunds'),
      component('capsules', 'Capsules', 'Putting capsules together and sending them'),
      component('assistant', 'Assistant', 'Answers about orders, around the clock'),
    ],
    incidents: [
      {
        id: 'past00000001',
        name: 'Return labels arrived late',
        status: 'resolved',
        createdAt: began,
        updatedAt: at(95),
        resolvedAt: at(95),
        components: ['returns'],
        worst: 'minor',
        metadata: {},
        updates: [
          update('past0000000a', 0, 'investigating', 'Labels for returns take longer to arrive than usual.'),
          update('past0000000b', 40, 'monitoring', 'Labels are on their way again. We keep an eye on it.'),
          update('past0000000c', 95, 'resolved', 'All labels were sent. Thank you for your patience.'),
        ],
      },
    ],
  }
}

function component(id: string, name: string, description: string): ComponentRecord {
  return { id, name, description, state: 'operational' }
}
