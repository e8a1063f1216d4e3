import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { argocd } from '../../src/argocd/provider.ts'
import type { Place } from '../../src/core/switch/provider.ts'
import type { Json } from '../../src/sandbox/protocol.ts'
import { type OutsideServer, outsideServer } from '../outside/outside-server.ts'
import { aProject, argocdServer, TOKEN } from './argocd-server.ts'

const forever = new AbortController().signal
const now = () => Date.UTC(2026, 0, 15, 3)
const comment = 'Ana Ruiz, INC-7: orders fail'

type Server = Awaited<ReturnType<typeof argocdServer>>

function freezer({ url }: OutsideServer) {
  const provider = argocd({ url, token: TOKEN }, { now })
  let orders = 0
  return {
    set: (place: Place, value: boolean) =>
      provider.set({ place, value, key: `k${++orders}`, comment }, forever),
    read: (place: Place) => provider.read(place, forever),
  }
}

const windowsOf = ({ deploys }: Server, name: string): Json[] | undefined =>
  (deploys.project(name)?.spec as Json | undefined)?.syncWindows as Json[] | undefined

const shop: Place = { projects: ['shop'] }
const holidays = {
  kind: 'deny',
  schedule: '0 0 24 12 *',
  duration: '72h',
  applications: ['*'],
  timeZone: 'UTC',
}

describe('a deploy freeze', () => {
  it('is one deny window that is always open, and says whose it is', async () => {
    const server = await argocdServer([aProject('shop', { syncWindows: [holidays] })])
    expect(await freezer(server).set(shop, true)).toEqual({ ok: true })
    expect(windowsOf(server, 'shop')).toEqual([
      holidays,
      {
        kind: 'deny',
        schedule: '* * * * *',
        duration: '1h',
        applications: ['*', 'tocsin:freeze'],
        timeZone: 'UTC',
        description: `tocsin:freeze ${comment}`,
      },
    ])
  })

  it('leaves a project as it was, to the letter, once it is over', async () => {
    const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 3 })
    const window = fc.record({
      kind: fc.constantFrom('allow', 'deny'),
      schedule: fc.constantFrom('* * * * *', '0 22 * * *', '*/5 1-3 * * 1,5'),
      duration: fc.constantFrom('1h', '61m', '8h'),
      applications: fc.constantFrom(['*'], ['orders-*', 'storefront']),
      description: fc.string(),
      syncOverrun: fc.boolean(),
      later: json,
    })
    const windows = fc
      .uniqueArray(window, {
        selector: ({ kind, schedule, duration }) => `${kind}${schedule}${duration}`,
        maxLength: 4,
      })
      .map((list) => (list.length === 0 ? {} : { syncWindows: list }))
    const odd = fc.constantFrom('9007199254740993', '1.0', '1e3', '-0', '12345678901234567890.5', '7')
    await fc.assert(
      fc.asyncProperty(windows, fc.dictionary(fc.string(), json), odd, async (spec, unknown, number) => {
        const whole = { unknown, ...aProject('shop', { unknown, ...spec, after: [unknown] }), end: '#' }
        let stored = JSON.stringify(whole).replace(/"#"\}$/, `${number}}`)
        const server = await plainServer(
          () => stored,
          (text) => (stored = text),
        )
        const { set, read } = freezer(server)
        const before = stored
        expect(await set(shop, true)).toEqual({ ok: true })
        expect(stored).not.toBe(before)
        expect(await read(shop)).toEqual({ ok: true, value: true })
        expect(await set(shop, false)).toEqual({ ok: true })
        expect(stored).toBe(before)
      }),
      { numRuns: 60 },
    )
  })

  it('evades a window of somebody else that differs in nothing that Argo CD compares', async () => {
    const theirs = { kind: 'deny', schedule: '* * * * *', duration: '1h', applications: ['legacy'] }
    const server = await argocdServer([aProject('shop', { syncWindows: [theirs] })])
    const { set, read } = freezer(server)
    expect(await set(shop, true)).toEqual({ ok: true })
    expect(windowsOf(server, 'shop')?.map(({ duration }) => duration)).toEqual(['1h', '61m'])
    expect(await read(shop)).toEqual({ ok: true, value: true })
    expect(await set(shop, false)).toEqual({ ok: true })
    expect(windowsOf(server, 'shop')).toEqual([theirs])
  })

  it('is known again where Argo CD drops descriptions, as it did before 3.0', async () => {
    const server = await argocdServer([aProject('shop', { syncWindows: [holidays] })], {
      dropping: ['description'],
    })
    const { set, read } = freezer(server)
    for (const value of [true, true, false, true]) {
      expect(await set(shop, value)).toEqual({ ok: true })
      expect(await read(shop)).toEqual({ ok: true, value })
      expect(windowsOf(server, 'shop')).toHaveLength(value ? 2 : 1)
    }
    expect(windowsOf(server, 'shop')?.[1]).not.toHaveProperty('description')
    await set(shop, false)
    expect(windowsOf(server, 'shop')).toEqual([holidays])
  })

  it('freezes a part by its own name beside another switch, and thaws only that', async () => {
    const server = await argocdServer([aProject('shop')])
    const { set, read } = freezer(server)
    const part = { projects: ['shop'], applications: ['orders-*'], allowManualSync: true, name: 'orders' }
    await set(shop, true)
    await set(part, true)
    expect(windowsOf(server, 'shop')?.[1]).toMatchObject({
      applications: ['orders-*', 'tocsin:orders'],
      manualSync: true,
    })
    expect(await set(shop, false)).toEqual({ ok: true })
    expect([await read(shop), await read(part)]).toEqual([
      { ok: true, value: false },
      { ok: true, value: true },
    ])
  })

  it('does not take a window whose description only begins alike for its own', async () => {
    const theirs = [
      { ...holidays, description: 'tocsin:freeze-orders by hand' },
      { ...holidays, duration: '1h', description: 'see tocsin:freeze' },
    ]
    const server = await argocdServer([aProject('shop', { syncWindows: theirs })])
    const { set, read } = freezer(server)
    expect(await read(shop)).toEqual({ ok: true, value: false })
    await set(shop, false)
    expect(windowsOf(server, 'shop')).toEqual(theirs)
  })
})

