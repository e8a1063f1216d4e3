import { describe, expect, it } from 'vitest'
import { NOTE_MAX, REASON_MAX, TITLE_MAX, UPDATE_SUMMARY_MAX } from '../../../src/core/limits.ts'
import { aPolicy } from '../a-policy.ts'
import { channel, declared, NOON, resolve, Story } from './story.ts'

describe('declaring', () => {
  it('starts an open incident that remembers who, when and under which policy', () => {
    const { state, events } = new Story().do({
      type: 'declare',
      number: 7,
      title: ' Orders  API ',
      severity: 'sev2',
    })
    expect(events).toEqual([
      {
        type: 'declared',
        number: 7,
        title: 'Orders API',
        severity: 'sev2',
        doubts: aPolicy().triage.doubts,
        room: 'incident-room',
        policy: 'p1',
        opensChannel: true,
      },
    ])
    expect(state).toMatchObject({
      id: 'INC-7',
      status: 'investigating',
      declaredBy: 'UDANA',
      declaredAt: NOON,
      channelAwaited: true,
      roles: {},
    })
  })

  it('opens a channel only for severities to which the policy gives one', () => {
    const own = { ...aPolicy().severities.sev4, dedicatedChannel: true }
    const policy = aPolicy({ severities: { ...aPolicy().severities, sev4: own } })
    expect(declared('sev3').state.channelAwaited).toBe(false)
    expect(declared('sev4', policy).state.channelAwaited).toBe(true)
  })

  it.each(['', '   ', '\u200b\u200d', '\u202e', '\n\t'])(
    'refuses a title with nothing to read in it (%j)',
    (title) => {
      const { rejection, state } = new Story().do({ type: 'declare', number: 7, title, severity: 'sev2' })
      expect(rejection?.code).toBe('empty')
      expect(state.number).toBe(0)
    },
  )

  it('refuses a title of 5,000 characters and says both numbers', () => {
    const { rejection } = new Story().do({
      type: 'declare',
      number: 7,
      title: 'x'.repeat(5_000),
      severity: 'sev2',
    })
    expect(rejection?.code).toBe('too-long')
    expect(rejection?.rejected).toContain('5,000')
    expect(rejection?.rejected).toContain(String(TITLE_MAX))
  })

  it.each([
    ['<!channel> & <b>', '<!channel> & <b>'],
    ["'; DROP TABLE streams; --", "'; DROP TABLE streams; --"],
    ['{{ policy | json }} {% raw %}', '{{ policy | json }} {% raw %}'],
    ['two\nlines', 'two lines'],
    ['a\u202etxet\u202c b\u0000\u001b[31m', 'atxet b[31m'],
    ['تعطل واجهة \u200fالطلبات', 'تعطل واجهة \u200fالطلبات'],
    ['👨‍👩‍👧‍👦 🏳️‍🌈 down', '👨‍👩‍👧‍👦 🏳️‍🌈 down'],
    ['half \ud83d', 'half \ufffd'],
  ])('keeps the title %j as %j', (title, kept) => {
    expect(new Story().given({ type: 'declare', number: 7, title, severity: 'sev4' }).state.title).toBe(kept)
  })

  it('cannot happen twice', () => {
    const again = declared().do({ type: 'declare', number: 7, title: 'Again', severity: 'sev1' })
    expect(again.rejection?.code).toBe('already-declared')
  })

  it('comes before everything else', () => {
    expect(new Story().do({ type: 'note', text: 'hi' }).rejection?.code).toBe('no-such-incident')
    expect(new Story().do({ type: 'record-failure', effect: 'slack.say', why: 'x' }).rejection?.code).toBe(
      'no-such-incident',
    )
  })
})

