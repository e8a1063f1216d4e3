import { describe, expect, it } from 'vitest'
import { doubtTimers } from '../../../src/core/incident/doubts.ts'
import type { IncidentCommand, Triage } from '../../../src/core/incident/incident.ts'
import { REASON_MAX } from '../../../src/core/limits.ts'
import { aPolicy } from '../a-policy.ts'
import { BOT, channel, DANA, declared, kinds, NOON, resolve, SAM, Story } from './story.ts'

const mild: Triage = { answers: { data: 'safe', reach: 'nobody' } }
const bad: Triage = { answers: { data: 'safe', reach: 'all' } }
const overruled: Triage = { ...mild, overrule: { severity: 'sev1', reason: ' The board is watching ' } }
const triage = (asked: Triage, classes?: string[]): IncidentCommand => ({
  type: 'triage',
  triage: asked,
  ...(classes === undefined ? {} : { classes }),
})
const declare = (changes: object): IncidentCommand => ({
  type: 'declare',
  number: 7,
  title: 'Orders API answers 500',
  ...changes,
})

describe('declaring with answers', () => {
  it('finds the severity, and keeps what was asked and answered in the words of the day', () => {
    const { state, events } = new Story().do(declare({ triage: bad, classes: ['orders'] }))
    expect(state).toMatchObject({
      severity: 'sev2',
      classes: ['orders'],
      channelAwaited: true,
      severityAt: NOON,
    })
    expect(events).toEqual([
      expect.objectContaining({
        type: 'declared',
        severity: 'sev2',
        classes: ['orders'],
        classification: {
          answers: [
            { question: 'data', answer: 'safe', name: 'data', text: 'No' },
            { question: 'reach', answer: 'all', name: 'who feels it', text: 'All' },
          ],
          result: 'sev2',
          because: 'All feel it.',
        },
      }),
    ])
  })

  it('takes a person’s word against the answers when there is a reason for it', () => {
    const { state } = new Story().do(declare({ triage: overruled }))
    expect(state.severity).toBe('sev1')
    expect(state.classification).toMatchObject({
      result: 'sev4',
      because: 'Nobody feels it.',
      overruled: { severity: 'sev1', reason: 'The board is watching' },
    })
  })

  it.each(['', ' \u200b ', 'x'.repeat(REASON_MAX + 1)])('refuses to be overruled because of %j', (reason) => {
    const { rejection, state } = new Story().do(
      declare({ triage: { ...mild, overrule: { severity: 'sev1', reason } } }),
    )
    expect(rejection?.rejected).toContain('The reason for overruling')
    expect(state.number).toBe(0)
  })

  it('needs no reason for what the answers say anyway', () => {
    const { state } = new Story().do(
      declare({ triage: { ...mild, overrule: { severity: 'sev4', reason: '' } } }),
    )
    expect(state.classification).not.toHaveProperty('overruled')
  })

  it('refuses neither a severity nor answers, and what the policy does not know', () => {
    const code = (changes: object) => new Story().do(declare(changes)).rejection?.code
    expect(code({})).toBe('no-severity')
    expect(code({ severity: 'sev2', classes: ['shoes'] })).toBe('unknown-class')
    expect(code({ severity: 'sev2', classes: ['constructor'] })).toBe('unknown-class')
    expect(code({ triage: { answers: { reach: 'many' } } })).toBe('unknown-answer')
    expect(code({ triage: { answers: { weather: 'bad' } } })).toBe('unknown-answer')
    expect(code({ triage: { answers: { reach: 'unsure' } } })).toBeUndefined()
  })

  it('with a severity skips all of that', () => {
    const { state } = declared('sev3')
    expect(state).toMatchObject({ severity: 'sev3', classes: [] })
    expect(state).not.toHaveProperty('classification')
  })
})

describe('asking again', () => {
  it('changes the severity with all that follows from that', () => {
    const { events, effects, state } = declared('sev4').do(triage(bad, ['orders']))
    expect(events.map(({ type }) => type)).toEqual(['classes-changed', 'triaged', 'severity-changed'])
    expect(events[2]).toEqual({
      type: 'severity-changed',
      from: 'sev4',
      to: 'sev2',
      reason: 'All feel it.',
      opensChannel: true,
    })
    expect(kinds(effects)).toContain('slack.open-channel')
    expect(state).toMatchObject({ severity: 'sev2', classes: ['orders'] })
  })

  it('says in the thread that the severity stays when it does', () => {
    const { events, effects } = declared('sev4').do(triage(mild))
    expect(events.map(({ type }) => type)).toEqual(['triaged'])
    expect(kinds(effects)).toEqual(['slack.say', 'slack.sync-card'])
  })

  it('gives the reason for overruling as the reason for the new severity', () => {
    expect(declared('sev4').do(triage(overruled)).events[1]).toMatchObject({
      to: 'sev1',
      reason: 'The board is watching',
    })
  })

  it('keeps what is known of the class when nothing new is said of it', () => {
    const story = new Story().given(declare({ severity: 'sev4', classes: ['analytics'] }))
    expect(story.do(triage(bad)).state).toMatchObject({ severity: 'sev3', classes: ['analytics'] })
  })

  it('no longer explains a severity that somebody changed by hand', () => {
    const story = new Story().given(declare({ triage: bad, classes: ['orders'] }))
    expect(story.state.classification?.because).toBe('All feel it.')
    const { state } = story.do({ type: 'change-severity', severity: 'sev3', reason: 'Not so bad' })
    expect(state).not.toHaveProperty('classification')
  })

  it('is for those who may change the severity, and for incidents that are open', () => {
    const policy = aPolicy({ may: { ...aPolicy().may, 'change-severity': ['role:commander'] } })
    const story = declared('sev4', policy)
    expect(story.do(triage(bad), SAM).rejection?.code).toBe('not-allowed')
    expect(story.do({ type: 'change-classes', classes: ['orders'] }, SAM).rejection?.code).toBe('not-allowed')
    expect(declared().given(resolve).do(triage(bad)).rejection?.code).toBe('resolved')
  })
})