describe('somebody else at the same project', () => {
  const touch = (server: Server) => ({
    before: () => {
      const project = server.deploys.project('shop') as Json
      const spec = project.spec as Json
      server.deploys.replace({
        ...project,
        spec: { ...spec, description: `touched ${server.received.length}` },
      })
    },
  })
  const calm = { before: () => {} }

  it('costs another try, and what they changed stays', async () => {
    const server = await argocdServer([aProject('shop')])
    server.mishaps = [calm, touch(server), calm, touch(server)]
    expect(await freezer(server).set(shop, true)).toEqual({ ok: true })
    expect(server.received.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET', 'PUT'])
    expect(server.deploys.project('shop')?.spec).toMatchObject({ description: 'touched 4' })
    expect(windowsOf(server, 'shop')).toHaveLength(1)
  })

  it('is a failure for now when it does not end', async () => {
    const server = await argocdServer([aProject('shop')])
    server.mishaps = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? calm : touch(server)))
    expect(await freezer(server).set(shop, true)).toMatchObject({ ok: false, again: 'later' })
    expect(server.received.length).toBeLessThanOrEqual(10)
    expect(windowsOf(server, 'shop')).toBeUndefined()
  })

  it('is recognised by what older versions say of it', async () => {
    const server = await argocdServer([aProject('shop')])
    const message = 'Operation cannot be fulfilled: the object has been modified; please try again'
    server.mishaps = [calm, { status: 500, body: { error: message, code: 2, message } }]
    expect(await freezer(server).set(shop, true)).toEqual({ ok: true })
  })

  it('who left two windows alike, which Argo CD does not take, has to mend that first', async () => {
    const alike = [holidays, { ...holidays, description: 'twice' }]
    const server = await argocdServer([aProject('shop', { syncWindows: alike })])
    const result = await freezer(server).set(shop, true)
    expect(result).toMatchObject({
      again: 'never',
      why: expect.stringMatching(/there is a window .* already/),
    })
    expect(server.received).toHaveLength(2)
  })

  it('may refuse the change for good without being asked five times', async () => {
    const server = await argocdServer([aProject('shop')])
    server.mishaps = [calm, { status: 400, body: { code: 3, message: 'no such role' } }]
    const result = await freezer(server).set(shop, true)
    expect(result).toMatchObject({ again: 'never', why: expect.stringContaining('no such role') })
    expect(server.received).toHaveLength(2)
  })

  it('who takes the window away is seen at the next look', async () => {
    const server = await argocdServer([aProject('shop')])
    const { set, read } = freezer(server)
    await set(shop, true)
    server.deploys.removeWindow('shop', `tocsin:freeze ${comment}`)
    expect(await read(shop)).toEqual({ ok: true, value: false })
  })

  it('who makes something else of the window is told of, and it is put right by setting again', async () => {
    const server = await argocdServer([aProject('shop')])
    const { set, read } = freezer(server)
    for (const change of [
      { kind: 'allow' },
      { applications: ['x'] },
      { applications: ['*', 'x'] },
      { manualSync: true },
      { duration: '1m' },
    ]) {
      await set(shop, true)
      const project = server.deploys.project('shop') as Json
      const [window] = windowsOf(server, 'shop') ?? []
      server.deploys.replace({
        ...project,
        spec: { ...(project.spec as Json), syncWindows: [{ ...window, ...change }] },
      })
      expect(await read(shop)).toMatchObject({ again: 'later', why: expect.stringMatching(/changed.*shop/) })
      await set(shop, true)
      expect(await read(shop)).toEqual({ ok: true, value: true })
      expect(windowsOf(server, 'shop')).toHaveLength(1)
    }
  })
})

