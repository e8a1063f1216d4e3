import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { argocd } from '../../src/argocd/provider.ts'
import { firedWithin, readSchedule } from '../../src/sandbox/deploys/cron.ts'
import { blockedBy, isActive, type SyncWindow, windowsProblem } from '../../src/sandbox/deploys/windows.ts'
import type { Acked } from '../../src/sandbox/protocol.ts'
import { Stand } from './stand.ts'

const TOKEN = 'argocd-token'
const forever = new AbortController().signal
const MINUTE_MS = 60_000
const FRIDAY = Date.UTC(2026, 0, 16, 22, 30)

describe('a schedule', () => {
  const fired = (schedule: string, at: number, lastMinutes = 1) => {
    const read = readSchedule(schedule)
    if (!read) throw new Error(`${schedule} is not read`)
    return firedWithin(read, at, lastMinutes * MINUTE_MS)
  }

  it.each([
    ['* * * * *', 1, true],
    ['30 22 * * *', 1, true],
    ['31 22 * * *', 60, false],
    ['0 22 * * 5', 60, true],
    ['0 22 * * 5', 30, false], // fired 30 minutes ago, which is over
    ['0 22 * * 1-4', 60, false],
    ['*/15 * 16 * *', 1, true],
    ['*/20 * * * *', 5, false],
    ['0 0 1 * 5', 60 * 23, true], // the first of a month, or a Friday
    ['0 12,20,22 * 1 *', 31, true],
  ])('%s fires within %i minutes before Friday 22:30: %s', (schedule, minutes, expected) => {
    expect(fired(schedule, FRIDAY, minutes)).toBe(expected)
  })

  it.each(['* * * *', '60 * * * *', '5-1 * * * *', '*/0 * * * *', 'a * * * *', '* * * * MON', ''])(
    'is not "%s"',
    (text) => expect(readSchedule(text)).toBeUndefined(),
  )
})

describe('sync windows', () => {
  const deny: SyncWindow = { kind: 'deny', schedule: '* * * * *', duration: '1h', applications: ['*'] }
  const never: SyncWindow = { ...deny, schedule: '0 0 1 1 *', duration: '5m' }

  it.each<[string, SyncWindow[], boolean]>([
    ['none', [], false],
    ['a deny that is active', [deny], true],
    ['a deny that is not', [never], false],
    ['a deny for others', [{ ...deny, applications: ['orders-*'] }], false],
    ['a deny for its pattern', [{ ...deny, applications: ['st*-front', 'store*t'] }], true],
    ['a deny that lets people deploy by hand', [{ ...deny, manualSync: true }], false],
    [
      'two denies, one of which does not let them',
      [
        { ...deny, manualSync: true },
        { ...deny, duration: '2h' },
      ],
      true,
    ],
    ['an allow that is active', [{ ...deny, kind: 'allow' }], false],
    ['an allow that is not', [{ ...never, kind: 'allow' }], true],
    ['a deny and an allow at once', [deny, { ...deny, kind: 'allow' }], true],
  ])('with %s', (_what, windows, blocked) => {
    expect(blockedBy(windows, 'storefront', FRIDAY) !== undefined).toBe(blocked)
  })

  it('take dots of a name for dots', () => {
    expect(blockedBy([{ ...deny, applications: ['store.ront'] }], 'storefront', FRIDAY)).toBeUndefined()
  })

  it.each([
    [{ ...deny, kind: 'maybe' }, 2],
    [{ ...deny, schedule: 'always' }, 2],
    [{ ...deny, duration: '1 hour' }, 2],
    [{ ...deny, applications: [] }, 11],
  ])('are refused as %o', (window, code) => {
    expect(windowsProblem([window])?.code).toBe(code)
  })

  it('are refused twice, however they differ otherwise', () => {
    expect(windowsProblem([deny, { ...deny, applications: ['x'], description: 'mine' }])?.code).toBe(6)
    expect(windowsProblem([deny, { ...deny, duration: '61m' }])).toBeUndefined()
    expect(isActive({ ...deny, duration: '61m' }, FRIDAY)).toBe(true)
  })
})

