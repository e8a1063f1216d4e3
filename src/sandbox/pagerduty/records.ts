import type { Person } from '../protocol.ts'

/** What a PagerDuty account holds, as plain data: it goes to disk as it is. Times are milliseconds since the epoch. */

export type UserRecord = {
  id: string
  name: string
  email: string
  tz: string
  title: string
  /** Whose phone it is: the person in the workspace; empty for whom the app acts as. */
  person: string
}

/** People take turns, each as long as the other, from `start` on and for ever. */
export type ScheduleRecord = { id: string; name: string; users: string[]; start: number; turnMs: number }

export type Target = { type: 'user' | 'schedule'; id: string }

export type PolicyRecord = {
  id: string
  name: string
  /** How often it begins anew after the last rule. */
  loops: number
  rules: { id: string; delayMinutes: number; targets: Target[] }[]
}

export type ServiceRecord = { id: string; name: string; policy: string }

/** Who did something; absent: PagerDuty itself. */
export type Agent = { type: 'user' | 'integration'; id: string }

export type Severity = 'critical' | 'error' | 'warning' | 'info'

export type Status = 'triggered' | 'acknowledged' | 'resolved'

export type NoteRecord = { id: string; user: string; content: string; at: number }

export type ResponderRecord = {
  user: string
  requester: string
  message: string
  at: number
  state: 'pending' | 'joined' | 'declined'
}

export type IncidentRecord = {
  id: string
  number: number
  /** The dedup key of the alert that opened it. */
  key: string
  service: string
  policy: string
  title: string
  severity: Severity
  source: string
  client?: string
  clientUrl?: string
  details: Record<string, unknown>
  links: { href: string; text?: string }[]
  urgency: 'high' | 'low'
  status: Status
  createdAt: number
  updatedAt: number
  /** When and by whom the status was changed last. */
  changedAt: number
  changedBy?: Agent
  resolvedAt?: number
  /** The rule of its policy that it stands at, from 1, and how often the policy began anew. */
  level: number
  loop: number
  /** When it goes on to the next rule by itself. */
  escalatesAt?: number
  /** Whose phone rings, or rang. */
  assignments: { user: string; at: number }[]
  /** Everybody whose phone ever rang for it. */
  rang: string[]
  /** Given to somebody by name, and so off its policy's way. */
  isDirect?: boolean
  acknowledgements: { agent: Agent; at: number }[]
  /** How many events had this key while it was open. */
  events: number
  notes: NoteRecord[]
  responders: ResponderRecord[]
  updates: { id: string; user: string; message: string; at: number }[]
  /** What became of it, oldest first, for whoever looks at their phone. */
  story: { at: number; what: string }[]
}

/** An event that a subscriber has not taken yet. `body` is what was signed, to the byte. */
export type OwedWebhook = { id: string; body: string; attempts: number; due: number }

export type AccountData = {
  users: UserRecord[]
  schedules: ScheduleRecord[]
  policies: PolicyRecord[]
  services: ServiceRecord[]
  incidents: IncidentRecord[]
  next: number
  owed: OwedWebhook[]
  /** Events in a row that the subscriber refused, and until when it gets none for it. */
  refusals: number
  silentUntil?: number
}

const HOUR_MS = 3_600_000
const TURN_HOURS = 12
/** How long the first turn has been going when an account is opened. */
const BEGUN_HOURS = 3

export const ON_CALL_SCHEDULE = 'PONCALL'
export const SECONDARY_SCHEDULE = 'PSECOND'
export const ENGINEERING_POLICY = 'PENGINE'
export const TOCSIN_SERVICE = 'PTOCSIN'

/** A user for the app alone, in whose name it changes incidents: what it does is then nobody else's doing. */
export const APP_USER: UserRecord = {
  id: 'P0TOCSIN',
  name: 'Tocsin',
  email: 'tocsin@demo.example',
  tz: 'UTC',
  title: 'Integration',
  person: '',
}

/**
 * An account for the people of the workspace: whoever is on call there is on call here, with a rotation behind each,
 * and somebody of the workspace has no account.
 */
export function openingAccount(people: readonly Person[], now: number): AccountData {
  const staff = people.filter(({ isBot, isGuest, email }) => !isBot && !isGuest && email !== '')
  const colleagues = staff.map((person) => ({
    id: userId(person),
    name: person.realName,
    email: person.email,
    tz: person.tz,
    title: person.title,
    person: person.id,
  }))
  const users = [...colleagues, APP_USER]
  const id = (name: string) =>
    users.find(({ email }) => email.startsWith(`${name}@`))?.id ?? users[0]?.id ?? ''
  const start = Math.floor(now / HOUR_MS) * HOUR_MS - BEGUN_HOURS * HOUR_MS
  const rotation = { start, turnMs: TURN_HOURS * HOUR_MS }
  return {
    users,
    schedules: [
      { id: ON_CALL_SCHEDULE, name: 'Engineering on-call', users: [id('ana'), id('ravi')], ...rotation },
      { id: SECONDARY_SCHEDULE, name: 'Secondary on-call', users: [id('ben'), id('ana')], ...rotation },
    ],
    policies: [
      {
        id: ENGINEERING_POLICY,
        name: 'Engineering',
        loops: 1,
        rules: [
          rule(1, { type: 'schedule', id: ON_CALL_SCHEDULE }),
          rule(2, { type: 'schedule', id: SECONDARY_SCHEDULE }),
          rule(3, { type: 'user', id: id('chloe') }),
        ],
      },
    ],
    services: [{ id: TOCSIN_SERVICE, name: 'Incidents of Tocsin', policy: ENGINEERING_POLICY }],
    incidents: [],
    next: 1,
    owed: [],
    refusals: 0,
  }
}

/** How long nobody answers before the next rule is tried. */
const DELAY_MINUTES = 30

function rule(level: number, target: Target) {
  return { id: `PRULE0${level}`, delayMinutes: DELAY_MINUTES, targets: [target] }
}

/** U0ANA → P0ANA00: seven characters, and still to be read. */
function userId({ name }: Person): string {
  return `P0${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`.padEnd(7, '0')
}
