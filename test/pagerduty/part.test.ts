import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ALL_ALERTS, alert } from '../../src/core/alert/decider.ts'
import type { Person } from '../../src/core/authority.ts'
import { incident } from '../../src/core/incident/decider.ts'
import type { IncidentCommand } from '../../src/core/incident/incident.ts'
import type { OnCallPerson } from '../../src/core/pagerduty/pages.ts'
import { KEY_FACT } from '../../src/engine/chain-key.ts'
import { systemClock } from '../../src/engine/clock.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import { createLog } from '../../src/log.ts'
import { createWebhookCounts } from '../../src/outside/webhook-counts.ts'
import { createKeys } from '../../src/pagerduty/keys.ts'
import { createAlertPart } from '../../src/parts/alerts.ts'
import { openEngine } from '../../src/parts/open-engine.ts'
import { createPagerdutyPart } from '../../src/parts/pagerduty.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import { emptyDatabase } from '../engine/databases.ts'
import { anEvent, SECRET, signed } from './a-webhook.ts'
import { FROM, type HeldIncident, pagerdutyServer, ROUTING_KEY, TOKEN } from './pagerduty-server.ts'

const PEOPLE = { PANA: 'Ana Silva', PBEN: 'Ben Okafor', PGIL: 'Gil Guest', PCHLOE: 'Chloe Martin' }
const SLACK: Record<string, Person> = {
  'ana.silva@example.com': { id: 'UANA', standing: 'member' },
  'ben.okafor@example.com': { id: 'UBEN', standing: 'member' },
  'gil.guest@example.com': { id: 'UGIL', standing: 'guest' },
}
const CHLOE: OnCallPerson = { id: 'PCHLOE', name: 'Chloe Martin' }
const agent = (id: keyof typeof PEOPLE) => ({ id, type: 'user_reference', summary: PEOPLE[id] })

