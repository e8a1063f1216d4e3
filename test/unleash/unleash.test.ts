import { describe, expect, it } from 'vitest'
import { checkUnleashPlace, unleash } from '../../src/unleash/provider.ts'
import { aFeature, type FakeFeature, TOKEN } from './unleash-answers.ts'
import { unleashServer } from './unleash-server.ts'

const forever = new AbortController().signal

async function read(feature: FakeFeature, more: { allowTargeting?: boolean } = {}) {
  const server = await unleashServer({ assistant: feature })
  const provider = unleash({ url: server.url, token: TOKEN }, { now: () => 0 })
  const place = { project: 'shop', feature: 'assistant', environment: 'production', ...more }
  return provider.read(place, forever)
}

const rollout = (percent: string, more = {}) => ({
  name: 'flexibleRollout',
  parameters: { rollout: percent },
  ...more,
})

describe('a feature of Unleash', () => {
  it.each([
    ['enabled without strategies', aFeature(true), true],
    ['enabled for everybody', aFeature(true, [{ name: 'default' }]), true],
    ['rolled out to all', aFeature(true, [rollout('100')]), true],
    [
      'enabled for everybody by one strategy of two',
      aFeature(true, [rollout('10'), { name: 'default' }]),
      true,
    ],
    ['disabled, whatever its strategies', aFeature(false, [{ name: 'default' }]), false],
    ['rolled out to some', aFeature(true, [rollout('50')]), /strategies/],
    ['enabled for some countries', aFeature(true, [rollout('100', { constraints: [{}] })]), /strategies/],
    ['enabled for a segment', aFeature(true, [rollout('100', { segments: [1] })]), /strategies/],
    [
      'enabled with its only strategy disabled',
      aFeature(true, [{ name: 'default', disabled: true }]),
      /strategies/,
    ],
    ['enabled for some users', aFeature(true, [{ name: 'userWithId' }]), /strategies/],
    ['dependent on another', aFeature(true, [], { dependencies: [{ feature: 'x' }] }), /depends/],
    ['archived', aFeature(true, [], { archived: true }), /archived/],
  ])('that is %s', async (_what, feature, expected) => {
    if (typeof expected === 'boolean') expect(await read(feature)).toEqual({ ok: true, value: expected })
    else expect(await read(feature)).toMatchObject({ again: 'never', why: expect.stringMatching(expected) })
  })

  it('counts as on despite its strategies where the policy allows that', async () => {
    const some = [rollout('50')]
    expect(await read(aFeature(true, some), { allowTargeting: true })).toEqual({ ok: true, value: true })
    expect(await read(aFeature(false, some), { allowTargeting: true })).toEqual({ ok: true, value: false })
  })

  it('is only on or off, which is said before anybody pulls it', () => {
    const place = { project: 'shop', feature: 'banner', environment: 'production' }
    expect(checkUnleashPlace(place, true)).toBeUndefined()
    expect(checkUnleashPlace(place, 'Closed')?.message).toContain('only switch on and off')
    expect(checkUnleashPlace(place, 5)?.message).toContain('only switch on and off')
  })
})
