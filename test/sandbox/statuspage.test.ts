import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RequestLimit } from '../../src/sandbox/statuspage/request-limit.ts'
import { Stand } from './stand.ts'

const KEY = 'statuspage-key'
let stand: Stand

async function open(options: Parameters<typeof Stand.open>[0] = {}) {
  stand = await Stand.open({ statuspageKey: KEY, ...options })
  const { apiUrl, pageId } = stand.sandbox.statuspage
  return async (method: string, path: string, body?: object, authorization = `OAuth ${KEY}`) => {
    const response = await fetch(`${apiUrl}/v1/pages/${pageId}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
  }
}
const incident = (changes: object) => ({ incident: { name: 'Orders fail', body: 'We look', ...changes } })

describe('the workspace’s Statuspage', () => {
  afterEach(() => stand.close())

  it('takes an incident, carries it on, and lists it until it is over', async () => {
    const ask = await open()
    const metadata = { tocsin: { incident: 'INC-1', messages: '1' }, jira: { id: 'A-1' } }
    const made = await ask(
      'POST',
      '/incidents',
      incident({ components: { checkout: 'major_outage' }, metadata }),
    )
    expect(made).toMatchObject({
      status: 201,
      body: {
        status: 'investigating',
        impact: 'critical',
        metadata,
        incident_updates: [{ body: 'We look' }],
      },
    })
    const at = `/incidents/${made.body.id}`
    expect((await ask('GET', '/incidents/unresolved')).body).toMatchObject([{ id: made.body.id }])
    await ask('PATCH', at, { incident: { impact_override: 'minor' } })
    expect((await ask('GET', at)).body).toMatchObject({
      impact: 'minor',
      incident_updates: [{ body: 'We look' }],
    })
    await ask('PATCH', at, { incident: { status: 'resolved', body: 'Over', deliver_notifications: false } })
    const { body } = await ask('GET', at)
    expect(body).toMatchObject({
      status: 'resolved',
      resolved_at: expect.any(String),
      incident_updates: [{ body: 'Over', deliver_notifications: false }, { body: 'We look' }],
    })
    expect((await ask('GET', '/incidents/unresolved')).body).toEqual([])
    expect((await ask('GET', '/incidents?limit=5')).body).toMatchObject([{ id: made.body.id }, {}])
    const [update] = body.incident_updates
    await ask('PATCH', `${at}/incident_updates/${update.id}`, { incident_update: { body: 'All over' } })
    expect((await stand.state()).statusPage?.incidents[0]?.updates[0]?.body).toBe('All over')
  })

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'blank'],
    ['a name that is too long', { name: 'x'.repeat(256) }, 'incident.name'],
    ['a status that there is not', { status: 'fixed' }, 'incident.status'],
    ['a component that there is not', { components: { gone: 'operational' } }, 'Component gone'],
    ['a component of no state', { components: { checkout: 'bad' } }, 'incident.components.checkout'],
    ['metadata that is no object', { metadata: { tocsin: 'INC-1' } }, 'incident.metadata.tocsin'],
    ['a field that there is not', { title: 'x' }, 'title'],
  ])('does not take %s', async (_what, changes, said) => {
    const ask = await open()
    const { status, body } = await ask('POST', '/incidents', incident(changes))
    expect(status).toBe(422)
    expect(body.error.join()).toContain(said)
  })

  it('asks for its key, knows one page, and is not there without a key', async () => {
    const ask = await open()
    expect((await ask('GET', '', undefined, 'OAuth other')).status).toBe(401)
    expect((await ask('GET', '')).status).toBe(200)
    expect((await ask('GET', 'x')).status).toBe(404)
    expect((await ask('GET', '/incidents/gone')).status).toBe(404)
    expect((await ask('DELETE', '/incidents/past00000001')).status).toBe(404)
    await stand.close()
    stand = await Stand.open()
    expect((await fetch(stand.sandbox.statuspage.apiUrl)).status).toBe(404)
    expect((await stand.state()).statusPage).toBeUndefined()
  })

  it('has accidents on request', async () => {
    const ask = await open()
    await stand.post('faults', [
      { on: 'statuspage', kind: 'status', status: 503, times: 1 },
      { on: 'statuspage', kind: 'rate-limit', status: 420, retryAfterSeconds: 7, times: 1 },
      { on: 'statuspage', kind: 'accept-then-drop', method: 'POST', times: 1 },
    ])
    expect(await ask('GET', '')).toMatchObject({ status: 503, body: expect.stringContaining('<h1>') })
    const limited = await ask('GET', '')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([420, '7'])
    await expect(ask('POST', '/incidents', incident({}))).rejects.toThrow()
    expect((await ask('GET', '/incidents/unresolved')).body).toHaveLength(1)
    await stand.post('faults', [{ on: 'statuspage', kind: 'rate-limit' }])
    const answers = await Promise.all(Array.from({ length: 61 }, () => ask('GET', '')))
    expect(answers.filter(({ status }) => status === 420)).toHaveLength(1)
  })

  it('is changed by people who are signed in there, and by no guest', async () => {
    const ask = await open()
    const { body } = await ask('POST', '/incidents', incident({}))
    const by = (as: string, changes: object) =>
      stand.post('status-page', { as, incident: body.id, ...changes })
    await by('U0BEN', { status: 'resolved', body: 'Fine', name: 'Nothing' })
    expect((await stand.state()).statusPage?.incidents[0]).toMatchObject({
      name: 'Nothing',
      status: 'resolved',
      updates: [{ body: 'Fine', by: 'U0BEN' }, { body: 'We look' }],
    })
    await expect(by('U0GIL', { name: 'x' })).rejects.toThrow(/Guests/)
    await expect(by('U0BEN', { rewrite: { update: 'gone', body: '' } })).rejects.toThrow(/no such update/)
    await by('U0BEN', { remove: true })
    expect((await ask('GET', `/incidents/${body.id}`)).status).toBe(404)
    await expect(by('U0BEN', { name: 'x' })).rejects.toThrow(/no such incident/)
  })
})

describe('a limit of a request a second', () => {
  it('counts the last minute', () => {
    let now = 0
    const limit = new RequestLimit(() => now)
    const taken = () => Array.from({ length: 100 }, () => limit.take()).filter(Boolean).length
    expect(taken()).toBe(60)
    now = 59_999
    expect(taken()).toBe(0)
    now = 60_001
    expect(taken()).toBe(60)
  })
})

describe('a restart', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuspage-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('keeps what was told, and founds a page in a workspace that had none', async () => {
    const stateFile = join(folder, 'workspace.json')
    const ask = await open({ stateFile })
    await ask('POST', '/incidents', incident({}))
    const kept = (await stand.state()).statusPage
    await stand.close()
    await open({ stateFile })
    expect((await stand.state()).statusPage).toEqual(kept)
    await stand.close()
    const stored = JSON.parse(readFileSync(stateFile, 'utf8'))
    delete stored.data.statusPage
    writeFileSync(stateFile, JSON.stringify(stored))
    await open({ stateFile })
    expect((await stand.state()).statusPage?.incidents.map(({ status }) => status)).toEqual(['resolved'])
    await stand.close()
  })
})
