import { describe, expect, it } from 'vitest'
import { stand, trigger } from './stand.ts'

describe('events of PagerDuty’s wire', () => {
  it('make an incident for whoever is on call', async () => {
    const { enqueue, get } = await stand()
    const answer = await enqueue(trigger('inc-1'))
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'inc-1' })
    const [incident] = (await get('/incidents?incident_key=inc-1')).body.incidents
    expect(incident).toMatchObject({ status: 'triggered', urgency: 'high', title: 'Orders API answers 500' })
    expect(incident.assignments[0].assignee.summary).toBe('Ana Ruiz')
  })
})
