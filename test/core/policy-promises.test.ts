import { describe, expect, it } from 'vitest'
import { promisesFor } from '../../src/core/incident/promises.ts'
import { ladderNamed } from '../../src/core/ladder/ladder-named.ts'
import { placedReferences } from '../../src/core/policy.ts'
import { checkPolicy } from '../../src/core/policy-check.ts'
import { aPromisingPolicy } from './a-policy.ts'

const { digest: _, ...sound } = aPromisingPolicy()
const sev1 = (changes: object) => ({
  ...sound,
  severities: { ...sound.severities, sev1: { ...sound.severities.sev1, ...changes } },
})
const updates = (changes: object) =>
  sev1({ updates: { ...(sound.severities.sev1.updates as object), ...changes } })
const ladders = (changes: object) => ({ ...sound, ladders: { ...sound.ladders, ...changes } })
const rung = (page: string[]) => ({ ...sound, rungs: { ...sound.rungs, secondary: { name: 'S', page } } })
const paging = (changes: object) => ({ ...sound, paging: { ...sound.paging, ...changes } })
const without = (key: string) => Object.fromEntries(Object.entries(sound).filter(([name]) => name !== key))
const u = ['severities', 'sev1', 'updates']

describe('promises in a policy', () => {
  it('that are sound have no problem', () => {
    expect(checkPolicy(sound)).toEqual([])
  })

  it.each<[string, object, (string | number)[], RegExp, RegExp?]>([
    ['a cadence of 0', updates({ everyMinutes: 0 }), [...u, 'everyMinutes'], /too small/, /at least 1/],
    ['half a minute', updates({ everyMinutes: 0.5 }), [...u, 'everyMinutes'], /no whole number/],
    ['a cadence in words', updates({ everyMinutes: 'often' }), [...u, 'everyMinutes'], /is text/],
    ['a month between updates', updates({ everyMinutes: 43_200 }), [...u, 'everyMinutes'], /too large/],
    ['a word for no updates that is none', sev1({ updates: 'never' }), u, /how often/, /^none/],
    ['no word on updates', sev1({ updates: undefined }), u, /missing/, /^none/],
    [
      'a misspelt setting of the updates',
      updates({ graceminutes: 3 }),
      [...u, 'graceminutes'],
      /mean `graceMinutes`/,
    ],
    [
      'a nudge as long as the interval',
      updates({ nudgeBeforeMinutes: 15 }),
      [...u, 'nudgeBeforeMinutes'],
      /before/,
    ],
    [
      'a grace as long as the interval',
      updates({ graceMinutes: 15 }),
      [...u, 'graceMinutes'],
      /next interval/,
    ],
    [
      'more updates while monitoring',
      updates({ everyMinutesWhileMonitoring: 10 }),
      [...u, 'everyMinutesWhileMonitoring'],
      /more often/,
    ],
    [
      'an unknown ladder',
      sev1({ ladder: 'majr' }),
      ['severities', 'sev1', 'ladder'],
      /no ladder/,
      /minor, major, none/,
    ],
    [
      'a ladder without end',
      ladders({
        minor: { ...sound.ladders.minor, next: 'major' },
        major: { ...sound.ladders.major, rungs: ['managers'], next: 'minor' },
      }),
      ['ladders', 'minor', 'next'],
      /back to itself: minor → major → minor/,
    ],
    [
      'an unknown rung',
      ladders({ minor: { rungs: ['on-cal'], rounds: 1, alarmEveryMinutes: 5 } }),
      ['ladders', 'minor', 'rungs', 0],
      /no rung "on-cal"/,
      /on-call, secondary, managers/,
    ],
    [
      'a rung twice',
      ladders({ minor: { rungs: ['on-call', 'on-call'], rounds: 1, alarmEveryMinutes: 5 } }),
      ['ladders', 'minor', 'rungs', 1],
      /twice/,
    ],
    [
      'a ladder that nobody climbs',
      ladders({ spare: { rungs: ['on-call'], rounds: 1, alarmEveryMinutes: 5 } }),
      ['ladders', 'spare'],
      /uses "spare"/,
    ],
    [
      'a ladder that goes on nowhere',
      ladders({ minor: { ...sound.ladders.minor, next: 'top' } }),
      ['ladders', 'minor', 'next'],
      /no ladder "top"/,
    ],
    [
      'no rounds',
      ladders({ minor: { rungs: ['on-call'], rounds: 0, alarmEveryMinutes: 5 } }),
      ['ladders', 'minor', 'rounds'],
      /too small/,
    ],
    [
      'a person in no known form',
      rung(['dana li']),
      ['rungs', 'secondary', 'page', 0],
      /can be paged/,
      /pagerduty:schedule/,
    ],
    [
      'a PagerDuty service',
      rung(['pagerduty:service:PABCDEF']),
      ['rungs', 'secondary', 'page', 0],
      /can be paged/,
    ],
    ['a role that does not exist', rung(['role:king']), ['rungs', 'secondary', 'page', 0], /no role "king"/],
    ['a person twice on a rung', rung(['@a', '@a']), ['rungs', 'secondary', 'page', 1], /twice/],
    [
      'an escalation with no ladder',
      sev1({ ladder: 'none' }),
      ['severities', 'sev1', 'escalateAfterMinutes'],
      /no ladder to climb/,
    ],
    [
      'shares that fall',
      sev1({ recovery: { timeMinutes: 60, escalateAtPercent: [80, 50] } }),
      ['severities', 'sev1', 'recovery', 'escalateAtPercent', 1],
      /do not rise/,
    ],
    ['no emergency contact', paging({ emergencyContacts: [] }), ['paging', 'emergencyContacts'], /empty/],
    [
      'a contact without a number',
      paging({ emergencyContacts: [{ name: 'X', phone: 'ask Ben' }] }),
      ['paging', 'emergencyContacts', 0, 'phone'],
      /telephone/,
    ],
    ['no paging at all', without('paging'), ['paging'], /missing/],
    [
      'a missing severity',
      { ...sound, severities: { sev1: sound.severities.sev1 } },
      ['severities', 'sev2'],
      /missing/,
    ],
  ])('with %s are reported at their place', (_, value, path, message, allowed) => {
    expect(checkPolicy(value)).toContainEqual(
      expect.objectContaining({
        path,
        message: expect.stringMatching(message),
        ...(allowed && { allowed: expect.stringMatching(allowed) }),
      }),
    )
  })

  it('may page whoever PagerDuty has on call, and the holder of a role', () => {
    expect(
      checkPolicy(rung(['pagerduty:schedule:PGR0VU2', 'pagerduty:policy:PUS0KTE', 'role:commander'])),
    ).toEqual([])
  })

  it('are all reported at once', () => {
    const broken = {
      ...updates({ everyMinutes: 0 }),
      paging: { ...sound.paging, ackMinutes: 0, emergencyContacts: [] },
    }
    expect(checkPolicy(broken).map(({ path }) => path.join('.'))).toEqual([
      'severities.sev1.updates.everyMinutes',
      'paging.ackMinutes',
      'paging.emergencyContacts',
    ])
  })

  it('name the people on their rungs, for whoever looks them up', () => {
    const policy = {
      ...sound,
      rungs: { 'on-call': { name: 'O', page: ['@night', 'role:commander', 'pagerduty:policy:PUS0KTE'] } },
    }
    expect(placedReferences(policy).slice(2)).toEqual([
      { path: ['rungs', 'on-call', 'page', 0], reference: '@night' },
    ])
  })
})

