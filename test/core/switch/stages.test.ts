import { describe, expect, it } from 'vitest'
import { nextOf, saysNext, stepsFor, waitsFor } from '../../../src/core/switch/stages.ts'
import { suggestedFor, targetNamed } from '../../../src/core/switch/suggestions.ts'
import type { Switch } from '../../../src/core/switch/switch.ts'
import { aPolicy } from '../a-policy.ts'
import { MINUTE, NOON, rules, SwitchStory, switchPolicy } from './a-switch.ts'

const POLICY = aPolicy({
  switches: {
    mode: rules(),
    auto: rules(),
    greeting: rules(),
    verified: rules(),
    button: rules(),
  },
  restoreStages: [
    { name: 'Routing', switches: ['mode'], observeMinutes: 60 },
    { name: 'Tier 1', switches: ['auto', 'greeting'], observeMinutes: 30 },
    { name: 'Tier 2', switches: ['verified'], observeMinutes: 0 },
  ],
})

function aSwitch(key: string, value: boolean, more: Partial<Switch> = {}): Switch {
  const { state } = new SwitchStory(switchPolicy())
  const position = value ? 'normal' : 'safe'
  return {
    ...state,
    id: `SW-${key}`,
    key,
    observed: { value, at: NOON },
    wanted: { value, position, at: NOON, by: 'UANA', reason: 'x' },
    incident: 'INC-7',
    ...more,
  }
}

const ALL_OUT = ['mode', 'auto', 'greeting', 'verified', 'button'].map((key) => aSwitch(key, false))
const names = (steps: ReturnType<typeof stepsFor>) =>
  steps.map(({ name, now, switches }) => [name, now, switches.map(({ key }) => key)])

describe('a gradual restore', () => {
  it('takes the steps of the policy in order; what stands in none may come at once', () => {
    expect(names(stepsFor(ALL_OUT, ALL_OUT, POLICY, NOON))).toEqual([
      ['Without an order', true, ['button']],
      ['Routing', true, ['mode']],
      ['Tier 1', false, ['auto', 'greeting']],
      ['Tier 2', false, ['verified']],
    ])
  })

  it('waits until a step is whole and was watched long enough', () => {
    const watching = { observeUntil: NOON + 60 * MINUTE, restoredAt: NOON }
    const all = [aSwitch('mode', true, watching), ...ALL_OUT.slice(1)]
    expect(waitsFor('auto', all, POLICY, NOON + 59 * MINUTE)).toEqual([
      'Routing has to be watched until 13:00 UTC',
    ])
    expect(waitsFor('auto', all, POLICY, NOON + 60 * MINUTE)).toEqual([])
    expect(waitsFor('verified', all, POLICY, NOON + 60 * MINUTE)).toEqual([
      'auto has to be restored (Tier 1)',
      'greeting has to be restored (Tier 1)',
    ])
    expect(waitsFor('mode', all, POLICY, NOON)).toEqual([])
    expect(waitsFor('button', all, POLICY, NOON)).toEqual([])
  })

  it('counts an order that is not confirmed yet as not back', () => {
    const order = { ...aSwitch('mode', true) }
    order.order = {
      order: 2,
      act: 'restore',
      value: true,
      by: 'U',
      reason: 'x',
      key: 'k',
      since: NOON,
      tries: 0,
      alarms: 0,
      alarmAt: NOON,
    }
    expect(waitsFor('auto', [order, ...ALL_OUT.slice(1)], POLICY, NOON)).toEqual([
      'mode has to be restored (Routing)',
    ])
  })

  it('is not held up by what was pulled for something else', () => {
    const all = [aSwitch('mode', false, { incident: 'INC-8' }), ...ALL_OUT.slice(1)]
    expect(waitsFor('auto', all, POLICY, NOON)).toEqual([])
  })

  it('says once, by the last switch of a step, that the next may come, while there is a next', () => {
    const auto = aSwitch('auto', true, { restoredAt: NOON })
    const greeting = aSwitch('greeting', true, { restoredAt: NOON + 1 })
    const all = [aSwitch('mode', true), auto, greeting, aSwitch('verified', false)]
    expect([saysNext(auto, all, POLICY), saysNext(greeting, all, POLICY)]).toEqual([false, true])
    expect(nextOf(greeting, all, POLICY).map(({ key }) => key)).toEqual(['verified'])
    const same = [{ ...auto, restoredAt: NOON + 1 }, greeting]
    expect(
      same.filter((state) => saysNext(state, [...same, aSwitch('verified', false)], POLICY)),
    ).toHaveLength(1)
    expect(saysNext(greeting, [auto, greeting, aSwitch('verified', true)], POLICY)).toBe(false)
    expect(saysNext(greeting, [aSwitch('auto', false), greeting, aSwitch('verified', false)], POLICY)).toBe(
      false,
    )
  })
})

describe('what is offered', () => {
  const offered = (changes: object) =>
    suggestedFor(
      { classes: ['orders'], severity: 'sev2' },
      { switches: { one: rules(changes) }, bundles: {} },
    )

  it('is what the policy names for the class, the severity, or both', () => {
    expect(offered({ suggestedFor: { classes: ['orders'], severities: [] } })).toEqual(['one'])
    expect(offered({ suggestedFor: { classes: ['returns'], severities: [] } })).toEqual([])
    expect(offered({ suggestedFor: { classes: [], severities: ['sev2'] } })).toEqual(['one'])
    expect(offered({ suggestedFor: { classes: ['orders'], severities: ['sev1'] } })).toEqual([])
    expect(offered({ suggestedFor: { classes: [], severities: [] } })).toEqual([])
  })

  it('comes fastest first', () => {
    const suggested = { classes: ['orders'], severities: [] }
    const switches = {
      slow: rules({ takesSeconds: 60, suggestedFor: suggested }),
      fast: rules({ takesSeconds: 1, suggestedFor: suggested }),
    }
    expect(suggestedFor({ classes: ['orders'], severity: 'sev3' }, { switches, bundles: {} })).toEqual([
      'fast',
      'slow',
    ])
  })

  it('names a bundle with its switches in order', () => {
    const bundles = { stop: { name: 'Stop', does: 'All.', switches: ['mode', 'auto'] } }
    expect(targetNamed('stop', { ...POLICY, bundles })).toMatchObject({
      bundle: true,
      switches: ['mode', 'auto'],
    })
    expect(targetNamed('mode', { ...POLICY, bundles })).toMatchObject({ bundle: false, switches: ['mode'] })
    expect(targetNamed('constructor', { ...POLICY, bundles })).toBeUndefined()
  })
})
