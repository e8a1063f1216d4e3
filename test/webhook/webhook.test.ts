import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkWebhookPlace, webhook } from '../../src/webhook/provider.ts'
import { SECRET } from './receiver-answers.ts'
import { receiverServer } from './receiver-server.ts'

const forever = new AbortController().signal
const NOW = Date.UTC(2026, 0, 15, 3)
const order = { key: 'k1', comment: 'Ana Ruiz, INC-7:\nwrong' }

describe('a signed webhook', () => {
  it('carries the order, its key, who and why, and when', async () => {
    const server = await receiverServer({ queue: false })
    const provider = webhook({ secret: SECRET }, { now: () => NOW })
    await provider.set({ ...order, place: { url: `${server.url}/x`, name: 'queue' }, value: true }, forever)
    expect(server.orders).toEqual([
      {
        switch: 'queue',
        value: true,
        key: 'k1',
        comment: 'Ana Ruiz, INC-7: wrong',
        at: '2026-01-15T03:00:00.000Z',
      },
    ])
    const [request] = server.received
    expect(request?.headers['x-tocsin-timestamp']).toBe(String(NOW / 1_000))
    const proof = createHmac('sha256', SECRET)
      .update(`${NOW / 1_000}.${request?.body}`)
      .digest('hex')
    expect(request?.headers['x-tocsin-signature']).toBe(`v1=${proof}`)
  })

  it('signs the name when it reads, also one that has to be encoded', async () => {
    const server = await receiverServer({ 'a&b=c?d': 'yes', other: 'no' })
    const provider = webhook({ secret: SECRET }, { now: () => NOW })
    const place = { url: `${server.url}/?switch=other&tenant=%C3%A9`, name: 'a&b=c?d' }
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: 'yes' })
    expect(server.received[0]?.query.getAll('switch')).toEqual(['a&b=c?d'])
    expect(server.received[0]?.query.get('tenant')).toBe('é')
  })

  it('believes no answer about another switch', async () => {
    const server = await receiverServer({ queue: false })
    const provider = webhook({ secret: SECRET }, { now: () => NOW })
    const place = { url: server.url, name: 'queue' }
    const answer = { status: 200, body: { switch: 'other', value: true } }
    server.mishaps = [answer, answer]
    expect(await provider.read(place, forever)).toMatchObject({ again: 'later' })
    expect(await provider.set({ ...order, place, value: true }, forever)).toMatchObject({ again: 'later' })
  })

  it('with another secret is refused, and both sides are named', async () => {
    const server = await receiverServer({ queue: false })
    const provider = webhook({ secret: `${SECRET}!` }, { now: () => NOW })
    expect(await provider.read({ url: server.url, name: 'queue' }, forever)).toMatchObject({
      again: 'never',
      why: expect.stringContaining('SWITCH_WEBHOOK_SECRET on both sides'),
    })
  })

  it.each([
    ['http://switches.example.com/', /https/],
    ['https://user:password@switches.example.com/', /password/],
    ['switches.example.com', /https/],
    ['http://localhost.example.com/', /https/],
    ['file:///etc/passwd', /https/],
  ])('does not go to %s', (url, problem) => {
    expect(checkWebhookPlace({ url, name: 'queue' }, true)?.message).toMatch(problem)
  })

  it.each([
    'https://switches.example.com/x?y=1',
    'http://127.0.0.1:8080/',
    'http://[::1]/',
    'http://localhost',
  ])('goes to %s', (url) => {
    expect(checkWebhookPlace({ url, name: 'queue' }, true)).toBeUndefined()
  })
})

describe('the receiver of docs/signed-webhook.md', () => {
  it('works with the bot as it stands there', async () => {
    const url = await receiverFromThePage()
    const provider = webhook({ secret: SECRET }, { now: () => performance.timeOrigin + performance.now() })
    const place = { url, name: 'callback-queue' }
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: false })
    expect(await provider.set({ ...order, place, value: true }, forever)).toEqual({ ok: true })
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: true })
    await provider.set({ ...order, key: 'k2', place, value: false }, forever)
    await provider.set({ ...order, place, value: true }, forever) // the first order again, late
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: false })
    expect(await provider.read({ url, name: 'x' }, forever)).toMatchObject({ again: 'never' })
  })

  it('refuses strangers, old requests, and a signature of something else', async () => {
    const url = await receiverFromThePage()
    const now = Math.floor((performance.timeOrigin + performance.now()) / 1_000)
    const sign = (timestamp: number, content: string, secret = SECRET) => ({
      'x-tocsin-timestamp': String(timestamp),
      'x-tocsin-signature': `v1=${createHmac('sha256', secret).update(`${timestamp}.${content}`).digest('hex')}`,
    })
    const query = 'switch=callback-queue'
    const get = async (headers: Record<string, string>) =>
      (await fetch(`${url}?${query}`, { headers })).status
    expect(await get(sign(now, query))).toBe(200)
    expect(await get({})).toBe(401)
    expect(await get(sign(now, query, 'another secret'))).toBe(401)
    expect(await get(sign(now - 301, query))).toBe(401)
    expect(await get(sign(now, 'switch=other'))).toBe(401)
    expect(await get({ ...sign(now, query), 'x-tocsin-timestamp': 'now' })).toBe(401)
  })
})

/** The program on the page, run as a process of its own. */
async function receiverFromThePage(): Promise<string> {
  const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'signed-webhook.md'), 'utf8')
  const program = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-receiver-')), 'receiver.mjs')
  writeFileSync(file, program)
  const receiver = spawn(process.execPath, [file], {
    env: { PORT: '0', SWITCH_WEBHOOK_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void receiver.kill())
  const port = await new Promise<string>((resolve, reject) => {
    receiver.stdout.on('data', (data) => resolve(/\d+/.exec(String(data))?.[0] ?? ''))
    receiver.once('exit', (code) => reject(new Error(`The receiver ended with ${code}.`)))
  })
  return `http://127.0.0.1:${port}/`
}