describe('what an incident is promised', () => {
  it('is what the policy says for its severity, the ladder with what follows it', () => {
    const policy = aPromisingPolicy({
      ladders: {
        orders: { rungs: ['managers'], next: 'minor', ackMinutes: 2, rounds: 3, alarmEveryMinutes: 7 },
        minor: { rungs: ['on-call', 'secondary'], rounds: 1, alarmEveryMinutes: 15 },
      },
      rungs: { ...sound.rungs, secondary: { name: 'Secondary', page: ['@secondary'], ackMinutes: 9 } },
    })
    expect(ladderNamed('orders', policy)).toEqual({
      ladder: 'orders',
      rounds: 3,
      alarmEveryMinutes: 7,
      firstPageAfterSeconds: 30,
      rungs: [
        { rung: 'managers', name: 'Engineering manager', ackMinutes: 2 },
        { rung: 'on-call', name: 'On-call engineer', ackMinutes: 5 },
        { rung: 'secondary', name: 'Secondary', ackMinutes: 9 },
      ],
    })
    expect(promisesFor({ severity: 'sev4', classes: [] }, policy)).toEqual({})
  })

  it('may be another ladder and another time for what it is mainly about, where the severity promises one', () => {
    const orders = {
      name: 'Orders',
      covers: 'Orders.',
      hints: [],
      ladder: 'minor',
      recovery: { timeMinutes: 20, escalateAtPercent: [100] },
    }
    const policy = aPromisingPolicy({ classes: { ...sound.classes, orders } })
    const promised = (severity: 'sev1' | 'sev4', ...classes: string[]) =>
      promisesFor({ severity, classes }, policy)
    expect(promised('sev1', 'orders').ladder?.rungs.map(({ rung }) => rung)).toEqual(['on-call', 'secondary'])
    expect(promised('sev1', 'orders').recovery?.timeMinutes).toBe(20)
    expect(promised('sev1', 'returns', 'orders').recovery?.timeMinutes).toBe(60)
    expect(promised('sev1', 'constructor').ladder?.ladder).toBe('major')
    expect(promised('sev4', 'orders')).toEqual({})
  })
})
