import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Stand } from './stand.ts'

let stand: Stand
const advanced: number[] = []
beforeEach(async () => {
  advanced.length = 0
  stand = await Stand.open({
    onAdvance: async (offset) => {
      advanced.push(offset)
    },
    page: (path) =>
      path === '/'
        ? { status: 200, type: 'text/html', body: '<p>page</p>' }
        : { status: 404, type: 'text/plain', body: 'no' },
  })
})
afterEach(() => stand.close())

describe('the control interface refuses in a sentence', () => {
  it.each([
    ['POST', 'type', {}, 400],
    ['POST', 'type', '{', 400],
    ['POST', 'type', [], 400],
    ['POST', 'type', { as: 'U0ANA', channel: 'C0ROOM', text: 5 }, 400],
    ['POST', 'type', { as: 'U0ANA', channel: 'C0ROOM', text: 'x', colour: 'red' }, 400],
    ['POST', 'type', { as: 'U0ANA', channel: 'C0ROOM', text: '  ' }, 400],
    ['POST', 'type', { as: 'U0ANA', channel: 'C0ROOM', text: 'x'.repeat(12_001) }, 400],
    ['POST', 'type', { as: 'U0TOCSIN', channel: 'C0ROOM', text: 'x' }, 400],
    ['POST', 'type', { as: 'nobody', channel: 'C0ROOM', text: 'x' }, 404],
    ['POST', 'type', { as: '__proto__', channel: 'constructor', text: 'x' }, 404],
    ['POST', 'type', { as: 'U0GIL', channel: 'C0ALERTS', text: 'x' }, 400],
    ['POST', 'type', { as: 'U0ANA', channel: 'C0ROOM', text: 'x', threadTs: '1.000001' }, 404],
    ['POST', 'click', { as: 'U0ANA', actionId: 'x' }, 400],
    ['POST', 'submit', { as: 'U0ANA', values: {} }, 404],
    ['POST', 'close', { as: 'U0ANA' }, 404],
    ['POST', 'react', { as: 'U0ANA', channel: 'C0ROOM', ts: 'soon', name: 'x' }, 400],
    ['POST', 'advance', { minutes: -5 }, 400],
    ['POST', 'advance', { minutes: 1e9 }, 400],
    ['POST', 'faults', {}, 400],
    ['POST', 'faults', [{ on: 'moon', kind: 'drop' }], 400],
    ['POST', 'faults', [{ on: 'api', kind: 'duplicate' }], 400],
    ['POST', 'faults', [{ on: 'api', kind: 'delay' }], 400],
    ['POST', 'faults', [{ on: 'api', kind: 'drop', probability: 2 }], 400],
    ['POST', 'disconnect', { reason: 'boredom' }, 400],
    ['POST', 'open-dm', { as: 'U0ANA', with: 'U0ANA' }, 404],
    ['POST', 'channel', { as: 'U0ANA', create: 'Not A Name' }, 400],
    ['POST', 'channel', { as: 'U0ANA', channel: 'C0GENERAL', archive: true }, 400],
    ['POST', 'group', { group: 'S0ONCALL', users: ['U1'] }, 404],
    ['POST', 'nothing', {}, 404],
    ['POST', 'constructor', {}, 404],
    ['GET', 'type', undefined, 405],
    ['GET', 'state?as=U0NOBODY', undefined, 404],
    ['GET', 'state?as=U0TOCSIN', undefined, 400],
    ['DELETE', 'state', undefined, 405],
  ])('%s %s %j', async (method, name, body, status) => {
    const { status: given, answer } = await stand.control(method, name, body)
    expect([given, answer]).toEqual([status, { error: expect.stringMatching(/\w.*\.$/s) }])
  })

  it('a body that is too large', async () => {
    expect((await stand.control('POST', 'type', 'x'.repeat(8_000_001))).status).toBe(413)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port here', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['a request the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s', async (_what, headers) => {
    expect((await stand.control('GET', 'state?as=U0ANA', undefined, headers)).status).toBe(403)
    const act = { as: 'U0ANA', channel: 'C0ROOM', text: 'from outside' }
    expect((await stand.control('POST', 'type', act, headers)).status).toBe(403)
    expect((await stand.channel('C0ROOM')).messages).toHaveLength(1)
  })

  it('a name that only pretends to be this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = request(
        `${stand.sandbox.url}/sandbox/state?as=U0ANA`,
        { headers: { host: 'evil.example' } },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
      asked.on('error', reject)
      asked.end()
    })
    expect(status).toBe(403)
  })
})

