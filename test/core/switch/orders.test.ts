import { describe, expect, it } from 'vitest'
import { type Asker, isRejection } from '../../../src/core/decider.ts'
import { killSwitch } from '../../../src/core/switch/decider.ts'
import { standingOf } from '../../../src/core/switch/standing.ts'
import type { SwitchCommand } from '../../../src/core/switch/switch.ts'
import { ANA, BEN, BOT, INC, kinds, MINUTE, NOON, SwitchStory, switchPolicy, ZOE } from './a-switch.ts'

describe('what is wanted and what is there', () => {
  it('takes what is there at first for wanted, and tells when that is not the normal value', () => {
    const normal = new SwitchStory()
    expect(standingOf(normal.state)).toBe('unknown')
    expect(kinds(normal.reads(true).effects)).toEqual([])
    expect(standingOf(normal.state)).toBe('normal')
    const off = new SwitchStory()
    expect(kinds(off.reads(false).effects)).toEqual(['slack.switch-say'])
    expect(standingOf(off.state)).toBe('pulled')
    expect(off.timer('remind')).toBe(NOON + 30 * MINUTE)
  })

  it('is pulled only when the safe value was read back, not when it was ordered', () => {
    const story = new SwitchStory()
    story.reads(true)
    const { types, effects } = story.pull(ANA, { incident: INC })
    expect(types).toEqual(['pull-ordered'])
    expect(effects[0]).toMatchObject({ kind: 'switch.set', lane: 'page', args: { order: 1 } })
    expect(story.state.wanted).toMatchObject({ value: false, position: 'safe', by: 'UANA' })
    expect(standingOf(story.state)).toBe('pulling')
    const done = story.reads(false)
    expect(done.types).toEqual(['pulled'])
    expect(done.effects).toMatchObject([{ kind: 'switch.tell-incident', args: { incident: 'INC-7' } }])
    expect(standingOf(story.state)).toBe('pulled')
    expect(story.state.pulls).toBe(1)
  })

  it('counts a reading from before the newest order as nothing', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull()
    story.restore()
    expect(story.do({ type: 'record-observed', order: 1, value: false }).types).toEqual([])
    expect(story.do({ type: 'record-set-failed', order: 1, why: 'late', again: 'later' }).types).toEqual([])
    expect(standingOf(story.state)).toBe('restoring')
    expect(story.reads(true).types).toEqual(['restored'])
    expect(standingOf(story.state)).toBe('normal')
  })

  it('takes something else read back for a failure, says so once, and tries again ever more slowly', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull()
    const first = story.reads(true)
    expect(first.events).toMatchObject([{ type: 'set-failed', why: 'it says on when read back', tries: 1 }])
    expect(kinds(first.effects)).toEqual(['slack.switch-say', 'slack.switch-direct'])
    expect(standingOf(story.state)).toBe('pulling')
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      const before = story.now
      const retried = story.wake('retry')
      expect(kinds(retried?.effects ?? [])).toEqual(['switch.set'])
      waits.push((story.now - before) / 1000)
      const again = story.do({ type: 'record-set-failed', order: 1, why: 'down', again: 'later' })
      expect(again.effects).toEqual([])
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    story.wake('retry')
    expect(story.reads(false).events).toMatchObject([{ type: 'pulled', tries: 9 }])
  })

  it('holds off as long as the provider asks, but not for ever, and seldom asks where it cannot help', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull()
    const at = (notBefore: number) =>
      story.do({ type: 'record-set-failed', order: 1, why: 'busy', again: 'later', notBefore }).events
    expect(at(NOON + 30_000)).toMatchObject([{ retryAt: NOON + 30_000 }])
    expect(at(NOON + 24 * 60 * MINUTE)).toMatchObject([{ retryAt: NOON + 5 * MINUTE }])
    const hopeless = story.do({ type: 'record-set-failed', order: 1, why: 'no token', again: 'never' })
    expect(hopeless.events).toMatchObject([{ retryAt: NOON + 5 * MINUTE }])
  })

  it('tells managers in time when an order is stuck, and again until it is done', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull()
    story.do({ type: 'record-set-failed', order: 1, why: 'it answers 503', again: 'later' })
    expect(story.timer('stuck')).toBe(NOON + 2 * MINUTE)
    const stuck = story.wake('stuck')
    expect(stuck?.events).toMatchObject([{ type: 'stuck', minutes: 2, why: 'it answers 503', times: 1 }])
    expect(kinds(stuck?.effects ?? [])).toContain('slack.switch-alarm')
    expect(standingOf(story.state)).toBe('stuck')
    expect(story.timer('stuck')).toBe(NOON + 12 * MINUTE)
    story.wake('retry')
    story.reads(false)
    expect(story.timer('stuck')).toBeUndefined()
    expect(standingOf(story.state)).toBe('pulled')
  })

  it('never gives up an order: a delivery that the outbox gave up is tried again', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull()
    const { types } = story.do({ type: 'record-failure', effect: 'switch.set', why: 'too old' })
    expect(types).toEqual(['delivery-failed', 'set-failed'])
    expect(kinds(story.wake('retry')?.effects ?? [])).toEqual(['switch.set'])
  })

  it('can be tried again by hand by who may, while nothing is being tried', () => {
    const story = new SwitchStory()
    story.reads(true)
    expect(story.do({ type: 'try-again' }).rejection?.code).toBe('nothing-under-way')
    story.pull()
    expect(story.do({ type: 'try-again' }).rejection?.code).toBe('trying')
    story.do({ type: 'record-set-failed', order: 1, why: 'down', again: 'later' })
    expect(story.do({ type: 'try-again' }, ZOE).types).toEqual(['refused'])
    expect(kinds(story.do({ type: 'try-again' }, BEN).effects)).toEqual(['switch.set'])
    expect(story.timer('retry')).toBeUndefined()
  })

  it('says what is under way or done already instead of doing it twice', () => {
    const story = new SwitchStory()
    story.reads(true)
    expect(story.restore().rejection?.code).toBe('already')
    story.pull()
    expect(story.pull(BEN).rejection?.code).toBe('under-way')
    story.reads(false)
    expect(story.pull().rejection?.code).toBe('already')
    expect(story.pull(ANA, { reason: '  ' }).rejection?.code).toBe('empty')
  })

  it('counts how long it was pulled', () => {
    const story = new SwitchStory().pulled().later(90)
    story.restore()
    story.later(1)
    expect(story.reads(true).events).toMatchObject([{ type: 'restored', pulledMs: 91 * MINUTE, by: 'UANA' }])
    expect(story.state).toMatchObject({ pulledMs: 91 * MINUTE, pulls: 1 })
    expect(story.state.pulledAt).toBeUndefined()
    expect(story.timer('remind')).toBeUndefined()
  })

  it('needs an open incident where the policy says so, and only for pulling', () => {
    const story = new SwitchStory(switchPolicy({ needsIncident: true }))
    story.reads(true)
    expect(story.pull().rejection?.code).toBe('needs-incident')
    expect(story.pull(ANA, { incident: { ...INC, open: false } }).rejection?.code).toBe('needs-incident')
    expect(story.pull(ANA, { incident: INC }).types).toEqual(['pull-ordered'])
    story.reads(false)
    expect(story.restore().types).toEqual(['restore-ordered'])
  })

  it('takes only from the bot what the bot finds out, and from people what people decide', () => {
    const story = new SwitchStory()
    const asked = (command: SwitchCommand, actor: Asker) => {
      const answer = killSwitch.decide(story.state, command, { now: NOON, policy: story.policy, actor })
      return isRejection(answer) ? answer.code : answer
    }
    expect(asked({ type: 'record-observed', order: 0, value: false }, ANA)).toBe('not-for-people')
    expect(asked({ type: 'adopt', number: 9, key: 'stop' }, ANA)).toBe('not-for-people')
    expect(asked({ type: 'pull', reason: 'x' }, BOT)).toBe('not-for-the-bot')
    expect(asked({ type: 'adopt', number: 9, key: 'nothing' }, BOT)).toBe('no-such-switch')
  })
})
