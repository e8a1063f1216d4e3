import type { AlertLevel } from '../outside-world.ts'

/** A condition that the workspace's monitoring watches. Firing it is what a person does in place of the trouble. */
export type Rule = {
  id: string
  alertname: string
  level: AlertLevel
  summary: string
  description: string
  /** Beside `alertname` and `severity`. */
  labels: Readonly<Record<string, string>>
  /** Labels by which alerts are told of together, as a route's `group_by`. */
  groupBy?: readonly string[]
  /** Who sends it: Alertmanager, or a checker that has a form of its own. */
  by: 'alertmanager' | 'uptime'
}

export const RULES: readonly Rule[] = [
  {
    id: 'orders-errors',
    alertname: 'OrdersApiErrorRate',
    level: 'critical',
    summary: 'Orders API: 6.2 % of requests fail',
    description:
      'The limit is 1 %, and it has been above that for 5 minutes. Most failures are POST /checkout.',
    labels: { service: 'orders-api', class: 'orders', team: 'orders', environment: 'production' },
    by: 'alertmanager',
  },
  {
    id: 'capsule-expiry',
    alertname: 'CapsuleExpiryBacklog',
    level: 'critical',
    summary: '1,240 capsules expire within 12 hours and nobody works them off',
    description: 'The worker took the last one from its queue 25 minutes ago.',
    labels: { service: 'capsule-worker', class: 'capsule', team: 'capsule', environment: 'production' },
    by: 'alertmanager',
  },
  {
    id: 'storefront-down',
    alertname: 'StorefrontUnreachable',
    level: 'critical',
    summary: 'The storefront does not answer from 3 of 4 places',
    description: 'Madrid, Frankfurt and Dublin get no answer within 10 seconds; Virginia does.',
    labels: { service: 'storefront', class: 'products' },
    by: 'uptime',
  },
  {
    id: 'products-latency',
    alertname: 'ProductsLatencyP95',
    level: 'warning',
    summary: 'Products API: p95 is 830 ms',
    description: 'The limit is 500 ms, and it has been above that for 10 minutes.',
    labels: { service: 'products-api', class: 'products', team: 'catalogue', environment: 'production' },
    by: 'alertmanager',
  },
  {
    id: 'stylist-queue',
    alertname: 'StylistQueueDepth',
    level: 'warning',
    summary: '184 tickets wait for a stylist',
    description: 'The limit is 100. It grows by 9 a minute.',
    labels: { service: 'stylist-desk', class: 'stylist', team: 'stylist', environment: 'production' },
    by: 'alertmanager',
  },
  {
    id: 'analytics-lag',
    alertname: 'AnalyticsIngestionLag',
    level: 'warning',
    summary: 'Analytics is 42 minutes behind',
    description: 'Events are kept and will be read in later; dashboards show too little until then.',
    labels: { service: 'analytics-ingest', class: 'analytics', team: 'data', environment: 'production' },
    by: 'alertmanager',
  },
  {
    id: 'key-rotation',
    alertname: 'ApiKeyRotationDue',
    level: 'info',
    summary: 'CONCIERGE_API_KEY is 28 days old',
    description: 'It is to be rotated every 30 days.',
    labels: { service: 'concierge', team: 'platform', environment: 'production' },
    by: 'alertmanager',
  },
  {
    id: 'csat-dip',
    alertname: 'SatisfactionDip',
    level: 'info',
    summary: 'Satisfaction fell to 4.1 of 5 over the last 2 hours',
    description: 'It was 4.6 in the week before.',
    labels: { service: 'stylist-assistant', class: 'stylist', team: 'stylist', environment: 'production' },
    by: 'alertmanager',
  },
]

const WHERE = {
  class: 'orders',
  team: 'orders',
  environment: 'production',
  cluster: 'eu-1',
  database: 'orders-db',
}

/** What six services see of one database that stands still, each on ten pods. */
const STORM: readonly { alertname: string; service: string; level: AlertLevel; summary: string }[] = [
  {
    alertname: 'DatabaseConnectionsExhausted',
    service: 'orders-api',
    level: 'critical',
    summary: 'no free connection to orders-db',
  },
  {
    alertname: 'CheckoutErrorRate',
    service: 'checkout',
    level: 'critical',
    summary: '38 % of checkouts fail',
  },
  {
    alertname: 'QueueOldestMessage',
    service: 'order-events',
    level: 'warning',
    summary: 'the oldest message has waited 11 minutes',
  },
  { alertname: 'OrdersLatencyP95', service: 'orders-api', level: 'warning', summary: 'p95 is 9.4 s' },
  {
    alertname: 'PodNotReady',
    service: 'returns-api',
    level: 'warning',
    summary: 'the readiness check fails',
  },
  {
    alertname: 'RetriesRising',
    service: 'storefront',
    level: 'warning',
    summary: 'every fourth request is tried again',
  },
]
const PODS = 10
/** How many fire when it is first told of; then how many, and then all. */
export const STORM_WAVES = [8, 26, STORM.length * PODS] as const
/** Whatever depends on a database is told of together. */
const STORM_GROUP = ['cluster', 'database']

/** 60 alerts with one cause, of every kind from the first moment on. */
export const STORM_RULES: readonly Rule[] = Array.from({ length: PODS }, (_, n) =>
  STORM.map(({ alertname, service, level, summary }) => ({
    id: `storm-${alertname}-${n}`,
    alertname,
    level,
    summary: `${service}-${n}: ${summary}`,
    description: 'orders-db in eu-1 does not answer.',
    labels: { service, pod: `${service}-${n}`, ...WHERE },
    groupBy: STORM_GROUP,
    by: 'alertmanager' as const,
  })),
).flat()

const GROUP_BY: readonly string[] = ['alertname', 'service']

/** The labels that are the same for all that is told of together with it. */
export function groupLabels({ alertname, level, labels, groupBy = GROUP_BY }: Rule): Record<string, string> {
  const all: Record<string, string> = { alertname, severity: level, ...labels }
  return Object.fromEntries(groupBy.map((name) => [name, all[name] ?? '']))
}
