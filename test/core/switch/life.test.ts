import { describe, expect, it } from 'vitest'
import { isOut, standingOf } from '../../../src/core/switch/standing.ts'
import { ANA, BEN, INC, kinds, MINUTE, member, NOON, SwitchStory, switchPolicy, ZOE } from './a-switch.ts'

const HOUR = 60 * MINUTE

describe('what was changed elsewhere', () => {
  it('is told to who wanted it otherwise, and to managers when what was pulled no longer is', () => {
    const story = new SwitchStory().pulled()
    const drift = story.reads(true)
    expect(drift.events).toMatchObject([{ type: 'drifted', value: true, wanted: false }])
    expect(kinds(drift.effects)).toEqual(['slack.switch-alarm', 'slack.switch-say', 'slack.switch-direct'])
    expect(standingOf(story.state)).toBe('drifted')
    expect(story.reads(true).types).toEqual([]) // the same again is no news
    expect(story.timer('remind')).toBeUndefined() // it would say that it is pulled
    expect(kinds(story.wake('drift')?.effects ?? [])).toContain('slack.switch-alarm')
    expect(story.timer('drift')).toBe(NOON + 20 * MINUTE)
  })

  it('wakes no manager when it was pulled elsewhere, and is over when it is changed back', () => {
    const story = new SwitchStory()
    story.reads(true)
    expect(kinds(story.reads(false).effects)).toEqual(['slack.switch-say'])
    expect(isOut(story.state)).toBe(true)
    expect(story.reads(true).types).toEqual(['drift-ended'])
    expect(standingOf(story.state)).toBe('normal')
  })

  it('is put back, or accepted as wanted, by who may do that here', () => {
    const back = new SwitchStory().pulled()
    back.reads(true)
    expect(back.do({ type: 'put-back', reason: 'Not us' }, BEN).events).toMatchObject([
      { type: 'pull-ordered', value: false, putBack: true },
    ])
    expect(back.reads(false).types).toEqual(['pulled'])
    const taken = new SwitchStory().pulled().later(30)
    taken.reads(true)
    expect(taken.do({ type: 'accept', reason: 'Sam did' }, BEN).types).toEqual(['drift-accepted'])
    expect(standingOf(taken.state)).toBe('normal')
    expect(taken.state).toMatchObject({ pulledMs: 30 * MINUTE, wanted: { by: 'UBEN' } })
    expect(taken.do({ type: 'accept', reason: 'x' }).rejection?.code).toBe('no-drift')
  })

  it('can be neither normal nor safe, and is out all the same', () => {
    const story = new SwitchStory()
    story.reads('half')
    expect(standingOf(story.state)).toBe('pulled')
    expect(story.state.wanted?.position).toBe('other')
    expect(story.pull().types).toEqual(['pull-ordered'])
  })
})

describe('a switch that cannot be read', () => {
  it('is told once when nothing is pulled, again and again when it is, and when it can be read again it is over', () => {
    const calm = new SwitchStory()
    calm.reads(true)
    expect(calm.do({ type: 'record-unreadable', order: 0, why: '503' }).effects).toEqual([])
    expect(calm.do({ type: 'record-unreadable', order: 0, why: '503' }).types).toEqual([])
    expect(kinds(calm.wake('unreadable')?.effects ?? [])).toContain('slack.switch-alarm')
    expect(calm.timer('unreadable')).toBeUndefined()
    const pulled = new SwitchStory().pulled()
    pulled.do({ type: 'record-unreadable', order: 1, why: '503' })
    pulled.wake('unreadable')
    expect(pulled.timer('unreadable')).toBe(NOON + 20 * MINUTE)
    expect(pulled.reads(false).types).toEqual(['readable'])
    expect(pulled.timer('unreadable')).toBeUndefined()
  })
})

