import { describe, expect, it } from 'vitest'
import type { ProviderFailure, SwitchValue } from '../../src/core/switch/provider.ts'
import { type Mishap, type OutsideServer, outsideServer } from '../outside/outside-server.ts'
import { NOW, STANDS, type Stand } from './stands.ts'

const forever = new AbortController().signal
let orders = 0
/** What takes as long as it is waited for. */
const ENDLESS: Mishap[] = ['hang', 'trickle']
const IMPATIENT_MS = 100
/** A request that nothing happens to. */
const CALM: Mishap = { before: () => {} }

const order = ({ place }: Stand, value: SwitchValue, key = `order-${++orders}`) => ({
  place,
  value,
  key,
  comment: 'Ana Ruiz, INC-7: replies are wrong',
})

function attempt(stand: Stand, act: string, signal?: AbortSignal) {
  return ACTS[act]?.(stand, signal) ?? Promise.resolve({ ok: true as const })
}

/** How many requests an act makes; afterwards everything is as before. */
async function requestsOf(stand: Stand, act: string): Promise<number> {
  const before = stand.server.received.length
  await attempt(stand, act)
  const requests = stand.server.received.length - before
  if (act === 'set') await stand.provider.set(order(stand, stand.values[0]), forever)
  return requests
}

type Act = (stand: Stand, signal?: AbortSignal) => Promise<{ ok: true } | ProviderFailure>
const ACTS: Record<string, Act> = {
  read: ({ provider, place }, signal = forever) => provider.read(place, signal),
  set: (stand, signal = forever) => stand.provider.set(order(stand, stand.values[1]), signal),
  probe: ({ provider }, signal = forever) => provider.probe(signal),
}

/** The failure, which must be one that can be told to people and stored. */
async function failureOf(
  act: Promise<{ ok: true } | ProviderFailure>,
  stand: Stand,
): Promise<ProviderFailure> {
  const result = await act
  if (result.ok) throw new Error('It should have failed.')
  expect(Object.keys(result).filter((key) => !['ok', 'why', 'again', 'notBefore'].includes(key))).toEqual([])
  expect(result.why).not.toContain(stand.secret)
  expect(result.why.length).toBeLessThanOrEqual(500)
  expect(result.why).toMatch(/^[A-Z].*\.$/s)
  return result
}

const HTML = '<!doctype html><title>Bad gateway</title>'
const inAMinute: Partial<ProviderFailure> = { again: 'later', notBefore: NOW + 60_000 }
const fromTheirClock = { date: new Date(NOW + 5_000).toUTCString() }

/** What can go wrong with any request, and what is made of it. */
const TROUBLE: [string, Mishap, Partial<ProviderFailure>][] = [
  ['429 with Retry-After in seconds', { status: 429, headers: { 'retry-after': '60' } }, inAMinute],
  [
    '429 with a moment on its own clock',
    { status: 429, headers: { ...fromTheirClock, 'x-ratelimit-reset': String(NOW + 65_000) } },
    inAMinute,
  ],
  ['429 with RateLimit-Reset', { status: 429, headers: { 'ratelimit-reset': '60' } }, inAMinute],
  ['429 without a word', { status: 429 }, { again: 'later' }],
  [
    '503 in JSON, with Retry-After',
    { status: 503, headers: { 'retry-after': '60' }, body: { message: 'no' } },
    inAMinute,
  ],
  ['502 as a page', { status: 502, body: HTML }, { again: 'later' }],
  ['200 as a page', { status: 200, body: HTML }, { again: 'later' }],
  ['200 with another shape', { status: 200, body: ['?'] }, { again: 'later' }],
  ['a connection that drops', 'drop', { again: 'later' }],
  ['silence', 'hang', { again: 'later' }],
  ['an answer that never ends', 'trickle', { again: 'later' }],
  ['401', { status: 401, body: { message: 'who?' } }, { again: 'never' }],
  ['403', { status: 403, body: { message: 'not you' } }, { again: 'never' }],
  ['404', { status: 404 }, { again: 'never' }],
  ['400', { status: 400, body: { message: 'what?' } }, { again: 'never' }],
]

