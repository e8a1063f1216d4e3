import type { Account } from './account.ts'
import { error, notFound, paged, type RestAnswer, type RestRequest } from './rest-answers.ts'
import { incidents } from './rest-incidents.ts'
import { earliest, onCalls } from './rotation.ts'
import { onCallWire, type Places, policyWire, scheduleWire, userWire } from './wire.ts'

/** As much of PagerDuty's REST API as has to do with who is on call and with incidents. */

const PAGING = ['limit', 'offset', 'total', 'cursor']
/** Which parameters each collection takes; another one is a mistake here. */
const PARAMETERS: Record<string, readonly string[]> = {
  oncalls: [
    ...PAGING,
    ...['time_zone', 'include[]', 'user_ids[]', 'escalation_policy_ids[]', 'schedule_ids[]'],
    ...['since', 'until', 'earliest'],
  ],
  schedules: [...PAGING, 'query', 'include[]', 'since', 'until', 'time_zone', 'overflow'],
  escalation_policies: [...PAGING, 'query', 'user_ids[]', 'team_ids[]', 'include[]', 'sort_by'],
  users: [...PAGING, 'query', 'team_ids[]', 'include[]'],
  abilities: [],
  incidents: [
    ...PAGING,
    ...['date_range', 'incident_key', 'service_ids[]', 'team_ids[]', 'user_ids[]', 'urgencies[]'],
    ...['time_zone', 'statuses[]', 'sort_by', 'include[]', 'since', 'until'],
  ],
}
const ABILITIES = ['sso', 'teams', 'urgencies', 'coordinated_responding', 'advanced_permissions']
const SPAN_MAX_MS = 90 * 24 * 3_600_000

/** `path` without the first slash: `incidents/PINC0001/notes`. */
export function restAnswer(account: Account, places: Places, request: RestRequest): RestAnswer {
  const [collection = '', id, ...rest] = request.path.split('/')
  const allowed = PARAMETERS[collection]
  if (allowed === undefined) return notFound()
  const strange = [...request.query.keys()].filter((name) => !allowed.includes(name))
  if (strange.length > 0)
    return error(
      400,
      2001,
      'Invalid Input Provided',
      strange.map((name) => `${name} is no parameter here`),
    )
  if (collection === 'incidents') return incidents(account, places, request)
  if (request.method !== 'GET' || rest.length > 0) return notFound()
  if (collection === 'oncalls') return id === undefined ? listOnCalls(account, places, request) : notFound()
  if (collection === 'schedules') return schedules(account, places, request, id)
  if (collection === 'escalation_policies') return policies(account, places, request, id)
  if (collection === 'users') return users(account, places, request, id)
  return { status: 200, body: { abilities: ABILITIES } }
}

function listOnCalls(account: Account, places: Places, { query }: RestRequest): RestAnswer {
  const span = spanOf(query, account.now())
  if (span === undefined)
    return error(400, 2001, 'Invalid Input Provided', ['since and until are no span of time'])
  const wanted = (name: string) => query.getAll(name)
  const [users, policyIds, scheduleIds] = ['user_ids[]', 'escalation_policy_ids[]', 'schedule_ids[]'].map(
    wanted,
  )
  const found = onCalls(account.data, span.since, span.until).filter(
    ({ user, policy, schedule }) =>
      among(users, user) && among(policyIds, policy.id) && among(scheduleIds, schedule?.id ?? 'null'),
  )
  const listed = query.get('earliest') === 'true' ? earliest(found) : found
  const include = query.getAll('include[]')
  return paged(query, 'oncalls', listed, (one) => onCallWire(account, places, one, include))
}

function schedules(
  account: Account,
  places: Places,
  { query }: RestRequest,
  id: string | undefined,
): RestAnswer {
  if (id === undefined) {
    const named = account.data.schedules.filter(({ name }) => matches(name, query))
    return paged(query, 'schedules', named, (one) => scheduleWire(account, places, one))
  }
  const schedule = account.data.schedules.find((one) => one.id === id)
  if (schedule === undefined) return notFound()
  const asksFor = query.has('since') || query.has('until')
  const span = spanOf(query, account.now())
  if (span === undefined)
    return error(400, 2001, 'Invalid Input Provided', ['since and until are no span of time'])
  return {
    status: 200,
    body: { schedule: scheduleWire(account, places, schedule, asksFor ? span : undefined) },
  }
}

function policies(
  account: Account,
  places: Places,
  { query }: RestRequest,
  id: string | undefined,
): RestAnswer {
  if (id === undefined) {
    const named = account.data.policies.filter(({ name }) => matches(name, query))
    return paged(query, 'escalation_policies', named, (one) => policyWire(account, places, one))
  }
  const policy = account.data.policies.find((one) => one.id === id)
  if (policy === undefined) return notFound()
  return { status: 200, body: { escalation_policy: policyWire(account, places, policy) } }
}

function users(account: Account, places: Places, { query }: RestRequest, id: string | undefined): RestAnswer {
  if (id === undefined) {
    const named = account.data.users.filter(({ name, email }) => matches(`${name} ${email}`, query))
    return paged(query, 'users', named, (one) => userWire(places, one))
  }
  const user = account.user(id)
  return user === undefined ? notFound() : { status: 200, body: { user: userWire(places, user) } }
}

function among(wanted: string[] | undefined, id: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(id)
}

function matches(text: string, query: URLSearchParams): boolean {
  return text.toLowerCase().includes((query.get('query') ?? '').toLowerCase())
}

/** Without times: now. Undefined: no span, or one that is too long. */
function spanOf(query: URLSearchParams, now: number): { since: number; until: number } | undefined {
  const since = query.has('since') ? Date.parse(query.get('since') ?? '') : now
  const until = query.has('until') ? Date.parse(query.get('until') ?? '') : since
  const isSpan = since <= until && until - since <= SPAN_MAX_MS
  return isSpan ? { since, until } : undefined
}
