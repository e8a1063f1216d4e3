import { describe, expect, it } from 'vitest'
import type { Policy } from '../../src/core/policy.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { errand, NAG_EVERY_MS } from './errand.ts'
import { ANA, KEY, rig } from './rig.ts'

describe('the engine', () => {
  it('commits state, entries, effects, timers, labels and the request key together', async () => {
    const { errands, store, clock } = await rig()
    const handled = await errands.begin(() => ({ type: 'give', what: 'milk' }), { ...ANA, key: 'k1' })
    expect(handled).toMatchObject({ result: 'committed', id: 'ERR-1', state: { what: 'milk', done: false } })
    expect(await errands.entries('ERR-1')).toEqual([
      {
        seq: 1,
        event: { type: 'given', what: 'milk' },
        actor: { kind: 'user', id: 'U0ANA' },
        via: 'command',
        at: clock.now(),
        recordedAt: clock.now(),
      },
    ])
    expect(await store.timersOf('ERR-1')).toEqual([
      { stream: 'ERR-1', name: 'nag', due: clock.now() + NAG_EVERY_MS },
    ])
    expect((await errands.find('what:milk')).map(({ what }) => what)).toEqual(['milk'])
    expect((await store.outbox.due(clock.now(), 10)).map(({ key }) => key)).toEqual([
      'ERR-1:1:0',
      'ERR-1:1:1',
    ])
    expect(await store.seenBy('k1')).toBe('ERR-1')
  })

  it('answers a rejection as a value and leaves no trace of it', async () => {
    const { errands, store } = await rig()
    const handled = await errands.begin(() => ({ type: 'give', what: '' }), { ...ANA, key: 'k' })
    expect(handled).toEqual({
      result: 'rejected',
      rejection: { rejected: 'An errand needs words.', code: 'empty' },
    })
    expect(await store.seenBy('k')).toBeUndefined()
    expect(await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)).toMatchObject({ id: 'ERR-1' })
  })

  it('keeps of who asked only who they are, in what it answers as in what it stores', async () => {
    const { errands } = await rig()
    const handled = await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    const actor = { kind: 'user', id: 'U0ANA' }
    expect(handled.result === 'committed' && handled.entries[0]?.actor).toEqual(actor)
    expect((await errands.entries('ERR-1'))[0]?.actor).toEqual(actor)
  })

  it('says unchanged when a command makes no events', async () => {
    const { errands } = await rig()
    await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    expect(await errands.handle('ERR-1', { type: 'ignore' }, ANA)).toMatchObject({
      result: 'unchanged',
      id: 'ERR-1',
    })
    expect(await errands.entries('ERR-1')).toHaveLength(1)
  })

  it('handles the same request once, however often and however close together it comes', async () => {
    const { errands } = await rig()
    const request = { ...ANA, key: 'again' }
    const begun = await Promise.all(
      [1, 2, 3].map(() => errands.begin(() => ({ type: 'give', what: 'milk' }), request)),
    )
    expect(begun.map((each) => each.result).sort()).toEqual(['committed', 'duplicate', 'duplicate'])
    expect(new Set(begun.map((each) => 'id' in each && each.id))).toEqual(new Set(['ERR-1']))
    const finish = { ...ANA, key: 'finish' }
    const finished = await Promise.all([1, 2].map(() => errands.handle('ERR-1', { type: 'finish' }, finish)))
    // The second is a duplicate, not the rejection that a second "finish" would get.
    expect(finished.map((each) => each.result).sort()).toEqual(['committed', 'duplicate'])
  })

  it('gives every one of many that begin at once a number of its own, without gaps', async () => {
    const { errands } = await rig()
    const begun = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        errands.begin((number) => ({ type: 'give', what: `${n} ${number}` }), ANA),
      ),
    )
    const ids = begun.map((each) => ('id' in each ? each.id : ''))
    expect(new Set(ids)).toEqual(new Set(Array.from({ length: 40 }, (_, n) => `ERR-${n + 1}`)))
  })

  it('answers two people who act at once, each by what the other left', async () => {
    const { errands } = await rig()
    await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    const [first, second] = await Promise.all([
      errands.handle('ERR-1', { type: 'finish' }, { ...ANA, key: 'a' }),
      errands.handle('ERR-1', { type: 'finish' }, { ...ANA, key: 'b' }),
    ])
    expect(first.result).toBe('committed')
    expect(second).toMatchObject({ result: 'rejected', rejection: { code: 'done' } })
  })

  it('decides again when another replica was first', async () => {
    const one = await rig({ kind: 'postgres' })
    const two = await rig({ url: one.url })
    await one.errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    const results = await Promise.all(
      [one, two, one, two].map(({ errands }, n) =>
        errands.handle('ERR-1', { type: 'record-sent', as: `${n}` }, ANA),
      ),
    )
    expect(results.map(({ result }) => result)).toEqual(['committed', 'committed', 'committed', 'committed'])
    expect((await one.errands.entries('ERR-1')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  })

  it('never lets a timeline run backwards when the clock is set back', async () => {
    const { errands, clock } = await rig()
    await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    clock.set(clock.now() - 3_600_000)
    await errands.handle('ERR-1', { type: 'finish' }, ANA)
    const [given, finished] = await errands.entries('ERR-1')
    expect(finished?.recordedAt).toBe(given?.recordedAt)
  })

  it('keeps when a thing happened apart from when it was recorded', async () => {
    const { errands, clock } = await rig()
    await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    const earlier = clock.now() - 5_000
    await errands.handle('ERR-1', { type: 'say', words: 'on my way', happenedAt: earlier }, ANA)
    expect(await errands.entries('ERR-1')).toMatchObject([
      { at: clock.now(), recordedAt: clock.now() },
      { at: earlier, recordedAt: clock.now() },
    ])
  })

  it('reads a timeline of several pages whole and in order, and single entries of it', async () => {
    const { errands, database } = await rig()
    await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    const [first] = await database.reads.selectFrom('entries').selectAll().execute()
    if (!first) throw new Error('nothing was given')
    const rows = Array.from({ length: 1_200 }, (_, n) => ({ ...first, seq: n + 2 }))
    for (let from = 0; from < rows.length; from += 400)
      await database.writes
        .insertInto('entries')
        .values(rows.slice(from, from + 400))
        .execute()
    const seqs = []
    for await (const { seq } of errands.walk('ERR-1')) seqs.push(seq)
    expect(seqs).toEqual(Array.from({ length: 1_201 }, (_, n) => n + 1))
    expect(await errands.entry('ERR-1', 700)).toMatchObject({ seq: 700, event: { type: 'given' } })
    expect(await errands.entry('ERR-1', 1_202)).toBeUndefined()
  })

  it('gives numbers without gaps, also when many begin at once and some are refused', async () => {
    const { errands } = await rig()
    const whats = Array.from({ length: 40 }, (_, n) => (n % 3 === 0 ? '' : `errand ${n}`))
    await Promise.all(whats.map((what) => errands.begin(() => ({ type: 'give', what }), ANA)))
    const begun = await errands.find('open', 100)
    expect(begun).toHaveLength(26)
    expect(await errands.load('ERR-26')).toBeDefined()
  })

  it.each([
    ['began under', 'begun', 'p1'],
    ['is in force now', 'newest', 'p2'],
  ] as const)('decides and performs under the policy that a stream %s', async (_, policy, expected) => {
    const { store, clock, log } = await rig()
    let inForce = { digest: 'p1' } as Policy
    const seen: string[] = []
    const asking: typeof errand = {
      ...errand,
      policy,
      decide(state, command, context) {
        seen.push(context.policy.digest)
        return errand.decide(state, command, context)
      },
    }
    const engine = createEngine({
      store,
      clock,
      chainKey: KEY,
      policy: () => inForce,
      policyOf: async (digest) => ({ digest }) as Policy,
      deciders: [asking],
      log,
    })
    const errands = engine.streams(asking)
    await errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    inForce = { digest: 'p2' } as Policy
    await errands.handle('ERR-1', { type: 'finish' }, ANA)
    expect(seen).toEqual(['p1', expected])
    const { row } = await store.load('ERR-1')
    if (!row) throw new Error('ERR-1 is not there')
    expect((await engine.policyFor(row)).digest).toBe(expected)
  })

  it('throws for a stream that is not there, rather than making one', async () => {
    const { errands } = await rig()
    await expect(errands.handle('ERR-9', { type: 'finish' }, ANA)).rejects.toThrow('There is no stream ERR-9')
    expect(await errands.load('ERR-9')).toBeUndefined()
  })
})