/** PagerDuty's part of the bot on a real database, in front of a PagerDuty, with INC-1 whose first page is out. */
async function open({ slackIsDown = false } = {}) {
  const read = loadPolicy('policy.yml')
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  const { policy } = read
  const clock = systemClock()
  const pass = (ms: number) => clock.setOffset(clock.offset() + ms)
  const server = await pagerdutyServer({ people: PEOPLE })
  const databaseUrl = await emptyDatabase('sqlite')
  const key = '7'.repeat(64)
  const parts = { policy, clock, log: createLog('silent') }
  const base = { databaseUrl, timelineKey: key, timelineKeyFile: '' }
  const engine = await openEngine({ config: base, ...parts })
  onTestFinished(() => engine.store.close())
  const counts = createWebhookCounts()
  const { intake } = createAlertPart({ open: engine, config: {}, counts, ...parts })
  const find = (email: string) => SLACK[email]
  const reach = {
    apiUrl: server.url,
    eventsUrl: server.url,
    ca: server.ca,
    from: FROM,
    webhookSecrets: [SECRET],
  }
  const part = await createPagerdutyPart({
    open: engine,
    config: { pagerduty: { ...reach, routingKey: ROUTING_KEY, apiToken: TOKEN } },
    intake,
    counts,
    ...parts,
    directory: () => ({
      person: async (user) =>
        Object.values(SLACK).find(({ id }) => id === user) ?? { id: user, standing: 'unknown' },
      slackId: async (reference) => {
        if (slackIsDown) throw new Error('Slack cannot be reached')
        return find(reference)?.id
      },
      emailOf: async () => undefined,
      names: async () => new Map(),
      permalink: async () => undefined,
    }),
  })
  const handler = part.routes?.['POST /hooks/pagerduty']
  const http = createServer((request, response) => void handler?.(request, response, ''))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const incidents = engine.engine.streams(incident)
  const alerts = engine.engine.streams(alert)
  const bot = { actor: { kind: 'bot' }, via: 'delivery' } as const
  const ana = { actor: { kind: 'user', id: 'UANA', standing: 'member' }, via: 'command' } as const
  await incidents.begin(
    (number) => ({ type: 'declare', number, title: 'Orders API 500s', severity: 'sev2' }),
    ana,
  )
  pass(30_000)
  const due = (await incidents.load('INC-1'))?.runs[0]?.due ?? 0
  await incidents.handle('INC-1', { type: 'timer-fired', name: 'escalation-1', due }, bot)
  const page: IncidentCommand = {
    type: 'record-page',
    run: 1,
    step: 1,
    people: [],
    skipped: [],
    pagerduty: { people: [CHLOE] },
  }
  await incidents.handle('INC-1', page, bot)
  const ours = createKeys((await engine.store.fact(KEY_FACT))?.slice(0, 8) ?? '').of('INC-1', 1)
  await incidents.handle('INC-1', { type: 'record-pagerduty-paged', run: 1, step: 1, key: ours }, bot)
  pass(60_000)
  return {
    server,
    incidents,
    alerts,
    clock,
    ours,
    counts,
    pass,
    /** Requests of more than a week ago are not remembered. */
    forget: () => engine.store.forgetInbox(clock.now() - 7 * 24 * 60 * 60_000),
    state: async () => (await incidents.load('INC-1')) ?? Promise.reject(new Error('INC-1 is gone')),
    /** The bot asks how INC-1's page stands there, which is so. */
    async ask(status: HeldIncident['status'], shown: object) {
      server.incidents.splice(0, 1, {
        id: 'PINC1',
        key: ours,
        status,
        summary: '',
        notes: [],
        asked: [],
        shown,
      })
      const entry = {
        seq: 1,
        event: {},
        actor: { kind: 'bot' },
        via: 'recovery',
        at: 0,
        recordedAt: 0,
      } as const
      const newest = async () => await incidents.load('INC-1')
      const owed: Owed = {
        key: 'INC-1:9:0',
        stream: 'INC-1',
        kind: 'pagerduty.catch-up',
        lane: 'page',
        subject: 'x',
        args: { key: ours, before: 'triggered' },
        ...{ entry, state: await newest(), newest, head: '', policy, attempts: 0, maybeSent: false },
      }
      const outcome = await part.performers?.['pagerduty.catch-up']?.perform(owed, AbortSignal.timeout(5_000))
      expect(outcome).toEqual({ outcome: 'ok' })
    },
    types: async () => (await incidents.entries('INC-1')).map(({ event }) => event.type),
    async send(changes: Parameters<typeof anEvent>[0]) {
      const at = new Date(clock.now()).toISOString()
      const body = JSON.stringify(anEvent({ key: ours, at, ...changes }))
      const headers = { 'content-type': 'application/json', 'x-pagerduty-signature': signed(body, SECRET) }
      const answer = await fetch(url, { method: 'POST', body, headers })
      await answer.text()
      return answer.status
    },
  }
}

