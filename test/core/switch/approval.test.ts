import { describe, expect, it } from 'vitest'
import {
  ANA,
  APPROVED_PULL,
  BEN,
  INC,
  kinds,
  MINUTE,
  member,
  NOON,
  rules,
  SwitchStory,
  switchPolicy,
  ZOE,
} from './a-switch.ts'

const CHIEF = member('UCHIEF', '@chiefs')

function asked(more: object = {}) {
  const story = new SwitchStory(switchPolicy(APPROVED_PULL))
  story.reads(true)
  return { story, step: story.pull(ANA, { incident: INC, ...more }) }
}

describe('two people', () => {
  it('are needed: the first one only asks, and everybody else who may is asked', () => {
    const { story, step } = asked()
    expect(step.events).toMatchObject([
      {
        type: 'approval-asked',
        ask: 1,
        act: 'pull',
        value: false,
        incident: 'INC-7',
        until: NOON + 10 * MINUTE,
      },
    ])
    expect(kinds(step.effects)).toEqual(['slack.switch-ask', 'switch.tell-incident'])
    expect(story.state.order).toBeUndefined()
    expect(story.state.wanted?.value).toBe(true)
  })

  it('are two: who asked cannot approve, nor ask twice, by whatever way', () => {
    const { story } = asked()
    expect(story.do({ type: 'approve', ask: 1, incident: INC }, ANA).rejection?.code).toBe('same-person')
    expect(story.pull(ANA, { incident: INC }).rejection?.code).toBe('asked-already')
    expect(story.pull(BEN, { incident: INC }).rejection?.code).toBe('approve-instead')
    const twin = { ...ANA, namedBy: ['@on-call', '@chiefs'] }
    expect(story.do({ type: 'approve', ask: 1, incident: INC }, twin).rejection?.code).toBe('same-person')
    expect(story.state.order).toBeUndefined()
  })

  it('make it happen: the second one has the right too', () => {
    const { story } = asked()
    expect(story.do({ type: 'approve', ask: 1, incident: INC }, ZOE).types).toEqual(['refused'])
    const { events, effects } = story.do({ type: 'approve', ask: 1, incident: INC }, BEN)
    expect(events).toMatchObject([
      { type: 'approved', ask: 1 },
      {
        type: 'pull-ordered',
        by: 'UANA',
        approvedBy: 'UBEN',
        reason: 'Wrong replies',
        incident: 'INC-7',
        value: false,
      },
    ])
    expect(kinds(effects)).toEqual(['slack.switch-sync-ask', 'switch.set', 'switch.tell-incident'])
    expect(story.do({ type: 'approve', ask: 1, incident: INC }, CHIEF).rejection?.code).toBe('ask-over')
    expect(story.reads(false).events).toMatchObject([{ type: 'pulled', by: 'UANA', approvedBy: 'UBEN' }])
  })

  it('count roles only in the incident that it was asked for, whatever the second one names', () => {
    const story = new SwitchStory(
      switchPolicy({ ...APPROVED_PULL, mayPull: ['@on-call', 'role:rollback-owner'] }),
    )
    story.reads(true)
    story.pull(ANA, { incident: INC })
    const owner = { ...INC, roles: ['rollback-owner'] }
    expect(story.do({ type: 'approve', ask: 1, incident: { ...owner, id: 'INC-8' } }, ZOE).types).toEqual([
      'refused',
    ])
    expect(story.do({ type: 'approve', ask: 1, incident: owner }, ZOE).types).toContain('pull-ordered')
  })

  it('have until the time is over, whether or not the clock has rung', () => {
    const { story } = asked()
    story.later(10)
    expect(story.do({ type: 'approve', ask: 1, incident: INC }, BEN).events).toMatchObject([
      { type: 'ask-ended', how: 'expired' },
    ])
    expect(story.state.order).toBeUndefined()
    const other = asked().story
    const over = other.wake('approval')
    expect(over?.events).toMatchObject([{ type: 'ask-ended', how: 'expired' }])
    expect(kinds(over?.effects ?? [])).toEqual([
      'slack.switch-sync-ask',
      'switch.tell-incident',
      'slack.switch-direct',
    ])
  })

  it('can say no, and the first one can take it back', () => {
    const { story } = asked()
    expect(story.do({ type: 'decline', ask: 1 }, ZOE).types).toEqual(['refused'])
    const no = story.do({ type: 'decline', ask: 1 }, BEN)
    expect(no.events).toMatchObject([{ type: 'ask-ended', how: 'declined' }])
    expect(kinds(no.effects)).toContain('slack.switch-direct')
    const mine = asked().story.do({ type: 'decline', ask: 1 }, ANA)
    expect(mine.events).toMatchObject([{ type: 'ask-ended', how: 'withdrawn' }])
    expect(kinds(mine.effects)).not.toContain('slack.switch-direct')
  })

  it('are not needed by whom the policy lets go without, which is told to managers; by nobody else', () => {
    const { story } = asked({ override: true })
    expect(story.state.asks).toEqual([])
    expect(story.pull(ANA, { override: true }).rejection?.code).toBe('no-override')
    const { events, effects } = story.pull(CHIEF, { override: true })
    expect(events).toMatchObject([{ type: 'pull-ordered', override: true, by: 'UCHIEF' }])
    expect(kinds(effects)).toContain('slack.switch-alarm')
    // Who may go without still asks when they do not say so.
    const calm = new SwitchStory(switchPolicy(APPROVED_PULL))
    calm.reads(true)
    expect(calm.pull(CHIEF).types).toEqual(['approval-asked'])
  })

  it('agree on what was asked: another value, or other people who may, make it void', () => {
    const { story } = asked()
    story.policy = switchPolicy({ ...APPROVED_PULL, mayPull: ['@chiefs'] })
    const late = story.do({ type: 'approve', ask: 1, incident: INC }, CHIEF)
    expect(late.rejection?.code).toBe('ask-over')
    expect(story.do({ type: 'record-terms' }).types).toEqual(['terms-changed', 'ask-ended'])
    expect(story.state.order).toBeUndefined()
  })

  it('are needed for what undoes or accepts a drift as well', () => {
    const story = new SwitchStory(
      switchPolicy({
        ...APPROVED_PULL,
        approval: { for: ['pull', 'restore'], withinMinutes: 10, override: [] },
        mayRestore: ['@on-call'],
      }),
    )
    story.reads(false)
    story.reads(true)
    expect(story.do({ type: 'accept', reason: 'x' }, ANA).types).toEqual(['approval-asked'])
    expect(story.do({ type: 'approve', ask: 1 }, BEN).types).toEqual(['approved', 'drift-accepted'])
    expect(story.state.wanted).toMatchObject({ value: true, by: 'UANA', approvedBy: 'UBEN' })
    story.reads(false)
    expect(story.do({ type: 'put-back', reason: 'x' }, ANA).types).toEqual(['approval-asked'])
    expect(story.do({ type: 'approve', ask: 2 }, BEN).events).toMatchObject([
      { type: 'approved' },
      { type: 'restore-ordered', by: 'UANA', approvedBy: 'UBEN', value: true },
    ])
  })

  it('are asked anew when the opposite is ordered meanwhile', () => {
    const story = new SwitchStory(
      switchPolicy({ approval: { for: ['restore'], withinMinutes: 10, override: [] } }),
    ).pulled()
    story.restore()
    story.reads(true) // drifted to normal by somebody else
    expect(story.pull(BEN).events).toMatchObject([
      { type: 'ask-ended', how: 'moved' },
      { type: 'pull-ordered' },
    ])
    expect(story.do({ type: 'approve', ask: 1 }, BEN).rejection?.code).toBe('ask-over')
  })

  it('know what was asked when the switch has drifted since', () => {
    const story = new SwitchStory(
      switchPolicy({ approval: { for: ['restore'], withinMinutes: 10, override: [] } }),
    )
    story.reads(false)
    story.reads(true)
    story.do({ type: 'accept', reason: 'x' }, ANA)
    story.reads(false) // back as it was
    expect(story.do({ type: 'approve', ask: 1 }, BEN).events).toMatchObject([
      { type: 'ask-ended', how: 'moved' },
    ])
    expect(rules().approval).toBeUndefined()
  })
})
