import { present } from '../json.ts'
import type { Page, Phone, Shift } from '../outside-world.ts'
import type { Person } from '../protocol.ts'
import type { Account } from './account.ts'
import type { IncidentRecord, ScheduleRecord } from './records.ts'
import { turnsOf } from './rotation.ts'

/** How many pages a phone lists. */
const PAGES_SHOWN = 20

/** PagerDuty as this person has it on their phone. */
export function phoneOf(account: Account, me: Person): Phone {
  const { users, schedules, incidents } = account.data
  const user = users.find(({ person }) => person === me.id)
  const mine = incidents.filter(({ rang }) => user !== undefined && rang.includes(user.id))
  const ringing = incidents.flatMap((incident) => users.filter(({ id }) => rings(incident, id)))
  return {
    hasAccount: user !== undefined,
    rota: schedules.map((schedule) => shift(account, schedule)),
    pages: mine
      .slice(-PAGES_SHOWN)
      .reverse()
      .map((incident) => shownPage(account, incident, user?.id ?? '')),
    ringing: [...new Set(ringing.map(({ person }) => person))],
  }
}

function rings({ status, assignments, responders }: IncidentRecord, user: string): boolean {
  const isAsked = responders.some((one) => one.user === user && one.state === 'pending')
  if (status === 'resolved') return false
  return isAsked || (status === 'triggered' && assignments.some((one) => one.user === user))
}

function shift(account: Account, schedule: ScheduleRecord): Shift {
  const now = account.now()
  const [turn, next] = turnsOf(schedule, now, now + schedule.turnMs)
  const person = (id: string) => account.user(id)?.person ?? id
  return {
    schedule: schedule.name,
    person: turn === undefined ? '' : person(turn.user),
    ...(turn && { until: turn.until }),
    ...(next && { next: { person: person(next.user), from: next.from } }),
  }
}

function shownPage(account: Account, incident: IncidentRecord, user: string): Page {
  const { id, number, title, severity, urgency, status, createdAt, source, client, clientUrl } = incident
  const policy = account.data.policies.find((one) => one.id === incident.policy)
  const asked = incident.responders.find((one) => one.user === user && one.state === 'pending')
  const isAssigned = incident.assignments.some((one) => one.user === user)
  const isLast = incident.level >= (policy?.rules.length ?? 0) && incident.loop >= (policy?.loops ?? 0)
  const [first] = incident.links
  const name = (one: string) => account.user(one)?.name ?? one
  return present({
    id,
    number,
    title,
    severity,
    isLoud: urgency === 'high',
    status,
    rings: rings(incident, user),
    asked: asked !== undefined && !(isAssigned && status === 'triggered'),
    message: asked?.message,
    mayEscalate: isAssigned && status !== 'resolved' && !isLast,
    at: createdAt,
    source,
    link:
      first !== undefined
        ? { text: first.text ?? first.href, href: first.href }
        : clientUrl === undefined
          ? undefined
          : { text: client ?? clientUrl, href: clientUrl },
    details: Object.entries(incident.details).map(([key, value]) => ({ name: key, value: words(value) })),
    assigned: incident.assignments.map((one) => name(one.user)),
    acknowledgedBy: incident.acknowledgements.map(({ agent }) => account.nameOf(agent)),
    story: incident.story,
  }) as Page
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
