import { z } from 'zod'
import { present } from '../json.ts'
import {
  type ComponentRecord,
  IMPACTS,
  type IncidentRecord,
  STATES,
  STATUSES,
  type UpdateRecord,
} from './records.ts'
import type { Change, StatusPage } from './status-page.ts'

/** As much of Statuspage's API as public incidents need, answering as Statuspage does. It takes nothing else. */

export type StatusAnswer = { status: number; body: unknown }
export type StatusRequest = { method: string; path: string; authorization: string | undefined; body: unknown }
type Given = { page: StatusPage; pageId: string; apiKey: string; url: string }

const NAME_MAX = 255
const BODY_MAX = 25_000

const incidentFields = z.strictObject({
  name: z.string().min(1).max(NAME_MAX).optional(),
  status: z.enum(STATUSES).optional(),
  impact_override: z.enum(IMPACTS).optional(),
  body: z.string().max(BODY_MAX).optional(),
  deliver_notifications: z.boolean().optional(),
  component_ids: z.array(z.string()).optional(),
  components: z.record(z.string(), z.enum(STATES)).optional(),
  // "All top-level values in the object must also be objects."
  metadata: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
const incidentRequest = z.strictObject({ incident: incidentFields })
const updateRequest = z.strictObject({
  incident_update: z.strictObject({
    body: z.string().max(BODY_MAX),
    deliver_notifications: z.boolean().optional(),
  }),
})

/** `path` counts from the API's root, without its query: `/v1/pages/abc/incidents`. */
export function statuspageAnswer(given: Given, request: StatusRequest): StatusAnswer {
  if (request.authorization !== `OAuth ${given.apiKey}`)
    return { status: 401, body: { error: 'Could not authenticate' } }
  const match = /^\/v1\/pages\/([^/]+)(?:\/(.*))?$/.exec(request.path.replace(/\.json$/, ''))
  if (!match || match[1] !== given.pageId) return NOT_FOUND
  const parts = (match[2] ?? '').split('/').map(decodeURIComponent)
  const [what = '', id, sub, subId] = parts
  const { page } = given
  if (request.method === 'GET' && what === '')
    return { status: 200, body: { id: given.pageId, name: 'Example Shop' } }
  if (request.method === 'GET' && what === 'components' && id === undefined)
    return { status: 200, body: page.components().map((one, index) => wireComponent(given, one, index)) }
  if (what !== 'incidents') return NOT_FOUND
  if (id === undefined)
    return request.method === 'POST' ? create(given, request.body) : list(given, request, false)
  if (id === 'unresolved') return list(given, request, true)
  const incident = page.incident(id)
  if (incident === undefined) return NOT_FOUND
  if (sub === 'incident_updates' && request.method === 'PATCH')
    return rewrite(given, incident, subId ?? '', request.body)
  if (sub !== undefined) return NOT_FOUND
  if (request.method === 'GET') return { status: 200, body: wireIncident(given, incident) }
  return request.method === 'PATCH' ? change(given, incident, request.body) : NOT_FOUND
}

const NOT_FOUND: StatusAnswer = { status: 404, body: { error: 'The requested resource could not be found.' } }

function list(given: Given, { method }: StatusRequest, openOnly: boolean): StatusAnswer {
  if (method !== 'GET') return NOT_FOUND
  const some = given.page.incidents().filter(({ status }) => !openOnly || status !== 'resolved')
  return { status: 200, body: some.slice(0, 100).map((one) => wireIncident(given, one)) }
}

function create(given: Given, body: unknown): StatusAnswer {
  const read = readChange(given, body)
  if ('problem' in read) return refused(read.problem)
  const { name } = read.change
  if (name === undefined) return refused("Name can't be blank")
  return { status: 201, body: wireIncident(given, given.page.create({ ...read.change, name })) }
}

function change(given: Given, incident: IncidentRecord, body: unknown): StatusAnswer {
  const read = readChange(given, body)
  if ('problem' in read) return refused(read.problem)
  return { status: 200, body: wireIncident(given, given.page.change(incident, read.change)) }
}

function rewrite(given: Given, incident: IncidentRecord, id: string, body: unknown): StatusAnswer {
  const read = updateRequest.safeParse(body)
  if (!read.success) return refused(problemIn(read.error))
  const update = given.page.rewrite(incident, id, read.data.incident_update.body)
  return update ? { status: 200, body: wireUpdate(incident, update) } : NOT_FOUND
}

function readChange({ page }: Given, body: unknown): { change: Change } | { problem: string } {
  const read = incidentRequest.safeParse(body)
  if (!read.success) return { problem: problemIn(read.error) }
  const { impact_override, deliver_notifications, component_ids, ...same } = read.data.incident
  const change: Change = present({
    ...same,
    impactOverride: impact_override,
    notify: deliver_notifications,
    componentIds: component_ids,
  })
  const unknown = page.unknown(change)
  return unknown === undefined ? { change } : { problem: `Component ${unknown} does not exist on this page` }
}

function problemIn({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'is not valid'}`
}

function refused(problem: string): StatusAnswer {
  return { status: 422, body: { error: [problem] } }
}

function wireIncident(given: Given, incident: IncidentRecord) {
  const { id, name, status, createdAt, updatedAt, resolvedAt, metadata, updates } = incident
  const all = given.page.components()
  return {
    id,
    name,
    status,
    created_at: time(createdAt),
    updated_at: time(updatedAt),
    monitoring_at: null,
    resolved_at: resolvedAt === undefined ? null : time(resolvedAt),
    impact: given.page.impactOf(incident),
    impact_override: incident.impactOverride ?? null,
    shortlink: `${given.url}/status/${id}`,
    page_id: given.pageId,
    metadata,
    reminder_intervals: null,
    incident_updates: updates.toReversed().map((update) => wireUpdate(incident, update)),
    components: incident.components.flatMap((componentId) => {
      const index = all.findIndex((one) => one.id === componentId)
      const found = all[index]
      return found ? [wireComponent(given, found, index)] : []
    }),
  }
}

function wireUpdate({ id: incidentId }: IncidentRecord, { id, status, body, at, notified }: UpdateRecord) {
  return {
    id,
    status,
    body,
    incident_id: incidentId,
    created_at: time(at),
    updated_at: time(at),
    display_at: time(at),
    affected_components: [],
    deliver_notifications: notified,
  }
}

function wireComponent(given: Given, { id, name, description, state }: ComponentRecord, index: number) {
  return {
    id,
    page_id: given.pageId,
    group_id: null,
    group: false,
    name,
    description,
    position: index + 1,
    status: state,
    showcase: true,
    only_show_if_degraded: false,
  }
}

function time(at: number): string {
  return new Date(at).toISOString()
}
