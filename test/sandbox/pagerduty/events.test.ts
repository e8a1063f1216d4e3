import { describe, expect, it } from 'vitest'
import { ROUTING_KEY, stand, trigger } from './stand.ts'

describe('events sent to PagerDuty', () => {
  it('make an incident for whoever is on call', async () => {
    const { enqueue, get } = await stand()
    const answer = await enqueue(trigger('inc-1'))
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'inc-1' })
    const [incident] = (await get('/incidents?incident_key=inc-1')).body.incidents
    expect(incident).toMatchObject({
      status: 'triggered',
      urgency: 'high',
      title: 'Orders API answers 500',
      incident_key: 'inc-1',
    })
    expect(incident.assignments[0].assignee.summary).toBe('Ana Ruiz')
  })

  it('of one key belong to the open incident, and to a new one once that is over', async () => {
    const { enqueue, get, pagerduty } = await stand()
    await enqueue(trigger('inc-1'))
    await enqueue(trigger('inc-1', { custom_details: { Status: 'Identified' } }))
    expect(pagerduty.account.data.incidents).toMatchObject([{ events: 2, details: { Status: 'Identified' } }])
    await enqueue({ event_action: 'resolve', dedup_key: 'inc-1' })
    await enqueue(trigger('inc-1'))
    const { incidents } = (await get('/incidents?incident_key=inc-1')).body
    expect(incidents.map(({ status }: { status: string }) => status)).toEqual(['resolved', 'triggered'])
  })

  it('acknowledge and resolve in the name of the service, and change nothing for a key that is not open', async () => {
    const { enqueue, get } = await stand()
    await enqueue(trigger('inc-1'))
    await enqueue({ event_action: 'acknowledge', dedup_key: 'inc-1' })
    const read = async () => (await get('/incidents/PINC0001')).body.incident
    expect(await read()).toMatchObject({
      status: 'acknowledged',
      acknowledgements: [{ acknowledger: { type: 'service_reference' } }],
      pending_actions: [],
    })
    expect((await enqueue({ event_action: 'resolve', dedup_key: 'other' })).status).toBe(202)
    expect((await read()).status).toBe('acknowledged')
    await enqueue({ event_action: 'resolve', dedup_key: 'inc-1' })
    expect(await read()).toMatchObject({ status: 'resolved', assignments: [], acknowledgements: [] })
  })

  it('get a key of their own when they have none', async () => {
    const { enqueue } = await stand()
    const { dedup_key: _, ...event } = trigger('x')
    const [one, other] = [await enqueue(event), await enqueue(event)]
    expect(one.body.dedup_key).toMatch(/^[0-9a-f]{32}$/)
    expect(other.body.dedup_key).not.toBe(one.body.dedup_key)
  })

  it.each<[string, object, RegExp]>([
    ['another routing key', { ...trigger('a'), routing_key: 'x'.repeat(32) }, /routing key/i],
    [
      'a routing key of the wrong length',
      { ...trigger('a'), routing_key: ROUTING_KEY.slice(1) },
      /routing_key/,
    ],
    ['a summary that is too long', trigger('a', { summary: 'x'.repeat(1_025) }), /payload.summary/],
    ['a key that is too long', trigger('x'.repeat(256)), /dedup_key/],
    ['a severity of another vocabulary', trigger('a', { severity: 'sev1' }), /payload.severity/],
    ['no source', trigger('a', { source: '' }), /payload.source/],
    ['a field that there is not', { ...trigger('a'), dedupKey: 'a' }, /dedupKey/],
    ['an acknowledgement of nothing', { event_action: 'acknowledge' }, /dedup_key/],
    ['a link that is no address', { ...trigger('a'), links: [{ href: 'inc-1' }] }, /links.0.href/],
  ])('are refused with %s, and make nothing', async (_, body, error) => {
    const { enqueue, pagerduty } = await stand()
    const answer = await enqueue(body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ status: 'invalid event' })
    expect(answer.body.errors.join()).toMatch(error)
    expect(pagerduty.account.data.incidents).toEqual([])
  })

  it('fail as told: limited, broken, behind a broken gateway, taken without an answer', async () => {
    const { enqueue, faults, pagerduty } = await stand()
    const one = { on: 'pagerduty', method: 'events', times: 1 } as const
    faults.replace([{ ...one, kind: 'rate-limit', retryAfterSeconds: 7 }])
    const limited = await enqueue(trigger('a'))
    expect([limited.status, limited.headers['ratelimit-reset']]).toEqual([429, '7'])
    faults.replace([{ ...one, kind: 'status', status: 500 }])
    expect((await enqueue(trigger('a'))).body.error).toBeDefined()
    faults.replace([{ ...one, kind: 'status', status: 502 }])
    expect((await enqueue(trigger('a'))).headers['content-type']).toBe('text/html')
    expect(pagerduty.account.data.incidents).toEqual([])
    faults.replace([{ ...one, kind: 'accept-then-drop' }])
    await expect(enqueue(trigger('a'))).rejects.toThrow()
    expect(pagerduty.account.data.incidents).toHaveLength(1)
    faults.replace([{ ...one, kind: 'drop' }])
    await expect(enqueue(trigger('b'))).rejects.toThrow()
    expect(pagerduty.account.data.incidents).toHaveLength(1)
  })
})
