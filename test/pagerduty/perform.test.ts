import { describe, expect, it } from 'vitest'
import type { Asker } from '../../src/core/decider.ts'
import type { Done } from '../../src/core/pagerduty/standing.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import { createPagerduty, type PageContent } from '../../src/pagerduty/client.ts'
import { noteMark } from '../../src/pagerduty/content.ts'
import { createKeys } from '../../src/pagerduty/keys.ts'
import { createPagerdutyPerformers, type Means } from '../../src/pagerduty/perform.ts'
import { standingOf } from '../../src/pagerduty/standing-of.ts'
import { incidents } from '../../src/pagerduty/wire.ts'
import { BOT } from '../core/incident/story.ts'
import { member, type Watch, watched } from '../core/incident/watch.ts'
import { oracle } from '../oracles.ts'
import { FROM, pagerdutyServer, ROUTING_KEY, TOKEN } from './pagerduty-server.ts'

const NOW = Date.UTC(2026, 0, 15, 3)
const CHLOE = { id: 'PCHLOE', name: 'Chloe Martin' }
const DOWN = { status: 500, body: { error: { message: 'Internal Server Error' } } }
const never = new AbortController().signal
const keys = createKeys('1f0c9a2b')
const KEY = 'tocsin-1f0c9a2b:INC-7:1'

async function open(config: { from?: string | undefined } = { from: FROM }) {
  const server = await pagerdutyServer({ people: { PTOCSIN: 'Tocsin', PCHLOE: 'Chloe Martin' } })
  const reach = {
    apiUrl: server.url,
    eventsUrl: server.url,
    ca: server.ca,
    ...(config.from && { from: config.from }),
  }
  const pagerduty = createPagerduty(
    { ...reach, routingKey: ROUTING_KEY, apiToken: TOKEN },
    { now: () => NOW, timeoutMs: 2_000 },
  )
  const page: PageContent = {
    summary: 'SEV1 INC-7: x',
    source: 'Tocsin',
    severity: 'critical',
    at: NOW,
    details: {},
  }
  const learned: Done[] = []
  const means: Means = {
    pagerduty,
    keys,
    requester: config.from === undefined ? undefined : async () => 'PTOCSIN',
    content: async () => page,
    note: async (owed) => `${noteMark(owed.stream, owed.entry.seq)} said`,
    keepRateLimits: true,
    canAsk: true,
    learn: async (_, done) => void learned.push(done),
    now: () => NOW,
    log: { info: () => undefined, warn: () => undefined },
  }
  const performers = createPagerdutyPerformers(means)
  /** Performs the newest effect of a kind that the watch owes, and gives the incident what came of it. */
  async function perform(watch: Watch, kind: string, given: Partial<Owed> = {}) {
    const effect = watch.toPagerduty.findLast((one) => one.kind === kind)
    if (effect === undefined) throw new Error(`${kind} is not owed`)
    const entry = {
      seq: 9,
      event: {},
      actor: { kind: 'bot' },
      via: 'timer',
      at: NOW,
      recordedAt: NOW,
    } as const
    const owed: Owed = {
      key: 'INC-7:9:0',
      stream: 'INC-7',
      head: '',
      policy: watch.policy,
      attempts: 0,
      maybeSent: false,
      state: watch.state,
      newest: async () => watch.state,
      entry,
      ...effect,
      args: { ...effect.args },
      ...given,
    }
    const outcome = await performers[kind]?.perform(owed, never)
    if (outcome?.outcome === 'ok' && outcome.command)
      watch.do(outcome.command as Parameters<Watch['do']>[0], BOT)
    return outcome
  }
  return { server, perform, learned, means }
}

function calling(): Watch {
  const watch = watched('sev1')
  watch.people['on-call'] = []
  watch.onCall = {
    'on-call': { people: [CHLOE] },
    secondary: { people: [{ id: 'PBEN', name: 'Ben Okafor' }] },
  }
  return watch.advance(1)
}
const ANA: Asker = member('UANA')

