import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { oracle } from '../../oracles.ts'
import { START, stand, trigger } from './stand.ts'

const HOUR = 3_600_000
const iso = (at: number) => new Date(at).toISOString()
const described = oracle('pagerduty/rest.openapi.json') as
  | { paths: Record<string, Record<string, Operation>> }
  | undefined
type Operation = { responses: Record<string, { content?: Record<string, { schema: object }> }> }

/** Holds an answer against the official description, where that is at hand. */
function asDescribed(path: string, method: string, status: number, body: unknown): void {
  if (described === undefined) return
  const schema = described.paths[path]?.[method]?.responses[status]?.content?.['application/json']?.schema
  if (schema === undefined) throw new Error(`${method} ${path} → ${status} is not described`)
  // Without formats and OpenAPI's own words, which say nothing about the shape.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, discriminator: false })
  ajv.addSchema(nullable(described) as object, 'rest')
  const validate = ajv.compile({ ...(nullable(schema) as object), $id: 'answer' })
  expect(validate(withoutNulls(body)), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
}

/** The description's own examples have nulls where its schemas allow none. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === null ? [] : [[key, withoutNulls(one)]])),
  )
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own; its references start at the document. */
function nullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullable)
  if (typeof value !== 'object' || value === null) return value
  const { nullable: may, ...rest } = value as Record<string, unknown>
  const all = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, nullable(one)]))
  if (typeof all.$ref === 'string' && all.$ref.startsWith('#/')) all.$ref = `rest${all.$ref}`
  return may === true ? { anyOf: [{ type: 'null' }, all] } : all
}

describe('who is on call, asked of PagerDuty', () => {
  it('is who has the turn now, with name and address when they are asked for', async () => {
    const { get } = await stand()
    const plain = await get('/oncalls?schedule_ids[]=PONCALL')
    asDescribed('/oncalls', 'get', 200, plain.body)
    expect(plain.body.oncalls).toMatchObject([
      {
        user: { type: 'user_reference', summary: 'Ana Ruiz' },
        schedule: { id: 'PONCALL' },
        escalation_policy: { id: 'PENGINE' },
        escalation_level: 1,
        start: '2026-03-02T07:00:00Z',
        end: '2026-03-02T19:00:00Z',
      },
    ])
    const full = await get('/oncalls?schedule_ids[]=PONCALL&include[]=users')
    expect(full.body.oncalls[0].user).toMatchObject({ type: 'user', email: 'ana@demo.example' })
  })

  it('changes as the workspace’s clock goes on', async () => {
    const { get, advance } = await stand()
    const names = async (query: string) =>
      (await get(`/oncalls?${query}`)).body.oncalls.map(
        (one: { user: { summary: string } }) => one.user.summary,
      )
    advance(9 * 60 - 1)
    expect(await names('schedule_ids[]=PONCALL')).toEqual(['Ana Ruiz'])
    advance(1)
    expect(await names('schedule_ids[]=PONCALL')).toEqual(['Ravi Nair'])
    expect(await names('schedule_ids[]=PSECOND')).toEqual(['Ana Ruiz'])
    advance(12 * 60)
    expect(await names('schedule_ids[]=PONCALL')).toEqual(['Ana Ruiz'])
  })

  it('says who comes next within a span of time, the earliest turn of each once', async () => {
    const { get } = await stand()
    const span = `since=${iso(START)}&until=${iso(START + 30 * HOUR)}&schedule_ids[]=PONCALL`
    const { oncalls } = (await get(`/oncalls?${span}`)).body
    expect(oncalls.map((one: { start: string }) => one.start)).toEqual([
      '2026-03-02T07:00:00Z',
      '2026-03-02T19:00:00Z',
      '2026-03-03T07:00:00Z',
    ])
    const earliest = (await get(`/oncalls?${span}&earliest=true`)).body.oncalls
    expect(earliest.map((one: { user: { summary: string } }) => one.user.summary)).toEqual([
      'Ana Ruiz',
      'Ravi Nair',
    ])
  })

  it('comes in pages, every level of a policy, and those who are always on call', async () => {
    const { get } = await stand()
    const first = (await get('/oncalls?escalation_policy_ids[]=PENGINE&limit=2')).body
    expect(first).toMatchObject({ limit: 2, offset: 0, more: true, total: null })
    const rest = (await get('/oncalls?escalation_policy_ids[]=PENGINE&limit=2&offset=2&total=true')).body
    expect(rest).toMatchObject({ more: false, total: 3 })
    expect(rest.oncalls).toMatchObject([
      { user: { summary: 'Chloe Park' }, escalation_level: 3, schedule: null, start: null, end: null },
    ])
  })
})

