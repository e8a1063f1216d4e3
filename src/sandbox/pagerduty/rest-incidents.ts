import { z } from 'zod'
import type { Account } from './account.ts'
import type { Agent, IncidentRecord } from './records.ts'
import { error, invalid, notFound, paged, type RestAnswer, type RestRequest } from './rest-answers.ts'
import { behind } from './rotation.ts'
import { incidentReference, incidentWire, type Places, time, userReference } from './wire.ts'

/** Incidents of the REST API: found, changed, noted on. Changes need a `From` who has an account. */

const userTarget = z.looseObject({ id: z.string(), type: z.enum(['user', 'user_reference']) })
const policyTarget = z.looseObject({
  id: z.string(),
  type: z.enum(['escalation_policy', 'escalation_policy_reference']),
})

const updateRequest = z.strictObject({
  incident: z.strictObject({
    type: z.enum(['incident', 'incident_reference']),
    id: z.string().optional(),
    status: z.enum(['resolved', 'acknowledged', 'triggered']).optional(),
    resolution: z.string().optional(),
    title: z.string().min(1).max(1_024).optional(),
    urgency: z.enum(['high', 'low']).optional(),
    escalation_level: z.number().int().min(1).optional(),
    escalation_policy: policyTarget.optional(),
    assignments: z
      .array(z.strictObject({ assignee: userTarget }))
      .min(1)
      .optional(),
  }),
})
const noteRequest = z.strictObject({ note: z.strictObject({ content: z.string().min(1).max(25_000) }) })
const statusUpdateRequest = z.strictObject({
  message: z.string().min(1),
  subject: z.string().optional(),
  html_message: z.string().optional(),
})
const respondersRequest = z.strictObject({
  requester_id: z.string(),
  message: z.string(),
  responder_request_targets: z
    .array(
      z.strictObject({
        responder_request_target: z.looseObject({
          id: z.string(),
          type: z.enum(['user_reference', 'user', 'escalation_policy_reference', 'escalation_policy']),
        }),
      }),
    )
    .min(1),
})

type Asked = { account: Account; places: Places; request: RestRequest; incident: IncidentRecord }

export function incidents(account: Account, places: Places, request: RestRequest): RestAnswer {
  const { method, path } = request
  const [, id, part, ...rest] = path.split('/')
  if (id === undefined) return method === 'GET' ? list(account, places, request) : notFound()
  const incident = account.incident(id)
  if (incident === undefined || rest.length > 0) return notFound()
  const act = ACTS[`${method} ${part ?? ''}`.trim()]
  return act ? act({ account, places, request, incident }) : notFound()
}

const ACTS: Record<string, (asked: Asked) => RestAnswer> = {
  GET: ({ account, places, incident }) => ({
    status: 200,
    body: { incident: incidentWire(account, places, incident) },
  }),
  PUT: (asked) => as(asked, updateRequest, update),
  'GET notes': ({ account, places, incident }) => ({
    status: 200,
    body: { notes: incident.notes.map((note) => noteWire(account, places, note)) },
  }),
  'POST notes': (asked) =>
    as(asked, noteRequest, ({ account, places, incident }, { note }, user) => ({
      status: 200,
      body: { note: noteWire(account, places, account.annotate(incident, user, note.content)) },
    })),
  'POST status_updates': (asked) =>
    as(asked, statusUpdateRequest, ({ account, places, incident }, { message }, user) => {
      const { id, at } = account.statusUpdate(incident, user, message)
      const sender = userReference(account, places, user)
      return { status: 200, body: { status_update: { id, message, sender, created_at: time(at) } } }
    }),
  'POST responder_requests': requestResponders,
}

function list(account: Account, places: Places, { query }: RestRequest): RestAnswer {
  const key = query.get('incident_key')
  const [statuses, services, users] = ['statuses[]', 'service_ids[]', 'user_ids[]'].map((name) =>
    query.getAll(name),
  )
  const isAmong = (wanted: string[] | undefined, ids: string[]) =>
    wanted === undefined || wanted.length === 0 || ids.some((id) => wanted.includes(id))
  const found = account.data.incidents.filter(
    (one) =>
      (key === null || one.key === key) &&
      isAmong(statuses, [one.status]) &&
      isAmong(services, [one.service]) &&
      isAmong(
        users,
        one.assignments.map(({ user }) => user),
      ),
  )
  const isNewestFirst = (query.get('sort_by') ?? '').endsWith(':desc')
  const listed = isNewestFirst ? found.toReversed() : found
  return paged(query, 'incidents', listed, (one) => incidentWire(account, places, one))
}