describe('a page', () => {
  it('opens an incident, and asks whom its service does not page to join', async () => {
    const { server, perform } = await open()
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    expect(watch.state.pagerduty).toMatchObject([{ status: 'triggered', key: KEY }])
    expect(await perform(watch, 'pagerduty.ask-responders')).toEqual({ outcome: 'ok' })
    expect(server.incidents).toMatchObject([{ key: KEY, status: 'triggered', asked: ['PCHLOE'] }])
  })

  it('of a later rung asks its people to join the same incident', async () => {
    const { server, perform } = await open()
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    watch.advance(5)
    await perform(watch, 'pagerduty.trigger')
    expect(server.incidents).toMatchObject([{ asked: ['PBEN'] }])
    expect(watch.state.pagerduty).toMatchObject([{ key: KEY }, { step: 2, key: KEY, status: 'triggered' }])
  })

  it('of a later rung rings anew where the account does not offer that', async () => {
    const { server, perform } = await open()
    server.state.offersResponders = false
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    watch.advance(5)
    await perform(watch, 'pagerduty.trigger')
    expect(server.incidents.map(({ key }) => key)).toEqual([KEY, `${KEY}.2`])
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    const told = watch.toPagerduty.filter(({ kind }) => kind === 'pagerduty.acknowledge')
    expect(told.map(({ args }) => args?.key)).toEqual([KEY, `${KEY}.2`])
  })

  it('that PagerDuty does not take at once is said after the second try, and tried on', async () => {
    const { server, perform } = await open()
    const watch = calling()
    server.mishaps.push(DOWN)
    expect(await perform(watch, 'pagerduty.trigger')).toMatchObject({ outcome: 'retry' })
    server.mishaps.push(DOWN)
    await perform(watch, 'pagerduty.trigger', { attempts: 1 })
    expect(watch.all('pagerduty-failed')).toMatchObject([
      { again: true, why: expect.stringContaining('HTTP 500') },
    ])
    expect(watch.all('rung-called')).toHaveLength(2) // nobody else of the rung could be reached
    await perform(watch, 'pagerduty.trigger')
    expect(server.incidents).toMatchObject([{ key: KEY }])
  })

  it('that has to wait long for PagerDuty’s limit is said at once', async () => {
    const { server, perform } = await open()
    const watch = calling()
    const limited = {
      status: 429,
      headers: { 'ratelimit-reset': '37' },
      body: { error: { message: 'Rate Limit Exceeded' } },
    }
    server.mishaps.push(limited, limited, limited, limited)
    await perform(watch, 'pagerduty.trigger')
    expect(watch.all('pagerduty-failed')).toHaveLength(1)
  })

  it('that was answered meanwhile is not sent, unless it may have been', async () => {
    const { server, perform } = await open()
    const watch = calling()
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    await perform(watch, 'pagerduty.trigger')
    expect(server.received).toHaveLength(0)
    await perform(watch, 'pagerduty.trigger', { maybeSent: true })
    expect(server.received).toHaveLength(0)
    expect(watch.toPagerduty.at(-1)).toMatchObject({ kind: 'pagerduty.acknowledge', args: { key: KEY } })
  })

  it('that may have arrived and is answered while it is written anew is not sent, and taken back there', async () => {
    const { server, perform } = await open()
    const watch = calling()
    const answeredNow = async () => {
      watch.do({ type: 'acknowledge', run: 1 }, ANA)
      return watch.state
    }
    await perform(watch, 'pagerduty.trigger', { maybeSent: true, newest: answeredNow })
    expect(server.incidents).toEqual([])
    expect(watch.toPagerduty.at(-1)).toMatchObject({ kind: 'pagerduty.acknowledge', args: { key: KEY } })
  })

  it('to somebody who is nobody in Slack and cannot be asked to join is said to the room', async () => {
    const { server, perform } = await open()
    server.state.offersResponders = false
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    await perform(watch, 'pagerduty.ask-responders')
    expect(watch.all('pagerduty-unasked')).toMatchObject([{ who: ['Chloe Martin'] }])
  })
})

describe('an alert that PagerDuty brought', () => {
  const line = (status: string) => ({
    status,
    members: { PINC1: { firing: true }, PGONE: { firing: true }, PINC2: { firing: false } },
  })

  it('and that was acknowledged here is acknowledged there, as far as it still fires', async () => {
    const { server, perform } = await open()
    for (const id of ['PINC1', 'PINC2'])
      server.incidents.push({ id, key: id, status: 'triggered', summary: '', notes: [], asked: [] })
    const watch = calling()
    const args = { status: 'acknowledged' }
    watch.toPagerduty.push({ kind: 'pagerduty.set-status', lane: 'say', subject: 'x', args })
    const given = (status: string) => ({ state: line(status) })
    expect(await perform(watch, 'pagerduty.set-status', given('firing'))).toEqual({ outcome: 'ok' })
    expect(server.incidents.map(({ status }) => status)).toEqual(['triggered', 'triggered'])
    expect(await perform(watch, 'pagerduty.set-status', given('acknowledged'))).toEqual({ outcome: 'ok' })
    expect(server.incidents.map(({ status }) => status)).toEqual(['acknowledged', 'triggered'])
  })
})

