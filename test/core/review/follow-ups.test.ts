import { describe, expect, it } from 'vitest'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import { NOON } from '../incident/story.ts'
import { member } from '../incident/watch.ts'
import { DAY, day, led, over, owed } from './aftermath.ts'

const ANA = member('UANA')
const MINUTE = 60_000
const inDays = (days: number, hours = 0) => NOON + (days * DAY + hours * 60) * MINUTE
const BEN = { user: 'UBEN', standing: 'member' } as const

describe('a follow-up', () => {
  it('is told to its owner, reminded of on the working day before, and overdue every second one, five times', () => {
    const watch = over()
    const from = watch.happened.length
    watch.do({ type: 'add-follow-up', text: ' Alert on\nthe queue ', owner: BEN, due: inDays(14, 5) }, ANA)
    expect(watch.state.followUps).toMatchObject([
      { number: 1, text: 'Alert on the queue', owner: 'UBEN', state: 'open' },
    ])
    expect(owed(watch, from)).toContain('slack.assign-follow-up UBEN')
    watch.do({ type: 'own-review' }, ANA)
    watch.do({ type: 'move-review', to: 'reviewed' }, ANA)
    watch.do({ type: 'close' }, ANA)
    const closed = watch.happened.length
    watch.advance(60 * DAY)
    expect(watch.happened.slice(closed).map(({ event, at }) => `${day(at)} ${event.type}`)).toEqual([
      '2024-06-21T09:00 follow-up-reminded',
      '2024-06-25T09:00 follow-up-overdue',
      '2024-06-27T09:00 follow-up-overdue',
      '2024-07-01T09:00 follow-up-overdue',
      '2024-07-03T09:00 follow-up-overdue',
      '2024-07-05T09:00 follow-up-overdue',
    ])
    expect(owed(watch, closed).filter((one) => one === 'slack.remind-follow-up UBEN')).toHaveLength(6)
  })

  it('that nobody has is reminded of to who answers for the incident', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x', due: inDays(3) }, ANA)
    const from = watch.happened.length
    watch.advance(2.9 * DAY)
    expect(owed(watch, from)).toContain('slack.remind-follow-up UANA')
    watch.do({ type: 'own-review' }, member('UCHLOE'))
    const later = watch.happened.length
    watch.advance(2 * DAY)
    expect(owed(watch, later)).toContain('slack.remind-follow-up UCHLOE')
  })

  it('is changed in what is named only, and told to whoever gets it', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x', owner: BEN, due: inDays(3) }, ANA)
    const from = watch.happened.length
    watch.do({ type: 'change-follow-up', number: 1, text: 'y' }, ANA)
    expect(owed(watch, from).filter((one) => one.startsWith('slack.assign'))).toEqual([])
    expect(watch.state.followUps[0]).toMatchObject({ text: 'y', owner: 'UBEN', due: inDays(3) })
    watch.do({ type: 'change-follow-up', number: 1, owner: { user: 'UCHLOE' } }, ANA)
    expect(owed(watch, from)).toContain('slack.assign-follow-up UCHLOE')
    watch.do({ type: 'change-follow-up', number: 1, owner: '', due: 'none' }, ANA)
    expect(watch.state.followUps[0]).not.toHaveProperty('owner')
    expect(watch.state.followUps[0]).not.toHaveProperty('due')
    expect(decider.timers(watch.state).filter(({ name }) => name === 'follow-up-1')).toEqual([])
    expect(watch.do({ type: 'change-follow-up', number: 1, text: 'y' }, ANA)?.code).toBe('same-follow-up')
  })

  it('keeps what was said about its date when only its text changes, and begins anew with another date', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x', owner: BEN, due: inDays(3, 5) }, ANA)
    watch.advance(5 * DAY)
    const said = watch.types().filter((type) => type.startsWith('follow-up-')).length
    watch.do({ type: 'change-follow-up', number: 1, text: 'y' }, ANA)
    watch.advance(0.5 * DAY)
    expect(watch.types().filter((type) => /^follow-up-(reminded|overdue)/.test(type))).toHaveLength(said - 1)
    watch.advance(2.5 * DAY)
    expect(watch.types().filter((type) => type === 'follow-up-overdue').length).toBe(2)
    watch.do({ type: 'change-follow-up', number: 1, due: inDays(30, 5) }, ANA)
    const from = watch.happened.length
    watch.advance(24 * DAY)
    expect(watch.types(from).filter((type) => type.startsWith('follow-up'))).toEqual([
      'follow-up-reminded',
      'follow-up-overdue',
    ])
  })

  it('says nothing once it is done or dropped, and goes on when it is taken up again', () => {
    const watch = over()
    for (const text of ['a', 'b']) watch.do({ type: 'add-follow-up', text, owner: BEN, due: inDays(10) }, ANA)
    watch.do({ type: 'finish-follow-up', number: 1 }, member('UBEN'))
    watch.do({ type: 'drop-follow-up', number: 2, reason: 'not needed' }, ANA)
    expect(watch.state.followUps).toMatchObject([
      { state: 'done', end: { by: 'UBEN' } },
      { state: 'dropped', end: { by: 'UANA', reason: 'not needed' } },
    ])
    expect(decider.timers(watch.state).filter(({ name }) => name.startsWith('follow-up'))).toEqual([])
    expect(watch.do({ type: 'finish-follow-up', number: 1 }, ANA)?.code).toBe('follow-up-done')
    expect(watch.do({ type: 'change-follow-up', number: 2, text: 'z' }, ANA)?.code).toBe('follow-up-dropped')
    watch.do({ type: 'take-up-follow-up', number: 1 }, ANA)
    expect(watch.state.followUps[0]).not.toHaveProperty('end')
    expect(watch.state.followUps[0]).toMatchObject({ state: 'open', due: inDays(10), owner: 'UBEN' })
    expect(decider.timers(watch.state).some(({ name }) => name === 'follow-up-1')).toBe(true)
    expect(watch.do({ type: 'take-up-follow-up', number: 1 }, ANA)?.code).toBe('open-already')
  })

  it('is refused when it makes no sense, with nothing changed', () => {
    const watch = over()
    const wrong = [
      [{ type: 'add-follow-up', text: ' ' }, 'empty'],
      [{ type: 'add-follow-up', text: 'x'.repeat(301) }, 'too-long'],
      [{ type: 'add-follow-up', text: 'x', due: watch.now }, 'past'],
      [{ type: 'add-follow-up', text: 'x', due: Number.NaN }, 'no-date'],
      [{ type: 'add-follow-up', text: 'x', due: inDays(800) }, 'too-far'],
      [{ type: 'add-follow-up', text: 'x', owner: { user: 'UGIL', standing: 'guest' } }, 'no-member'],
      [{ type: 'finish-follow-up', number: 9 }, 'no-such-follow-up'],
      [{ type: 'drop-follow-up', number: 1, reason: 'x' }, 'no-such-follow-up'],
    ] as const
    const before = watch.happened.length
    for (const [command, code] of wrong) expect(watch.do(command, ANA)?.code).toBe(code)
    expect(watch.happened).toHaveLength(before)
  })

  it('may be asked for while the incident is open, and survives reopening', () => {
    const watch = led()
    watch.do({ type: 'add-follow-up', text: 'x', owner: BEN, due: inDays(30) }, ANA)
    watch.do({ type: 'resolve', summary: {} }, ANA)
    watch.do({ type: 'reopen', reason: 'again' }, ANA)
    expect(watch.state.followUps).toHaveLength(1)
    expect(decider.timers(watch.state).some(({ name }) => name === 'follow-up-1')).toBe(true)
  })

  it('can be linked to another system by the bot only', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x' }, ANA)
    const ref = { system: 'jira', key: 'OPS-12', url: 'https://jira.example/OPS-12' }
    const link = { type: 'record-follow-up-link', number: 1, ref } as const
    expect(watch.do(link, ANA)?.code).toBe('not-for-people')
    watch.do(link, { kind: 'bot' })
    expect(watch.state.followUps[0]?.ref).toEqual(ref)
    const before = watch.happened.length
    watch.do(link, { kind: 'bot' })
    expect(watch.happened).toHaveLength(before)
    const script = { ...link, ref: { ...ref, url: 'javascript:alert(1)' } }
    expect(watch.do(script, { kind: 'bot' })?.code).toBe('no-link')
  })

  it('makes its incident found by its owner, as long as it is open', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x', owner: BEN }, ANA)
    expect(decider.labels(watch.state)).toEqual(
      expect.arrayContaining(['follow-ups:open', 'owner:UBEN', 'review:open']),
    )
    watch.do({ type: 'finish-follow-up', number: 1 }, ANA)
    expect(decider.labels(watch.state)).not.toContain('owner:UBEN')
    expect(decider.labels(watch.state)).not.toContain('follow-ups:open')
  })
})
