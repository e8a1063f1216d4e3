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

/** 60 alerts with one cause, the most telling first. */
export const STORM_RULES: readonly Rule[] = STORM.flatMap(({ alertname, service, level, summary }) =>
  Array.from({ length: PODS }, (_, n) => ({
    id: `storm-${alertname}-${n}`,
    alertname,
    level,
    summary: `${service}-${n}: ${summary}`,
    description: 'orders-db in eu-1 does not answer.',
    labels: { service, pod: `${service}-${n}`, ...WHERE },
    by: 'alertmanager' as const,
  })),
)