describe.each(Object.entries(STANDS))('%s', (_name, open) => {
  it('is set and read back, there and back again', async () => {
    const stand = await open()
    const { provider, place, values } = stand
    for (const value of [values[1], values[0], values[1], values[0]]) {
      expect(await provider.set(order(stand, value), forever)).toEqual({ ok: true })
      expect(await provider.read(place, forever)).toEqual({ ok: true, value })
    }
  })

  it('takes the same order again, and what is so already, without another change', async () => {
    const stand = await open()
    const { provider, place, values } = stand
    const same = order(stand, values[1])
    for (const each of [same, same, order(stand, values[1])])
      expect(await provider.set(each, forever)).toEqual({ ok: true })
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: values[1] })
  })

  it('reads what is so and not what was ordered', async () => {
    const stand = await open()
    const { provider, place, values } = stand
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: values[0] })
  })

  it('is set by a second try when the first was taken but its answer lost', async () => {
    const stand = await open()
    const { provider, place, server, values } = stand
    const lost = order(stand, values[1])
    const requests = await requestsOf(stand, 'set') // the last of which changes something
    server.mishaps.push(...Array(requests - 1).fill(CALM), 'accept-then-drop')
    expect((await failureOf(provider.set(lost, forever), stand)).again).toBe('later')
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: values[1] })
    expect(await provider.set(lost, forever)).toEqual({ ok: true })
    expect(await provider.read(place, forever)).toEqual({ ok: true, value: values[1] })
  })

  it.each(['read', 'set', 'probe'])('takes what goes wrong during a %s as what it is', async (act) => {
    const patient = await open()
    const impatient = await open(IMPATIENT_MS)
    const requests = await requestsOf(patient, act)
    // Whatever comes first, and whatever comes last: in between it is the same.
    for (const calm of requests === 0 ? [] : new Set([0, requests - 1])) {
      for (const [trouble, mishap, expected] of TROUBLE) {
        const stand = ENDLESS.includes(mishap) ? impatient : patient
        if (act === 'set' && !patient.setAnswersState && trouble === '200 with another shape') continue
        stand.server.mishaps = [...Array(calm).fill(CALM), mishap]
        const failure = await failureOf(attempt(stand, act), stand)
        expect(failure, trouble).toMatchObject(expected)
        if (expected.notBefore === undefined) expect(failure, trouble).not.toHaveProperty('notBefore')
      }
    }
  })

  it('reads no more of an answer than it must', async () => {
    const stand = await open()
    stand.server.mishaps.push('huge')
    expect(await failureOf(stand.provider.read(stand.place, forever), stand)).toMatchObject({
      again: 'later',
      why: expect.stringMatching(/bytes|within/),
    })
  })

  it.each(['read', 'set'])('follows no redirect during a %s, so that the secret stays here', async (act) => {
    const stand = await open()
    const elsewhere = await outsideServer(() => ({ status: 200, body: {} }))
    stand.server.mishaps.push({ redirect: `${elsewhere.url}/steal` })
    const failure = await failureOf(attempt(stand, act), stand)
    expect(failure).toMatchObject({ again: 'never', why: expect.stringContaining('302') })
    expect(elsewhere.received).toEqual([])
  })

  it('stops when it is told to', async () => {
    const stand = await open()
    for (const act of ['read', 'set']) {
      const stopping = new AbortController()
      stand.server.mishaps.push('hang')
      const asked = attempt(stand, act, stopping.signal)
      await arrival(stand.server, stand.server.received.length + 1)
      stopping.abort()
      expect(await failureOf(asked, stand)).toMatchObject({
        again: 'later',
        why: expect.stringContaining('stopped'),
      })
    }
  })

  it('says what is missing, and where to correct it', async () => {
    const stand = await open()
    const { provider, nowhere, values } = stand
    const [missing] = Object.values(nowhere)
      .flat()
      .filter((part) => ['gone', 'moon'].includes(String(part)))
    const failures = [
      await failureOf(provider.read(nowhere, forever), stand),
      await failureOf(provider.set({ ...order(stand, values[1]), place: nowhere }, forever), stand),
    ]
    for (const failure of failures) {
      expect(failure.again).toBe('never')
      expect(failure.why).toContain(`"${missing}"`)
      expect(failure.why).toContain('correct the switch in the policy')
    }
  })

  it('never shows the secret, even when the other side says it', async () => {
    const stand = await open()
    for (const status of [400, 403, 409, 422, 500, 503]) {
      const echo = { message: `bad ${stand.secret} token`, error: stand.secret }
      stand.server.mishaps = [{ status, body: echo }]
      const { why } = await failureOf(stand.provider.read(stand.place, forever), stand)
      expect(why).toContain('[secret]')
    }
  })

  it('is reached', async () => {
    const stand = await open()
    expect(await stand.provider.probe(forever)).toMatchObject({ ok: true })
  })

  it('refuses a place that it cannot read without asking anybody', async () => {
    const stand = await open()
    const place = { ...stand.place, extra: 1 }
    const failures = [
      await failureOf(stand.provider.read(place, forever), stand),
      await failureOf(stand.provider.set({ ...order(stand, stand.values[1]), place }, forever), stand),
    ]
    expect(failures.map(({ again }) => again)).toEqual(['never', 'never'])
    expect(stand.server.received).toEqual([])
  })
})

/** Resolves once the server has been asked so often. */
async function arrival(server: OutsideServer, count: number): Promise<void> {
  while (server.received.length < count) await new Promise((resolve) => setImmediate(resolve))
}
