import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { BODY_BYTES_MAX } from '../../src/flags/limits.ts'
import { protocol } from './openapi.ts'
import { aStand, ask, DECLARED, OLD_TOKEN, TOKEN } from './stand.ts'

const says = protocol()
/** Holds a value against the protocol's own description, where that is at hand. */
function conforms(schema: string, value: unknown): void {
  expect(says?.(schema, value), JSON.stringify(value)).toBeUndefined()
}

describe('one flag', () => {
  it('is answered with value, reason and variant, in the shape that the protocol gives it', async () => {
    const stand = await aStand()
    await stand.set('customer_banner', 'Größere Störung 🚧')
    for (const { key, normal } of DECLARED) {
      const { status, headers, body } = await ask(stand, `/evaluate/flags/${key}`)
      const isPulled = key === 'customer_banner'
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('application/json')
      expect(body).toEqual({
        key,
        value: isPulled ? 'Größere Störung 🚧' : normal,
        reason: 'STATIC',
        variant: isPulled ? 'changed' : 'normal',
      })
      conforms('serverEvaluationSuccess', body)
    }
  })

  it('that is unknown is 404 with its key', async () => {
    const stand = await aStand()
    for (const [path, key] of [
      ['nobody_made_it', 'nobody_made_it'],
      ['a%20b', 'a b'],
      ['%zz', '%zz'],
      ['', ''],
      ['safe_mode/more', 'safe_mode/more'],
      ['__proto__', '__proto__'],
    ]) {
      const { status, body } = await ask(stand, `/evaluate/flags/${path}`)
      expect(status).toBe(404)
      expect(body).toMatchObject({ key, errorCode: 'FLAG_NOT_FOUND' })
      conforms('flagNotFound', body)
    }
  })

  it('is found by a key that was encoded more than it had to be', async () => {
    const { body } = await ask(await aStand(), '/evaluate/flags/safe%5Fmode')
    expect(body).toMatchObject({ key: 'safe_mode', value: false })
  })
})

