// What the workspace shows of the world outside Slack: mail, alerts, deployments, phones, the shop.

/** A mail as it lies in the mailbox. `thread`: the id that it has in common with the others of its thread. */
export type MailListed = {
  id: string
  at: number // ms on the workspace's clock
  from: { name: string; address: string }
  to: string[] // by the envelope: all who got it
  subject: string
  beginning: string
  thread: string
  isRead: boolean // somebody opened it
}
export type MailShown = MailListed & {
  headers: { name: string; value: string }[]
  text: string
  hasHtml: boolean
  tls: string // how it came: `TLSv1.3`
}

export const ALERT_LEVELS = ['critical', 'warning', 'info'] as const
export type AlertLevel = (typeof ALERT_LEVELS)[number]

/** `what`: the id of a rule, `storm`, or (to resolve) `all`. */
export type AlertAct = { fire: string } | { resolve: string }

/** The workspace's monitoring: what can fire, what does, and what was sent about it. */
export type Alerting = {
  receiver: string // the address that Alertmanager sends to
  rules: AlertRule[]
  storm: { total: number; firing: number }
  /** Oldest first. */
  sent: AlertSent[]
}
export type AlertRule = {
  id: string
  alertname: string
  level: AlertLevel
  summary: string
  service: string
  by: 'alertmanager' | 'uptime'
  since?: number // ms on the workspace's clock; it is firing
}
/** One notification, however often it was tried. */
export type AlertSent = {
  n: number
  at: number // ms on the workspace's clock
  by: 'alertmanager' | 'uptime'
  title: string
  level: AlertLevel
  firing: number
  resolved: number
  tries: number
  /** `waiting`: it is tried again soon; `refused`: with the next change, or minutes later. */
  state: 'sending' | 'delivered' | 'waiting' | 'refused'
  answer?: string
  ms?: number
}

/** What Argo CD holds: what may be deployed when, and what runs. The app reaches the same under `/argocd/`. */
export type Deployments = {
  projects: { name: string; windows: DeployWindow[] }[]
  applications: Application[]
}
export type DeployWindow = {
  kind: 'allow' | 'deny'
  schedule: string
  duration: string
  applications: string[]
  description: string
  active: boolean
}
export type Application = {
  name: string
  project: string
  running: string // version
  next: string
  deployedAt: number // ms on the workspace's clock
  deployedBy: string // a person's id
  /** Why it cannot be deployed now. */
  blockedBy?: string
}

/** PagerDuty as one person has it on their phone. Persons are ids of the workspace. */
export type Phone = {
  /** False: they have no account. */
  hasAccount: boolean
  rota: Shift[]
  /** Newest first: all for which this phone ever rang. */
  pages: Page[]
  /** Whose phones ring now. */
  ringing: string[]
}
export type Shift = {
  schedule: string
  person: string
  until?: number
  next?: { person: string; from: number }
}
export type Page = {
  id: string
  number: number
  title: string
  severity: 'critical' | 'error' | 'warning' | 'info'
  isLoud: boolean
  status: 'triggered' | 'acknowledged' | 'resolved'
  /** This phone rings for it now; `asked`: as one who was asked to help. */
  rings: boolean
  asked: boolean
  message?: string
  mayEscalate: boolean
  at: number
  source: string
  link?: { text: string; href: string }
  details: { name: string; value: string }[]
  assigned: string[]
  acknowledgedBy: string[]
  story: { at: number; what: string }[]
}
/** `join` and `decline` answer to being asked to help. */
export type PhoneAct = {
  as: string
  page: string
  act: 'acknowledge' | 'escalate' | 'resolve' | 'join' | 'decline'
}

/** What the shop in front of the customers knows of the switches that it asks the app for. */
export type Storefront = {
  /** False: the app does not answer, and the shop goes by the careful values in its own code. */
  reached: boolean
  /** `isOwn`: the value is the shop's own, because the app has none. */
  switches: { key: string; value: boolean | string; isOwn: boolean }[]
}
/** The page on which customers read how the shop is doing. The app reaches it under `/statuspage/v1/`. */
export type StatusPage = {
  name: string
  components: { id: string; name: string; description: string; state: StatusPageState }[]
  incidents: PublicIncident[] // newest first
}
export type StatusPageState =
  | 'operational'
  | 'under_maintenance'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
export type PublicIncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved'
export type PublicIncident = {
  id: string
  name: string
  status: PublicIncidentStatus
  impact: 'none' | 'maintenance' | 'minor' | 'major' | 'critical'
  createdAt: number // ms on the workspace's clock
  resolvedAt?: number
  components: string[] // names
  /** Newest first. `by`: a person who posted it there by hand. */
  updates: {
    id: string
    status: PublicIncidentStatus
    body: string
    at: number
    notified: boolean
    by?: string
  }[]
}

/** What somebody does to a public incident on the page itself; `components`: states by id. */
export type StatusPageAct = {
  as: string
  incident: string
  name?: string
  status?: PublicIncidentStatus
  body?: string
  components?: Record<string, StatusPageState>
  rewrite?: { update: string; body: string }
  remove?: true
}
