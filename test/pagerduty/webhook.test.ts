import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWebhookCounts } from '../../src/outside/webhook-counts.ts'
import { pagerdutyWebhook, type WebhookEvent } from '../../src/pagerduty/webhook.ts'
import { anEvent, SECRET, signed } from './a-webhook.ts'

async function open(options: { secrets?: string[]; hear?: (event: WebhookEvent) => Promise<void> } = {}) {
  const heard: WebhookEvent[] = []
  const errors: string[] = []
  const counts = createWebhookCounts()
  const handler = pagerdutyWebhook({
    secrets: options.secrets ?? [SECRET],
    hear:
      options.hear ??
      (async (event) => {
        heard.push(event)
      }),
    counts,
    log: { error: (_, message) => errors.push(message) },
  })
  const server = createServer((request, response) => void handler(request, response, ''))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/pagerduty`
  return {
    heard,
    errors,
    counts,
    async send(body: string, headers: Record<string, string> = {}) {
      const given = {
        'content-type': 'application/json',
        'x-pagerduty-signature': signed(body, SECRET),
        ...headers,
      }
      const answer = await fetch(url, { method: 'POST', body, headers: given })
      return { status: answer.status, text: await answer.text() }
    },
  }
}

const body = JSON.stringify(anEvent({}))

describe('a webhook', () => {
  it('is taken when one of its signatures was made with one of the secrets', async () => {
    const { send, heard } = await open({ secrets: ['the-new-secret-of-tomorrow', SECRET] })
    expect(await send(body)).toMatchObject({ status: 202 })
    const both = signed(body, 'somebody-elses', SECRET)
    expect(await send(body, { 'x-pagerduty-signature': both })).toMatchObject({ status: 202 })
    expect(heard).toHaveLength(2)
    expect(heard[0]).toMatchObject({
      event_type: 'incident.acknowledged',
      data: { id: 'PINC1', incident_key: 'k' },
    })
  })

  it.each([
    ['no signature', ''],
    ['of another secret', signed(body, 'another-secret')],
    ['of another body', signed('{}', SECRET)],
    ['of another version', signed(body, SECRET).replace('v1=', 'v2=')],
    ['cut short', signed(body, SECRET).slice(0, 40)],
    ['no hex', `v1=${'z'.repeat(64)}`],
  ])('with a signature that does not fit is refused: %s', async (_, signature) => {
    const { send, heard, counts } = await open()
    expect(await send(body, { 'x-pagerduty-signature': signature })).toMatchObject({ status: 401 })
    expect(heard).toEqual([])
    expect(counts.all()).toEqual([{ source: 'pagerduty', outcome: 'unauthorised', count: 1 }])
  })

  it('is asked for again while it cannot be verified or stored', async () => {
    expect(await (await open({ secrets: [] })).send(body)).toMatchObject({ status: 503 })
    const full = await open({ hear: () => Promise.reject(new Error('database or disk is full')) })
    expect(await full.send(body)).toMatchObject({ status: 503 })
    expect(full.errors).toHaveLength(1)
  })

  it('that is no JSON, no webhook, too large, or of another type is told so', async () => {
    const { send, heard } = await open()
    expect(await send('{"event":')).toMatchObject({ status: 400 })
    expect(await send('{"messages":[{"event":"incident.trigger"}]}')).toMatchObject({ status: 400 })
    expect(await send('x'.repeat(600_000))).toMatchObject({ status: 413 })
    expect(await send(body, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
    expect(heard).toEqual([])
  })

  it('that is signed and means nothing here is taken: three refusals would stop the subscription', async () => {
    const { send, heard, errors } = await open()
    expect(
      await send(JSON.stringify(anEvent({ type: 'pagey.ping', data: { type: 'ping', message: 'hi' } }))),
    ).toMatchObject({ status: 202 })
    expect(
      await send(JSON.stringify(anEvent({ type: 'service.updated', data: { type: 'service', id: 'P1' } }))),
    ).toMatchObject({ status: 202 })
    expect(errors).toEqual([])
    expect(
      await send(JSON.stringify(anEvent({ data: { type: 'incident', id: 'PINC1', status: 'unheard-of' } }))),
    ).toMatchObject({ status: 202 })
    expect(errors).toHaveLength(1)
    expect(heard).toEqual([])
  })
})
