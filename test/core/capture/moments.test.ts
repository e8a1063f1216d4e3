import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allMoments, figures, MOMENTS, type Moment } from '../../../src/core/capture/moments.ts'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { HAPPENED_BACK_DAYS } from '../../../src/core/limits.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { DANA, declared, NOON, resolve, SAM, Story } from '../incident/story.ts'

const MINUTE = 60_000
const monitoring: IncidentCommand = { type: 'change-status', status: 'monitoring' }
const identified: IncidentCommand = { type: 'change-status', status: 'identified' }
const reopen: IncidentCommand = { type: 'reopen', reason: 'It is back' }
const take: IncidentCommand = { type: 'assign-role', role: 'commander', user: 'UDANA', standing: 'member' }

const correct = (moment: Moment, at: number, reason = 'The logs say so'): IncidentCommand => ({
  type: 'correct-moment',
  moment,
  at,
  reason,
})
/** Minutes after noon, when it was declared. */
function minutes(story: Story): Partial<Record<Moment, number>> {
  const all = allMoments(story.state.moments)
  return Object.fromEntries(
    MOMENTS.flatMap((moment) => {
      const at = all[moment]?.at
      return at === undefined ? [] : [[moment, (at - NOON) / MINUTE]]
    }),
  )
}
function took(story: Story): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures(story.state.moments)).map(([name, ms]) => [name, ms / MINUTE]),
  )
}
const refused = (story: Story, command: IncidentCommand) => story.do(command).rejection?.code

describe('the moments of an incident', () => {
  it('follow from what is done', () => {
    const story = declared().later(3).given(take).later(10).given(monitoring).later(20).given(resolve)
    expect(minutes(story)).toEqual({
      started: 0,
      detected: 0,
      declared: 0,
      acknowledged: 4,
      mitigated: 15,
      resolved: 36,
    })
    expect(took(story)).toEqual({ toAcknowledge: 4, toMitigate: 15, toResolve: 36 })
  })

  it('are detected by the alert that it was declared from, never later than it was declared', () => {
    const from = (at: number) =>
      new Story().given({
        type: 'declare',
        number: 7,
        title: 'Orders API answers 500',
        severity: 'sev3',
        alert: { id: 'ALERT-1', title: 'Orders API', level: 'critical', at },
      })
    const story = from(NOON - 6 * MINUTE).given(take)
    expect(minutes(story)).toMatchObject({ started: -6, detected: -6, declared: 0 })
    expect(took(story).toAcknowledge).toBeGreaterThan(6)
    expect(minutes(from(NOON + MINUTE)).detected).toBe(0)
  })

  it('are acknowledged by the first answer to a page, and not by being given the command', () => {
    const given = declared('sev3').given({ ...take, user: 'USAM' })
    expect(minutes(given).acknowledged).toBeUndefined()
    const paged = declared('sev2', aPromisingPolicy()).later(4)
    paged.given({ type: 'page', to: { user: 'USAM', standing: 'member' }, text: 'Look' })
    paged.do({ type: 'record-page', run: 2, step: 1, people: [{ user: 'USAM', how: 'USAM' }], skipped: [] })
    const { events } = paged.do({ type: 'acknowledge' }, SAM)
    expect(events.map(({ type }) => type)).toContain('acknowledged')
    const first = minutes(paged).acknowledged
    expect(first).toBeGreaterThan(0)
    paged.later(5).given(take)
    expect(minutes(paged).acknowledged).toBe(first)
    paged.later(5).given({ type: 'page', to: { user: 'USAM', standing: 'member' }, text: 'Again' })
    paged.do({ type: 'record-page', run: 3, step: 1, people: [{ user: 'USAM', how: 'USAM' }], skipped: [] })
    expect(paged.do({ type: 'acknowledge' }, SAM).events.map(({ type }) => type)).toContain('acknowledged')
    expect(minutes(paged).acknowledged).toBe(first)
  })

  it('count mitigation from the last time that it held', () => {
    const story = declared().given(monitoring, identified)
    expect(minutes(story).mitigated).toBeUndefined()
    story.later(10).given(monitoring)
    const held = minutes(story).mitigated
    expect(held).toBe(13)
    story.given(resolve)
    expect(minutes(story).mitigated).toBe(held)
  })

  it('lose mitigation and end when it is reopened, and keep the first acknowledgement', () => {
    const story = declared().given(take, resolve, reopen)
    expect(Object.keys(minutes(story)).sort()).toEqual(['acknowledged', 'declared', 'detected', 'started'])
    story.later(30).given(resolve)
    expect(minutes(story)).toMatchObject({ acknowledged: 1, mitigated: 34, resolved: 34 })
  })
})

