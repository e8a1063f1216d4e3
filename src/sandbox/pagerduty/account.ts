import type { WorkspaceClock } from '../clock.ts'
import { secret } from '../ids.ts'
import { present } from '../json.ts'
import { PAGERDUTY_INCIDENTS, PAGERDUTY_STORY } from '../limits.ts'
import type { AccountData, Agent, IncidentRecord, Status, UserRecord } from './records.ts'
import { behind } from './rotation.ts'

/** Something that subscribers of webhooks are told. `about` is what it is about when that is not the incident itself. */
export type Happening = {
  type: string
  incident: IncidentRecord
  agent?: Agent
  about?: { type: 'incident_note' | 'incident_responder' | 'incident_status_update'; id: string }
}

export type Alert = Pick<
  IncidentRecord,
  'key' | 'title' | 'severity' | 'source' | 'client' | 'clientUrl' | 'details' | 'links' | 'service'
>

const MS_PER_MINUTE = 60_000

/** A PagerDuty account: its people, schedules and policies, and the incidents that make phones ring. */
export class Account {
  readonly data: AccountData
  readonly #clock: WorkspaceClock
  readonly #changed: () => void
  readonly #happened: (happening: Happening) => void

  constructor(given: {
    data: AccountData
    clock: WorkspaceClock
    changed: () => void
    happened: (happening: Happening) => void
  }) {
    this.data = given.data
    this.#clock = given.clock
    this.#changed = given.changed
    this.#happened = given.happened
    for (const incident of this.data.incidents) this.#arm(incident)
  }

  now(): number {
    return this.#clock.now()
  }

  user(id: string): UserRecord | undefined {
    return this.data.users.find((one) => one.id === id)
  }

  incident(id: string): IncidentRecord | undefined {
    return this.data.incidents.find((one) => one.id === id)
  }

  /** The incident that an alert of this key is open in. */
  openWith(key: string, service: string): IncidentRecord | undefined {
    return this.data.incidents.find(
      (one) => one.key === key && one.service === service && one.status !== 'resolved',
    )
  }

  /** A new incident, or one more event of the open one with this key, which wakes nobody anew. */
  trigger(alert: Alert, agent: Agent): IncidentRecord {
    const open = this.openWith(alert.key, alert.service)
    if (open !== undefined) {
      Object.assign(open, present({ ...alert, title: open.title }), { events: open.events + 1 })
      this.#touched(open)
      return open
    }
    const now = this.now()
    const number = this.data.next++
    const service = this.data.services.find(({ id }) => id === alert.service)
    const incident: IncidentRecord = {
      ...present(alert),
      id: `PINC${String(number).padStart(4, '0')}`,
      number,
      policy: service?.policy ?? '',
      urgency: alert.severity === 'critical' || alert.severity === 'error' ? 'high' : 'low',
      status: 'triggered',
      createdAt: now,
      updatedAt: now,
      changedAt: now,
      level: 1,
      loop: 0,
      assignments: [],
      rang: [],
      acknowledgements: [],
      events: 1,
      notes: [],
      responders: [],
      updates: [],
      story: [],
    }
    this.data.incidents.push(incident)
    this.#keepWithinLimits()
    this.#assignLevel(incident)
    this.#tell(incident, 'triggered', agent, 'Triggered')
    return incident
  }

  /** False: it is so already, or over. */
  acknowledge(incident: IncidentRecord, agent: Agent): boolean {
    const isKnown = incident.acknowledgements.some((one) => one.agent.id === agent.id)
    if (incident.status === 'resolved' || isKnown) return false
    incident.acknowledgements.push({ agent, at: this.now() })
    delete incident.escalatesAt
    this.#into(incident, 'acknowledged', agent)
    this.#tell(incident, 'acknowledged', agent, `Acknowledged by ${this.nameOf(agent)}`)
    return true
  }

  resolve(incident: IncidentRecord, agent: Agent): boolean {
    if (incident.status === 'resolved') return false
    incident.resolvedAt = this.now()
    incident.assignments = []
    incident.acknowledgements = []
    delete incident.escalatesAt
    this.#into(incident, 'resolved', agent)
    this.#tell(incident, 'resolved', agent, `Resolved by ${this.nameOf(agent)}`)
    return true
  }

  /** Open again, at the first rule of its policy. */
  reopen(incident: IncidentRecord, agent: Agent): boolean {
    if (incident.status !== 'resolved') return false
    delete incident.resolvedAt
    Object.assign(incident, { level: 1, loop: 0 })
    this.#into(incident, 'triggered', agent)
    this.#assignLevel(incident)
    this.#tell(incident, 'reopened', agent, `Reopened by ${this.nameOf(agent)}`)
    return true
  }

  /** On to a rule of its policy, the next one when none is named. False: there is none, or it is over. */
  escalate(incident: IncidentRecord, agent: Agent | undefined, level = incident.level + 1): boolean {
    const policy = this.data.policies.find(({ id }) => id === incident.policy)
    if (policy === undefined || incident.status === 'resolved') return false
    const isPast = level > policy.rules.length
    if (level < 1 || (isPast && incident.loop >= policy.loops)) return false
    if (isPast) incident.loop++
    incident.level = isPast ? 1 : level
    incident.acknowledgements = []
    this.#into(incident, 'triggered', agent)
    this.#assignLevel(incident)
    const whom = incident.assignments.map(({ user }) => this.user(user)?.name ?? user).join(', ')
    const by = agent === undefined ? 'Nobody answered' : `Escalated by ${this.nameOf(agent)}`
    this.#tell(incident, 'escalated', agent, `${by}: on to ${whom}`)
    return true
  }

