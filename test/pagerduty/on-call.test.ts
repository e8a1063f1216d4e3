import { describe, expect, it } from 'vitest'
import { createPagerduty } from '../../src/pagerduty/client.ts'
import { createOnCall, type OnCallShelf } from '../../src/pagerduty/on-call.ts'
import { FROM, pagerdutyServer, ROUTING_KEY, type Shift, TOKEN } from './pagerduty-server.ts'

const NOW = Date.UTC(2026, 0, 15, 3)
const HOUR = 3_600_000
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString()
const never = new AbortController().signal
const DOWN = { status: 500, body: { error: { message: 'Internal Server Error' } } }

const SHIFTS: Shift[] = [
  { user: 'PANA', schedule: 'PSCHED1', policy: 'PPOLICY1', level: 1, start: at(-4), end: at(4) },
  { user: 'PBEN', schedule: 'PSCHED1', policy: 'PPOLICY1', level: 1, start: at(4), end: at(12) },
  { user: 'PCHLOE', policy: 'PPOLICY1', level: 2 },
]

function aShelf(): OnCallShelf {
  const kept = new Map<string, Awaited<ReturnType<OnCallShelf['last']>>>()
  return {
    last: async (place) => kept.get(place),
    keep: async (place, entries, at) => {
      kept.set(place, { entries, at })
    },
  }
}

async function open(shelf = aShelf(), shifts = SHIFTS) {
  const people = { PANA: 'Ana Silva', PBEN: 'Ben Okafor', PCHLOE: 'Chloe Martin' }
  const server = await pagerdutyServer({ people, shifts })
  let now = NOW
  const reach = { apiUrl: server.url, eventsUrl: server.url, ca: server.ca, from: FROM }
  const pagerduty = createPagerduty(
    { ...reach, routingKey: ROUTING_KEY, apiToken: TOKEN },
    { now: () => now },
  )
  const lookup = () => createOnCall({ pagerduty, shelf, now: () => now })
  return {
    server,
    onCall: lookup(),
    again: lookup,
    pass: (ms: number) => {
      now += ms
    },
  }
}
const schedule = { kind: 'schedule', id: 'PSCHED1' } as const
const policy = { kind: 'policy', id: 'PPOLICY1' } as const

describe('who is on call', () => {
  it('is known with address, until when, and who comes next', async () => {
    const { onCall } = await open()
    expect(await onCall.of(schedule, never)).toMatchObject({
      ok: true,
      of: {
        now: [{ id: 'PANA', name: 'Ana Silva', email: 'ana.silva@example.com', until: NOW + 4 * HOUR }],
        next: [{ id: 'PBEN', from: NOW + 4 * HOUR }],
      },
    })
  })

  it('of an escalation policy is its first level, not those it escalates to', async () => {
    const { onCall } = await open()
    const answer = await onCall.of(policy, never)
    expect(answer).toMatchObject({ of: { now: [{ id: 'PANA' }], next: [{ id: 'PBEN' }] } })
  })

  it('of a policy whose first level has nobody is its next level', async () => {
    const { onCall } = await open(aShelf(), SHIFTS.slice(1))
    expect(await onCall.of(policy, never)).toMatchObject({ of: { now: [{ id: 'PCHLOE' }] } })
  })

  it('is nobody when nobody is', async () => {
    const { onCall } = await open(aShelf(), SHIFTS.slice(1))
    expect(await onCall.of(schedule, never)).toMatchObject({ ok: true, of: { now: [] } })
  })

  it('is asked for once a minute, however many want to know', async () => {
    const { onCall, server, pass } = await open()
    await Promise.all([onCall.of(schedule, never), onCall.of(schedule, never)])
    pass(59_000)
    await onCall.of(schedule, never)
    expect(server.received).toHaveLength(1)
    pass(2_000)
    await onCall.of(schedule, never)
    expect(server.received).toHaveLength(2)
  })

  it('is what PagerDuty said last while it is down, by the shifts that it named, and says so', async () => {
    const { onCall, server, pass } = await open()
    await onCall.of(schedule, never)
    pass(5 * HOUR)
    server.mishaps.push(DOWN)
    const answer = await onCall.of(schedule, never)
    expect(answer).toMatchObject({ ok: true, at: NOW, stale: expect.stringContaining('HTTP 500') })
    expect(answer).toMatchObject({ of: { now: [{ id: 'PBEN' }] } }) // Ana's shift is over by now
  })

  it('is remembered over a restart, and asked for anew soon after a failure', async () => {
    const { onCall, again, server, pass } = await open()
    await onCall.of(schedule, never)
    const later = again()
    server.mishaps.push(DOWN)
    expect(await later.of(schedule, never)).toMatchObject({
      stale: expect.any(String),
      of: { now: [{ id: 'PANA' }] },
    })
    expect(await later.of(schedule, never)).toMatchObject({ stale: expect.any(String) })
    expect(server.received).toHaveLength(2) // not asked again at once
    pass(16_000)
    expect(await later.of(schedule, never)).not.toHaveProperty('stale')
  })

  it('is not known when PagerDuty never said', async () => {
    const { onCall, server } = await open()
    server.mishaps.push(DOWN)
    expect(await onCall.of(schedule, never)).toMatchObject({ ok: false, again: 'later' })
  })
})
