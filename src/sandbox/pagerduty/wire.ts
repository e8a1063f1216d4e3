import type { Account, Happening } from './account.ts'
import type { Agent, IncidentRecord, PolicyRecord, ScheduleRecord, UserRecord } from './records.ts'
import { type OnCall, turnsOf } from './rotation.ts'

/** What the account holds, in PagerDuty's own shapes. `web` is where a person would look at it. */

type Json = Record<string, unknown>
export type Places = { api: string; web: string }

const NO_SECONDS_LOST = /\.\d{3}Z$/

/** 2026-01-31T13:05:00Z, as PagerDuty writes times. */
export function time(at: number): string {
  return new Date(at).toISOString().replace(NO_SECONDS_LOST, 'Z')
}

function reference(places: Places, type: string, id: string, summary: string, collection: string): Json {
  return {
    id,
    type: `${type}_reference`,
    summary,
    self: `${places.api}/${collection}/${id}`,
    html_url: `${places.web}/${collection}/${id}`,
  }
}

export function userReference(account: Account, places: Places, id: string): Json {
  return reference(places, 'user', id, account.user(id)?.name ?? id, 'users')
}

export function policyReference(account: Account, places: Places, id: string): Json {
  const name = account.data.policies.find((one) => one.id === id)?.name ?? id
  return reference(places, 'escalation_policy', id, name, 'escalation_policies')
}

function serviceReference(account: Account, places: Places, id: string): Json {
  const name = account.data.services.find((one) => one.id === id)?.name ?? id
  return reference(places, 'service', id, name, 'services')
}

export function incidentReference(places: Places, incident: IncidentRecord): Json {
  return reference(places, 'incident', incident.id, incident.title, 'incidents')
}

function agentReference(account: Account, places: Places, { type, id }: Agent): Json {
  return type === 'user' ? userReference(account, places, id) : serviceReference(account, places, id)
}

export function userWire(places: Places, { id, name, email, tz, title }: UserRecord): Json {
  return {
    ...reference(places, 'user', id, name, 'users'),
    type: 'user',
    name,
    email,
    time_zone: tz,
    color: 'green',
    role: 'user',
    avatar_url: `${places.web}/avatar.svg`,
    description: null,
    invitation_sent: false,
    job_title: title,
    teams: [],
    contact_methods: [],
    notification_rules: [],
  }
}

export function onCallWire(
  account: Account,
  places: Places,
  { policy, level, user, schedule, from, until }: OnCall,
  include: readonly string[],
): Json {
  const found = account.user(user)
  return {
    escalation_policy: include.includes('escalation_policies')
      ? policyWire(account, places, policy)
      : policyReference(account, places, policy.id),
    escalation_level: level,
    schedule:
      schedule === undefined
        ? null
        : include.includes('schedules')
          ? scheduleWire(account, places, schedule)
          : scheduleReference(places, schedule),
    user: include.includes('users') && found ? userWire(places, found) : userReference(account, places, user),
    start: from === undefined ? null : time(from),
    end: until === undefined ? null : time(until),
  }
}

function scheduleReference(places: Places, { id, name }: ScheduleRecord): Json {
  return reference(places, 'schedule', id, name, 'schedules')
}

/** With the turns of a span of time when one is named. */
export function scheduleWire(
  account: Account,
  places: Places,
  schedule: ScheduleRecord,
  span?: { since: number; until: number },
): Json {
  const { users, start, turnMs } = schedule
  const entries = (span ? turnsOf(schedule, span.since, span.until) : []).map(({ user, from, until }) => ({
    start: time(from),
    end: time(until),
    user: userReference(account, places, user),
  }))
  const rendered = { rendered_schedule_entries: entries, rendered_coverage_percentage: span ? 100 : null }
  return {
    ...scheduleReference(places, schedule),
    type: 'schedule',
    name: schedule.name,
    time_zone: 'UTC',
    description: null,
    users: users.map((user) => userReference(account, places, user)),
    teams: [],
    escalation_policies: account.data.policies
      .filter(({ rules }) => rules.some(({ targets }) => targets.some(({ id }) => id === schedule.id)))
      .map(({ id }) => policyReference(account, places, id)),
    schedule_layers: [
      {
        id: `${schedule.id}L`,
        name: 'Rotation',
        start: time(start),
        end: null,
        rotation_virtual_start: time(start),
        rotation_turn_length_seconds: turnMs / 1_000,
        users: users.map((user) => ({ user: userReference(account, places, user) })),
        restrictions: [],
        ...rendered,
      },
    ],
    final_schedule: { name: 'Final Schedule', ...rendered },
    overrides_subschedule: {
      name: 'Overrides',
      rendered_schedule_entries: [],
      rendered_coverage_percentage: span ? 0 : null,
    },
  }
}

