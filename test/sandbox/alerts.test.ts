import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Alerting } from '../../src/sandbox/outside-world.ts'
import { Stand } from './stand.ts'

const TOKEN = 'alert-token'

type Notification = {
  version: string
  status: string
  groupKey: string
  groupLabels: Record<string, string>
  commonLabels: Record<string, string>
  externalURL: string
  alerts: {
    status: string
    labels: Record<string, string>
    annotations: Record<string, string>
    startsAt: string
    endsAt: string
    fingerprint: string
  }[]
}
type Got = { path: string; headers: IncomingMessage['headers']; body: Notification }

/** Takes what monitoring sends, and answers as it is told to. */
class Receiver {
  got: Got[] = []
  /** The next answers; after them, 202. `undefined` hangs up. */
  answers: (number | undefined)[] = []
  #server: Server
  port = 0

  constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part) => parts.push(part))
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Notification
        this.got.push({ path: request.url ?? '', headers: request.headers, body })
        const status = this.answers.length > 0 ? this.answers.shift() : 202
        if (status === undefined) request.socket.destroy()
        else response.writeHead(status).end(status === 400 ? 'no such field' : '')
      })
    })
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.port = address.port
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

describe('the alert source', () => {
  let receiver: Receiver
  let stand: Stand
  let folder: string

  const open = async () => {
    stand = await Stand.open({
      stateFile: join(folder, 'workspace.json'),
      alerting: { url: (by) => `http://127.0.0.1:${receiver.port}/hooks/${by}`, token: TOKEN },
    })
  }
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alerts-'))
    receiver = new Receiver()
    await receiver.open()
    await open()
  })
  afterEach(async () => {
    await stand.close()
    await receiver.close()
    rmSync(folder, { recursive: true })
  })

  const alert = async (act: { fire: string } | { resolve: string }) => {
    await stand.post('alert', act)
    await stand.quiet()
  }
  const shown = async (): Promise<Alerting> => {
    const { alerting } = await stand.state()
    if (alerting === undefined) throw new Error('there is no alert source')
    return alerting
  }
  const tries = async (n: number) => {
    for (;;) {
      const last = (await shown()).sent.at(-1)
      if (last !== undefined && last.tries >= n && last.state !== 'sending') return last
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('sends an alert that fires in Alertmanager’s form, with the token', async () => {
    await alert({ fire: 'orders-errors' })
    const [{ path, headers, body } = {} as Got, ...more] = receiver.got
    expect(more).toEqual([])
    expect(path).toBe('/hooks/alertmanager')
    expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' })
    expect(body).toMatchObject({
      version: '4',
      status: 'firing',
      groupLabels: { alertname: 'OrdersApiErrorRate', service: 'orders-api' },
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'OrdersApiErrorRate', severity: 'critical', service: 'orders-api' },
          annotations: { summary: expect.any(String) },
          endsAt: '0001-01-01T00:00:00Z',
        },
      ],
    })
    expect(body.alerts[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect((await shown()).sent).toMatchObject([
      { state: 'delivered', firing: 1, resolved: 0, answer: '202 Accepted' },
    ])
  })

  it('says once that an alert is over, under the same fingerprint', async () => {
    await alert({ fire: 'orders-errors' })
    await alert({ resolve: 'orders-errors' })
    await alert({ resolve: 'all' })
    const [first, second, ...more] = receiver.got.map(({ body }) => body)
    expect(more).toEqual([])
    expect(second?.status).toBe('resolved')
    expect(second?.alerts[0]?.fingerprint).toBe(first?.alerts[0]?.fingerprint)
    expect(second?.alerts[0]?.startsAt).toBe(first?.alerts[0]?.startsAt)
    expect(Date.parse(second?.alerts[0]?.endsAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(second?.alerts[0]?.startsAt ?? ''),
    )
    expect((await shown()).rules.filter(({ since }) => since !== undefined)).toEqual([])
  })

  it('sends a storm as one group that grows, and its end', async () => {
    await alert({ fire: 'storm' })
    const bodies = receiver.got.map(({ body }) => body)
    expect(bodies.map(({ alerts }) => alerts.length)).toEqual([8, 26, 60])
    const alerts = bodies.at(-1)?.alerts ?? []
    expect(new Set(alerts.map(({ fingerprint }) => fingerprint)).size).toBe(60)
    expect(new Set(bodies.map(({ groupKey }) => groupKey)).size).toBe(1)
    expect(bodies[0]?.commonLabels).toMatchObject({ database: 'orders-db', class: 'orders' })
    expect(bodies[0]?.commonLabels).not.toHaveProperty('pod')
    expect(bodies[0]?.groupLabels).toEqual({ cluster: 'eu-1', database: 'orders-db' })
    expect((await shown()).storm).toEqual({ total: 60, firing: 60 })
    await alert({ resolve: 'all' })
    expect(receiver.got.slice(3).flatMap(({ body }) => body.alerts.map(({ status }) => status))).toEqual(
      Array.from({ length: 60 }, () => 'resolved'),
    )
  })

  it.each([
    ['a server error', 503],
    ['a connection that breaks', undefined],
  ])('tries again after %s', async (_what, status) => {
    receiver.answers = [status, status]
    await alert({ fire: 'orders-errors' })
    expect(await tries(3)).toMatchObject({ state: 'delivered', tries: 3 })
    expect(receiver.got).toHaveLength(3)
    expect(receiver.got[2]?.body).toEqual(receiver.got[0]?.body)
  })

  it('does not try a refused one again before 5 minutes have passed', async () => {
    receiver.answers = [400]
    await alert({ fire: 'orders-errors' })
    expect((await shown()).sent.at(-1)).toMatchObject({
      state: 'refused',
      answer: '400 Bad Request: no such field',
    })
    await stand.post('advance', { minutes: 4 })
    await stand.quiet()
    expect(receiver.got).toHaveLength(1)
    await stand.post('advance', { minutes: 2 })
    await stand.quiet()
    expect((await shown()).sent.at(-1)).toMatchObject({ state: 'delivered' })
  })

  it('says again after hours what still fires', async () => {
    await alert({ fire: 'products-latency' })
    await stand.post('advance', { minutes: 239 })
    await stand.quiet()
    expect(receiver.got).toHaveLength(1)
    await stand.post('advance', { minutes: 2 })
    await stand.quiet()
    expect(receiver.got.map(({ body }) => body.status)).toEqual(['firing', 'firing'])
  })

  it('knows after a restart what fires, and tells what nobody has taken yet', async () => {
    receiver.answers = [400]
    await alert({ fire: 'orders-errors' })
    await alert({ fire: 'stylist-queue' })
    await stand.close()
    await open()
    await stand.quiet()
    expect(receiver.got.map(({ body }) => body.groupLabels.alertname)).toEqual([
      'OrdersApiErrorRate',
      'StylistQueueDepth',
      'OrdersApiErrorRate',
    ])
    await alert({ resolve: 'all' })
    expect(receiver.got.slice(3).map(({ body }) => body.status)).toEqual(['resolved', 'resolved'])
  })

  it('has an uptime check with a form of its own', async () => {
    await alert({ fire: 'storefront-down' })
    await alert({ resolve: 'storefront-down' })
    expect(receiver.got.map(({ path, body }) => [path, body])).toMatchObject([
      ['/hooks/uptime', { event: 'check.down', check: { id: 'storefront-down', importance: 'high' } }],
      ['/hooks/uptime', { event: 'check.up', check: { id: 'storefront-down' }, until: expect.any(String) }],
    ])
  })

  it('shows what was sent, and refuses what it does not know', async () => {
    await alert({ fire: 'key-rotation' })
    const n = (await shown()).sent[0]?.n
    expect((await stand.control('GET', `alert-sent?n=${n}`)).answer).toEqual({ body: receiver.got[0]?.body })
    expect((await stand.control('GET', 'alert-sent?n=99')).status).toBe(404)
    expect((await stand.control('POST', 'alert', { fire: 'nonsense' })).status).toBe(404)
    expect((await stand.control('POST', 'alert', { fire: 'storm', resolve: 'all' })).status).toBe(400)
  })
})
