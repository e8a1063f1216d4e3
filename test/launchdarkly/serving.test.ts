import { describe, expect, it } from 'vitest'
import type { SwitchValue } from '../../src/core/switch/provider.ts'
import { launchdarkly } from '../../src/launchdarkly/provider.ts'
import { aFlag, type FakeFlag, TOKEN } from './launchdarkly-answers.ts'
import { launchdarklyServer } from './launchdarkly-server.ts'

const forever = new AbortController().signal
const now = () => Date.UTC(2026, 0, 15, 3)
type Change = Parameters<typeof aFlag>[1]

async function stand(flag: FakeFlag, more: { allowTargeting?: boolean } = {}) {
  const server = await launchdarklyServer({ assistant: flag })
  const provider = launchdarkly({ apiUrl: server.url, token: TOKEN }, { now })
  const place = { project: 'shop', flag: 'assistant', environment: 'production', ...more }
  return {
    server,
    read: () => provider.read(place, forever),
    set: (value: SwitchValue) =>
      provider.set({ place, value, key: 'k', comment: 'Ana Ruiz,\n INC-7: wrong' }, forever),
    kinds: () => server.patches.map(({ instructions }) => instructions?.map(({ kind }) => kind)),
  }
}

const half = {
  variations: [
    { variation: 0, weight: 50_000 },
    { variation: 1, weight: 50_000 },
  ],
}
const whole = {
  variations: [
    { variation: 0, weight: 100_000 },
    { variation: 1, weight: 0 },
  ],
}
const rule = (variation: number) => ({ clauses: [{ attribute: 'country' }], variation })

describe('what customers get', () => {
  const values = [true, false]
  const cases: [string, Change, SwitchValue | RegExp][] = [
    ['on', {}, true],
    ['off', { on: false }, false],
    ['off, but off serves true', { on: false, offVariation: 0 }, true],
    ['off without an off variation', { on: false, offVariation: null }, /own default/],
    ['on, serving false', { fallthrough: { variation: 1 } }, false],
    ['on for half of them', { fallthrough: { rollout: half } }, /percentage/],
    ['on for all of them by a rollout', { fallthrough: { rollout: whole } }, true],
    ['on, with a rule for something else', { rules: [rule(1)] }, /rules/],
    ['on, with a rule for the same', { rules: [rule(0)] }, true],
    ['on, with a rule that rolls out', { rules: [{ clauses: [], rollout: half }] }, /rules/],
    [
      'on, with somebody who gets something else',
      { targets: [{ values: ['ana'], variation: 1 }] },
      /targets/,
    ],
    ['on, with an empty target', { targets: [{ values: [], variation: 1 }] }, true],
    [
      'on, with a company that gets something else',
      { contextTargets: [{ values: ['a'], variation: 1 }] },
      /targets/,
    ],
    ['on, with a prerequisite', { prerequisites: [{ key: 'x', variation: 0 }] }, /prerequisites/],
    [
      'off, whatever its rules',
      { on: false, rules: [rule(0)], targets: [{ values: ['a'], variation: 0 }] },
      false,
    ],
  ]

  it.each(cases)('of a flag that is %s', async (_what, change, expected) => {
    const { read } = await stand(aFlag(values, change))
    if (expected instanceof RegExp)
      expect(await read()).toMatchObject({ again: 'never', why: expect.stringMatching(expected) })
    else expect(await read()).toEqual({ ok: true, value: expected })
  })

  it('counts as on despite its rules where the policy allows that, but off is off', async () => {
    const flag = aFlag(values, { rules: [rule(1)] })
    const { read, set, kinds } = await stand(flag, { allowTargeting: true })
    expect(await read()).toEqual({ ok: true, value: true })
    await set(false)
    expect(await read()).toEqual({ ok: true, value: false })
    await set(true)
    expect(await read()).toEqual({ ok: true, value: true })
    expect(kinds()).toEqual([['turnFlagOff'], ['turnFlagOn']])
    expect(flag.environments.production?.rules).toEqual([rule(1)])
  })

  it('keeps a rollout where the policy allows that', async () => {
    const flag = aFlag(values, { fallthrough: { rollout: half } })
    const { set, kinds } = await stand(flag, { allowTargeting: true })
    await set(false)
    await set(true)
    expect(kinds()).toEqual([['turnFlagOff'], ['turnFlagOn']])
    expect(flag.environments.production?.fallthrough).toEqual({ rollout: half })
  })

  it('of an archived flag is nothing that can be said', async () => {
    const { read } = await stand({ ...aFlag(values), archived: true })
    expect(await read()).toMatchObject({ again: 'never', why: expect.stringContaining('archived') })
  })
})