describe('what is done in PagerDuty', () => {
  it('by somebody of the workspace is done here in their name, once however often it is told', async () => {
    const { send, state, types, incidents } = await open()
    expect(await send({ agent: agent('PBEN') })).toBe(202)
    expect((await state()).runs[0]?.end).toMatchObject({ how: 'acknowledged', by: 'UBEN' })
    const before = await types()
    expect(await send({ agent: agent('PBEN') })).toBe(202)
    expect(await types()).toEqual(before)
    const [answer] = (await incidents.entries('INC-1')).filter(({ event }) => event.type === 'acknowledged')
    expect(answer).toMatchObject({
      actor: { id: 'UBEN' },
      via: 'webhook',
      event: { afterMs: expect.toSatisfy((ms: number) => ms >= 60_000) },
    })
  })

  it('is not done again when somebody sends it once more after it was forgotten that it was done', async () => {
    const { send, types, pass, forget, clock } = await open()
    const at = new Date(clock.now()).toISOString()
    const data = {
      type: 'incident_note',
      incident: { id: 'PINC1', type: 'incident_reference' },
      content: 'I see it',
    }
    await send({ id: '01FIRST' })
    const note = { id: '01NOTE', type: 'incident.annotated', agent: agent('PBEN'), data, at }
    expect(await send(note)).toBe(202)
    const before = await types()
    expect(before).toContain('noted')
    pass(8 * 24 * 60 * 60_000)
    await forget()
    expect(await send(note)).toBe(202)
    expect(await types()).toEqual(before)
  })

  it('by somebody who is nobody here counts under their name', async () => {
    const { send, state } = await open()
    await send({ agent: agent('PCHLOE') })
    expect((await state()).runs[0]?.end).toMatchObject({ how: 'acknowledged', who: 'Chloe Martin' })
  })

  it('by a guest is told and does not count', async () => {
    const { send, state, incidents } = await open()
    await send({ agent: agent('PGIL') })
    expect((await state()).runs[0]?.phase).toBe('paged')
    const told = (await incidents.entries('INC-1')).at(-1)
    expect(told).toMatchObject({
      event: { type: 'pagerduty-heard', user: 'UGIL', refused: expect.stringContaining('Guests') },
    })
  })

  it('counts while neither Slack nor PagerDuty can say who it was', async () => {
    const { send, state, server } = await open({ slackIsDown: true })
    server.mishaps.push({ status: 500, body: {} })
    expect(await send({ agent: agent('PBEN') })).toBe(202)
    expect((await state()).runs[0]?.end).toMatchObject({ who: 'Ben Okafor' })
  })

  it('resolves the incident, or says why it does not', async () => {
    const { send, state } = await open()
    await send({ type: 'incident.resolved', agent: agent('PBEN') })
    expect(await state()).toMatchObject({ status: 'resolved', pagerduty: [{ status: 'resolved' }] })
  })

  it('by a program answers nothing', async () => {
    const { send, state } = await open()
    await send({ agent: { id: 'PINT', type: 'inbound_integration_reference', summary: 'Events API V2' } })
    expect((await state()).runs[0]?.phase).toBe('paged')
  })

  it('is noted here, but for the bot’s own notes', async () => {
    const { send, incidents, types } = await open()
    const note = (content: string) => ({
      type: 'incident_note',
      id: 'PNOTE',
      incident: { id: 'PINC1', type: 'incident_reference' },
      content,
    })
    await send({ type: 'incident.triggered', agent: null, id: 'E1' })
    await send({
      type: 'incident.annotated',
      id: 'E2',
      agent: agent('PBEN'),
      data: note('It was the cache.'),
    })
    expect((await incidents.entries('INC-1')).at(-1)).toMatchObject({
      actor: { id: 'UBEN' },
      event: { type: 'noted', text: 'It was the cache.' },
    })
    const before = await types()
    await send({
      type: 'incident.annotated',
      id: 'E3',
      agent: agent('PBEN'),
      data: note('[INC-1 #9] 03:00 UTC: x'),
    })
    expect(await types()).toEqual(before)
  })

  it('is noted here also when nothing else was told of that incident before', async () => {
    const { send, incidents, server, ours, types } = await open()
    server.incidents.push({ id: 'PINC1', key: ours, status: 'triggered', summary: '', notes: [], asked: [] })
    const about = { id: 'PINC1', type: 'incident_reference' }
    const data = { type: 'incident_note', id: 'PNOTE', incident: about, content: 'It was the cache.' }
    server.mishaps.push({ status: 500, body: {} })
    expect(await send({ type: 'incident.annotated', agent: agent('PBEN'), data })).toBe(503) // to be sent again
    const before = await types()
    expect(await send({ type: 'incident.annotated', agent: agent('PBEN'), data })).toBe(202)
    expect(await types()).toEqual([...before, 'pagerduty-linked', 'noted'])
    expect((await incidents.entries('INC-1')).at(-1)).toMatchObject({ actor: { id: 'UBEN' } })
  })

  it('given to somebody pages them here too', async () => {
    const { send, state } = await open()
    await send({ type: 'incident.reassigned', agent: agent('PANA') })
    expect((await state()).runs).toHaveLength(1) // Chloe is nobody here
    const data = { ...anEvent({}).event.data, incident_key: (await state()).pagerduty?.[0]?.key }
    await send({
      type: 'incident.reassigned',
      id: 'E2',
      agent: agent('PANA'),
      data: { ...data, assignees: [agent('PBEN')] },
    })
    expect((await state()).runs).toMatchObject([{}, { kind: 'page', rungs: [{ reference: 'UBEN' }] }])
  })
})

