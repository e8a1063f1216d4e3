import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/engine/outcome.ts'
import { ANA, rig } from './rig.ts'

const GIVE = () => ({ type: 'give', what: 'milk' }) as const
const DISK_FULL = () => Promise.reject(new Error('disk full'))

describe('when the store fails', () => {
  it('goes on trying to write down what became of a delivery, so that its subject is not stuck', async () => {
    const bot = await rig({
      answer: ({ kind, attempts }) =>
        kind === 'post.tell' && attempts === 0 ? { outcome: 'retry', why: 'busy' } : { outcome: 'ok' },
    })
    const { putOff } = bot.store.outbox
    let failures = 3
    bot.store.outbox.putOff = (...asked) => (failures-- > 0 ? DISK_FULL() : putOff(...asked))
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    bot.clock.advance(60_000)
    await bot.quiet()
    expect(bot.sent.filter(({ kind }) => kind === 'post.tell')).toHaveLength(2)
    expect(await bot.store.outbox.backlog()).toEqual([])
  })

  it('sends what it has claimed, though the connection broke before the database said so', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const { writes } = bot.database
    const transaction = writes.transaction.bind(writes)
    let lost = 1
    writes.transaction = () => {
      const begun = transaction()
      const commit = begun.execute.bind(begun)
      const execute: typeof commit = async (work) => {
        const result = await commit(work)
        if (lost-- > 0) throw new Error('Connection terminated unexpectedly') // after it was committed
        return result
      }
      return Object.assign(begun, { execute })
    }
    bot.start()
    await bot.quiet()
    expect(bot.kinds().toSorted()).toEqual(['post.sign', 'post.tell'])
    expect(await bot.store.outbox.backlog()).toEqual([])
  })

  it('says once of each delivery that it cannot be claimed, however long that lasts', async () => {
    const bot = await rig()
    const { claim } = bot.store.outbox
    let failures = 12
    bot.store.outbox.claim = (...asked) => (failures-- > 0 ? DISK_FULL() : claim(...asked))
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    expect(bot.kinds()).toEqual(['post.tell', 'post.sign'])
    const effects = bot.logged.map(({ facts }) => (facts as { effect: string }).effect)
    expect(effects.sort()).toEqual(['ERR-1:1:0', 'ERR-1:1:1'])
  })

  it('does not send again at once, over and over, what it cannot record', async () => {
    const bot = await rig({
      answer: ({ kind }) =>
        kind === 'post.tell'
          ? { outcome: 'ok', command: { type: 'a-bug' } as { type: string } }
          : { outcome: 'ok' },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    const tells = () => bot.sent.filter(({ kind }) => kind === 'post.tell')
    expect(tells()).toHaveLength(1)
    await bot.errands.handle('ERR-1', { type: 'finish' }, ANA) // no nagging while the hours pass
    for (const ms of [60_000, 7 * 3_600_000]) {
      bot.clock.advance(ms)
      await bot.quiet()
    }
    const tries = tells().filter(({ key }) => key === 'ERR-1:1:0')
    expect(tries.map(({ maybeSent }) => maybeSent)).toEqual([false, true, true])
    expect((await bot.store.outbox.parked(10)).map(({ key }) => key)).toContain('ERR-1:1:0')
  })

  it('parks a delivery and tells its stream in one commit', async () => {
    const bot = await rig({
      answer: ({ args }) => (args.what === 'milk' ? { outcome: 'give-up', why: 'gone' } : { outcome: 'ok' }),
    })
    const { commit } = bot.store
    const parkedAtCommit: number[] = []
    bot.store.commit = async (asked) => {
      const result = await commit(asked)
      if (asked.entries.some(({ type }) => type === 'failed'))
        parkedAtCommit.push((await bot.store.outbox.parked(10)).length)
      return result
    }
    const { settle } = bot.store.outbox
    bot.store.outbox.settle = (settled) => ('parkedBecause' in settled ? DISK_FULL() : settle(settled))
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    expect(parkedAtCommit).toEqual([1])
    expect(await bot.store.outbox.parked(10)).toMatchObject([{ key: 'ERR-1:1:0', why: 'gone', owner: null }])
  })

  it('does not let one effect that cannot be paced hold up all others', async () => {
    const bot = await rig({
      paces: ({ args }) => {
        if (args.what === 'milk') throw new Error('a bug')
        return []
      },
    })
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.begin(() => ({ type: 'give', what: 'bread' }), ANA)
    await bot.quiet()
    expect(bot.sent.map(({ args }) => args.what)).toContain('bread')
  })

  it('tells a caller whose commit is durable so, whatever a listener does', async () => {
    const bot = await rig()
    bot.engine.onCommit(() => {
      throw new Error('a bug')
    })
    let heard = 0
    bot.engine.onCommit(() => {
      heard += 1
    })
    expect(await bot.errands.begin(GIVE, ANA)).toMatchObject({ result: 'committed' })
    expect(heard).toBe(1)
    expect(bot.logged).toContainEqual(expect.objectContaining({ level: 'error' }))
  })
})

describe('stopping', () => {
  it('begins nothing after it was asked to, also when it was just looking, and leaves nothing claimed', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const { due } = bot.store.outbox
    let stopped: Promise<void> | undefined
    bot.store.outbox.due = async (...asked) => {
      const heads = await due(...asked)
      stopped ??= bot.dispatcher.stop()
      return heads
    }
    await bot.dispatcher.run()
    await stopped
    expect(bot.sent).toEqual([])
    expect((await bot.store.outbox.backlog()).map(({ status }) => status)).toEqual(['owed', 'owed'])
  })

  it('waits for what is under way', async () => {
    let answer: (outcome: Outcome) => void = () => {}
    const bot = await rig({
      answer: () =>
        new Promise<Outcome>((resolve) => {
          answer = resolve
        }),
    })
    bot.start()
    await bot.errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
    await expect.poll(() => bot.sent.length).toBe(2)
    let stopped = false
    const stopping = bot.dispatcher.stop().then(() => {
      stopped = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(stopped).toBe(false)
    bot.clock.advance(30_000)
    answer({ outcome: 'ok' })
    await stopping
    expect((await bot.store.outbox.backlog()).filter(({ status }) => status === 'sending')).toEqual([])
  })
})

describe('a clock that is set back', () => {
  it('delays nothing that is owed at once', async () => {
    const bot = await rig()
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.quiet()
    bot.clock.set(bot.clock.now() - 600_000)
    await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
    await bot.quiet()
    expect(bot.sent.map(({ args }) => args.what)).toContain('done')
  })
})

describe('numbers', () => {
  it('are not used up by a request that comes more than once', async () => {
    const { errands } = await rig()
    const again = { ...ANA, key: 'again' }
    await Promise.all([1, 2, 3].map(() => errands.begin(GIVE, again)))
    expect(await errands.begin(GIVE, ANA)).toMatchObject({ id: 'ERR-2' })
  })
})