describe('correcting a moment', () => {
  it('changes all figures, and says what it was before', () => {
    const story = declared().later(9).given(take, monitoring).later(20).given(resolve)
    const { events } = story.do(correct('started', NOON - 30 * MINUTE))
    expect(events).toEqual([
      {
        type: 'moment-corrected',
        moment: 'started',
        at: NOON - 30 * MINUTE,
        from: NOON,
        reason: 'The logs say so',
        happenedAt: NOON - 30 * MINUTE,
      },
    ])
    expect(took(story)).toEqual({ toDetect: 30, toAcknowledge: 10, toMitigate: 41, toResolve: 62 })
    story.given(correct('detected', NOON - 10 * MINUTE))
    expect(took(story)).toEqual({ toDetect: 20, toAcknowledge: 20, toMitigate: 41, toResolve: 62 })
    expect(story.state.moments.detected).toMatchObject({ how: 'corrected', by: 'UDANA' })
  })

  it('lets what nobody spoke of follow', () => {
    const story = declared().given(correct('detected', NOON - 10 * MINUTE))
    expect(minutes(story)).toEqual({ started: -10, detected: -10, declared: 0 })
    const other = declared().given(correct('declared', NOON - 5 * MINUTE))
    expect(minutes(other)).toEqual({ started: -5, detected: -5, declared: -5 })
  })

  it('stands against what is recorded later', () => {
    const story = declared()
      .later(5)
      .given(correct('acknowledged', NOON + 2 * MINUTE), take)
    expect(minutes(story).acknowledged).toBe(2)
    story.given(monitoring, correct('mitigated', NOON + 3 * MINUTE), resolve)
    expect(minutes(story)).toMatchObject({ mitigated: 3 })
  })

  it('is refused where the order would make no sense, naming the other time', () => {
    const story = declared().later(30).given(take, monitoring)
    expect(refused(story, correct('detected', NOON + MINUTE))).toBe('moment-order')
    expect(refused(story, correct('started', NOON + MINUTE))).toBe('moment-order')
    story.given(correct('started', NOON - 20 * MINUTE))
    expect(refused(story, correct('detected', NOON - 21 * MINUTE))).toBe('moment-order')
    expect(refused(story, correct('declared', NOON - 21 * MINUTE))).toBe('moment-order')
    expect(refused(story, correct('mitigated', NOON - 21 * MINUTE))).toBe('moment-order')
    expect(refused(story, correct('acknowledged', NOON - MINUTE))).toBe('moment-order')
    expect(story.do(correct('detected', NOON + MINUTE)).rejection?.rejected).toContain(
      '“declared” is at 2024-06-10 12:00 UTC, so “detected” cannot be later',
    )
    // The minute that people say is not held against the second that was recorded.
    expect(refused(story, correct('detected', NOON + 59_000))).toBeUndefined()
  })

  it('is refused for what has not come, is to come, is too long ago, is the same, or has no reason', () => {
    const story = declared().later(5)
    expect(refused(story, correct('mitigated', NOON))).toBe('moment-not-come')
    expect(refused(story, correct('resolved', NOON))).toBe('moment-not-come')
    expect(refused(story, correct('started', NOON + 24 * 60 * MINUTE))).toBe('in-future')
    expect(refused(story, correct('started', Number.NaN))).toBe('no-time')
    expect(refused(story, correct('started', NOON - (HAPPENED_BACK_DAYS + 1) * 24 * 60 * MINUTE))).toBe(
      'too-long-ago',
    )
    expect(refused(story, correct('declared', NOON))).toBe('same-moment')
    expect(refused(story, correct('started', NOON, ' '))).toBe('empty')
  })

  it('never gives a figure below zero nor one out of order, whatever is done and said', () => {
    const instant = fc.integer({ min: -200, max: 200 }).map((n) => NOON + n * 17_000)
    const command = fc.oneof(
      fc.constantFrom(take, monitoring, identified, resolve, reopen),
      fc
        .record({ moment: fc.constantFrom(...MOMENTS), at: instant })
        .map(({ moment, at }) => correct(moment, at)),
    )
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const story = declared()
        for (const one of commands) story.do(one, DANA)
        const all = allMoments(story.state.moments)
        const at = (moment: Moment) => Math.floor((all[moment]?.at ?? Number.NaN) / MINUTE)
        expect(at('started') > at('detected') || at('detected') > at('declared')).toBe(false)
        expect(at('detected') > at('acknowledged') || at('mitigated') > at('resolved')).toBe(false)
        expect(Object.values(figures(story.state.moments)).every((ms) => ms >= 0)).toBe(true)
        expect(all.resolved !== undefined).toBe(story.state.status === 'resolved')
        expect(all.mitigated !== undefined).toBe(['monitoring', 'resolved'].includes(story.state.status))
      }),
    )
  })
})