describe('the workspace’s Argo CD', () => {
  let stand: Stand
  const open = async (options: Parameters<typeof Stand.open>[0] = {}) => {
    stand = await Stand.open({ argocdToken: TOKEN, ...options })
    return argocd({ url: stand.sandbox.argocdUrl, token: TOKEN }, { now: () => 0 })
  }
  afterEach(() => stand.close())
  const production = { projects: ['production'] }
  const order = (value: boolean) => ({ place: production, value, key: 'k', comment: 'INC-1' })
  const deploy = (application: string, as = 'U0BEN') =>
    stand.post('deploy', { as, application }) as Promise<Acked>
  const running = async (name: string) =>
    (await stand.state()).deployments?.applications.find((each) => each.name === name)

  it('deploys until it is frozen, and again when it is not', async () => {
    const provider = await open()
    expect(await deploy('storefront')).toMatchObject({ ok: true })
    expect(await running('storefront')).toMatchObject({
      running: '4.13.0',
      next: '4.13.1',
      deployedBy: 'U0BEN',
    })
    await provider.set(order(true), forever)
    expect(await deploy('storefront')).toMatchObject({
      ok: false,
      error: expect.stringContaining('frozen by'),
    })
    expect(await running('storefront')).toMatchObject({ running: '4.13.0', blockedBy: expect.any(String) })
    expect(await deploy('storefront-staging')).toMatchObject({ ok: true })
    await provider.set(order(false), forever)
    expect(await deploy('storefront')).toMatchObject({ ok: true })
  })

  it('shows the windows, and lets somebody take one away behind the app’s back', async () => {
    const provider = await open()
    const windows = async () => (await stand.state()).deployments?.projects[0]?.windows
    const before = await windows()
    await provider.set(order(true), forever)
    expect((await windows())?.map(({ description, active }) => [description, active])).toEqual([
      ['Holidays', false],
      ['tocsin:freeze INC-1', true],
    ])
    const act = { as: 'U0BEN', project: 'production', description: 'tocsin:freeze INC-1' }
    expect(await stand.post('remove-window', act)).toMatchObject({ ok: true })
    expect(await stand.post('remove-window', act)).toMatchObject({ ok: false })
    expect(await windows()).toEqual(before)
    expect(await provider.read(production, forever)).toEqual({ ok: true, value: false })
  })

  it('knows no guests', async () => {
    await open()
    await expect(deploy('storefront', 'U0GIL')).rejects.toThrow(/Guests/)
  })

  it('asks for its token, and is not there without one', async () => {
    await open()
    const url = `${stand.sandbox.argocdUrl}/api/v1/projects/production`
    const status = async (headers: Record<string, string>) => (await fetch(url, { headers })).status
    expect(await status({})).toBe(401)
    expect(await status({ authorization: 'Bearer another' })).toBe(401)
    expect(await status({ authorization: `Bearer ${TOKEN}` })).toBe(200)
    await stand.close()
    stand = await Stand.open()
    expect((await fetch(`${stand.sandbox.argocdUrl}/api/v1/projects`)).status).toBe(404)
    expect((await stand.state()).deployments).toBeUndefined()
  })

  it('refuses what was made from an older version, or is no project', async () => {
    await open()
    const url = `${stand.sandbox.argocdUrl}/api/v1/projects/production`
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const put = async (body: unknown, at = url) => {
      const response = await fetch(at, { method: 'PUT', headers, body: JSON.stringify(body) })
      return [response.status, ((await response.json()) as { code?: number }).code]
    }
    const project = (await (await fetch(url, { headers })).json()) as { metadata: object; spec: object }
    expect(await put({ project })).toEqual([200, undefined])
    expect(await put({ project })).toEqual([409, 10])
    expect(await put({ project: { ...project, metadata: { name: 'production' } } })).toEqual([400, 3])
    expect(await put({})).toEqual([400, 3])
    expect(await put('no JSON at all')).toEqual([400, 3])
    expect(await put({ project }, url.replace('production', 'staging'))).toEqual([400, 3])
    const windows = [{ kind: 'deny', schedule: '* * * * *', duration: '1h', application: ['*'] }]
    expect(await put({ project: { ...project, spec: { syncWindows: windows } } })).toEqual([400, 3])
  })
})

describe('a restart', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deploys-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('keeps what was deployed and frozen, and founds Argo CD in a workspace that had none', async () => {
    const stateFile = join(folder, 'workspace.json')
    const first = await Stand.open({ stateFile, argocdToken: TOKEN })
    const provider = argocd({ url: first.sandbox.argocdUrl, token: TOKEN }, { now: () => 0 })
    await provider.set({ place: { projects: ['staging'] }, value: true, key: 'k', comment: '' }, forever)
    const kept = (await first.state()).deployments
    await first.close()

    const second = await Stand.open({ stateFile, argocdToken: TOKEN })
    expect((await second.state()).deployments).toEqual(kept)
    await second.close()

    const stored = JSON.parse(readFileSync(stateFile, 'utf8'))
    delete stored.data.deploys
    writeFileSync(stateFile, JSON.stringify(stored))
    const third = await Stand.open({ stateFile, argocdToken: TOKEN })
    expect((await third.state()).deployments?.projects.map(({ name }) => name)).toEqual([
      'production',
      'staging',
    ])
    await third.close()
  })
})