describe('all flags', () => {
  it('come together with where changes are told', async () => {
    const { status, headers, body } = await ask(await aStand(), '/evaluate/flags')
    expect(status).toBe(200)
    expect(headers.get('etag')).toMatch(/^"[\w-]{22}"$/)
    expect(body.flags.map(({ key }: { key: string }) => key)).toEqual(DECLARED.map(({ key }) => key).sort())
    expect(body.eventStreams).toMatchObject([{ type: 'sse', endpoint: { requestUri: expect.any(String) } }])
    conforms('bulkEvaluationSuccess', body)
  })

  it('are 304 without a body while they are unchanged, however the tag is written', async () => {
    const stand = await aStand()
    const etag = (await ask(stand, '/evaluate/flags')).headers.get('etag') ?? ''
    const bare = etag.replaceAll('"', '')
    for (const tag of [etag, bare, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, body } = await ask(stand, '/evaluate/flags', {
        headers: { 'if-none-match': tag },
      })
      expect({ status, body, etag: headers.get('etag') }).toEqual({ status: 304, body: '', etag })
    }
    await stand.set('safe_mode', true)
    const changed = await ask(stand, '/evaluate/flags', { headers: { 'if-none-match': etag } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(etag)
    await stand.set('safe_mode', false)
    const back = await ask(stand, '/evaluate/flags', { headers: { 'if-none-match': etag } })
    expect(back.status).toBe(304)
  })

  it('have the same tag in every process that has the same values, whatever the token', async () => {
    const [one, other] = [await aStand(), await aStand()]
    const tags = [
      (await ask(one, '/evaluate/flags')).headers.get('etag'),
      (await ask(other, '/evaluate/flags')).headers.get('etag'),
      (await ask(one, '/evaluate/flags', { headers: { authorization: `Bearer ${OLD_TOKEN}` } })).headers.get(
        'etag',
      ),
    ]
    expect(new Set(tags).size).toBe(1)
  })
})

describe('a request that makes no sense', () => {
  it.each([
    ['no JSON', '{"context":', 'PARSE_ERROR'],
    ['nothing', '', 'PARSE_ERROR'],
    ['no object', '[]', 'INVALID_CONTEXT'],
    ['null', 'null', 'INVALID_CONTEXT'],
    ['no context', '{}', 'INVALID_CONTEXT'],
    ['a context that is a list', '{"context":[]}', 'INVALID_CONTEXT'],
    ['a context that is null', '{"context":null}', 'INVALID_CONTEXT'],
    ['a targeting key that is no string', '{"context":{"targetingKey":5}}', 'INVALID_CONTEXT'],
    ['too much', `{"context":{"x":"${'x'.repeat(BODY_BYTES_MAX)}"}}`, 'INVALID_CONTEXT'],
  ])('is 400 and says why: %s', async (_what, body, errorCode) => {
    const stand = await aStand()
    const one = await ask(stand, '/evaluate/flags/safe_mode', { body })
    expect(one).toMatchObject({ status: 400, body: { key: 'safe_mode', errorCode } })
    conforms('evaluationFailure', one.body)
    const all = await ask(stand, '/evaluate/flags', { body })
    expect(all).toMatchObject({ status: 400, body: { errorCode } })
    conforms('bulkEvaluationFailure', all.body)
    // The server goes on as if nothing had been.
    expect((await ask(stand, '/evaluate/flags/safe_mode')).status).toBe(200)
  })

  it('is 400 when it is not sent as JSON', async () => {
    const stand = await aStand()
    const send = (type: string) =>
      ask(stand, '/evaluate/flags/safe_mode', { headers: { 'content-type': type } })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      expect(await send(type)).toMatchObject({ status: 400, body: { errorCode: 'PARSE_ERROR' } })
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.x+json'])
      expect((await send(type)).status).toBe(200)
  })

  it('is 400 when it is too much and does not say so', async () => {
    const stand = await aStand()
    const body = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 5; n += 1) controller.enqueue(new Uint8Array(BODY_BYTES_MAX / 4).fill(32))
        controller.close()
      },
    })
    const response = await fetch(`${stand.server}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    } as RequestInit)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errorCode: 'INVALID_CONTEXT' })
    expect(stand.failures).toEqual([])
  })

  it('is answered once though it comes in pieces, and not at all when its sender hangs up', async () => {
    const stand = await aStand()
    const [host, port] = new URL(stand.server).host.split(':') as [string, string]
    const body = '{"context":{"targetingKey":"größer"}}'
    const head = [
      'POST /ofrep/v1/evaluate/flags/safe_mode HTTP/1.1',
      'host: x',
      `x-api-key: ${TOKEN}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ].join('\r\n')
    const whole = Buffer.from(`${head}\r\n\r\n${body}`)
    const socket = connect(Number(port), host)
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
    })
    for (const byte of whole) {
      if (!socket.write(Buffer.of(byte))) await once(socket, 'drain')
      await new Promise((resolve) => setImmediate(resolve))
    }
    await once(socket, 'close')
    expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(1)
    expect(heard).toContain('"value":false')

    const quitter = connect(Number(port), host)
    quitter.write(whole.subarray(0, whole.length - 5))
    await once(quitter, 'connect')
    quitter.destroy()
    expect((await ask(stand, '/evaluate/flags/safe_mode')).status).toBe(200)
    expect(stand.failures).toEqual([])
  })
})

describe('a context without a targeting key', () => {
  it('is answered: these flags are the same for everybody, and a default in place of a pulled switch would hurt', async () => {
    const stand = await aStand()
    await stand.set('automation_enabled', false)
    const { status, body } = await ask(stand, '/evaluate/flags/automation_enabled', {
      body: '{"context":{}}',
    })
    expect({ status, value: body.value }).toEqual({ status: 200, value: false })
  })
})

