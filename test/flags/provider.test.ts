import { describe, expect, it } from 'vitest'
import { createFlagBook } from '../../src/flags/flag-book.ts'
import { emptyDatabase } from '../engine/databases.ts'
import { aStand, ask, DECLARED } from './stand.ts'

describe.each(['sqlite', 'postgres'] as const)('the built-in switches on %s', (kind) => {
  it('have their normal values before anybody sets one', async () => {
    const { read } = await aStand({ url: await emptyDatabase(kind) })
    for (const { key, normal } of DECLARED) expect(await read(key)).toEqual({ ok: true, value: normal })
  })

  it('are read as they were set, of every type, and set again to the same without complaint', async () => {
    const { set, read } = await aStand({ url: await emptyDatabase(kind) })
    const values = {
      automation_enabled: false,
      customer_banner: 'Störung – "wir" arbeiten\ndaran 🚧',
      replies_per_minute: 0.5,
    }
    for (const [key, value] of Object.entries(values)) {
      expect(await set(key, value)).toEqual({ ok: true })
      expect(await set(key, value)).toEqual({ ok: true })
      expect(await read(key)).toEqual({ ok: true, value })
    }
    expect(await read('safe_mode')).toEqual({ ok: true, value: false })
  })

  it('keep what was set over a restart', async () => {
    const url = await emptyDatabase(kind)
    const before = await aStand({ url })
    await before.set('safe_mode', true)
    await before.set('customer_banner', 'Be patient')
    await before.stop()
    const after = await aStand({ url })
    expect(await after.read('safe_mode')).toEqual({ ok: true, value: true })
    expect((await ask(after, '/evaluate/flags/customer_banner')).body.value).toBe('Be patient')
    expect(after.complaints).toEqual([])
  })

  it('count every change, and no repetition, as a new version', async () => {
    const { set, database } = await aStand({ url: await emptyDatabase(kind) })
    for (const value of [true, true, false, true]) await set('safe_mode', value)
    const rows = await database.reads.selectFrom('flags').selectAll().execute()
    expect(rows).toMatchObject([{ key: 'safe_mode', value: 'true', version: 3 }])
  })

  it('set by many at once end as the database has them', async () => {
    const { set, read, flags, server } = await aStand({ url: await emptyDatabase(kind) })
    await Promise.all(Array.from({ length: 50 }, (_, n) => set('replies_per_minute', n)))
    const inDatabase = await read('replies_per_minute')
    const served = await ask({ server }, '/evaluate/flags/replies_per_minute')
    expect(inDatabase).toEqual({ ok: true, value: served.body.value })
    expect(flags.counts().listening).toBe(0)
  })
})

describe('a switch that is back to normal', () => {
  it('follows the policy, also when the policy comes to call something else normal', async () => {
    const url = await emptyDatabase('sqlite')
    const before = await aStand({ url })
    await before.set('customer_banner', 'We are looking into it')
    await before.set('customer_banner', '')
    await before.stop()
    const after = await aStand({ url, declared: [{ key: 'customer_banner', normal: 'Winter sale' }] })
    expect(await after.read('customer_banner')).toEqual({ ok: true, value: 'Winter sale' })
  })

  it('is no longer there when the policy took it out, while one that is pulled stays', async () => {
    const url = await emptyDatabase('sqlite')
    const before = await aStand({ url })
    await before.set('safe_mode', true)
    await before.set('automation_enabled', false)
    await before.set('automation_enabled', true)
    await before.stop()
    const after = await aStand({ url, declared: [] })
    expect(await after.read('safe_mode')).toEqual({ ok: true, value: true })
    expect(await after.read('automation_enabled')).toMatchObject({ ok: false, again: 'never' })
    // What is still pulled can be put back, though the policy no longer speaks of it.
    expect(await after.set('safe_mode', false)).toEqual({ ok: true })
    expect(await after.read('safe_mode')).toEqual({ ok: true, value: false })
  })
})

