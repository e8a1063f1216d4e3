import { describe, expect, it, onTestFinished } from 'vitest'
import type { StreamRow } from '../../db/schema.ts'
import { systemClock } from '../../src/engine/clock.ts'
import type { Commit } from '../../src/engine/commit.ts'
import { type OpenDatabase, openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { emptyDatabase } from './databases.ts'

const clock = systemClock()

async function emptyStore(kind: 'sqlite' | 'postgres') {
  const url = await emptyDatabase(kind)
  const database = await openDatabase(url)
  const store = createStore(database, clock)
  onTestFinished(() => store.close())
  return { store, database, url, at: positionsIn(database) }
}

function commitOf(number: number, seq: number, more: Partial<Commit> = {}): Commit {
  const id = `ERR-${number}`
  const stream: StreamRow = {
    id,
    kind: 'errand',
    number,
    seq,
    head: `h${seq}`,
    state: `{"seq":${seq}}`,
    policy: 'p',
    updated_at: seq,
  }
  const entry = {
    stream: id,
    seq,
    type: 't',
    event: '{"type":"t"}',
    digest: 'd',
    actor: 'U1',
    via: 'command',
    at: 1,
    recorded_at: 2,
    hash: `h${seq}`,
    redacted_by: null,
  }
  return { stream, expectedSeq: seq - 1, entries: [entry], effects: [], now: 1_000, ...more }
}

function effectOf(stream: string, seq: number, n: number, more: object = {}) {
  return {
    key: `${stream}:${seq}:${n}`,
    stream,
    seq,
    kind: 'post.tell',
    lane: 1,
    subject: 'board',
    args: '{}',
    not_before: 0,
    ...more,
  }
}

/** Where an effect stands in the outbox; -1 when it is not there. */
function positionsIn(database: OpenDatabase) {
  return async (key: string): Promise<number> => {
    const found = await database.reads
      .selectFrom('outbox')
      .select('position')
      .where('key', '=', key)
      .executeTakeFirst()
    return found?.position ?? -1
  }
}

describe.each(['sqlite', 'postgres'] as const)('the store on %s', (kind) => {
  it('gives back what was committed, all of it', async () => {
    const { store } = await emptyStore(kind)
    const far = 9_007_199_254_740_000 // times are bigint and must come back as exact numbers
    const timers = [{ stream: 'ERR-1', name: 'nag', due: far }]
    const commit = commitOf(1, 1, {
      effects: [effectOf('ERR-1', 1, 0)],
      timers,
      labels: ['open', 'x'],
      key: 'k1',
    })
    expect(await store.commit(commit)).toBe('committed')
    const { row, seenBy } = await store.load('ERR-1', 'k1')
    expect(row).toEqual(commit.stream)
    expect(seenBy).toBe('ERR-1')
    expect(await store.entries('ERR-1', { limit: 10 })).toEqual(commit.entries)
    expect(await store.timersOf('ERR-1')).toEqual(timers)
    expect(await store.nextTimer()).toBe(far)
    expect((await store.streamsLabelled('open', { limit: 10 })).map((found) => found.id)).toEqual(['ERR-1'])
    expect(await store.outbox.due(1_000, 10)).toMatchObject([
      { key: 'ERR-1:1:0', attempts: 0, maybe_sent: 0 },
    ])
  })

  it('refuses a commit that expects another state, and writes nothing of it', async () => {
    const { store } = await emptyStore(kind)
    await store.commit(commitOf(1, 1))
    const late = commitOf(1, 1, { key: 'late', effects: [effectOf('ERR-1', 1, 0)], labels: ['wrong'] })
    expect(await store.commit(late)).toBe('conflict')
    expect(await store.commit({ ...commitOf(1, 3, { key: 'early' }) })).toBe('conflict')
    expect(await store.seenBy('late')).toBeUndefined()
    expect(await store.seenBy('early')).toBeUndefined()
    expect(await store.streamsLabelled('wrong', { limit: 1 })).toEqual([])
    expect(await store.outbox.due(1_000, 10)).toEqual([])
    expect((await store.load('ERR-1')).row?.seq).toBe(1)
  })

  it('lets exactly one of many commits that expect the same state through', async () => {
    const { store } = await emptyStore(kind)
    const results = await Promise.all(Array.from({ length: 20 }, () => store.commit(commitOf(1, 1))))
    expect(results.filter((result) => result === 'committed')).toHaveLength(1)
    expect(results.filter((result) => result === 'conflict')).toHaveLength(19)
  })

  it('takes one request key once, also when both come together', async () => {
    const { store } = await emptyStore(kind)
    const results = await Promise.all(
      [1, 2, 3].map((number) => store.commit(commitOf(number, 1, { key: 'same' }))),
    )
    expect(results.sort()).toEqual(['committed', 'duplicate', 'duplicate'])
  })

  it('does not let a write that fails take the others of its batch with it', async () => {
    const { store } = await emptyStore(kind)
    const twice = { stream: 'ERR-1', name: 'nag', due: 1 }
    for (const number of [1, 2]) await store.commit(commitOf(number, 1))
    const clash = commitOf(1, 2, { timers: [twice, twice] })
    const [broken, fine] = await Promise.allSettled([store.commit(clash), store.commit(commitOf(2, 2))])
    expect(broken.status).toBe('rejected')
    expect(fine).toEqual({ status: 'fulfilled', value: 'committed' })
    expect((await store.load('ERR-1')).row?.seq).toBe(1)
  })

  it('begins streams in the order of their numbers only, so that none is ever missing', async () => {
    const { store } = await emptyStore(kind)
    expect(await store.commit(commitOf(2, 1, { key: 'k' }))).toBe('conflict')
    const together = await Promise.all([3, 12, 2, 1].map((number) => store.commit(commitOf(number, 1))))
    expect(together).toEqual(['committed', 'conflict', 'committed', 'committed'])
    expect(await store.nextNumber('errand')).toBe(4)
  })

  it('finds labelled streams newest first, a page at a time, of one kind when asked', async () => {
    const { store } = await emptyStore(kind)
    for (let number = 1; number <= 5; number += 1)
      await store.commit(commitOf(number, 1, { labels: number === 3 ? [] : ['open'] }))
    const other = commitOf(1, 1, { labels: ['open'] })
    const stream = { ...other.stream, id: 'JOB-1', kind: 'job' }
    await store.commit({
      ...other,
      stream,
      entries: other.entries.map((entry) => ({ ...entry, stream: 'JOB-1' })),
    })
    const ids = async (page: { kind?: string; before?: number; limit: number }) =>
      (await store.streamsLabelled('open', page)).map(({ id }) => id)
    expect(await ids({ kind: 'errand', limit: 2 })).toEqual(['ERR-5', 'ERR-4'])
    expect(await ids({ kind: 'errand', limit: 9, before: 4 })).toEqual(['ERR-2', 'ERR-1'])
    expect((await ids({ limit: 9, before: 2 })).sort()).toEqual(['ERR-1', 'JOB-1'])
  })

  it('finds entries of some types over all streams as they happened, a page at a time', async () => {
    const { store } = await emptyStore(kind)
    const happened: [number, string, number][] = [
      [1, 'noted', 50],
      [2, 'noted', 20],
      [3, 'decided', 20],
      [4, 'other', 30],
      [5, 'noted', 60],
      [6, 'decided', 10],
    ]
    for (const [number, type, at] of happened) {
      const commit = commitOf(number, 1)
      await store.commit({ ...commit, entries: commit.entries.map((entry) => ({ ...entry, type, at })) })
    }
    const span = { from: 20, to: 60, limit: 2 }
    const first = await store.entriesOfTypes(['noted', 'decided'], span)
    expect(first.map(({ stream }) => stream)).toEqual(['ERR-2', 'ERR-3'])
    const [, after] = first
    const rest = await store.entriesOfTypes(['noted', 'decided'], { ...span, ...(after && { after }) })
    expect(rest.map(({ stream }) => stream)).toEqual(['ERR-1'])
    expect(await store.entriesOfTypes(['noted'], { ...span, kind: 'job' })).toEqual([])
    expect(await store.entriesOfTypes(['noted'], { ...span, kind: 'errand' })).toHaveLength(2)
  })

  it('replaces timers and labels as whole sets, and leaves them when nothing is said of them', async () => {
    const { store } = await emptyStore(kind)
    const timer = (name: string, due: number) => ({ stream: 'ERR-1', name, due })
    await store.commit(commitOf(1, 1, { timers: [timer('a', 10), timer('b', 20)], labels: ['open', 'old'] }))
    await store.commit(commitOf(1, 2))
    expect(await store.timersOf('ERR-1')).toHaveLength(2)
    await store.commit(commitOf(1, 3, { timers: [timer('b', 30)], labels: ['open'] }))
    expect(await store.timersOf('ERR-1')).toEqual([timer('b', 30)])
    expect(await store.streamsLabelled('old', { limit: 1 })).toEqual([])
    expect((await store.dueTimers(30, 10)).map(({ name, kind }) => [name, kind])).toEqual([['b', 'errand']])
    expect(await store.dueTimers(29, 10)).toEqual([])
  })

  it('offers only the oldest effect of a lane and subject, pages first', async () => {
    const { store, at } = await emptyStore(kind)
    const effects = [
      effectOf('ERR-1', 1, 0),
      effectOf('ERR-1', 1, 1),
      effectOf('ERR-1', 1, 2, { subject: 'other' }),
      effectOf('ERR-1', 1, 3, { lane: 0 }),
      effectOf('ERR-1', 1, 4, { subject: 'later', not_before: 5_000 }),
    ]
    await store.commit(commitOf(1, 1, { effects }))
    const due = async () => (await store.outbox.due(1_000, 10)).map(({ key }) => key)
    expect(await due()).toEqual(['ERR-1:1:3', 'ERR-1:1:0', 'ERR-1:1:2'])
    expect(await store.outbox.nextDue(1_000)).toBe(5_000)

    const position = await at('ERR-1:1:0')
    expect(await store.outbox.claim(position, 'me', 1_000)).toMatchObject({ owner: 'me', attempts: 1 })
    expect(await store.outbox.claim(position, 'you', 1_000)).toBeUndefined()
    expect(await due()).toEqual(['ERR-1:1:3', 'ERR-1:1:2'])
    const again = { notBefore: 3_000, maybeSent: true, why: 'busy' }
    await store.outbox.putOff({ position, owner: 'you' }, again)
    expect(await store.outbox.claim(position, 'you', 3_000)).toBeUndefined() // who has it not cannot let go of it
    await store.outbox.putOff({ position, owner: 'me' }, again)
    expect(await due()).toEqual(['ERR-1:1:3', 'ERR-1:1:2']) // order is kept: the second waits for the first
    // Who had looked before it was put off learns at the claim that it is too early, and later that it may be there.
    expect(await store.outbox.claim(position, 'you', 2_999)).toBeUndefined()
    expect(await store.outbox.claim(position, 'you', 3_000)).toMatchObject({ attempts: 2, maybe_sent: 1 })
    await store.outbox.settle({ position, parkedBecause: 'no' })
    expect(await due()).toEqual(['ERR-1:1:3', 'ERR-1:1:1', 'ERR-1:1:2'])
    expect(await store.outbox.parked(10)).toMatchObject([{ key: 'ERR-1:1:0', why: 'no' }])
  })

  it('settles an effect in the commit that records its result', async () => {
    const { store, at } = await emptyStore(kind)
    await store.commit(commitOf(1, 1, { effects: [effectOf('ERR-1', 1, 0)] }))
    await store.outbox.claim(await at('ERR-1:1:0'), 'me', 1_000)
    expect(await store.commit(commitOf(1, 2, { settles: { position: await at('ERR-1:1:0') } }))).toBe(
      'committed',
    )
    expect(await store.outbox.backlog()).toEqual([])
  })

  it('settles with a sync all that it covers, and nothing that came after it looked', async () => {
    const { store, at } = await emptyStore(kind)
    const sync = { kind: 'post.sign', lane: 2, subject: 'sign' }
    await store.commit(
      commitOf(1, 1, { effects: [effectOf('ERR-1', 1, 0, sync), effectOf('ERR-1', 1, 1, sync)] }),
    )
    await store.commit(commitOf(2, 1, { effects: [effectOf('ERR-2', 1, 0, sync)] }))
    const covered = { ...sync, stream: 'ERR-1' }
    const upTo = await store.outbox.newestPosition(covered)
    expect(upTo).toBe(await at('ERR-1:1:1'))
    await store.commit(commitOf(1, 2, { effects: [effectOf('ERR-1', 2, 0, sync)] }))
    await store.outbox.claim(await at('ERR-1:1:0'), 'me', 1_000)
    await store.outbox.settle({ position: await at('ERR-1:1:0'), covers: { ...covered, upTo: upTo + 1 } })
    // Another stream's is not covered, though it is of the same kind and subject.
    expect(await at('ERR-2:1:0')).toBeGreaterThan(0)
    expect(await at('ERR-1:2:0')).toBeGreaterThan(0)
    expect((await store.outbox.backlog()).map(({ count }) => count)).toEqual([2])
  })

  it('owes again, as maybe sent, what a dead process was sending', async () => {
    const { store, at } = await emptyStore(kind)
    await store.commit(
      commitOf(1, 1, { effects: [effectOf('ERR-1', 1, 0), effectOf('ERR-1', 1, 1, { subject: 'b' })] }),
    )
    await store.outbox.claim(await at('ERR-1:1:0'), 'dead', 1_000)
    await store.outbox.claim(await at('ERR-1:1:1'), 'alive', 1_000)
    expect(await store.outbox.reclaim(async (owner) => owner === 'dead', 1_000)).toBe(1)
    expect(await store.outbox.due(6_000, 10)).toMatchObject([
      { key: 'ERR-1:1:0', maybe_sent: 1, attempts: 1 },
    ])
  })

  it('looks for what a dead process was sending when it must have arrived, and for pages at once', async () => {
    const { store, at } = await emptyStore(kind)
    const page = { lane: 0, subject: 'nag' }
    await store.commit(commitOf(1, 1, { effects: [effectOf('ERR-1', 1, 0), effectOf('ERR-1', 1, 1, page)] }))
    await store.outbox.claim(await at('ERR-1:1:0'), 'dead', 1_000)
    await store.outbox.claim(await at('ERR-1:1:1'), 'dead', 1_000)
    expect(await store.outbox.reclaim(async () => true, 7_000)).toBe(2)
    const due = async (now: number) => (await store.outbox.due(now, 10)).map(({ key }) => key)
    expect(await due(7_000)).toEqual(['ERR-1:1:1'])
    expect(await due(11_999)).toEqual(['ERR-1:1:1'])
    expect(await due(12_000)).toEqual(['ERR-1:1:1', 'ERR-1:1:0'])
  })

  it('keeps policies and facts, and forgets old request keys only', async () => {
    const { store } = await emptyStore(kind)
    await store.savePolicy('p', 'first', 1)
    await store.savePolicy('p', 'second', 2)
    expect(await store.policy('p')).toBe('first')
    await store.setFact('alive-at', '1')
    await store.setFact('alive-at', '2')
    expect(await store.fact('alive-at')).toBe('2')
    await store.commit(commitOf(1, 1, { key: 'old', now: 1_000 }))
    await store.commit(commitOf(2, 1, { key: 'new', now: 2_000 }))
    await store.forgetInbox(2_000)
    expect([await store.seenBy('old'), await store.seenBy('new')]).toEqual([undefined, 'ERR-2'])
  })

  it('opens again with all that it had, and migrates only once', async () => {
    const { store, url } = await emptyStore(kind)
    await store.commit(commitOf(1, 1))
    await store.close()
    const again = createStore(await openDatabase(url), clock)
    expect((await again.load('ERR-1')).row?.seq).toBe(1)
    await again.close()
  })

  it('tells a live process from a dead one', async () => {
    const { database, url } = await emptyStore(kind)
    expect(await database.isAlive(database.owner)).toBe(true)
    expect(await database.isAlive('somebody-long-gone')).toBe(false)
    if (kind === 'postgres') {
      const other = await openDatabase(url)
      await expect.poll(() => database.isAlive(other.owner)).toBe(true)
      await other.close()
      await expect.poll(() => database.isAlive(other.owner)).toBe(false)
    }
  })
})
