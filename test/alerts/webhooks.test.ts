import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { BODY_BYTES_MAX } from '../../src/alerts/limits.ts'
import { NOON } from '../core/alert/watch-alert.ts'
import {
  ALERTMANAGER_TOKEN,
  aNotification,
  anAlertDesk,
  aPolicyOfSources,
  SIGNING_SECRET,
  signatureOf,
  UPTIME_TOKEN,
} from './alert-desk.ts'

const MINUTE = 60_000

describe('a webhook of Alertmanager', () => {
  it('is stored before it is confirmed, as one line for its group', async () => {
    const desk = await anAlertDesk({})
    const answer = await desk.alertmanager(aNotification([{ pod: 'a' }, { pod: 'b' }]))
    expect(answer.status).toBe(202)
    const [line, ...others] = await desk.lines()
    expect(others).toEqual([])
    expect(line).toMatchObject({
      id: 'ALERT-1',
      source: 'alertmanager',
      service: 'orders-api',
      groupTitle: 'OrdersErrors · orders-api',
      level: 'critical',
      firing: 2,
      firstAt: NOON,
      summary: 'It fails.',
    })
    expect(line?.links.map(({ title }) => title)).toEqual(['Runbook', 'Source', 'Alertmanager'])
    await desk.quiet()
    expect(desk.done.map(({ kind }) => kind)).toContain('slack.page')
  })

  it('that comes again changes nothing, and what is over is over for the alert that it names', async () => {
    const desk = await anAlertDesk({})
    for (let times = 0; times < 3; times += 1)
      await desk.alertmanager(aNotification([{ pod: 'a' }, { pod: 'b' }]))
    const before = (await desk.alerts.entries('ALERT-1')).filter(
      ({ event }) => event.type === 'signals-taken',
    )
    expect(before).toHaveLength(1)
    desk.clock.advance(10 * MINUTE)
    const over = { pod: 'a', status: 'resolved', endsAt: NOON + 5 * MINUTE } as const
    await desk.alertmanager(aNotification([over, { pod: 'b' }]))
    expect((await desk.lines())[0]).toMatchObject({ firing: 1, status: 'firing' })
    await desk.alertmanager(aNotification([{ ...over, pod: 'b' }]))
    expect((await desk.lines())[0]).toMatchObject({
      firing: 0,
      status: 'resolved',
      lastAt: NOON + 5 * MINUTE,
    })
    await desk.alertmanager(aNotification([{ pod: 'b' }])) // late, from before
    expect((await desk.lines())[0]).toMatchObject({ firing: 0, status: 'resolved' })
  })

  it('of the same group long after it was over is a line of its own', async () => {
    const desk = await anAlertDesk({})
    await desk.alertmanager(aNotification())
    await desk.alertmanager(aNotification([{ status: 'resolved', endsAt: NOON }]))
    desk.clock.advance(59 * MINUTE)
    await desk.alertmanager(aNotification([{ startsAt: NOON + 59 * MINUTE }]))
    expect(await desk.lines()).toHaveLength(1)
    await desk.alertmanager(aNotification([{ status: 'resolved', endsAt: NOON + 59 * MINUTE }]))
    desk.clock.advance(61 * MINUTE)
    await desk.alertmanager(aNotification([{ startsAt: NOON + 120 * MINUTE }]))
    expect((await desk.lines()).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'ALERT-1 resolved',
      'ALERT-2 firing',
    ])
  })

  it.each([
    ['the token as the password of basic authentication', 202, `Basic ${base64(`x:${ALERTMANAGER_TOKEN}`)}`],
    ['an older token that is still valid', 202, 'bearer older-alertmanager-token'],
    ['another token', 401, 'Bearer alertmanager-token-2'],
    ['the token of another source', 401, `Bearer ${UPTIME_TOKEN}`],
    ['the token without a scheme', 401, ALERTMANAGER_TOKEN],
    ['a user without a password', 401, `Basic ${base64(ALERTMANAGER_TOKEN)}`],
    ['nothing', 401, ''],
  ])('with %s is answered %i', async (_what, status, authorization) => {
    const desk = await anAlertDesk({})
    const answer = await desk.alertmanager(aNotification(), { authorization })
    expect(answer.status).toBe(status)
    expect(await desk.lines()).toHaveLength(status === 202 ? 1 : 0)
  })

  it('is refused in words that quote nothing of it, and none of it is logged', async () => {
    const desk = await anAlertDesk({})
    const bodies = [
      '{"PassPhrase',
      '[]',
      '{"version":"3"}',
      JSON.stringify({ ...aNotification(), alerts: 'a-PassPhrase' }),
    ]
    for (const body of bodies) {
      const answer = await desk.alertmanager(body)
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toContain('PassPhrase')
    }
    expect(desk.logged.join()).not.toContain('PassPhrase')
    expect(desk.counts.all()).toEqual([
      { source: 'alertmanager', outcome: 'malformed', count: bodies.length },
    ])
  })

  it('of another content type, method or size is refused', async () => {
    const desk = await anAlertDesk({})
    expect((await desk.alertmanager('x', { 'content-type': 'text/plain' })).status).toBe(415)
    const got = await fetch(`${desk.url}/hooks/alertmanager`)
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    const declared = await raw(desk.url, { 'content-length': `${BODY_BYTES_MAX + 1}` }, [])
    expect(declared).toBe(413)
    const half = Buffer.alloc(BODY_BYTES_MAX / 2 + 1, ' ')
    expect(await raw(desk.url, { 'transfer-encoding': 'chunked' }, [half, half])).toBe(413)
    const outcomes = desk.counts.all().map(({ outcome, count }) => `${outcome} ${count}`)
    expect(outcomes).toEqual(['content-type 1', 'method 1', 'too-large 2'])
  })

  it('that breaks off leaves nothing behind and is counted', async () => {
    const desk = await anAlertDesk({})
    const text = JSON.stringify(aNotification())
    await new Promise<void>((resolve) => {
      const sent = request(`${desk.url}/hooks/alertmanager`, {
        method: 'POST',
        headers: { ...authorised, 'content-length': text.length },
      })
      sent.on('error', () => resolve())
      sent.write(text.slice(0, 50), () => sent.destroy())
    })
    while (desk.counts.all().length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(desk.counts.all()).toEqual([{ source: 'alertmanager', outcome: 'cut-off', count: 1 }])
    expect(await desk.lines()).toEqual([])
  })

  it('cannot be verified while no token is set, and may be sent again', async () => {
    const desk = await anAlertDesk({ secrets: { alertmanager: [], sources: {} } })
    const answer = await desk.alertmanager(aNotification())
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await answer.text()).toContain('ALERTMANAGER_TOKEN')
  })

  it('that cannot be stored is asked for again', async () => {
    const desk = await anAlertDesk({})
    await desk.store.close()
    const answer = await desk.alertmanager(aNotification())
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(desk.counts.all()).toEqual([{ source: 'alertmanager', outcome: 'not-stored', count: 1 }])
  })
})