describe('what is found out by asking', () => {
  it('is done here in the name of who did it there, and a webhook that comes later changes nothing', async () => {
    const { ask, send, state, types, incidents, clock } = await open()
    const at = new Date(clock.now() - 20_000).toISOString()
    const whole = at.replace(/\.\d+Z$/, 'Z')
    await ask('acknowledged', {
      last_status_change_at: whole,
      acknowledgements: [{ at: whole, acknowledger: agent('PBEN') }],
    })
    expect((await state()).runs[0]?.end).toMatchObject({ how: 'acknowledged', by: 'UBEN' })
    expect((await incidents.entries('INC-1')).at(-1)).toMatchObject({
      actor: { id: 'UBEN' },
      via: 'recovery',
      event: { type: 'acknowledged', pagerduty: { at: Date.parse(whole), asked: Date.parse(whole) } },
    })
    const before = await types()
    await send({ agent: agent('PBEN'), at })
    expect(await types()).toEqual(before)
  })

  it('is asked once more after another absence, and told once', async () => {
    const { ask, types, clock } = await open()
    const at = new Date(clock.now() - 20_000).toISOString()
    const shown = { last_status_change_at: at, last_status_change_by: agent('PCHLOE') }
    await ask('resolved', shown)
    const before = await types()
    expect(before.filter((type) => type === 'pagerduty-heard')).toHaveLength(1)
    await ask('resolved', shown)
    expect(await types()).toEqual(before)
  })

  it('and came by a webhook in the same moment is told once', async () => {
    const { ask, send, state, types, clock } = await open()
    const at = new Date(clock.now() - 20_000).toISOString()
    await send({ agent: agent('PCHLOE'), at })
    const before = await types()
    expect((await state()).runs[0]?.end).toMatchObject({ who: 'Chloe Martin' })
    const whole = at.replace(/\.\d+Z$/, 'Z')
    await ask('acknowledged', {
      last_status_change_at: whole,
      acknowledgements: [{ at: whole, acknowledger: agent('PCHLOE') }],
    })
    expect(await types()).toEqual(before)
  })

  it('by a guest is told, with why it does not count', async () => {
    const { ask, state, incidents, clock } = await open()
    const at = new Date(clock.now() - 20_000).toISOString()
    await ask('acknowledged', {
      last_status_change_at: at,
      acknowledgements: [{ at, acknowledger: agent('PGIL') }],
    })
    expect((await state()).runs[0]?.phase).toBe('paged')
    expect((await incidents.entries('INC-1')).at(-1)).toMatchObject({
      event: { type: 'pagerduty-heard', user: 'UGIL', refused: expect.stringContaining('Guests') },
    })
  })
})

describe('an incident of another service', () => {
  const foreign = { key: 'disk/db1', incident: 'PFOREIGN' }

  it('becomes an alert, is acknowledged by who did it there, and ends there', async () => {
    const { send, alerts, state } = await open()
    await send({ ...foreign, type: 'incident.triggered', agent: null, id: 'E1' })
    const [line] = await alerts.find(ALL_ALERTS)
    expect(line).toMatchObject({
      source: 'pagerduty',
      level: 'critical',
      service: 'Checkout',
      status: 'firing',
    })
    await send({ ...foreign, id: 'E2', agent: agent('PBEN') })
    expect((await alerts.find(ALL_ALERTS))[0]).toMatchObject({
      status: 'acknowledged',
      answered: { by: 'UBEN' },
    })
    await send({ ...foreign, type: 'incident.resolved', id: 'E3', agent: null })
    expect(await alerts.find(ALL_ALERTS)).toMatchObject([{ status: 'resolved' }])
    expect((await state()).runs[0]?.phase).toBe('paged')
  })

  it('that is told of in the wrong order ends as it ended', async () => {
    const { send, alerts, clock } = await open()
    const at = new Date(clock.now() - 30_000).toISOString()
    await send({ ...foreign, type: 'incident.resolved', id: 'E2', agent: null })
    await send({ ...foreign, type: 'incident.triggered', id: 'E1', agent: null, at })
    expect(await alerts.find(ALL_ALERTS)).toMatchObject([{ status: 'resolved' }])
  })

  it('with the key of another installation is no incident of ours', async () => {
    const { send, alerts, state } = await open()
    await send({ key: 'tocsin-ffffffff:INC-1:1', incident: 'POTHER', agent: agent('PBEN') })
    expect((await state()).runs[0]?.phase).toBe('paged')
    expect(await alerts.find(ALL_ALERTS)).toHaveLength(1)
  })
})