describe('what is pulled', () => {
  it('is reminded of, by whoever pulled it, until it is restored', () => {
    const story = new SwitchStory().pulled()
    expect(story.timer('remind')).toBe(NOON + 30 * MINUTE)
    const first = story.wake('remind')
    expect(first?.effects).toMatchObject([
      { kind: 'slack.switch-say' },
      { kind: 'slack.switch-direct', args: { user: 'UANA' } },
    ])
    expect(story.timer('remind')).toBe(NOON + 90 * MINUTE)
    story.do({ type: 'later' })
    expect(story.timer('remind')).toBe(NOON + 90 * MINUTE)
    story.restore()
    story.reads(true)
    expect(story.timer('remind')).toBeUndefined()
    expect(story.do({ type: 'later' }).rejection?.code).toBe('not-pulled')
  })

  it('is kept on purpose with a reason and a member who answers for it, who is reminded seldom', () => {
    const story = new SwitchStory().pulled()
    const keep = { type: 'keep', reason: 'Next release', owner: 'UBEN', ownerStanding: 'member' } as const
    expect(story.do({ ...keep, reason: '' }).rejection?.code).toBe('empty')
    expect(story.do({ ...keep, ownerStanding: 'guest' }).rejection?.code).toBe('cannot-own')
    expect(story.do(keep, ZOE).types).toEqual(['refused'])
    expect(story.do(keep).types).toEqual(['kept'])
    expect(story.timer('remind')).toBe(NOON + 24 * HOUR)
    expect(story.wake('remind')?.effects).toContainEqual(expect.objectContaining({ args: { user: 'UBEN' } }))
    story.restore()
    story.reads(true)
    story.pull()
    expect(story.state.kept).toBeUndefined()
  })

  it('belongs to the incident that it was pulled for, also while it comes back', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull(ANA, { incident: INC })
    story.reads(false)
    story.restore(ANA, { incident: { ...INC, id: 'INC-7', open: false } })
    expect(story.state.incident).toBe('INC-7')
    expect(story.reads(true).effects).toMatchObject([
      { kind: 'switch.tell-incident', args: { incident: 'INC-7' } },
    ])
    // At its normal value again it is nobody's: what happens to it now is told in the room.
    expect(story.reads(false).effects).toMatchObject([
      { kind: 'slack.switch-say' },
      { kind: 'slack.switch-direct' },
    ])
    expect(story.do({ type: 'keep', reason: 'x', owner: 'UANA', ownerStanding: 'member' }).events).toEqual([
      { type: 'kept', reason: 'x', owner: 'UANA' },
    ])
    const back = story.do({ type: 'put-back', reason: 'Not us' })
    expect(back.effects).toMatchObject([{ kind: 'switch.set' }, { kind: 'slack.switch-say' }])
    story.reads(true)
    story.pull(ANA)
    expect(story.state.incident).toBeUndefined()
  })
})

describe('a policy that changes', () => {
  it('is noticed before anything is decided, and decides at once', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.policy = switchPolicy({ mayPull: ['@chiefs'] })
    expect(story.pull(ANA).types).toEqual(['terms-changed', 'refused'])
    expect(story.pull(member('UCHIEF', '@chiefs')).types).toEqual(['pull-ordered'])
    expect(story.do({ type: 'record-terms' }).types).toEqual([])
  })

  it('that no longer names a switch keeps it, tells when it is pulled, and lets it be restored only', () => {
    const story = new SwitchStory().pulled()
    story.policy = switchPolicy({}, { switches: {} })
    const gone = story.do({ type: 'record-terms' })
    expect(gone.types).toEqual(['switch-retired'])
    expect(kinds(gone.effects)).toEqual(['slack.switch-say', 'slack.switch-alarm'])
    expect(story.do({ type: 'record-terms' }).types).toEqual([])
    story.restore(BEN)
    story.reads(true)
    expect(standingOf(story.state)).toBe('normal')
    expect(story.pull().rejection?.code).toBe('retired')
    story.policy = switchPolicy()
    expect(story.pull().types).toEqual(['terms-changed', 'pull-ordered'])
  })

  it('with other values changes nothing by itself', () => {
    const story = new SwitchStory(switchPolicy({ normal: 'full', safe: 'short' }))
    story.reads('full')
    story.policy = switchPolicy({ normal: 'long', safe: 'short' })
    story.do({ type: 'record-terms' })
    expect(story.state.wanted?.value).toBe('full')
    expect(story.state.order).toBeUndefined()
    expect(story.restore().events).toMatchObject([{ type: 'restore-ordered', value: 'long' }])
  })
})