describe('after an absence', () => {
  const away = (watch: Watch) =>
    watch.do({ type: 'record-gap', from: watch.now - 7_200_000, to: watch.now }, BOT)
  const at = '2026-01-15T03:01:30Z'
  const BEN = { id: 'PBEN', type: 'user_reference', summary: 'Ben Okafor' }

  it('it is asked how the page stands, and what was done is learned', async () => {
    const { server, perform, learned } = await open()
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    away(watch)
    expect(await perform(watch, 'pagerduty.catch-up')).toEqual({ outcome: 'ok' })
    expect(learned).toEqual([]) // nothing was done
    const [incident = expect.fail('nothing was opened')] = server.incidents
    incident.status = 'acknowledged'
    incident.shown = { last_status_change_at: at, acknowledgements: [{ at, acknowledger: BEN }] }
    expect(await perform(watch, 'pagerduty.catch-up')).toEqual({ outcome: 'ok' })
    expect(learned).toEqual([
      { what: 'acknowledged', at: Date.parse(at), until: expect.any(Number), by: BEN },
    ])
  })

  it('it is asked again later while PagerDuty has trouble, and not at all without a token', async () => {
    const { server, perform, means } = await open()
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    away(watch)
    server.mishaps.push(DOWN)
    expect(await perform(watch, 'pagerduty.catch-up')).toMatchObject({ outcome: 'retry' })
    means.canAsk = false
    const before = server.received.length
    expect(await perform(watch, 'pagerduty.catch-up')).toEqual({ outcome: 'ok' })
    expect(server.received).toHaveLength(before)
  })

  it('a page that may have arrived is not sent again when it has, so that it cannot ring anew', async () => {
    const { server, perform } = await open()
    const watch = calling()
    const held = { id: 'PINC1', key: KEY, status: 'resolved', summary: '', notes: [], asked: [] } as const
    server.incidents.push({ ...held, notes: [], asked: [] })
    await perform(watch, 'pagerduty.trigger', { maybeSent: true })
    expect(server.incidents).toHaveLength(1)
    expect(watch.state.pagerduty).toMatchObject([{ status: 'triggered', key: KEY }])
  })

  it('a page that may have arrived is sent again when PagerDuty cannot be asked for it', async () => {
    const { server, perform } = await open()
    const watch = calling()
    server.mishaps.push(DOWN)
    await perform(watch, 'pagerduty.trigger', { maybeSent: true })
    expect(server.incidents).toMatchObject([{ key: KEY, status: 'triggered' }])
  })
})

describe('the official example of an answer', () => {
  it('is read: who resolved it, and when', () => {
    const description = oracle('pagerduty/rest.openapi.json') as Described | undefined
    if (description === undefined) return
    const { examples } = description.paths['/incidents'].get.responses['200'].content['application/json']
    const {
      incidents: [incident = expect.fail('no example')],
    } = incidents.parse(examples.response.value)
    expect(standingOf(incident, NOW)).toEqual({
      incident: { id: incident.id, url: incident.html_url },
      status: 'resolved',
      createdAt: Date.UTC(2015, 9, 6, 21, 30, 42),
      changedAt: Date.UTC(2015, 9, 6, 21, 38, 23),
      changedBy: expect.objectContaining({
        id: 'PXPGF42',
        type: 'user_reference',
        summary: 'Earline Greenholt',
      }),
      acknowledgements: [],
      assignments: [],
      isDirect: false,
    })
  })
})

type Described = {
  paths: {
    '/incidents': {
      get: {
        responses: {
          '200': { content: { 'application/json': { examples: { response: { value: unknown } } } } }
        }
      }
    }
  }
}

describe('a note', () => {
  it('is written once, also when it is not known whether it was', async () => {
    const { server, perform } = await open()
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    watch.do({ type: 'note', text: 'rolled back' }, ANA)
    await perform(watch, 'pagerduty.note')
    await perform(watch, 'pagerduty.note', { maybeSent: true })
    expect(server.incidents[0]?.notes).toEqual(['[INC-7 #9] said'])
  })

  it('is left out where PagerDuty cannot be changed', async () => {
    const { server, perform } = await open({ from: undefined })
    const watch = calling()
    await perform(watch, 'pagerduty.trigger')
    watch.do({ type: 'note', text: 'rolled back' }, ANA)
    expect(await perform(watch, 'pagerduty.note')).toEqual({ outcome: 'ok' })
    expect(server.incidents[0]?.notes).toEqual([])
  })
})