/** Reads the body and who asks; whoever has no account may not. */
function as<T>(
  asked: Asked,
  schema: z.ZodType<T>,
  act: (asked: Asked, body: T, user: string) => RestAnswer,
): RestAnswer {
  const { account, request } = asked
  const user = account.data.users.find(({ email }) => email === request.from)
  if (user === undefined) return error(400, 1008, 'Requester User Not Found')
  const read = schema.safeParse(request.body)
  if (!read.success) return invalid(problems(read.error))
  return act(asked, read.data, user.id)
}

function update(
  { account, places, incident }: Asked,
  body: z.infer<typeof updateRequest>,
  user: string,
): RestAnswer {
  const { status, resolution, title, urgency, escalation_level, escalation_policy, assignments } =
    body.incident
  const agent: Agent = { type: 'user', id: user }
  const targets = (assignments ?? []).map(({ assignee }) => assignee.id)
  const unknown = targets.filter((id) => account.user(id) === undefined)
  if (unknown.length > 0) return invalid(unknown.map((id) => `assignee ${id} was not found`))
  if (escalation_policy && !account.data.policies.some(({ id }) => id === escalation_policy.id))
    return invalid([`escalation policy ${escalation_policy.id} was not found`])
  account.amend(incident, {
    ...(title !== undefined && { title }),
    ...(urgency !== undefined && { urgency }),
    ...(escalation_policy && { policy: escalation_policy.id }),
  })
  if (status !== undefined && status !== 'resolved') account.reopen(incident, agent)
  if (status === 'acknowledged') account.acknowledge(incident, agent)
  if (escalation_policy || escalation_level !== undefined)
    if (!account.escalate(incident, agent, escalation_level ?? 1))
      return invalid(['the incident cannot be escalated to this level'])
  if (targets.length > 0) account.reassign(incident, targets, agent)
  if (status === 'resolved') {
    if (!account.resolve(incident, agent)) return invalid(['Incident Already Resolved'])
    if (resolution !== undefined) account.annotate(incident, user, resolution)
  }
  return { status: 200, body: { incident: incidentWire(account, places, incident) } }
}

function requestResponders({ account, places, request, incident }: Asked): RestAnswer {
  const read = respondersRequest.safeParse(request.body)
  if (!read.success) return invalid(problems(read.error))
  const { requester_id, message, responder_request_targets } = read.data
  if (account.user(requester_id) === undefined) return error(400, 1008, 'Requester User Not Found')
  const targets = responder_request_targets.map(({ responder_request_target: target }) => ({
    ...target,
    users: usersOf(account, target),
  }))
  const unknown = targets.filter(({ users }) => users === undefined)
  if (unknown.length > 0) return invalid(unknown.map(({ id }) => `target ${id} was not found`))
  for (const { users = [] } of targets)
    for (const user of users) account.addResponder(incident, user, requester_id, message)
  return {
    status: 200,
    body: {
      responder_request: {
        id: account.newId('PRESP'),
        incident: incidentReference(places, incident),
        requester: userReference(account, places, requester_id),
        requested_at: time(account.now()),
        message,
        responder_request_targets: targets.map(({ id, type, users = [] }) => ({
          responder_request_target: {
            type: type.replace('_reference', ''),
            id,
            incidents_responders: users.map((user) => ({
              state: 'pending',
              user: userReference(account, places, user),
              incident: incidentReference(places, incident),
              updated_at: time(account.now()),
              message,
              requester: userReference(account, places, requester_id),
              requested_at: time(account.now()),
            })),
          },
        })),
      },
    },
  }
}

/** The people whom a target means now; undefined: there is no such target. */
function usersOf(account: Account, { id, type }: { id: string; type: string }): string[] | undefined {
  if (type.startsWith('user')) return account.user(id) && [id]
  const policy = account.data.policies.find((one) => one.id === id)
  return policy?.rules[0]?.targets.flatMap((target) => behind(account.data, target, account.now()))
}

function noteWire(account: Account, places: Places, note: IncidentRecord['notes'][number]) {
  return {
    id: note.id,
    user: userReference(account, places, note.user),
    channel: { summary: 'The PagerDuty website or APIs' },
    content: note.content,
    created_at: time(note.at),
    updated_at: time(note.at),
  }
}

function problems(failed: z.ZodError): string[] {
  return failed.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}