describe('what cannot be set', () => {
  it.each([
    ['a value of another type', 'safe_mode', 'yes'],
    ['a number for a text', 'customer_banner', 5],
    ['a number that is none', 'replies_per_minute', Number.NaN],
    ['a text without end', 'customer_banner', 'x'.repeat(2_001)],
    ['a key with a slash', 'a/b', true],
    ['an empty key', '', true],
    ['a key that is a path', '..', true],
  ])('is refused for good: %s', async (_what, key, value) => {
    const { set, read } = await aStand()
    expect(await set(key, value)).toMatchObject({
      ok: false,
      again: 'never',
      why: expect.stringMatching(/\.$/),
    })
    const found = await read(key)
    expect(found.ok ? found.value : undefined).toBe(DECLARED.find((flag) => flag.key === key)?.normal)
  })

  it('is a place without a flag', async () => {
    const { flags } = await aStand()
    const order = { place: { project: 'x' }, value: true, key: 'k', comment: '' }
    const { signal } = new AbortController()
    expect(await flags.provider.set(order, signal)).toMatchObject({ ok: false, again: 'never' })
    expect(await flags.provider.read({}, signal)).toMatchObject({ ok: false, again: 'never' })
  })

  it('is what was called off before it was written', async () => {
    const { flags, read } = await aStand()
    const order = { place: { flag: 'safe_mode' }, value: true, key: 'k', comment: '' }
    expect(await flags.provider.set(order, AbortSignal.abort())).toMatchObject({ ok: false, again: 'later' })
    expect(await read('safe_mode')).toEqual({ ok: true, value: false })
  })

  it('is anything while the database is away, and that is worth another try', async () => {
    const { set, read, database, server } = await aStand({ url: await emptyDatabase('postgres') })
    await database.close()
    expect(await set('safe_mode', true)).toMatchObject({ ok: false, again: 'later' })
    expect(await read('safe_mode')).toMatchObject({ ok: false, again: 'later' })
    expect((await ask({ server }, '/evaluate/flags/safe_mode')).body.value).toBe(false)
  })
})

it('rows may be learned in any order: an older one never replaces a newer', () => {
  const book = createFlagBook()
  book.take([{ key: 'a', value: 'newest', version: 3 }])
  book.take([
    { key: 'a', value: 'old', version: 2 },
    { key: 'b', value: true, version: 1 },
  ])
  expect(book.all()).toMatchObject([
    { key: 'a', value: 'newest' },
    { key: 'b', value: true },
  ])
  expect(book.version()).toBe(4)
})

it('a value of a type that the switch had once does not count', async () => {
  const url = await emptyDatabase('sqlite')
  const before = await aStand({ url, declared: [{ key: 'assistant_copy', normal: 'live' }] })
  await before.set('assistant_copy', 'informative')
  await before.stop()
  const after = await aStand({ url, declared: [{ key: 'assistant_copy', normal: true }] })
  expect(await after.read('assistant_copy')).toEqual({ ok: true, value: true })
  expect(after.complaints).toEqual([expect.stringMatching(/^A switch was set to a value of another type/)])
  expect(await after.set('assistant_copy', false)).toEqual({ ok: true })
  expect(await after.read('assistant_copy')).toEqual({ ok: true, value: false })
})

describe('replicas on one PostgreSQL', () => {
  it('serve what another one set, without being asked to look', async () => {
    const url = await emptyDatabase('postgres')
    const [one, other] = [await aStand({ url, lookEveryMs: 20 }), await aStand({ url, lookEveryMs: 20 })]
    const served = async () => (await ask(other, '/evaluate/flags/safe_mode')).body.value
    for (const value of [true, false, true]) {
      await one.set('safe_mode', value)
      await expect.poll(served, { interval: 10 }).toBe(value)
    }
  })

  it('answer who was told of a change by another one with that change, however late they would look', async () => {
    const url = await emptyDatabase('postgres')
    const hour = 60 * 60_000
    const [one, other] = [await aStand({ url, lookEveryMs: hour }), await aStand({ url, lookEveryMs: hour })]
    const known = (await ask(other, '/evaluate/flags')).headers.get('etag') ?? ''
    await one.set('safe_mode', true)
    const told = (await ask(one, '/evaluate/flags')).headers.get('etag') ?? ''
    const query = `?flagConfigEtag=${encodeURIComponent(told)}`
    const answer = await ask(other, `/evaluate/flags${query}`, { headers: { 'if-none-match': known } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe(told)
    expect(answer.body.flags).toContainEqual(expect.objectContaining({ key: 'safe_mode', value: true }))
  })

  it('read back what another one set, and serve it from then on', async () => {
    const url = await emptyDatabase('postgres')
    const hour = 60 * 60_000
    const [one, other] = [await aStand({ url, lookEveryMs: hour }), await aStand({ url, lookEveryMs: hour })]
    await one.set('safe_mode', true)
    expect((await ask(other, '/evaluate/flags/safe_mode')).body.value).toBe(false)
    expect(await other.read('safe_mode')).toEqual({ ok: true, value: true })
    expect((await ask(other, '/evaluate/flags/safe_mode')).body.value).toBe(true)
  })

  it('go on serving what they know while the database is away, and say so once', async () => {
    const url = await emptyDatabase('postgres')
    const stand = await aStand({ url, lookEveryMs: 5 })
    await stand.set('safe_mode', true)
    await stand.database.close()
    await expect.poll(() => stand.complaints.length).toBe(1)
    for (let n = 0; n < 20; n += 1)
      expect((await ask(stand, '/evaluate/flags/safe_mode')).body.value).toBe(true)
    expect(stand.complaints).toHaveLength(1)
  })
})
