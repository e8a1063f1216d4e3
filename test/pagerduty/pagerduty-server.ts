import { certificateForLoopback } from '../outside/certificate.ts'
import { type OutsideServer, outsideServer, type Received, type Reply } from '../outside/outside-server.ts'
import { holdToDescription } from './official-description.ts'

export const ROUTING_KEY = 'e93facc04764012d7bfb002500d5d1a6'
export const TOKEN = 'u+3xampleT0ken-_aBcDeF'
export const FROM = 'tocsin@example.com'

export type HeldIncident = {
  id: string
  key: string
  status: 'triggered' | 'acknowledged' | 'resolved'
  summary: string
  notes: string[]
  asked: string[]
  /** What REST says beside. */
  shown?: object
}

export type Shift = {
  user: string
  schedule?: string
  policy: string
  level: number
  start?: string
  end?: string
}

/** PagerDuty, small: one service behind one routing key, people, shifts. It holds us to its official description. */
export async function pagerdutyServer(world: { people?: Record<string, string>; shifts?: Shift[] } = {}) {
  const incidents: HeldIncident[] = []
  const people = world.people ?? {}
  const tls = certificateForLoopback()
  const state = { offersResponders: true }

  function enqueue({ body }: Received): Reply {
    const event = JSON.parse(body) as {
      routing_key: string
      event_action: string
      dedup_key: string
      payload?: { summary: string }
    }
    if (event.routing_key !== ROUTING_KEY)
      return {
        status: 400,
        body: {
          status: 'invalid event',
          message: 'Event object is invalid',
          errors: ['Invalid routing key'],
        },
      }
    const open = incidents.findLast(({ key, status }) => key === event.dedup_key && status !== 'resolved')
    if (event.event_action === 'trigger' && !open)
      incidents.push({
        id: `PINC${incidents.length + 1}`,
        key: event.dedup_key,
        status: 'triggered',
        summary: event.payload?.summary ?? '',
        notes: [],
        asked: [],
      })
    if (event.event_action === 'acknowledge' && open) open.status = 'acknowledged'
    if (event.event_action === 'resolve' && open) open.status = 'resolved'
    return {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: event.dedup_key },
    }
  }

  function rest(request: Received): Reply {
    const { method, path, headers, body } = request
    if (headers.authorization !== `Token token=${TOKEN}`) return refusal(401, 'Unauthorized')
    if (method !== 'GET' && headers.from !== FROM) return refusal(400, 'Requester User Not Found')
    if (path === '/oncalls') return { status: 200, body: oncalls(request) }
    if (path === '/users')
      return {
        status: 200,
        body: { users: Object.entries(people).map(([id, name]) => user(id, name)), more: false },
      }
    const [, kind, id, part] = path.split('/')
    if (kind === 'schedules' || kind === 'escalation_policies') {
      const name = kind === 'schedules' ? 'schedule' : 'escalation_policy'
      const there = (world.shifts ?? []).some(
        ({ schedule, policy }) => id === (kind === 'schedules' ? schedule : policy),
      )
      return there
        ? { status: 200, body: { [name]: { id, name: `The ${name} ${id}` } } }
        : refusal(404, 'Not Found')
    }
    if (kind !== 'incidents') return refusal(404, 'Not Found')
    if (id === undefined) {
      const held = incidents.filter(({ key }) => key === request.query.get('incident_key')).toReversed()
      return {
        status: 200,
        body: { incidents: held.slice(0, Number(request.query.get('limit'))).map(wireOf), more: false },
      }
    }
    const held = incidents.find((one) => one.id === id)
    if (!held) return refusal(404, 'Not Found')
    const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, Record<string, string>> & {
      responder_request_targets?: { responder_request_target: { id: string } }[]
    }
    if (part === undefined && method === 'GET') return { status: 200, body: { incident: wireOf(held) } }
    if (part === 'notes' && method === 'GET')
      return { status: 200, body: { notes: held.notes.map((content) => ({ id: 'PNOTE', content })) } }
    if (part === 'notes') {
      held.notes.push(sent.note?.content ?? '')
      return { status: 200, body: { note: { id: `PNOTE${held.notes.length}`, content: sent.note?.content } } }
    }
    if (part === 'responder_requests') {
      if (!state.offersResponders)
        return refusal(402, 'Account does not have the abilities to perform the action')
      held.asked.push(...(sent.responder_request_targets ?? []).map((one) => one.responder_request_target.id))
      return { status: 200, body: { responder_request: { incident: { id } } } }
    }
    held.status = sent.incident?.status as HeldIncident['status']
    return { status: 200, body: { incident: wireOf(held) } }
  }

  function oncalls({ query }: Received) {
    const [schedules, policies] = [query.getAll('schedule_ids[]'), query.getAll('escalation_policy_ids[]')]
    const from = Date.parse(query.get('since') ?? '')
    const mine = (world.shifts ?? []).filter(
      ({ schedule = '', policy, end }) =>
        (schedules.includes(schedule) || policies.includes(policy)) && (!end || Date.parse(end) > from),
    )
    const withPeople = query.getAll('include[]').includes('users')
    const list = mine.map(({ user: id, schedule, policy, level, start, end }) => ({
      user: withPeople ? user(id, people[id] ?? id) : { id, type: 'user_reference', summary: people[id] },
      schedule: schedule ? { id: schedule, type: 'schedule_reference', summary: schedule } : null,
      escalation_policy: { id: policy, type: 'escalation_policy_reference', summary: policy },
      escalation_level: level,
      start: start ?? null,
      end: end ?? null,
    }))
    return { oncalls: list, limit: 100, offset: 0, more: false, total: null }
  }

  const server: OutsideServer = await outsideServer((request) => {
    const isEvent = request.path === '/v2/enqueue'
    holdToDescription(isEvent ? 'events' : 'rest', request)
    return isEvent ? enqueue(request) : rest(request)
  }, tls)
  return Object.assign(server, { incidents, ca: tls.cert, state })
}

function wireOf({ id, status, key, asked, shown }: HeldIncident) {
  const assignments = asked.map((assignee) => ({
    at: '2026-01-15T03:00:00Z',
    assignee: { id: assignee, type: 'user_reference' },
  }))
  return {
    id,
    type: 'incident',
    status,
    incident_key: key,
    html_url: `https://example.pagerduty.com/incidents/${id}`,
    assignments,
    ...shown,
  }
}

function user(id: string, name: string) {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`
  return {
    id,
    type: 'user',
    summary: name,
    name,
    email,
    html_url: `https://example.pagerduty.com/users/${id}`,
  }
}

function refusal(status: number, message: string): Reply {
  return { status, body: { error: { code: 2000 + status, message } } }
}
