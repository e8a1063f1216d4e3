import { describe, expect, it } from 'vitest'
import { standingOf } from '../../src/core/switch/standing.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import { aProvider, DOWN } from '../a-provider.ts'
import { rules, switchPolicy } from '../core/switch/a-switch.ts'
import { ANA, aBoard } from './board.ts'

const POLICY = switchPolicy(
  {},
  { switches: { stop: rules(), other: rules({ provider: 'argocd', at: { projects: ['p'] } }) } },
)
const inc = (id: string) => ({ incident: { id, open: true, roles: [] } })
const never = () => new Promise<never>(() => {})
const alarms = (said: Owed[]) => said.filter(({ kind }) => kind === 'slack.switch-alarm').length

async function running(options: Partial<Parameters<typeof aBoard>[0]> = {}) {
  const flags = aProvider({ stop: true })
  const board = await aBoard({
    policy: POLICY,
    providers: { 'built-in': { provider: flags.provider } },
    ...options,
  })
  await board.start()
  return { board, flags, providers: { 'built-in': { provider: flags.provider } } }
}

describe('a pull', () => {
  it('is set, read back, and told to its incident, each once', async () => {
    const { board, flags } = await running()
    const id = await board.declare()
    await board.pull('stop', inc(id))
    await board.quiet()
    expect(flags.values.get('stop')).toBe(false)
    expect(flags.orders).toMatchObject([{ place: { flag: 'stop' }, value: false, key: 'SW-1:1' }])
    expect(flags.orders[0]?.comment).toContain(`for ${id}: Wrong replies`)
    expect(await board.history('stop')).toEqual(['switch-adopted', 'value-found', 'pull-ordered', 'pulled'])
    expect(await board.story(id)).toEqual(['switch-ordered', 'switch-pulled'])
    expect((await board.incidents.load(id))?.levers.stop).toMatchObject({ standing: 'pulled', by: 'U0ANA' })
  })

  it('interrupted before it was set is set after the restart', async () => {
    const { board, flags, providers } = await running({
      before: ({ kind }) => (kind === 'switch.set' ? never() : Promise.resolve()),
    })
    const id = await board.declare()
    await board.pull('stop', inc(id))
    await board.crash()
    expect(flags.orders).toEqual([])
    const next = await aBoard({ policy: POLICY, providers, url: board.url })
    await next.start()
    expect(flags.orders).toHaveLength(1)
    expect(standingOf(await next.called('stop'))).toBe('pulled')
    expect(await next.story(id)).toEqual(['switch-ordered', 'switch-pulled'])
  })

  it('interrupted between setting and reading back is set again under the same key, and only then done', async () => {
    const { board, flags, providers } = await running({
      after: ({ kind }) => (kind === 'switch.set' ? never() : Promise.resolve()),
    })
    await board.pull('stop')
    await until(() => flags.orders.length === 1)
    await board.crash()
    const next = await aBoard({ policy: POLICY, providers, url: board.url })
    expect(standingOf(await next.called('stop'))).toBe('pulling')
    await next.start()
    expect(flags.orders.map(({ key }) => key)).toEqual(['SW-1:1', 'SW-1:1'])
    expect(standingOf(await next.called('stop'))).toBe('pulled')
    expect((await next.called('stop')).pulls).toBe(1)
  })

  it('whose story was told, and not settled before the crash, is told once', async () => {
    const { board, providers } = await running({
      after: ({ kind }) => (kind === 'switch.tell-incident' ? never() : Promise.resolve()),
    })
    const id = await board.declare()
    await board.pull('stop', inc(id))
    await until(async () => (await board.story(id)).length === 1)
    await board.crash()
    const next = await aBoard({ policy: POLICY, providers, url: board.url })
    await next.start()
    expect(await next.story(id)).toEqual(['switch-ordered', 'switch-pulled'])
  })

  it('that a newer order has overtaken is not set any more', async () => {
    const flags = aProvider({ stop: true })
    const board = await aBoard({ policy: POLICY, providers: { 'built-in': { provider: flags.provider } } })
    await board.board.adopt()
    await board.pull('stop')
    await board.do('stop', { type: 'restore', reason: 'A mistake' })
    await board.start()
    expect(flags.orders.map(({ key, value }) => [key, value])).toEqual([['SW-1:2', true]])
    expect(standingOf(await board.called('stop'))).toBe('normal')
  })

  it('that is turned back while its provider hangs ends as it was last wanted', async () => {
    const { board, flags } = await running({ answerWithinMs: 50 })
    flags.be({ hangs: true })
    await board.pull('stop')
    await board.do('stop', { type: 'restore', reason: 'A mistake' })
    await until(async () => (await board.called('stop')).order?.tries === 1)
    flags.be()
    await board.pass(10)
    expect(standingOf(await board.called('stop'))).toBe('normal')
    expect(flags.orders.at(-1)).toMatchObject({ value: true, key: 'SW-1:2' })
    await board.pass(120)
    expect(flags.values.get('stop')).toBe(true)
    expect(await board.history('stop')).not.toContain('drifted')
  })
})

