import { expect, it } from 'vitest'
import type { Place, SwitchValue } from '../../src/core/switch/provider.ts'
import { declaredFlags, flagProblems } from '../../src/flags/declared.ts'

const aSwitch = (at: Place = {}, normal: SwitchValue = true, safe: SwitchValue = false) => ({
  provider: 'built-in',
  at,
  normal,
  safe,
})

it('the policy’s built-in switches are flags under their own keys, or under the key that they name', () => {
  const switches = {
    safe_mode: aSwitch({}, false, true),
    banner: aSwitch({ flag: 'Customer.Banner' }, '', 'Bear with us'),
    deploy_freeze: { ...aSwitch({ projects: ['shop'] }), provider: 'argocd' },
  }
  expect(flagProblems(switches)).toEqual([])
  expect(declaredFlags(switches)).toEqual([
    { key: 'safe_mode', normal: false },
    { key: 'Customer.Banner', normal: '' },
  ])
})

it.each([
  ['a key with a slash', aSwitch({ flag: 'a/b' }), ['at', 'flag']],
  ['a key that is no text', aSwitch({ flag: 7 }), ['at', 'flag']],
  ['a field that is not known', aSwitch({ flga: 'x' }), ['at', 'flga']],
  ['a safe value of another type', aSwitch({}, true, 'off'), ['safe']],
  ['a text that is too long', aSwitch({}, '', 'x'.repeat(2_001)), ['safe']],
])('a mistake is told with where it stands: %s', (_what, rules, path) => {
  const problems = flagProblems({ fine: aSwitch(), wrong: rules })
  expect(problems.map((problem) => problem.path)).toEqual([['switches', 'wrong', ...path]])
  expect(problems[0]?.message).toMatch(/\.$/)
})

it('two switches that are one flag are told once', () => {
  const switches = { safe_mode: aSwitch(), other: aSwitch({ flag: 'safe_mode' }), third: aSwitch() }
  expect(flagProblems(switches)).toMatchObject([
    { path: ['switches', 'other', 'at'], message: expect.stringContaining('"safe_mode" and "other"') },
  ])
})