describe('the control interface', () => {
  it('lets the page itself in, and serves it', async () => {
    expect(await (await fetch(stand.sandbox.url)).text()).toBe('<p>page</p>')
    expect((await fetch(`${stand.sandbox.url}/elsewhere`)).status).toBe(404)
    expect(
      (await stand.control('GET', 'state?as=U0ANA', undefined, { origin: stand.sandbox.url })).status,
    ).toBe(200)
  })

  it('shows what the first person sees to who does not say who they are, and nobody knows nobody', async () => {
    const state = async (query: string) => (await stand.control('GET', `state${query}`)).answer
    expect(await state('')).toMatchObject({ me: { id: 'U0ANA' } })
    await stand.post('person', { person: 'U0ANA', deleted: true })
    expect(await state('')).toMatchObject({ me: { id: 'U0BEN' } })
    expect(await state('?as=')).toEqual({ error: 'There is no person .' })
  })

  it('moves the clock, and waits for the bot to follow', async () => {
    const before = (await stand.state()).now
    const { now } = await stand.post<{ now: number }>('advance', { minutes: 15 })
    expect(now - before).toBeGreaterThanOrEqual(15 * 60_000)
    expect(advanced).toEqual([15 * 60_000])
    await stand.post('advance', { minutes: 0.5 })
    expect(advanced).toEqual([15 * 60_000, 15.5 * 60_000])
  })

  it('streams the version after each change, the first at once', async () => {
    const response = await fetch(`${stand.sandbox.url}/sandbox/events?as=U0ANA`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const next = async () =>
      JSON.parse(((await reader?.read())?.value ?? '').replace('data: ', '')) as { version: number }
    const first = await next()
    await stand.type('something new')
    const second = await next()
    expect(second.version).toBeGreaterThan(first.version)
    expect((await stand.state()).version).toBe(second.version)
    await reader?.cancel()
  })

  it('keeps every call, refused ones too, without tokens', async () => {
    await stand.client.auth.test()
    await stand.client.chat.postMessage({ channel: 'C0ROOM', text: 'x', blocks: [{ type: 'divider' }] })
    await stand.client.pins.add({ channel: 'C1', timestamp: '1.000001' }).catch(() => {})
    await fetch(`${stand.sandbox.apiUrl}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'xoxb-stolen' }),
    })
    const record = await stand.record()
    expect(record).toMatchObject([
      { n: 1, method: 'auth.test', ok: true },
      {
        n: 2,
        method: 'chat.postMessage',
        ok: true,
        args: { channel: 'C0ROOM', blocks: [{ type: 'divider' }] },
        answered: true,
      },
      { n: 3, method: 'pins.add', ok: false, error: 'channel_not_found' },
      { n: 4, method: 'auth.test', ok: false, error: 'invalid_auth' },
    ])
    expect(JSON.stringify(record)).not.toContain('xoxb')
  })

  it('lets people react, write to each other, and change what is theirs', async () => {
    const { channel } = await stand.post<{ channel: string }>('open-dm', { as: 'U0ANA', with: 'U0BEN' })
    const { ts = '' } = await stand.type('between us', { channel })
    await stand.post('react', { as: 'U0BEN', channel, ts, name: ':eyes:' })
    expect((await stand.control('POST', 'react', { as: 'U0BEN', channel, ts, name: 'eyes' })).status).toBe(
      400,
    )
    expect((await stand.channel(channel)).messages[0]).toMatchObject({
      text: 'between us',
      reactions: [{ name: 'eyes', users: ['U0BEN'] }],
    })
    await stand.post('edit', { as: 'U0ANA', channel, ts, text: 'between us two' })
    expect((await stand.channel(channel, 'U0BEN')).messages[0]).toMatchObject({
      text: 'between us two',
      editedTs: expect.any(String),
    })
    expect((await stand.control('POST', 'type', { as: 'U0CHLOE', channel, text: 'me too' })).status).toBe(404)
    await stand.post('edit', { as: 'U0ANA', channel, ts, text: null })
    expect((await stand.channel(channel)).messages).toEqual([])
  })
})
