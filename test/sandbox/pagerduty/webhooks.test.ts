import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SECRET, stand, startReceiver, trigger } from './stand.ts'

async function withReceiver(answers?: () => number | 'hang') {
  const receiver = await startReceiver(answers)
  const standing = await stand({ webhookUrl: receiver.url })
  const events = () => receiver.received.map(({ body }) => JSON.parse(body).event)
  return { ...standing, ...receiver, events, types: () => events().map(({ event_type }) => event_type) }
}

describe('webhooks of PagerDuty', () => {
  it('are signed over their bytes, with an id that no other has', async () => {
    const { enqueue, pagerduty, received, events } = await withReceiver()
    await enqueue(trigger('inc-1'))
    await enqueue({ event_action: 'acknowledge', dedup_key: 'inc-1' })
    await pagerduty.quiet()
    for (const { body, headers } of received) {
      const signature = `v1=${createHmac('sha256', SECRET).update(body).digest('hex')}`
      expect(headers['x-pagerduty-signature']).toBe(signature)
      expect(headers['content-type']).toBe('application/json')
    }
    expect(new Set(events().map(({ id }) => id)).size).toBe(2)
    expect(events()[0]).toMatchObject({
      event_type: 'incident.triggered',
      resource_type: 'incident',
      data: { incident_key: 'inc-1', status: 'triggered', assignees: [{ summary: 'Ana Ruiz' }] },
    })
  })

  it('tell who did what, and on which phone it rings now', async () => {
    const { enqueue, pagerduty, events } = await withReceiver()
    await enqueue(trigger('inc-1'))
    const { account } = pagerduty
    const [incident] = account.data.incidents
    if (incident === undefined) throw new Error('nothing was made')
    account.escalate(incident, { type: 'user', id: 'P0ANA00' })
    account.annotate(incident, 'P0BEN00', 'On my way')
    account.acknowledge(incident, { type: 'user', id: 'P0BEN00' })
    await pagerduty.quiet()
    const byType = Object.fromEntries(events().map((event) => [event.event_type, event]))
    expect(byType['incident.escalated']).toMatchObject({
      agent: { summary: 'Ana Ruiz' },
      data: { assignees: [{ summary: 'Ben Okafor' }] },
    })
    expect(byType['incident.annotated'].data).toMatchObject({ type: 'incident_note', content: 'On my way' })
    expect(byType['incident.acknowledged']).toMatchObject({
      agent: { type: 'user_reference', summary: 'Ben Okafor' },
      data: { status: 'acknowledged' },
    })
  })

  it('are sent again, in the same bytes, until they are taken', async () => {
    let status = 503
    const { enqueue, pagerduty, received, advance } = await withReceiver(() => status)
    await enqueue(trigger('inc-1'))
    await pagerduty.quiet()
    advance(1)
    await pagerduty.quiet()
    status = 202
    advance(2)
    await pagerduty.quiet()
    advance(20)
    await pagerduty.quiet()
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(pagerduty.account.data.owed).toEqual([])
  })

  it('that are refused are dropped, and after three in a row none comes for a day', async () => {
    let status = 400
    const { enqueue, pagerduty, received, advance } = await withReceiver(() => status)
    for (const key of ['a', 'b', 'c', 'd']) {
      await enqueue(trigger(key))
      await pagerduty.quiet()
    }
    expect(received).toHaveLength(3)
    status = 202
    advance(24 * 60)
    await enqueue(trigger('e'))
    await pagerduty.quiet()
    expect(JSON.parse(received.at(-1)?.body ?? '').event.data.incident_key).toBe('e')
  })

  it('that were owed when the account was put away are sent when it is opened again', async () => {
    const first = await stand()
    await first.enqueue(trigger('inc-1'))
    await first.pagerduty.quiet()
    const kept = structuredClone(first.pagerduty.account.data)
    expect(kept.owed).toHaveLength(1)
    const receiver = await startReceiver()
    const second = await stand({ webhookUrl: receiver.url, data: kept })
    second.advance(1)
    await second.pagerduty.quiet()
    expect(receiver.received.map(({ body }) => JSON.parse(body).event.event_type)).toEqual([
      'incident.triggered',
    ])
  })

  it('can come twice', async () => {
    const { enqueue, pagerduty, received } = await withReceiver()
    expect(await pagerduty.again()).toBe(false)
    await enqueue(trigger('inc-1'))
    await pagerduty.quiet()
    expect(await pagerduty.again()).toBe(true)
    expect(received[1]?.body).toBe(received[0]?.body)
  })
})
