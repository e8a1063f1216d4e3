import { afterEach, describe, expect, it } from 'vitest'
import { manifestOf, refusal, Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

const post = (text: string, channel = 'C0ROOM') => stand.client.chat.postMessage({ channel, text })
const texts = async () => (await stand.channel('C0ROOM')).messages.map((one) => one.text)

describe('a fault on calls', () => {
  it('accept-then-drop: done, but the answer never comes', async () => {
    stand = await Stand.open()
    await stand.faults({ on: 'api', kind: 'accept-then-drop', method: 'chat.postMessage', times: 1 })
    await expect(post('kept')).rejects.toThrow()
    expect(await texts()).toContain('kept')
    await post('after')
    expect((await stand.record()).map((one) => [one.ok, one.answered, one.fault])).toEqual([
      [true, false, 'accept-then-drop'],
      [true, true, undefined],
    ])
  })

  it('drop: neither done nor answered', async () => {
    stand = await Stand.open()
    await stand.faults({ on: 'api', kind: 'drop' })
    await expect(post('gone')).rejects.toThrow()
    expect(await texts()).not.toContain('gone')
    expect(await stand.record()).toMatchObject([
      { ok: false, answered: false, fault: 'drop', args: { text: 'gone' } },
    ])
    await stand.faults()
    await post('healed')
  })

  it('status: an HTTP error with nothing done', async () => {
    stand = await Stand.open()
    await stand.faults({ on: 'api', kind: 'status', status: 500, method: 'chat.postMessage' })
    await expect(post('x')).rejects.toMatchObject({ statusCode: 500 })
    expect((await stand.client.auth.test()).ok).toBe(true)
  })

  it('refuse: Slack answers with that error, and nothing is done', async () => {
    stand = await Stand.open()
    await stand.faults({
      on: 'api',
      kind: 'refuse',
      method: 'chat.postMessage',
      error: 'is_inactive',
      times: 1,
    })
    expect(await refusal(post('no'))).toBe('is_inactive')
    expect(await texts()).not.toContain('no')
    await post('yes')
    const { status } = await stand.control('POST', 'faults', [{ on: 'api', kind: 'refuse' }])
    expect(status).toBe(400)
  })

  it('delay: later, and in full', async () => {
    stand = await Stand.open()
    await stand.faults({ on: 'api', kind: 'delay', delayMs: 30, times: 1 })
    const order: string[] = []
    await Promise.all([
      post('slow').then(() => order.push('slow')),
      stand.client.auth.test().then(() => order.push('fast')),
    ])
    expect(order).toEqual(['fast', 'slow'])
  })

  it('rate-limit: 429 as often as told, with and without a time to wait', async () => {
    stand = await Stand.open()
    await stand.faults({
      on: 'api',
      kind: 'rate-limit',
      method: 'chat.postMessage',
      times: 1,
      retryAfterSeconds: 7,
    })
    await expect(post('x')).rejects.toMatchObject({ retryAfter: 7 })
    await post('y')
    await stand.faults({ on: 'api', kind: 'rate-limit', times: 1 })
    await expect(post('z')).rejects.toThrow('Retry header did not contain a valid timeout')
  })

  it('rate-limit without a number: the real tiers, per method and per channel', async () => {
    stand = await Stand.open()
    await stand.faults({ on: 'api', kind: 'rate-limit' })
    const limited = async (call: () => Promise<unknown>, most: number) => {
      for (let count = 0; count < most; count++) {
        try {
          await call()
        } catch (error) {
          return { count, retryAfter: (error as { retryAfter?: number }).retryAfter }
        }
      }
      return undefined
    }
    expect(await limited(() => stand.client.users.list({}), 30)).toEqual({ count: 20, retryAfter: 3 })
    expect(await limited(() => stand.client.users.info({ user: 'U0ANA' }), 50)).toBeUndefined()
    const burst = await limited(() => post('x'), 10)
    expect(burst).toMatchObject({ retryAfter: 1 })
    expect(burst?.count).toBeGreaterThan(1)
    await post('another channel', 'C0ALERTS')
    await stand.post('advance', { minutes: 1 })
    await post('a minute later')
  })
})

describe('a fault on deliveries', () => {
  const hearing = async () => {
    const heard: string[] = []
    stand = await Stand.overHttp((app) => {
      app.message(async ({ message }) => {
        heard.push('text' in message ? String(message.text) : '')
      })
      app.command('/probe', async ({ ack, command }) => {
        heard.push(command.text)
        await ack()
      })
    })
    return heard
  }

  it('duplicate: the app gets it twice', async () => {
    const heard = await hearing()
    await stand.faults({ on: 'delivery', kind: 'duplicate', times: 2 })
    await stand.type('twice')
    await stand.type('/probe twice too')
    await stand.quiet()
    expect(heard.sort()).toEqual(['twice', 'twice', 'twice too', 'twice too'])
  })

  it('drop: lost on the way; an event comes again, a command does not', async () => {
    const heard = await hearing()
    await stand.faults({ on: 'delivery', kind: 'drop', times: 2 })
    expect(await stand.type('/probe lost')).toMatchObject({
      ok: false,
      error: expect.stringContaining('dispatch_failed'),
    })
    await stand.type('again')
    await expect.poll(() => heard).toEqual(['again'])
    expect((await stand.deliveries()).at(-1)).toMatchObject({ retry: 1, acked: true })
  })

  it('no-ack-seen: done, but to Slack it timed out', async () => {
    const heard = await hearing()
    await stand.faults({ on: 'delivery', kind: 'no-ack-seen', method: 'command' })
    expect(await stand.type('/probe done')).toMatchObject({
      ok: false,
      error: expect.stringContaining('operation_timeout'),
    })
    expect(heard).toEqual(['done'])
  })

  it('redeliver: the same again, on request', async () => {
    const heard = await hearing()
    await stand.type('once')
    await stand.quiet()
    await stand.post('redeliver', {})
    const [first, second] = await stand.deliveries()
    expect(second?.payload).toEqual(first?.payload)
    await stand.post('redeliver', { delivery: first?.id })
    expect(heard).toEqual(['once', 'once', 'once'])
    expect((await stand.control('POST', 'redeliver', { delivery: 'none' })).status).toBe(404)
  })
})

describe('a scope that the manifest lacks', () => {
  it('is missing', async () => {
    stand = await Stand.open({
      manifest: manifestOf({ scopes: ['pins:write', 'groups:write', 'users:read.email'] }),
    })
    await expect(stand.client.pins.add({ channel: 'C0ROOM', timestamp: '1.000001' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'pins:write', provided: expect.stringContaining('chat:write') },
    })
    expect(await refusal(stand.client.conversations.create({ name: 'secret', is_private: true }))).toBe(
      'missing_scope',
    )
    expect((await stand.client.users.info({ user: 'U0ANA' })).user?.profile).not.toHaveProperty('email')
  })
})