describe('several projects', () => {
  const both: Place = { projects: ['shop', 'concierge'] }

  it('are frozen and thawed together', async () => {
    const server = await argocdServer([aProject('shop'), aProject('concierge'), aProject('other')])
    const { set, read } = freezer(server)
    expect(await set(both, true)).toEqual({ ok: true })
    expect(await read(both)).toEqual({ ok: true, value: true })
    expect(windowsOf(server, 'other')).toBeUndefined()
    expect(await set(both, false)).toEqual({ ok: true })
    expect(await read(both)).toEqual({ ok: true, value: false })
  })

  it('that differ are no value: the names are told', async () => {
    const server = await argocdServer([aProject('shop'), aProject('concierge')])
    const { set, read } = freezer(server)
    await set(shop, true)
    expect(await read(both)).toEqual({
      ok: false,
      again: 'later',
      why: 'The projects in Argo CD differ; frozen: shop; not frozen: concierge.',
    })
  })

  it('are frozen as far as possible when one is missing, and the missing one is named', async () => {
    const server = await argocdServer([aProject('shop')])
    const { set, read } = freezer(server)
    const place = { projects: ['gone', 'shop'] }
    const told = {
      again: 'never',
      why: expect.stringMatching(/1 of 2 projects failed \(gone\).*no project "gone"/),
    }
    expect(await set(place, true)).toMatchObject(told)
    expect(await read(place)).toMatchObject(told)
    expect(await read(shop)).toEqual({ ok: true, value: true })
  })

  it('are worth another try while one of them is', async () => {
    const server = await argocdServer([aProject('shop')])
    server.mishaps = [{ status: 429, headers: { 'retry-after': '30' } }]
    const result = await freezer(server).set({ projects: ['shop', 'gone'] }, true)
    expect(result).toMatchObject({ again: 'later', notBefore: now() + 30_000 })
  })

  it('are chosen by a label, and thawed even where the label was taken away meanwhile', async () => {
    const labelled = { freeze: 'incident' }
    const server = await argocdServer([
      aProject('shop', {}, labelled),
      aProject('concierge', {}, labelled),
      aProject('other', {}, { freeze: 'never' }),
    ])
    const { set, read } = freezer(server)
    const place = { label: 'freeze=incident' }
    expect(await set(place, true)).toEqual({ ok: true })
    expect(await read(place)).toEqual({ ok: true, value: true })
    expect(windowsOf(server, 'other')).toBeUndefined()
    const shopNow = server.deploys.project('shop') as Json
    server.deploys.replace({ ...shopNow, metadata: { ...(shopNow.metadata as Json), labels: {} } })
    expect(await set(place, false)).toEqual({ ok: true })
    expect([windowsOf(server, 'shop'), windowsOf(server, 'concierge')]).toEqual([undefined, undefined])
    expect(await read(place)).toEqual({ ok: true, value: false })
  })

  it('of a label that no project carries are a mistake of the policy', async () => {
    const server = await argocdServer([aProject('shop')])
    const { set, read } = freezer(server)
    const told = { again: 'never', why: expect.stringContaining('no project with the label "freeze"') }
    expect(await set({ label: 'freeze' }, true)).toMatchObject(told)
    expect(await read({ label: 'freeze' })).toMatchObject(told)
  })
})

/** Keeps a project as text, without looking into it more than it must. */
async function plainServer(get: () => string, put: (text: string) => void): Promise<OutsideServer> {
  return outsideServer(({ method, body }) => {
    if (method === 'PUT') put(body.slice('{"project":'.length, -1))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: get() }
  })
}
