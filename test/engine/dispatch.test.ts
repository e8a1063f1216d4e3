import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/engine/outcome.ts'
import { recover } from '../../src/engine/presence.ts'
import { ANA, rig } from './rig.ts'

const GIVE = () => ({ type: 'give', what: 'milk' }) as const

describe('delivery', () => {
  it('performs what a commit owes, and forgets it when it is done', async () => {
    const bot = await rig()
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    expect(bot.kinds()).toEqual(['post.tell', 'post.sign'])
    expect(bot.sent[0]).toMatchObject({
      key: 'ERR-1:1:0',
      args: { what: 'milk' },
      attempts: 0,
      maybeSent: false,
      state: { what: 'milk' },
    })
    expect(await bot.store.outbox.backlog()).toEqual([])
  })

  it('hands the result to the stream in the commit that settles', async () => {
    const bot = await rig({
      answer: () => ({ outcome: 'ok', command: { type: 'record-sent', as: 'm1' } as { type: string } }),
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    expect((await bot.errands.load('ERR-1'))?.sentAs).toBe('m1')
    expect(await bot.store.outbox.backlog()).toEqual([])
  })

  it('keeps order within a subject while the first is retried', async () => {
    let failures = 2
    const bot = await rig({
      answer: ({ kind }) =>
        kind === 'post.tell' && failures-- > 0 ? { outcome: 'retry', why: 'busy' } : { outcome: 'ok' },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
    for (let n = 0; n < 6; n += 1) {
      await bot.quiet()
      bot.clock.advance(30_000)
    }
    await bot.quiet()
    const told = bot.sent.filter(({ kind }) => kind === 'post.tell')
    expect(told.map(({ args, attempts, maybeSent }) => [args.what, attempts, maybeSent])).toEqual([
      ['milk', 0, false],
      ['milk', 1, false],
      ['milk', 2, false],
      ['done', 0, false],
    ])
  })

  it('waits longer after each failure, a minute at most', async () => {
    const bot = await rig({ answer: () => ({ outcome: 'retry', why: 'busy' }) })
    await bot.errands.begin(GIVE, ANA)
    bot.start()
    const waits: number[] = []
    for (let n = 0; n < 9; n += 1) {
      await bot.quiet()
      const [first] = await bot.database.reads
        .selectFrom('outbox')
        .select('not_before')
        .where('key', '=', 'ERR-1:1:0')
        .execute()
      waits.push((first?.not_before ?? 0) - bot.clock.now())
      bot.clock.set(first?.not_before ?? 0)
    }
    expect(waits).toEqual([375, 750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000])
  })

  it('keeps places for pages when all others hang', async () => {
    const bot = await rig({
      answer: ({ kind }) => (kind === 'post.nag' ? { outcome: 'ok' } : new Promise<Outcome>(() => {})),
    })
    await bot.errands.begin(GIVE, ANA)
    const [model] = await bot.database.reads.selectFrom('outbox').selectAll().limit(1).execute()
    const { position: _, ...row } = model ?? { position: 0 }
    for (let n = 0; n < 30; n += 1) {
      const more = { ...row, key: `ERR-1:1:${n + 9}`, subject: `board ${n}` } as never
      await bot.database.writes.insertInto('outbox').values(more).execute()
    }
    bot.start()
    await expect.poll(() => bot.sent.length).toBe(12)
    bot.clock.advance(29_999) // just before they are given up as unknown
    await bot.engine.handleOwn('ERR-1', { type: 'timer-fired', name: 'nag', due: 1_060_000 } as never, ANA)
    await expect.poll(() => bot.kinds()).toContain('post.nag')
    bot.clock.advance(1)
  })

  it('marks what may have arrived, so that it is looked for before it is sent again', async () => {
    const answers: Outcome[] = [{ outcome: 'unknown', why: 'no answer' }]
    const bot = await rig({
      answer: ({ kind }) => (kind === 'post.tell' && answers.shift()) || { outcome: 'ok' },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    bot.clock.advance(60_000)
    await bot.quiet()
    expect(bot.sent.filter(({ kind }) => kind === 'post.tell').map(({ maybeSent }) => maybeSent)).toEqual([
      false,
      true,
    ])
  })

  it('treats a performer that throws, or never comes back, as unknown', async () => {
    let turn = 0
    const bot = await rig({
      answer: ({ kind }) => {
        if (kind !== 'post.tell') return { outcome: 'ok' }
        turn += 1
        if (turn === 1) throw new Error('a bug')
        return turn === 2 ? new Promise<Outcome>(() => {}) : { outcome: 'ok' }
      },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    const tells = () => bot.sent.filter(({ kind }) => kind === 'post.tell')
    while (tells().length < 3) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      bot.clock.advance(31_000)
    }
    await bot.quiet()
    expect(tells().map(({ maybeSent }) => maybeSent)).toEqual([false, true, true])
    expect(bot.logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'A performer threw' }),
    )
  })

  it('waits exactly as long as it was told to, and holds others of that budget back too', async () => {
    let refused = false
    const bot = await rig({
      paces: [{ bucket: 'method', perMinute: 600, burst: 10 }],
      answer: ({ kind }) => {
        if (kind !== 'post.tell' || refused) return { outcome: 'ok' }
        refused = true
        return { outcome: 'retry', why: 'rate limited', notBefore: bot.clock.now() + 30_000 }
      },
    })
    await bot.errands.begin(GIVE, ANA)
    bot.start()
    await bot.quiet()
    const before = bot.sent.length
    await bot.errands.begin(GIVE, ANA)
    bot.clock.advance(29_999)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(bot.sent).toHaveLength(before)
    bot.clock.advance(1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    bot.clock.advance(1_000)
    await bot.quiet()
    expect(bot.sent.length).toBeGreaterThan(before)
    expect(await bot.store.outbox.backlog()).toEqual([])
  })

  it('waits as long as it was told to also when part of it has been done', async () => {
    const bot = await rig({
      answer: ({ kind, attempts }) =>
        kind === 'post.tell' && attempts === 0
          ? { outcome: 'unknown', why: 'rate limited', notBefore: bot.clock.now() + 37_000 }
          : { outcome: 'ok' },
    })
    await bot.errands.begin(GIVE, ANA)
    bot.start()
    await bot.quiet()
    const [{ not_before: at, maybe_sent: maybe } = { not_before: 0, maybe_sent: 0 }] =
      await bot.database.reads
        .selectFrom('outbox')
        .select(['not_before', 'maybe_sent'])
        .where('kind', '=', 'post.tell')
        .execute()
    expect([at - bot.clock.now(), maybe]).toEqual([37_000, 1])
  })

  it('tries a page though others of its budget were told to wait', async () => {
    const bot = await rig({
      paces: [{ bucket: 'method', perMinute: 600, burst: 10 }],
      answer: ({ kind }) =>
        kind === 'post.nag'
          ? { outcome: 'ok' }
          : { outcome: 'retry', why: 'rate limited', notBefore: bot.clock.now() + 600_000 },
    })
    await bot.errands.begin(GIVE, ANA)
    bot.start()
    await bot.quiet()
    bot.clock.advance(60_000)
    await bot.quiet()
    expect(bot.kinds()).toContain('post.nag')
  })

  it('waits as long as it was told to also where no budget is kept', async () => {
    let refused = false
    const bot = await rig({
      answer: ({ kind }) => {
        if (kind !== 'post.tell' || refused) return { outcome: 'ok' }
        refused = true
        return { outcome: 'retry', why: 'rate limited', notBefore: bot.clock.now() + 30_000 }
      },
    })
    await bot.errands.begin(GIVE, ANA)
    bot.start()
    await bot.quiet()
    bot.clock.advance(29_999)
    await bot.quiet()
    expect(bot.sent.filter(({ kind }) => kind === 'post.tell')).toHaveLength(1)
    bot.clock.advance(1)
    await bot.quiet()
    expect(bot.sent.filter(({ kind }) => kind === 'post.tell')).toHaveLength(2)
  })

  it('does not wait for ever because somebody asks for it', async () => {
    const bot = await rig({
      answer: () => ({ outcome: 'retry', why: 'rate limited', notBefore: Number.MAX_SAFE_INTEGER }),
    })
    await bot.errands.begin(GIVE, ANA)
    bot.start()
    await bot.quiet()
    const [{ not_before: next } = { not_before: 0 }] = await bot.database.reads
      .selectFrom('outbox')
      .select('not_before')
      .execute()
    expect(next - bot.clock.now()).toBe(60 * 60_000)
  })

  it('parks what will never work, tells the stream, and goes on with the next', async () => {
    const bot = await rig({
      answer: ({ args }) =>
        args.what === 'milk' ? { outcome: 'give-up', why: 'channel_not_found' } : { outcome: 'ok' },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
    await bot.quiet()
    expect(await bot.store.outbox.parked(10)).toMatchObject([{ key: 'ERR-1:1:0', why: 'channel_not_found' }])
    expect((await bot.errands.entries('ERR-1')).map(({ event }) => event.type)).toContain('failed')
    expect(bot.sent.filter(({ kind }) => kind === 'post.tell')).toHaveLength(2)
  })

  it('gives up after hours of trying, not after a number of tries', async () => {
    const bot = await rig({ answer: () => ({ outcome: 'retry', why: 'Slack is down' }) })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    for (let n = 0; n < 100; n += 1) {
      bot.clock.advance(60_000)
      await bot.quiet()
    }
    expect(await bot.store.outbox.parked(10)).toEqual([])
    bot.clock.advance(6 * 3_600_000)
    await bot.quiet()
    expect((await bot.store.outbox.parked(1_000)).map(({ kind }) => kind)).toContain('post.tell')
  })

  it('coalesces many syncs into one, made from the newest state', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
    bot.start()
    await bot.quiet()
    const signs = bot.sent.filter(({ kind }) => kind === 'post.sign')
    expect(signs).toHaveLength(1)
    expect(signs[0]?.state).toMatchObject({ done: true })
  })

  it('does not sleep through what is committed while it looks', async () => {
    const bot = await rig()
    const { due } = bot.store.outbox
    let committed = false
    bot.store.outbox.due = async (...asked) => {
      const heads = await due(...asked)
      if (!committed && bot.sent.length > 0 && (await bot.store.outbox.backlog()).length === 0) {
        committed = true
        await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
      }
      return heads
    }
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await expect.poll(() => bot.sent.map(({ args }) => args.what)).toContain('done')
  })

  it('shows again what changed while it was being shown', async () => {
    const bot = await rig({
      answer: async ({ kind, state }) => {
        if (kind === 'post.sign' && !(state as { done: boolean }).done)
          await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
        return { outcome: 'ok' }
      },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    const signs = bot.sent.filter(({ kind }) => kind === 'post.sign')
    expect(signs.map(({ state }) => (state as { done: boolean }).done)).toEqual([false, true])
  })

  it('lets pages pass a storm of other work that has used up the budget', async () => {
    const bot = await rig()
    const storm = Array.from({ length: 60 }, (_, n) =>
      bot.errands.begin(() => ({ type: 'give', what: `${n}` }), ANA),
    )
    await Promise.all(storm)
    bot.clock.advance(60_000) // every errand is nagged about, by page
    bot.cycle.run().catch(() => {})
    await expect
      .poll(async () => (await bot.store.outbox.backlog()).find(({ lane }) => lane === 0)?.count)
      .toBe(60)
    bot.start()
    await bot.quiet()
    const lastPage = bot.kinds().lastIndexOf('post.nag')
    const tellsBefore = bot
      .kinds()
      .slice(0, lastPage)
      .filter((kind) => kind === 'post.tell').length
    expect(tellsBefore).toBeLessThanOrEqual(60)
    expect(bot.kinds()[0]).toBe('post.nag')
  })

  it('after a crash in the middle of sending, waits for what may still arrive, then looks before it sends', async () => {
    const first = await rig({ answer: () => new Promise<Outcome>(() => {}) })
    await first.errands.begin(GIVE, ANA)
    await first.store.outbox.claim(1, first.database.owner, first.clock.now())
    await first.errands.handle('ERR-1', { type: 'finish' }, ANA)
    await first.store.close()
    const second = await rig({ url: first.url })
    await recover({ ...second, isAlive: async () => false })
    const sent = () => second.sent.map(({ key, maybeSent }) => [key, maybeSent])
    second.start()
    await second.quiet()
    second.clock.advance(4_999)
    await second.quiet()
    // Another subject does not wait for it, and what comes later in its own does.
    expect(sent()).toEqual([['ERR-1:1:1', false]])
    second.clock.advance(1)
    await second.quiet()
    expect(sent()).toEqual([
      ['ERR-1:1:1', false],
      ['ERR-1:1:0', true],
      ['ERR-1:2:0', false],
    ])
  })
})

describe('what goes ahead', () => {
  it('is done before anything else is begun', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.dispatcher.ahead('post.sign', 5_000)
    expect(bot.kinds()).toEqual(['post.sign'])
    bot.start()
    await bot.quiet()
    expect(bot.kinds()).toEqual(['post.sign', 'post.tell'])
  })

  it('is tried again while there is time, and then waits for the others no longer', async () => {
    const bot = await rig({ answer: () => ({ outcome: 'retry', why: 'the network is not up yet' }) })
    await bot.errands.begin(GIVE, ANA)
    let isOver = false
    const ahead = bot.dispatcher.ahead('post.sign', 5_000).then(() => {
      isOver = true
    })
    await expect.poll(() => bot.sent.length).toBe(1)
    bot.clock.advance(1_000)
    await expect.poll(() => bot.sent.length).toBe(2)
    expect(isOver).toBe(false)
    bot.clock.advance(4_000)
    await ahead
    expect(new Set(bot.kinds())).toEqual(new Set(['post.sign']))
  })

  it('holds nobody up for longer than that when no answer comes', async () => {
    const bot = await rig({
      answer: ({ kind }) => (kind === 'post.sign' ? new Promise<Outcome>(() => {}) : { outcome: 'ok' }),
    })
    await bot.errands.begin(GIVE, ANA)
    const ahead = bot.dispatcher.ahead('post.sign', 5_000)
    await expect.poll(() => bot.sent.length).toBe(1)
    bot.clock.advance(5_000)
    await ahead
    bot.start()
    await expect.poll(() => bot.kinds()).toEqual(['post.sign', 'post.tell'])
    bot.clock.advance(30_000)
  })

  it('holds nobody up when nothing of it is owed', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.dispatcher.ahead('post.nag', 5_000)
    expect(bot.sent).toEqual([])
  })
})