describe('changing the status', () => {
  it('may go backwards, and both ends stand on the timeline', () => {
    const story = declared().given({ type: 'change-status', status: 'monitoring', note: 'Fixed?' })
    const { events, state } = story.do({ type: 'change-status', status: 'investigating', note: '  ' })
    expect(events).toEqual([{ type: 'status-changed', from: 'monitoring', to: 'investigating' }])
    expect(state.status).toBe('investigating')
  })

  it('answers the second of two people who say the same with what is', () => {
    const story = declared().given({ type: 'change-status', status: 'identified' })
    const { rejection } = story.do({ type: 'change-status', status: 'identified' })
    expect(rejection).toMatchObject({
      code: 'same-status',
      rejected: expect.stringContaining('already identified'),
    })
  })

  it('notes when it was resolved, and forgets it on reopening', () => {
    const story = declared().given(resolve)
    expect(story.state).toMatchObject({ status: 'resolved', resolvedAt: NOON + 60_000 })
    const { state, events } = story.do({ type: 'reopen', reason: 'Errors are back' })
    expect(events).toEqual([{ type: 'reopened', reason: 'Errors are back' }])
    expect(state.status).toBe('investigating')
    expect(state).not.toHaveProperty('resolvedAt')
  })

  it('is over after resolving: only a note, a new title and reopening are left', () => {
    const story = declared().given(resolve)
    expect(story.do(resolve).rejection?.code).toBe('already-resolved')
    expect(story.do({ type: 'change-status', status: 'monitoring' }).rejection?.rejected).toContain(
      '/incident reopen INC-7',
    )
    expect(story.do({ type: 'post-update', update: { summary: 'x' } }).rejection?.code).toBe('resolved')
    expect(story.do({ type: 'change-severity', severity: 'sev1', reason: 'x' }).rejection?.code).toBe(
      'resolved',
    )
    expect(story.do({ type: 'assign-role', role: 'scribe', user: 'USAM' }).rejection?.code).toBe('resolved')
    expect(story.do({ type: 'note', text: 'Graph attached' }).events).toEqual([
      { type: 'noted', text: 'Graph attached' },
    ])
    expect(story.do({ type: 'rename', title: 'Orders: bad index' }).state.title).toBe('Orders: bad index')
  })

  it('can only reopen what is resolved, and wants to know why', () => {
    expect(declared().do({ type: 'reopen', reason: 'x' }).rejection?.code).toBe('not-resolved')
    expect(declared().given(resolve).do({ type: 'reopen', reason: ' ' }).rejection?.code).toBe('empty')
  })
})

describe('changing the severity', () => {
  it('needs a reason and another severity', () => {
    const story = declared('sev3')
    expect(story.do({ type: 'change-severity', severity: 'sev1', reason: '' }).rejection?.code).toBe('empty')
    expect(story.do({ type: 'change-severity', severity: 'sev3', reason: 'x' }).rejection?.code).toBe(
      'same-severity',
    )
    const long = 'x'.repeat(REASON_MAX + 1)
    expect(story.do({ type: 'change-severity', severity: 'sev1', reason: long }).rejection?.code).toBe(
      'too-long',
    )
  })

  it('opens a channel when there is none, but not a second one while the first is on its way', () => {
    const raised = declared('sev3').do({ type: 'change-severity', severity: 'sev2', reason: 'Spreading' })
    expect(raised.events).toMatchObject([{ from: 'sev3', to: 'sev2', opensChannel: true }])
    const waiting = declared('sev2').do({ type: 'change-severity', severity: 'sev1', reason: 'Spreading' })
    expect(waiting.events).toEqual([
      { type: 'severity-changed', from: 'sev2', to: 'sev1', reason: 'Spreading' },
    ])
    const there = declared('sev2')
      .given(channel)
      .do({ type: 'change-severity', severity: 'sev1', reason: 'Spreading' })
    expect(there.events[0]).not.toHaveProperty('opensChannel')
  })

  it('asks for a channel again after opening it was given up', () => {
    const story = declared('sev2').given({
      type: 'record-failure',
      effect: 'slack.open-channel',
      why: 'restricted_action',
    })
    expect(story.do({ type: 'change-severity', severity: 'sev1', reason: 'Worse' }).events[0]).toMatchObject({
      opensChannel: true,
    })
  })

  it('asks for a channel on reopening when the old one was archived', () => {
    const lost = { type: 'record-channel-lost', channel: 'CINC', why: 'is_archived' } as const
    const story = declared('sev2').given(channel, resolve, lost)
    expect(story.do({ type: 'reopen', reason: 'Back' }).events[0]).toMatchObject({ opensChannel: true })
  })
})

describe('saying where it stands', () => {
  it('numbers updates and keeps the last one with its author', () => {
    const story = declared().given({ type: 'post-update', update: { summary: 'One' } })
    const { events, state } = story.do({
      type: 'post-update',
      update: { summary: ' Two\r\nlines ', impact: ' ', next: 'Watch' },
    })
    expect(events).toEqual([
      { type: 'update-posted', number: 2, update: { summary: 'Two\nlines', next: 'Watch' } },
    ])
    expect(state.lastUpdate).toEqual({
      summary: 'Two\nlines',
      next: 'Watch',
      entry: 3,
      at: NOON + 120_000,
      by: 'UDANA',
    })
  })

  it('does not carry the impact of an old update into a new one', () => {
    const story = declared().given({ type: 'post-update', update: { summary: 'One', impact: 'Everybody' } })
    expect(story.do({ type: 'post-update', update: { summary: 'Two' } }).state.lastUpdate).not.toHaveProperty(
      'impact',
    )
  })

  it('refuses what is too long instead of cutting it', () => {
    const story = declared()
    const summary = 'x'.repeat(UPDATE_SUMMARY_MAX + 1)
    expect(story.do({ type: 'post-update', update: { summary } }).rejection?.code).toBe('too-long')
    expect(story.do({ type: 'note', text: 'x'.repeat(NOTE_MAX) }).rejection).toBeUndefined()
    expect(story.do({ type: 'note', text: 'x'.repeat(NOTE_MAX + 1) }).rejection?.code).toBe('too-long')
  })
})