describe('what it is about', () => {
  it('changes once, with what it was before', () => {
    const story = declared('sev1')
    const about = (...classes: string[]) => story.do({ type: 'change-classes', classes })
    expect(about('orders').events).toEqual([{ type: 'classes-changed', from: [], to: ['orders'] }])
    expect(about('orders', 'orders').rejection?.code).toBe('same-classes')
    expect(about('returns', 'orders').state.classes).toEqual(['returns', 'orders'])
    expect(about().rejection?.code).toBe('no-class')
  })
})

const MINUTE = 60_000
const timersOf = ({ state }: Story) => doubtTimers(state)
const wake = (due: number): IncidentCommand => ({ type: 'timer-fired', name: 'outage-doubt', due })

describe('a doubt about the severity', () => {
  it('arises when the outage lasts longer than the severity allows', () => {
    const story = declared('sev3')
    expect(timersOf(story)).toEqual([{ name: 'outage-doubt', due: NOON + 30 * MINUTE }])
    const { events, effects } = story.do(wake(NOON + 30 * MINUTE))
    expect(events).toEqual([{ type: 'triage-offered', doubt: { doubt: 'outage', minutes: 30 } }])
    expect(effects).toEqual([
      { kind: 'slack.offer-triage', lane: 'say', subject: 'user:UDANA', args: { user: 'UDANA' } },
    ])
    expect(timersOf(story)).toEqual([])
    expect(story.do(wake(NOON + 30 * MINUTE)).events).toEqual([])
  })

  it('arises again only at the limit of another severity', () => {
    const story = declared('sev3').given(wake(NOON + 30 * MINUTE))
    story.given({ type: 'change-severity', severity: 'sev2', reason: 'x' })
    expect(timersOf(story)).toEqual([{ name: 'outage-doubt', due: NOON + 60 * MINUTE }])
    story.given({ type: 'change-severity', severity: 'sev3', reason: 'x' })
    expect(timersOf(story)).toEqual([])
  })

  it('does not arise for SEV1, without a limit, once the fix is in, or after the end', () => {
    expect(timersOf(declared('sev1'))).toEqual([])
    expect(timersOf(declared('sev4'))).toEqual([])
    const story = declared('sev3').given({ type: 'change-status', status: 'monitoring' })
    expect(timersOf(story)).toEqual([])
    expect(story.do(wake(NOON + 30 * MINUTE)).events).toEqual([])
    expect(timersOf(story.given({ type: 'change-status', status: 'identified' }))).toHaveLength(1)
    expect(timersOf(story.given(resolve))).toEqual([])
  })

  it('does not arise from a length that was known when the severity was judged', () => {
    const story = declared('sev1')
    story.later(40)
    story.given({ type: 'change-severity', severity: 'sev3', reason: 'Only a few' })
    expect(timersOf(story)).toEqual([])
    const reopened = declared('sev3').given(resolve)
    reopened.later(40)
    reopened.given({ type: 'reopen', reason: 'Back' })
    expect(timersOf(reopened)).toEqual([
      { name: 'outage-doubt', due: reopened.state.openSince + 30 * MINUTE },
    ])
  })

  it('arises when more classes are affected than the severity goes with', () => {
    const story = declared('sev3').given({ type: 'change-classes', classes: ['orders'] })
    const { events } = story.do({ type: 'change-classes', classes: ['orders', 'returns'] })
    expect(events[1]).toEqual({ type: 'triage-offered', doubt: { doubt: 'classes', count: 2 } })
    story.given({ type: 'change-classes', classes: ['orders'] })
    expect(story.do({ type: 'change-classes', classes: ['orders', 'analytics'] }).events).toHaveLength(1)
  })

  it('does not arise from classes that the triage took into account', () => {
    const { events } = declared('sev3').do(
      triage({ answers: { data: 'safe', reach: 'some' } }, ['orders', 'returns']),
    )
    expect(events.map(({ type }) => type)).toEqual(['classes-changed', 'triaged'])
  })

  it('is told to who leads, or in the thread when nobody does', () => {
    const led = declared('sev3').given(
      { type: 'assign-role', role: 'commander', user: 'USAM' },
      { type: 'change-classes', classes: ['orders'] },
    )
    const more: IncidentCommand = { type: 'change-classes', classes: ['orders', 'returns'] }
    expect(led.do(more, DANA).effects.at(-1)).toMatchObject({ subject: 'user:USAM' })
    const nobody = declared('sev3').given(channel, wake(NOON + 30 * MINUTE))
    nobody.state = { ...nobody.state, declaredBy: '', doubted: [] }
    expect(kinds(nobody.do(wake(NOON + 30 * MINUTE), BOT).effects)).toEqual(['slack.say', 'slack.say'])
  })
})