describe('incidents, asked and changed', () => {
  it('look as described, whatever happened to them', async () => {
    const { get, put, post, enqueue } = await stand()
    await enqueue(trigger('a', { custom_details: { Severity: 'SEV1' } }))
    const incident = { type: 'incident_reference' }
    const changed = await put('/incidents/PINC0001', { incident: { ...incident, status: 'acknowledged' } })
    expect(changed.body.incident).toMatchObject({
      status: 'acknowledged',
      acknowledgements: [{ acknowledger: { summary: 'Ana Ruiz' } }],
    })
    asDescribed('/incidents/{id}', 'put', 200, changed.body)
    const note = await post('/incidents/PINC0001/notes', { note: { content: 'Restarted the pool' } })
    asDescribed('/incidents/{id}/notes', 'post', 200, note.body)
    const asked = await post('/incidents/PINC0001/responder_requests', {
      requester_id: 'P0ANA00',
      message: 'Please help',
      responder_request_targets: [{ responder_request_target: { id: 'P0BEN00', type: 'user_reference' } }],
    })
    asDescribed('/incidents/{id}/responder_requests', 'post', 200, asked.body)
    const told = await post('/incidents/PINC0001/status_updates', { message: 'Half of it is back' })
    asDescribed('/incidents/{id}/status_updates', 'post', 200, told.body)
    asDescribed('/incidents', 'get', 200, (await get('/incidents?statuses[]=acknowledged')).body)
    await put('/incidents/PINC0001', { incident: { ...incident, status: 'resolved', resolution: 'Fixed' } })
    const over = await get('/incidents/PINC0001')
    asDescribed('/incidents/{id}', 'get', 200, over.body)
    const notes = (await get('/incidents/PINC0001/notes')).body.notes
    expect(notes.map(({ content }: { content: string }) => content)).toEqual(['Restarted the pool', 'Fixed'])
    for (const path of ['/schedules/PONCALL', '/escalation_policies/PENGINE'])
      asDescribed(path.replace(/[^/]+$/, '{id}'), 'get', 200, (await get(path)).body)
    asDescribed('/users', 'get', 200, (await get('/users?query=ana@')).body)
  })

  it('go on to the next level, to somebody by name, and back to life', async () => {
    const { put, enqueue } = await stand()
    await enqueue(trigger('a'))
    const change = async (what: object) =>
      (await put('/incidents/PINC0001', { incident: { type: 'incident_reference', ...what } })).body
    const whom = ({ incident }: Awaited<ReturnType<typeof change>>) =>
      incident.assignments.map((one: { assignee: { summary: string } }) => one.assignee.summary)
    expect(whom(await change({ escalation_level: 2 }))).toEqual(['Ben Okafor'])
    const given = await change({ assignments: [{ assignee: { id: 'P0RAVI0', type: 'user_reference' } }] })
    expect(whom(given)).toEqual(['Ravi Nair'])
    expect(given.incident.assigned_via).toBe('direct_assignment')
    await change({ status: 'resolved' })
    expect((await change({ status: 'resolved' })).error.errors).toEqual(['Incident Already Resolved'])
    expect(whom(await change({ status: 'triggered' }))).toEqual(['Ana Ruiz'])
  })

  it('go on by themselves when nobody answers, round and round as the policy says, and no further', async () => {
    const { enqueue, advance, pagerduty } = await stand()
    await enqueue(trigger('a'))
    const [incident] = pagerduty.account.data.incidents
    const whom = () => incident?.assignments.map(({ user }) => user).join()
    const seen = []
    for (let turn = 0; turn < 7; turn++) {
      seen.push(whom())
      advance(30)
    }
    expect(seen).toEqual(['P0ANA00', 'P0BEN00', 'P0CHLOE', 'P0ANA00', 'P0BEN00', 'P0CHLOE', 'P0CHLOE'])
  })

  it.each<
    [
      string,
      (
        s: Awaited<ReturnType<typeof stand>>,
      ) => Promise<{ status: number; body: { error?: { code: number } } }>,
      number,
      number,
    ]
  >([
    [
      'a token of another',
      (s) => s.ask('GET', '/users', { headers: { accept: ACCEPT, authorization: 'Token token=x' } }),
      401,
      2006,
    ],
    [
      'no version',
      (s) => s.ask('GET', '/users', { headers: { authorization: 'Token token=the-token' } }),
      406,
      2016,
    ],
    [
      'nobody’s name',
      (s) =>
        s.ask('POST', '/incidents/PINC0001/notes', {
          headers: { accept: ACCEPT, authorization: 'Token token=the-token' },
          body: { note: { content: 'x' } },
        }),
      400,
      1008,
    ],
    ['an unknown incident', (s) => s.get('/incidents/PINC0009'), 404, 2100],
    ['an unknown parameter', (s) => s.get('/oncalls?schedule_ids=PONCALL'), 400, 2001],
    ['too large a page', (s) => s.get('/users?limit=101'), 400, 2001],
    [
      'a status that there is not',
      (s) => s.put('/incidents/PINC0001', { incident: { type: 'incident_reference', status: 'open' } }),
      400,
      2001,
    ],
    ['an empty note', (s) => s.post('/incidents/PINC0001/notes', { note: { content: '' } }), 400, 2001],
    ['a schedule that there is not', (s) => s.get('/schedules/PNOWHERE'), 404, 2100],
  ])('refuse %s', async (_, ask, status, code) => {
    const standing = await stand()
    await standing.enqueue(trigger('a'))
    const answer = await ask(standing)
    expect([answer.status, answer.body.error?.code]).toEqual([status, code])
  })
})

const ACCEPT = 'application/vnd.pagerduty+json;version=2'