describe('who asks', () => {
  it.each([
    ['Bearer', { authorization: `Bearer ${TOKEN}` }],
    ['bearer, in other letters', { authorization: `bEaReR  ${TOKEN}` }],
    ['X-API-Key', { authorization: '', 'x-api-key': TOKEN }],
    ['the token before it', { authorization: `Bearer ${OLD_TOKEN}` }],
  ])('may with %s', async (_what, headers) => {
    const stand = await aStand()
    for (const path of ['/evaluate/flags', '/evaluate/flags/safe_mode'])
      expect((await ask(stand, path, { headers })).status).toBe(200)
  })

  it.each([
    ['nothing', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer a-token-of-a-servicf' }],
    ['the beginning of a token', { authorization: 'Bearer a-token' }],
    ['a token and more', { authorization: `Bearer ${TOKEN}x` }],
    ['both tokens at once', { authorization: `Bearer ${TOKEN},${OLD_TOKEN}` }],
    ['a token in another way', { authorization: `Basic ${TOKEN}` }],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['a wrong key', { authorization: '', 'x-api-key': 'nonsense' }],
  ])('may not with %s, and learns nothing', async (_what, headers) => {
    const stand = await aStand()
    for (const path of ['/evaluate/flags', '/evaluate/flags/safe_mode', '/evaluate/flags/unknown']) {
      const answer = await ask(stand, path, { headers })
      expect(answer.status).toBe(401)
      expect(JSON.stringify(answer.body)).not.toMatch(/safe_mode|unknown/)
    }
    expect((await ask(stand, '/events', { method: 'GET', headers })).status).toBe(401)
  })

  it('may not evaluate with the key that is for listening only', async () => {
    const stand = await aStand()
    const { body } = await ask(stand, '/evaluate/flags')
    const key = new URLSearchParams(body.eventStreams[0].endpoint.requestUri.split('?')[1]).get('key')
    for (const headers of [{ authorization: `Bearer ${key}` }, { authorization: '', 'x-api-key': `${key}` }])
      expect((await ask(stand, '/evaluate/flags/safe_mode', { headers })).status).toBe(401)
  })
})

describe('a web page', () => {
  const page = 'https://shop.example'

  it('of no allowed origin gets no leave to read', async () => {
    const stand = await aStand()
    const { headers } = await ask(stand, '/evaluate/flags', { headers: { origin: page } })
    expect(headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await ask(stand, '/evaluate/flags', { method: 'OPTIONS', headers: { origin: page } })
    expect(preflight.status).toBe(403)
  })

  it('of an allowed origin may ask with a token and read the tag', async () => {
    const stand = await aStand({ origins: [page, 'http://localhost:8080'] })
    const preflight = await ask(stand, '/evaluate/flags/safe_mode', {
      method: 'OPTIONS',
      headers: { origin: page },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization.*if-none-match/)
    for (const authorization of [`Bearer ${TOKEN}`, 'Bearer wrong']) {
      const { headers } = await ask(stand, '/evaluate/flags', { headers: { origin: page, authorization } })
      expect(headers.get('access-control-allow-origin')).toBe(page)
      expect(headers.get('access-control-expose-headers')).toContain('etag')
      expect(headers.get('vary')).toBe('origin')
    }
    const stranger = { origin: 'https://shop.example.evil' }
    const refused = await ask(stand, '/evaluate/flags', { headers: stranger })
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('of any origin may when the configuration says so', async () => {
    const stand = await aStand({ origins: ['*'] })
    const { headers } = await ask(stand, '/evaluate/flags', { headers: { origin: 'null' } })
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })
})

it('other methods are not served', async () => {
  const stand = await aStand()
  for (const method of ['GET', 'PUT', 'DELETE'])
    for (const path of ['/evaluate/flags', '/evaluate/flags/safe_mode']) {
      const response = await fetch(`${stand.server}/ofrep/v1${path}`, { method })
      expect(response.status).toBe(404)
      await response.text()
    }
})

it('what was asked is counted by how it was answered', async () => {
  const stand = await aStand()
  const etag = (await ask(stand, '/evaluate/flags')).headers.get('etag') ?? ''
  await ask(stand, '/evaluate/flags', { headers: { 'if-none-match': etag } })
  await ask(stand, '/evaluate/flags/safe_mode')
  await ask(stand, '/evaluate/flags/unknown')
  await ask(stand, '/evaluate/flags/safe_mode', { body: '{' })
  await ask(stand, '/evaluate/flags/safe_mode', { headers: { authorization: '' } })
  const counts = { answered: 2, unchanged: 1, unknown: 1, malformed: 1, refused: 1, listening: 0 }
  expect(stand.flags.counts()).toEqual(counts)
})