export function policyWire(account: Account, places: Places, policy: PolicyRecord): Json {
  return {
    ...policyReference(account, places, policy.id),
    type: 'escalation_policy',
    name: policy.name,
    description: null,
    num_loops: policy.loops,
    on_call_handoff_notifications: 'if_has_services',
    escalation_rules: policy.rules.map(({ id, delayMinutes, targets }) => ({
      id,
      escalation_delay_in_minutes: delayMinutes,
      targets: targets.map((target) => {
        if (target.type === 'user') return userReference(account, places, target.id)
        const schedule = account.data.schedules.find((one) => one.id === target.id)
        return schedule ? scheduleReference(places, schedule) : {}
      }),
    })),
    services: account.data.services
      .filter((one) => one.policy === policy.id)
      .map(({ id }) => serviceReference(account, places, id)),
    teams: [],
  }
}

export function incidentWire(account: Account, places: Places, incident: IncidentRecord): Json {
  const { assignments, acknowledgements, changedBy, escalatesAt } = incident
  return {
    ...incidentReference(places, incident),
    type: 'incident',
    summary: `[#${incident.number}] ${incident.title}`,
    incident_number: incident.number,
    title: incident.title,
    description: incident.title,
    created_at: time(incident.createdAt),
    updated_at: time(incident.updatedAt),
    status: incident.status,
    incident_key: incident.key,
    service: serviceReference(account, places, incident.service),
    assignments: assignments.map(({ user, at }) => ({
      at: time(at),
      assignee: userReference(account, places, user),
    })),
    assigned_via: incident.isDirect ? 'direct_assignment' : 'escalation_policy',
    last_status_change_at: time(incident.status === 'triggered' ? incident.updatedAt : incident.changedAt),
    last_status_change_by: agentReference(
      account,
      places,
      changedBy ?? { type: 'integration', id: incident.service },
    ),
    resolved_at: incident.resolvedAt === undefined ? null : time(incident.resolvedAt),
    alert_counts: {
      all: 1,
      triggered: incident.status === 'resolved' ? 0 : 1,
      resolved: incident.status === 'resolved' ? 1 : 0,
    },
    is_mergeable: true,
    incident_type: { name: 'incident_default' },
    escalation_policy: policyReference(account, places, incident.policy),
    teams: [],
    pending_actions: escalatesAt === undefined ? [] : [{ type: 'escalate', at: time(escalatesAt) }],
    acknowledgements: acknowledgements.map(({ agent, at }) => ({
      at: time(at),
      acknowledger: agentReference(account, places, agent),
    })),
    priority: null,
    resolve_reason: null,
    urgency: incident.urgency,
  }
}

/** A webhook's body. Its own id is what a receiver knows a repetition by. */
export function webhookWire(
  account: Account,
  places: Places,
  id: string,
  { type, incident, agent, about }: Happening,
): Json {
  return {
    event: {
      id,
      event_type: type,
      resource_type: 'incident',
      occurred_at: new Date(account.now()).toISOString(),
      agent: agent === undefined ? null : agentReference(account, places, agent),
      client:
        incident.client === undefined ? null : { name: incident.client, url: incident.clientUrl ?? null },
      data:
        about === undefined
          ? webhookIncident(account, places, incident)
          : aboutWire(account, places, incident, about),
    },
  }
}

function webhookIncident(account: Account, places: Places, incident: IncidentRecord): Json {
  const { id, number, title, status, key, urgency, createdAt, assignments } = incident
  return {
    id,
    type: 'incident',
    self: `${places.api}/incidents/${id}`,
    html_url: `${places.web}/incidents/${id}`,
    number,
    status,
    incident_key: key,
    created_at: time(createdAt),
    title,
    service: serviceReference(account, places, incident.service),
    assignees: assignments.map(({ user }) => userReference(account, places, user)),
    escalation_policy: policyReference(account, places, incident.policy),
    teams: [],
    priority: null,
    urgency,
    conference_bridge: null,
    resolve_reason: null,
  }
}

function aboutWire(
  account: Account,
  places: Places,
  incident: IncidentRecord,
  { type, id }: NonNullable<Happening['about']>,
): Json {
  const of = incidentReference(places, incident)
  if (type === 'incident_note') {
    const note = incident.notes.find((one) => one.id === id)
    return { incident: of, id, content: note?.content ?? '', trimmed: false, type }
  }
  if (type === 'incident_status_update') {
    const update = incident.updates.find((one) => one.id === id)
    return { incident: of, id, message: update?.message ?? '', trimmed: false, type }
  }
  const responder = incident.responders.findLast((one) => one.user === id)
  return {
    incident: of,
    user: userReference(account, places, id),
    escalation_policy: null,
    message: responder?.message ?? '',
    state: responder?.state ?? 'pending',
    type,
  }
}