describe('setting a flag', () => {
  it('turns it off, whatever its rules say, and on again with the rules kept', async () => {
    const flag = aFlag([true, false], { rules: [rule(0)], targets: [{ values: ['ana'], variation: 0 }] })
    const { set, read, kinds, server } = await stand(flag)
    await set(false)
    expect(await read()).toEqual({ ok: true, value: false })
    await set(true)
    expect(await read()).toEqual({ ok: true, value: true })
    expect(kinds()).toEqual([['turnFlagOff'], ['turnFlagOn']])
    expect(server.patches[0]).toEqual({
      environmentKey: 'production',
      comment: 'Ana Ruiz, INC-7: wrong',
      instructions: [{ kind: 'turnFlagOff' }],
    })
  })

  it('finds the way when off and on serve the same, or the wrong way round', async () => {
    for (const change of [{ offVariation: 0 }, { offVariation: 0, fallthrough: { variation: 1 } }]) {
      const { set, read } = await stand(aFlag([true, false], change))
      for (const value of [false, true, false]) {
        expect(await set(value)).toEqual({ ok: true })
        expect(await read()).toEqual({ ok: true, value })
      }
    }
  })

  it('chooses the variation that has the text or number', async () => {
    const { set, read, kinds } = await stand(aFlag(['', 'Slow today', 12, 'Closed']))
    for (const value of ['Slow today', 12, 'Closed', ''])
      expect([await set(value), await read()]).toEqual([{ ok: true }, { ok: true, value }])
    const chosen = ['updateFallthroughVariationOrRollout']
    expect(kinds()).toEqual([chosen, chosen, ['turnFlagOff'], ['turnFlagOn', ...chosen]])
  })

  it('does not confuse a text with the number or truth that it spells', async () => {
    const { set, kinds } = await stand(aFlag(['1', 1, 'true', true]))
    await set(1)
    expect(kinds()).toHaveLength(1)
    await set('true')
    expect(kinds()).toHaveLength(2)
  })

  it('replaces a rollout when only that leads to one value for everybody', async () => {
    const { set, read } = await stand(aFlag(['a', 'b', 'c'], { fallthrough: { rollout: half } }))
    expect(await set('b')).toEqual({ ok: true })
    expect(await read()).toEqual({ ok: true, value: 'b' })
  })

  it('says which values there are when the one that is wanted is not', async () => {
    const { set, kinds } = await stand(aFlag(['', 'Slow today']))
    expect(await set('Closed')).toMatchObject({
      again: 'never',
      why: expect.stringContaining('has no variation "Closed", only "", "Slow today"'),
    })
    expect(kinds()).toEqual([])
  })

  it('is tried anew when somebody else changed the flag at the same moment, and not for ever', async () => {
    const conflict = { status: 409, body: { code: 'optimistic_locking_error', message: 'changed meanwhile' } }
    const calm = { before: () => {} }
    const { set, server } = await stand(aFlag([true, false]))
    server.mishaps = [calm, conflict, calm, conflict]
    expect(await set(false)).toEqual({ ok: true })
    server.mishaps = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? calm : conflict))
    const asked = server.received.length
    expect(await set(true)).toMatchObject({
      again: 'later',
      why: expect.stringContaining('changed meanwhile'),
    })
    expect(server.received.length - asked).toBeLessThanOrEqual(10)
  })

  it('goes before changes that were planned for later', async () => {
    const { set, server } = await stand(aFlag([true, false]))
    await set(false)
    expect(server.received.at(-1)?.query.get('ignoreConflicts')).toBe('true')
  })
})