  /** To these people by name, whatever the policy says. */
  reassign(incident: IncidentRecord, users: string[], agent: Agent): boolean {
    if (incident.status === 'resolved') return false
    incident.acknowledgements = []
    delete incident.escalatesAt
    this.#into(incident, 'triggered', agent)
    this.#assign(incident, users)
    incident.isDirect = true
    const whom = users.map((user) => this.user(user)?.name ?? user).join(', ')
    this.#tell(incident, 'reassigned', agent, `Given to ${whom} by ${this.nameOf(agent)}`)
    return true
  }

  annotate(incident: IncidentRecord, user: string, content: string) {
    const note = { id: this.newId('PNOTE'), user, content, at: this.now() }
    incident.notes.push(note)
    const agent = { type: 'user' as const, id: user }
    const about = { type: 'incident_note' as const, id: note.id }
    this.#tell(incident, 'annotated', agent, `Note by ${this.nameOf(agent)}: ${content}`, about)
    return note
  }

  statusUpdate(incident: IncidentRecord, user: string, message: string) {
    const update = { id: this.newId('PUPDT'), user, message, at: this.now() }
    incident.updates.push(update)
    const agent = { type: 'user' as const, id: user }
    const about = { type: 'incident_status_update' as const, id: update.id }
    this.#tell(incident, 'status_update_published', agent, `Update: ${message}`, about)
    return update
  }

  /** Asks somebody to help; somebody who was asked already is not asked twice. */
  addResponder(incident: IncidentRecord, user: string, requester: string, message: string): void {
    if (incident.responders.some((one) => one.user === user && one.state !== 'declined')) return
    incident.responders.push({ user, requester, message, at: this.now(), state: 'pending' })
    incident.rang = [...new Set([...incident.rang, user])]
    const agent = { type: 'user' as const, id: requester }
    const about = { type: 'incident_responder' as const, id: user }
    this.#tell(
      incident,
      'responder.added',
      agent,
      `${this.user(user)?.name ?? user} was asked to help`,
      about,
    )
  }

  /** A responder says whether they come. */
  reply(incident: IncidentRecord, user: string, state: 'joined' | 'declined'): boolean {
    const responder = incident.responders.find((one) => one.user === user && one.state === 'pending')
    if (responder === undefined) return false
    responder.state = state
    const agent = { type: 'user' as const, id: user }
    const about = { type: 'incident_responder' as const, id: user }
    const what = `${this.nameOf(agent)} ${state === 'joined' ? 'helps' : 'cannot help'}`
    this.#tell(incident, 'responder.replied', agent, what, about)
    return true
  }

  /** Changes words and urgency, which no subscriber is told of. */
  amend(
    incident: IncidentRecord,
    changes: { title?: string; urgency?: 'high' | 'low'; policy?: string },
  ): void {
    Object.assign(incident, present(changes))
    this.#touched(incident)
  }

  nameOf({ type, id }: Agent): string {
    if (type === 'user') return this.user(id)?.name ?? id
    return this.data.services.find((one) => one.id === id)?.name ?? id
  }

  newId(prefix: string): string {
    return `${prefix}${String(this.data.next++).padStart(4, '0')}`
  }

  #into(incident: IncidentRecord, status: Status, agent: Agent | undefined): void {
    incident.status = status
    incident.changedAt = this.now()
    if (agent === undefined) delete incident.changedBy
    else incident.changedBy = agent
  }

  #assignLevel(incident: IncidentRecord): void {
    const policy = this.data.policies.find(({ id }) => id === incident.policy)
    const rule = policy?.rules[incident.level - 1]
    const now = this.now()
    const users = (rule?.targets ?? []).flatMap((target) => behind(this.data, target, now))
    incident.isDirect = false
    this.#assign(incident, users)
    if (rule === undefined) return
    incident.escalatesAt = now + rule.delayMinutes * MS_PER_MINUTE
    this.#arm(incident)
  }

  #assign(incident: IncidentRecord, users: readonly string[]): void {
    const whom = [...new Set(users)]
    incident.assignments = whom.map((user) => ({ user, at: this.now() }))
    incident.rang = [...new Set([...incident.rang, ...whom])]
  }

  /** PagerDuty goes on by itself when nobody answers; on the workspace's clock. */
  #arm(incident: IncidentRecord): void {
    const due = incident.escalatesAt
    if (due === undefined) return
    this.#clock.after(due - this.now(), () => {
      if (incident.escalatesAt !== due || incident.status !== 'triggered') return
      delete incident.escalatesAt
      this.escalate(incident, undefined)
    })
  }

  #tell(
    incident: IncidentRecord,
    what: string,
    agent: Agent | undefined,
    story: string,
    about?: Happening['about'],
  ): void {
    incident.story.push({ at: this.now(), what: story })
    incident.story.splice(0, incident.story.length - PAGERDUTY_STORY)
    this.#touched(incident)
    this.#happened({
      type: `incident.${what}`,
      incident,
      ...(agent !== undefined && { agent }),
      ...(about !== undefined && { about }),
    })
  }

  #touched(incident: IncidentRecord): void {
    incident.updatedAt = this.now()
    this.#changed()
  }

  #keepWithinLimits(): void {
    const { incidents } = this.data
    while (incidents.length > PAGERDUTY_INCIDENTS) {
      const over = incidents.findIndex(({ status }) => status === 'resolved')
      incidents.splice(Math.max(over, 0), 1)
    }
  }
}

/** A key for an event that came without one. */
export function newKey(): string {
  return secret(16)
}
