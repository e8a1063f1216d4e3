import { describe, expect, it, onTestFinished } from 'vitest'
import { signal } from '../../src/engine/clock.ts'
import { createPresence, recover } from '../../src/engine/presence.ts'
import { NAG_EVERY_MS } from './errand.ts'
import { ANA, rig } from './rig.ts'

const GIVE = () => ({ type: 'give', what: 'milk' }) as const

describe('the cycle', () => {
  it('fires a timer when it is due and not before', async () => {
    const bot = await rig()
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    bot.clock.advance(NAG_EVERY_MS - 1)
    await bot.quiet()
    expect((await bot.errands.load('ERR-1'))?.nags).toBe(0)
    bot.clock.advance(1)
    await bot.quiet()
    expect((await bot.errands.load('ERR-1'))?.nags).toBe(1)
    expect(bot.kinds().filter((kind) => kind === 'post.nag')).toHaveLength(1)
  })

  it('keeps to the schedule however late it gets round to it', async () => {
    const bot = await rig()
    const start = bot.clock.now()
    await bot.errands.begin(GIVE, ANA)
    bot.clock.advance(NAG_EVERY_MS + 40_000)
    bot.start()
    await bot.quiet()
    expect((await bot.errands.load('ERR-1'))?.nextNag).toBe(start + 2 * NAG_EVERY_MS)
  })

  it('forgets the timers of a stream that wants none any more', async () => {
    const bot = await rig()
    bot.start()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
    bot.clock.advance(10 * NAG_EVERY_MS)
    await bot.quiet()
    expect((await bot.errands.load('ERR-1'))?.nags).toBe(0)
    expect(await bot.store.nextTimer()).toBeUndefined()
  })

  it('drops a stored timer that its stream does not want, and says so, instead of spinning', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.database.writes.updateTable('timers').set({ due: 5 }).execute()
    bot.start()
    await bot.quiet()
    expect(await bot.store.timersOf('ERR-1')).toEqual([])
    expect(bot.logged).toContainEqual(
      expect.objectContaining({ message: 'A timer had nothing to say and is dropped' }),
    )
  })

  it('comes to rest though one stream’s timer can never be handled, and keeps the time of all others', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.begin(GIVE, ANA)
    await bot.database.writes
      .updateTable('streams')
      .set({ state: 'torn' })
      .where('id', '=', 'ERR-1')
      .execute()
    bot.start()
    for (let minute = 1; minute <= 3; minute += 1) {
      bot.clock.advance(NAG_EVERY_MS)
      await bot.quiet()
      expect((await bot.errands.load('ERR-2'))?.nags).toBe(minute)
    }
    expect(bot.cycle.isTurning()).toBe(true)
    expect(bot.cycle.held()).toBe(1)
    expect(bot.logged).toContainEqual(
      expect.objectContaining({ level: 'error', facts: expect.objectContaining({ stream: 'ERR-1' }) }),
    )
  })

  it('handles a timer that was put off as soon as it can be', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const { commit } = bot.store
    bot.store.commit = () => Promise.reject(new Error('disk full'))
    bot.start()
    bot.clock.advance(NAG_EVERY_MS)
    await bot.quiet()
    bot.store.commit = commit
    bot.clock.advance(1_000)
    await bot.quiet()
    expect((await bot.errands.load('ERR-1'))?.nags).toBe(1)
    expect(bot.cycle.held()).toBe(0)
  })

  it('is not turning while the database takes a question and never answers', async () => {
    const bot = await rig()
    const { dueTimers } = bot.store
    const answer = signal()
    bot.store.dueTimers = (...asked) => answer.fired.then(() => dueTimers(...asked))
    bot.start()
    expect(bot.cycle.isTurning()).toBe(true)
    bot.clock.advance(30_000)
    expect(bot.cycle.isTurning()).toBe(false)
    answer.fire()
    await bot.quiet()
    expect(bot.cycle.isTurning()).toBe(true)
  })

  it('sleeps though a timer is left of a stream that somebody deleted', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.database.writes.deleteFrom('streams').execute()
    bot.clock.advance(NAG_EVERY_MS)
    expect(await bot.cycle.nextDue()).toBeUndefined()
  })

  it('fires each timer once when two replicas see it fall due', async () => {
    const one = await rig({ kind: 'postgres' })
    const two = await rig({ url: one.url })
    await one.errands.begin(GIVE, ANA)
    one.clock.advance(NAG_EVERY_MS)
    two.clock.set(one.clock.now())
    one.start()
    two.start()
    await Promise.all([one.quiet(), two.quiet()])
    expect((await one.errands.entries('ERR-1')).filter(({ event }) => event.type === 'nagged')).toHaveLength(
      1,
    )
  })
})