describe('a webhook of a source of the policy', () => {
  const down = {
    event: 'check.down',
    check: {
      id: 'c-1',
      name: 'The shop does not answer',
      target: 'shop',
      importance: 'high',
      area: 'orders',
    },
    since: '2024-06-10T11:55:00Z',
    report: 'https://uptime.example/c-1',
  }

  it('is read by the paths that the policy gives', async () => {
    const desk = await anAlertDesk({})
    expect((await desk.uptime(down)).status).toBe(202)
    expect((await desk.lines())[0]).toMatchObject({
      source: 'uptime',
      title: 'The shop does not answer',
      level: 'critical',
      service: 'shop',
      firstAt: NOON - 5 * MINUTE,
      labels: { area: 'orders', id: 'c-1' },
      links: [{ title: 'Source', url: 'https://uptime.example/c-1' }],
    })
    await desk.uptime({ ...down, event: 'Check.Up', until: '2024-06-10T12:00:00Z' })
    expect((await desk.lines())[0]).toMatchObject({ status: 'resolved', lastAt: NOON })
  })

  it('without a path for it is in our own form, one alert or a time in seconds', async () => {
    const desk = await anAlertDesk({})
    const body = JSON.stringify({
      key: 7,
      title: 'Disk full',
      labels: { severity: 'page', app: 'db' },
      at: NOON / 1_000 - 60,
    })
    expect((await desk.signed(body)).status).toBe(202)
    expect((await desk.lines())[0]).toMatchObject({
      level: 'critical',
      service: 'db',
      firstAt: NOON - MINUTE,
    })
  })

  it('is over also by an end that names neither service nor group', async () => {
    const desk = await anAlertDesk({})
    const send = (body: object) => desk.signed(JSON.stringify(body))
    await send({ key: 'a', title: 'Disk full', service: 'db', group: 'disks' })
    await send({ key: 'b', title: 'Disk full too', service: 'db', group: 'disks' })
    desk.clock.advance(1_000)
    expect((await send({ key: 'a', state: 'ok' })).status).toBe(202)
    expect(await desk.lines()).toMatchObject([{ firing: 1 }])
    await send({ key: 'never-heard-of', state: 'ok' })
    expect((await desk.lines()).map(({ lineWanted }) => lineWanted)).toEqual([true, false])
  })

  it('that signs is known by the signature of the body as it came', async () => {
    const desk = await anAlertDesk({})
    const body = '{ "key" : "x", "title": "é" }'
    expect(
      (await desk.signed(body, signatureOf(body).toUpperCase().replace('SHA256', 'sha256'))).status,
    ).toBe(202)
    const wrong = [signatureOf(`${body} `), signatureOf(body).slice(7), '', `sha256=${'0'.repeat(64)}`]
    for (const signature of wrong) expect((await desk.signed(body, signature)).status).toBe(401)
    const byToken = await desk.post('signed', body, { authorization: `Bearer ${SIGNING_SECRET}` })
    expect(byToken.status).toBe(401)
  })

  it('says what is not where the policy says, and no path leads into the program', async () => {
    const policy = aPolicyOfSources({
      sources: {
        uptime: { name: 'x', mapping: { alerts: 'list', key: 'constructor.name', title: 'title' } },
      },
    })
    const desk = await anAlertDesk({ policy })
    const noList = await desk.uptime({})
    expect([noList.status, await noList.text()]).toEqual([400, 'There is no list of alerts at list.\n'])
    const noKey = await desk.uptime({ list: [{ title: 'x' }] })
    expect([noKey.status, await noKey.text()]).toEqual([
      400,
      'There is nothing at constructor.name that tells one alert from another.\n',
    ])
  })

  it('that the policy does not know, or that nobody gave a secret, is refused', async () => {
    const desk = await anAlertDesk({})
    expect((await desk.post('constructor', {})).status).toBe(404)
    expect((await desk.post('nobody', {})).status).toBe(404)
    expect((await desk.post('unset', {})).status).toBe(503)
    expect(desk.counts.all()).toEqual([
      { source: 'unknown', outcome: 'unknown-source', count: 2 },
      { source: 'unset', outcome: 'not-set-up', count: 1 },
    ])
  })
})

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

const authorised = { authorization: `Bearer ${ALERTMANAGER_TOKEN}`, 'content-type': 'application/json' }

/** The status of a request whose body is not what `fetch` would send. */
function raw(url: string, headers: Record<string, string>, chunks: Buffer[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/hooks/alertmanager`, {
      method: 'POST',
      headers: { ...authorised, ...headers },
    })
    sent.on('response', (answer) => {
      resolve(answer.statusCode)
      sent.destroy()
    })
    sent.on('error', reject)
    sent.flushHeaders()
    for (const chunk of chunks) sent.write(chunk)
    if (chunks.length > 0) sent.end()
  })
}
