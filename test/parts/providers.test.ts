import { describe, expect, it } from 'vitest'
import type { Place, SwitchValue } from '../../src/core/switch/provider.ts'
import { createProviders, placeProblems, switchesWithoutProvider } from '../../src/parts/providers.ts'

const none = createProviders({}, { now: () => 0 })
const aSwitch = (provider: string, at: Place, normal: SwitchValue = true) => ({ provider, at, normal })
const flag = { project: 'shop', flag: 'assistant', environment: 'production' }

describe('outside providers', () => {
  it('are there when they are configured, and say what to do when they are not', () => {
    const some = createProviders({ argocd: { url: 'https://a.example.com', token: 'x' } }, { now: () => 0 })
    expect(some.argocd).toHaveProperty('provider')
    expect(some.argocd).not.toHaveProperty('missing')
    expect(some.launchdarkly).toMatchObject({ missing: expect.stringContaining('LAUNCHDARKLY_TOKEN') })
    for (const system of Object.values(none)) {
      expect(system).not.toHaveProperty('provider')
      expect(system).toMatchObject({ missing: expect.stringMatching(/(is|are) not set up: set [A-Z_]+/) })
    }
  })

  it('that are missing are told for each switch that needs them', () => {
    const switches = { assistant: aSwitch('launchdarkly', flag), own: aSwitch('built-in', {}) }
    expect(switchesWithoutProvider(switches, none)).toEqual([
      'The kill switch "assistant" cannot be used. LaunchDarkly is not set up: set LAUNCHDARKLY_TOKEN and start again.',
    ])
  })
})

describe('places in the policy', () => {
  it('that are sound are no problem, whether their system is set up or not', () => {
    const switches = {
      assistant: aSwitch('launchdarkly', flag),
      banner: aSwitch('launchdarkly', { ...flag, flag: 'banner' }, ''),
      capsule: aSwitch('unleash', { project: 'shop', feature: 'capsule', environment: 'production' }),
      queue: aSwitch('webhook', { url: 'https://x.example.com/', name: 'queue' }, 3),
      deploy_freeze: aSwitch('argocd', { projects: ['shop', 'concierge'] }, false),
      by_label: aSwitch('argocd', { label: 'team=shop', applications: ['a-*'], name: 'part' }, false),
      own: aSwitch('built-in', { anything: 1 }),
    }
    expect(placeProblems(switches, none)).toEqual([])
  })

  it.each([
    ['launchdarkly', { project: 'shop', environment: 'production' }, true, [], /`flag` is missing/],
    ['launchdarkly', { ...flag, envrionment: 'x' }, true, ['envrionment'], /no `envrionment` here/],
    ['launchdarkly', { ...flag, project: '..' }, true, ['project'], /must be a key/],
    ['launchdarkly', { ...flag, flag: 'a/../b' }, true, ['flag'], /must be a key/],
    ['launchdarkly', { ...flag, allowTargeting: true }, 'text', ['allowTargeting'], /on or off/],
    ['unleash', { project: 'shop', feature: 'x', environment: 'y' }, 'text', [], /only switch on and off/],
    ['unleash', { project: '.', feature: 'x', environment: 'y' }, true, ['project'], /must be a name/],
    ['webhook', { url: 'http://x.example.com', name: 'x' }, true, ['url'], /https/],
    ['argocd', {}, true, [], /`projects` or a `label`/],
    ['argocd', { projects: ['a'], label: 'b' }, true, [], /`projects` or a `label`/],
    ['argocd', { projects: [] }, true, ['projects'], /is empty/],
    ['argocd', { projects: ['Shop'] }, true, ['projects', 0], /must be a name/],
    ['argocd', { projects: ['shop'] }, 4, [], /only switch on and off/],
    ['argocd', { projects: ['shop'], allowManualSync: 'yes' }, true, ['allowManualSync'], /true or false/],
  ])('of %s with %o are told with where it stands', (provider, at, normal, path, message) => {
    const [problem, ...others] = placeProblems({ key: aSwitch(provider, at as Place, normal) }, none)
    expect(others).toEqual([])
    expect(problem?.path).toEqual(['switches', 'key', 'at', ...path])
    expect(problem?.message).toMatch(message)
  })

  it('that two switches share are told, since one would set the other', () => {
    const freeze = (at: Place) => aSwitch('argocd', at, false)
    const shared = {
      assistant: aSwitch('launchdarkly', flag),
      copy: aSwitch('launchdarkly', { ...flag, allowTargeting: true }),
      all: freeze({ projects: ['shop', 'concierge'] }),
      shop: freeze({ projects: ['shop'] }),
    }
    expect(placeProblems(shared, none).map(({ path, message }) => [path[1], message])).toEqual([
      ['copy', expect.stringContaining('"assistant" and "copy"')],
      ['shop', expect.stringContaining('"all" and "shop"')],
    ])
    const apart = {
      all: freeze({ projects: ['shop'] }),
      part: freeze({ projects: ['shop'], applications: ['orders-*'], name: 'orders' }),
    }
    expect(placeProblems(apart, none)).toEqual([])
  })
})