describe('a provider', () => {
  it('that is down for ten minutes: said once, managers told in time and again, never shown as done, done when it is back', async () => {
    const { board, flags } = await running()
    const id = await board.declare()
    flags.be({ set: DOWN, read: DOWN })
    const began = board.clock.now()
    await board.pull('stop', inc(id))
    let told: number | undefined
    for (let second = 0; second < 600; second += 5) {
      await board.pass(5)
      expect(standingOf(await board.called('stop'))).not.toBe('pulled')
      if (told === undefined && alarms(board.said) > 0) told = board.clock.now() - began
    }
    expect(told).toBeLessThanOrEqual(125_000)
    expect(alarms(board.said)).toBe(1)
    expect((await board.story(id)).filter((type) => type === 'switch-trouble')).toHaveLength(2) // at once, and when stuck
    expect((await board.incidents.load(id))?.levers.stop?.standing).toBe('trouble')
    expect(flags.orders.length).toBeLessThan(20)
    flags.be()
    await board.pass(60)
    expect(standingOf(await board.called('stop'))).toBe('pulled')
    expect(flags.values.get('stop')).toBe(false)
    expect((await board.incidents.load(id))?.levers.stop?.standing).toBe('pulled')
  })

  it('that takes the order and does not follow it is found out', async () => {
    const { board, flags } = await running()
    flags.be({ ignores: true })
    await board.pull('stop')
    await board.quiet()
    const state = await board.called('stop')
    expect(state.order).toMatchObject({ tries: 1, why: 'it says on when read back' })
    expect(board.said.map(({ kind }) => kind)).toContain('slack.switch-direct')
    flags.be()
    await board.pass(3)
    expect(standingOf(await board.called('stop'))).toBe('pulled')
  })

  it('that shows what it took only a moment later has done it', async () => {
    const { board, flags } = await running()
    const { read } = flags.provider
    let asked = 0
    flags.provider.read = async (place, signal) => {
      asked += 1
      return asked === 1 ? { ok: true, value: true } : read(place, signal)
    }
    await board.pull('stop')
    await board.quiet()
    expect(await board.history('stop')).not.toContain('set-failed')
    expect(standingOf(await board.called('stop'))).toBe('pulled')
  })

  it('whose answer is lost has done it when it reads so', async () => {
    const { board, flags } = await running()
    const { set } = flags.provider
    flags.provider.set = async (order, signal) => {
      await set(order, signal)
      return { ok: false, why: 'the answer broke off', again: 'later' }
    }
    await board.pull('stop')
    await board.quiet()
    expect(standingOf(await board.called('stop'))).toBe('pulled')
  })

  it('that hangs or throws has failed for now, and does not hold up anything', async () => {
    const { board, flags } = await running({ answerWithinMs: 30 })
    flags.be({ hangs: true })
    await board.pull('stop')
    await until(async () => (await board.called('stop')).order?.tries === 1)
    expect((await board.called('stop')).order?.why).toContain('no answer within')
    flags.be({ throws: true, read: DOWN })
    await board.pass(3)
    await until(async () => (await board.called('stop')).order?.why === 'it broke')
    flags.be()
    await board.pass(60)
    expect(standingOf(await board.called('stop'))).toBe('pulled')
  })

  it('that is not set up says so at the pull, and leaves the others alone', async () => {
    const { board } = await running()
    await board.do('other', { type: 'pull', reason: 'Freeze' })
    await board.quiet()
    expect((await board.called('other')).order?.why).toContain('ARGOCD_URL')
    expect(board.board.side.missing(await board.called('other'))).toContain('Argo CD is not set up')
    await board.pull('stop')
    await board.quiet()
    expect(standingOf(await board.called('stop'))).toBe('pulled')
  })
})