describe('presence', () => {
  it('takes over from a replica that dies while this one runs', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const [tell] = await bot.store.outbox.due(bot.clock.now(), 1)
    await bot.store.outbox.claim(tell?.position ?? 0, 'other', bot.clock.now())
    let alive = true
    const presence = createPresence({ ...bot, machineTime: bot.clock.now, isAlive: async () => alive })
    const running = presence.run()
    await expect.poll(() => presence.wrong()).toBeUndefined()
    expect((await bot.store.outbox.due(bot.clock.now(), 1))[0]?.key).not.toBe('ERR-1:1:0')
    alive = false
    bot.clock.advance(5_000)
    await expect
      .poll(async () => (await bot.store.outbox.backlog()).some(({ status }) => status === 'sending'))
      .toBe(false)
    bot.clock.advance(5_000)
    await expect
      .poll(async () => (await bot.store.outbox.due(bot.clock.now(), 1))[0])
      .toMatchObject({ key: 'ERR-1:1:0', maybe_sent: 1 })
    presence.stop()
    await running
  })

  it('is not ready once the store cannot be written, and is again soon after it can; the log has each once', async () => {
    const bot = await rig()
    const presence = createPresence({ ...bot, machineTime: bot.clock.now })
    const running = presence.run()
    await expect.poll(() => presence.wrong()).toBeUndefined()
    const { setFact } = bot.store
    let tries = 0
    bot.store.setFact = () => {
      tries += 1
      return Promise.reject(Object.assign(new Error('no room'), { code: 'SQLITE_FULL' }))
    }
    bot.clock.advance(5_000)
    for (let n = 1; n <= 3; n += 1) {
      await expect.poll(() => tries).toBe(n)
      expect(presence.wrong()).toBe('The database cannot be written: its disk is full')
      bot.clock.advance(1_000)
    }
    bot.store.setFact = setFact
    bot.clock.advance(1_000)
    await expect.poll(() => presence.wrong()).toBeUndefined()
    expect(bot.logged.map(({ message }) => message)).toEqual([
      'The database cannot be written: its disk is full',
      'The database can be written again',
    ])
    presence.stop()
    await running
  })
})

describe('a process that is stopped and goes on', () => {
  async function present() {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const machine = { now: bot.clock.now() }
    const presence = createPresence({ ...bot, machineTime: () => machine.now })
    const running = presence.run()
    await expect.poll(() => presence.wrong()).toBeUndefined()
    const pass = async (ms: number, machineMs = ms) => {
      machine.now += machineMs
      bot.clock.advance(ms)
      await expect.poll(() => bot.store.fact('alive-at')).toBe(String(bot.clock.now()))
    }
    onTestFinished(async () => {
      presence.stop()
      await running
    })
    const gaps = async () =>
      (await bot.errands.entries('ERR-1')).flatMap(({ event }) => (event.type === 'gap' ? [event] : []))
    return { ...bot, machine, pass, gaps }
  }

  it('says from when to when it was away', async () => {
    const { clock, pass, gaps } = await present()
    await pass(5_000)
    const from = clock.now()
    await pass(7 * 60_000)
    expect(await gaps()).toEqual([{ type: 'gap', from, to: clock.now() }])
    await pass(5_000)
    expect(await gaps()).toHaveLength(1)
  })

  it('says nothing of time that was moved forward by hand, nor when another process was there', async () => {
    const { clock, store, pass, machine, gaps } = await present()
    await pass(60 * 60_000, 5_000)
    expect(await gaps()).toEqual([])
    machine.now += 7 * 60_000
    await store.setFact('alive-at', String(clock.now() + 7 * 60_000 - 3_000))
    await pass(7 * 60_000, 0)
    expect(await gaps()).toEqual([])
  })
})

describe('recovery', () => {
  it('owes again what the dead were sending, and leaves alone what the living are', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const [tell, sign] = await bot.store.outbox.due(bot.clock.now(), 10)
    await bot.store.outbox.claim(tell?.position ?? 0, 'dead', bot.clock.now())
    await bot.store.outbox.claim(sign?.position ?? 0, 'alive', bot.clock.now())
    await recover({ ...bot, isAlive: async (owner) => owner === 'alive' })
    bot.clock.advance(5_000)
    expect(await bot.store.outbox.due(bot.clock.now(), 10)).toMatchObject([
      { key: 'ERR-1:1:0', maybe_sent: 1 },
    ])
  })

  it('tells every open stream of a gap that is worth telling, once, and none of a short one', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.begin(GIVE, ANA)
    await bot.errands.handle('ERR-2', { type: 'finish' }, ANA)
    const from = bot.clock.now()
    await bot.store.setFact('alive-at', String(from))
    const recovering = { ...bot, isAlive: async () => true }
    bot.clock.advance(20_000)
    expect(await recover(recovering)).toBeUndefined()
    bot.clock.advance(40 * 60_000)
    expect(await recover(recovering)).toEqual({ from, to: bot.clock.now() })
    await recover(recovering)
    const gaps = async (id: string) =>
      (await bot.errands.entries(id)).filter(({ event }) => event.type === 'gap')
    expect(await gaps('ERR-1')).toHaveLength(1)
    expect(await gaps('ERR-2')).toHaveLength(0)
  })
})