describe('the watch', () => {
  it('notices within its interval what was changed elsewhere, and writes nothing while nothing is new', async () => {
    const { board, flags } = await running()
    await board.pass(1_800)
    expect(await board.history('stop')).toEqual(['switch-adopted', 'value-found'])
    flags.values.set('stop', false)
    await board.pass(301)
    expect((await board.history('stop')).at(-1)).toBe('drifted')
    expect(standingOf(await board.called('stop'))).toBe('drifted')
    flags.values.set('stop', true)
    await board.pass(301)
    expect((await board.history('stop')).at(-1)).toBe('drift-ended')
  })

  it('leaves alone what is being set: that is read back by who sets it', async () => {
    const { board, flags } = await running()
    flags.be({ set: DOWN })
    await board.pull('stop')
    await board.quiet()
    const { tries } = (await board.called('stop')).order ?? {}
    await board.board.side.look(await board.called('stop'))
    expect((await board.called('stop')).order?.tries).toBe(tries)
  })

  it('looks again soon after a change, for what an earlier try may still do', async () => {
    const { board, flags } = await running()
    await board.pass(120)
    await board.pull('stop')
    await board.quiet()
    flags.values.set('stop', true)
    await board.pass(61)
    expect(standingOf(await board.called('stop'))).toBe('drifted')
    expect(alarms(board.said)).toBe(1)
  })

  it('tells once when a switch cannot be read, and nothing of a provider that was never set up', async () => {
    const { board, flags } = await running()
    flags.be({ read: DOWN })
    await board.pass(1_800)
    expect((await board.history('stop')).slice(2)).toEqual(['unreadable', 'unreadable-long'])
    flags.be()
    await board.pass(120)
    expect((await board.history('stop')).at(-1)).toBe('readable')
    expect(await board.history('other')).toEqual(['switch-adopted'])
  })
})

describe('every switch of the policy', () => {
  it.each(['sqlite', 'postgres'] as const)(
    'has one stream, whatever number of processes start at once (%s)',
    async (kind) => {
      const flags = aProvider({ stop: true })
      const providers = { 'built-in': { provider: flags.provider } }
      const first = await aBoard({ policy: POLICY, providers, kind })
      const second = kind === 'sqlite' ? first : await aBoard({ policy: POLICY, providers, url: first.url })
      await Promise.all([first.board.adopt(), second.board.adopt(), first.board.adopt()])
      const all = await first.switches.find('switches', 50)
      expect(all.map(({ key }) => key).toSorted()).toEqual(['other', 'stop'])
      expect(new Set(all.map(({ id }) => id)).size).toBe(2)
    },
  )

  it('that the policy no longer names is kept, and can still be restored', async () => {
    const { board, flags, providers } = await running()
    await board.pull('stop')
    await board.quiet()
    await board.stop()
    const without = switchPolicy({}, { digest: 'p2', switches: { other: rules({ provider: 'argocd' }) } })
    const next = await aBoard({ policy: without, providers, url: board.url })
    await next.start()
    expect((await next.history('stop')).at(-1)).toBe('switch-retired')
    await next.do('stop', { type: 'restore', reason: 'Over' }, ANA)
    await next.quiet()
    expect(flags.values.get('stop')).toBe(true)
  })
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It never came about')
    await new Promise((resolve) => setImmediate(resolve))
  }
}
