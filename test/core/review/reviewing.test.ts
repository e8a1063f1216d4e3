import { describe, expect, it } from 'vitest'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import { aPolicy, aReviewingPolicy } from '../a-policy.ts'
import { member } from '../incident/watch.ts'
import { DAY, day, led, over, owed, RESOLVE } from './aftermath.ts'

const ANA = member('UANA')
const BEN = member('UBEN')

describe('a review', () => {
  it('begins with resolving: due five working days later, asked of who led', () => {
    const watch = over()
    expect(watch.types().slice(-2)).toEqual(['status-changed', 'review-started'])
    expect(day(watch.state.review?.schedule.due ?? 0)).toBe('2024-06-17T17:00')
    expect(owed(watch, watch.happened.length - 1)).toEqual([
      'slack.say',
      'slack.sync-card',
      'slack.ask-review-owner UANA',
    ])
  })

  it('is asked of who resolved it when nobody led, and of who declared it when the bot resolved', () => {
    const watch = led()
    watch.do({ type: 'release-role', role: 'commander' }, ANA)
    watch.do(RESOLVE, BEN)
    expect(watch.state.review?.asked).toBe('UBEN')
  })

  it('is not asked for where the policy wants none', () => {
    const watch = over(aPolicy())
    expect(watch.state.review).toBeUndefined()
    expect(decider.timers(watch.state)).toEqual([])
    expect(watch.do({ type: 'own-review' }, ANA)?.code).toBe('no-review')
  })

  it('is reminded of two days before and on the day, then said to be overdue five times, with managers from the second', () => {
    const watch = over()
    watch.do({ type: 'own-review' }, BEN)
    const from = watch.happened.length
    watch.advance(30 * DAY)
    expect(watch.happened.slice(from).map(({ event, at }) => `${day(at)} ${event.type}`)).toEqual([
      '2024-06-13T09:00 review-reminded',
      '2024-06-17T09:00 review-reminded',
      '2024-06-18T09:00 review-overdue',
      '2024-06-19T09:00 review-overdue',
      '2024-06-20T09:00 review-overdue',
      '2024-06-21T09:00 review-overdue',
      '2024-06-24T09:00 review-overdue',
    ])
    const told = owed(watch, from)
    expect(told.filter((one) => one === 'slack.remind-review UBEN')).toHaveLength(7)
    expect(told.filter((one) => one === 'slack.tell-managers')).toHaveLength(4)
  })

  it('reminds who was asked while nobody owns it', () => {
    const watch = over()
    const from = watch.happened.length
    watch.advance(4 * DAY)
    expect(owed(watch, from)).toContain('slack.remind-review UANA')
  })

  it('is told of once for all that fell due while the bot was away', () => {
    const watch = over()
    const from = watch.happened.length
    watch.jump(30 * DAY)
    expect(watch.types(from)).toEqual(['review-overdue'])
    expect(watch.all('review-overdue')[0]).toMatchObject({ times: 5, managers: true })
    watch.jump(30 * DAY)
    expect(watch.types(from)).toHaveLength(1)
  })

  it('says nothing more once it is done, and again when it is put back', () => {
    const watch = over()
    watch.do({ type: 'own-review' }, ANA)
    expect(watch.do({ type: 'move-review', to: 'reviewed' }, ANA)).toBeUndefined()
    expect(watch.state.review).toMatchObject({ stage: 'reviewed', onTime: true })
    expect(decider.timers(watch.state)).toEqual([])
    watch.do({ type: 'move-review', to: 'in-review' }, ANA)
    expect(watch.state.review).not.toHaveProperty('onTime')
    const from = watch.happened.length
    watch.advance(10 * DAY)
    watch.do({ type: 'move-review', to: 'reviewed' }, ANA)
    expect(watch.types(from).filter((type) => type === 'review-overdue')).toHaveLength(3)
    expect(watch.state.review?.onTime).toBe(false)
  })

  it('cannot go on without somebody who answers for it', () => {
    const watch = over()
    expect(watch.do({ type: 'move-review', to: 'in-review' }, ANA)?.code).toBe('nobody-owns')
    expect(watch.do({ type: 'move-review', to: 'draft' }, ANA)?.code).toBe('same-stage')
  })

  it('is not taken away by a tap on an old message', () => {
    const watch = over()
    watch.do({ type: 'own-review', saw: '' }, BEN)
    expect(watch.do({ type: 'own-review', saw: '' }, ANA)?.code).toBe('review-moved')
    expect(watch.do({ type: 'own-review', saw: '' }, BEN)?.code).toBe('owns-already')
    expect(watch.do({ type: 'own-review' }, ANA)).toBeUndefined()
    expect(watch.state.review?.owner).toBe('UANA')
    expect(watch.do({ type: 'move-review', to: 'reviewed', saw: 'in-review' }, ANA)?.code).toBe(
      'review-moved',
    )
  })

  it('is given to full members only, and told to whoever gets it', () => {
    const watch = over()
    expect(watch.do({ type: 'give-review', person: { user: 'UGIL', standing: 'guest' } }, ANA)?.code).toBe(
      'no-member',
    )
    const from = watch.happened.length
    watch.do({ type: 'give-review', person: { user: 'UBEN', standing: 'member' } }, ANA)
    expect(owed(watch, from)).toContain('slack.tell-review-owner UBEN')
    const own = watch.happened.length
    watch.do({ type: 'own-review' }, ANA)
    expect(owed(watch, own).filter((one) => one.startsWith('slack.tell'))).toEqual([])
  })

  it('is called off by reopening, and begins anew with the same owner and what was learned', () => {
    const watch = over()
    watch.do({ type: 'own-review' }, BEN)
    watch.do({ type: 'contribute', findings: [{ kind: 'lucky', text: 'It was Sunday' }] }, ANA)
    watch.do({ type: 'reopen', reason: 'It is back' }, ANA)
    expect(watch.state.review).toBeUndefined()
    expect(decider.timers(watch.state).filter(({ name }) => name === 'review-due')).toEqual([])
    watch.advance(3 * DAY)
    watch.do(RESOLVE, ANA)
    expect(watch.state.review).toMatchObject({ owner: 'UBEN', stage: 'draft' })
    expect(day(watch.state.review?.schedule.due ?? 0)).toBe('2024-06-20T17:00')
    expect(owed(watch, watch.happened.length - 1)).toContain('slack.ask-review-owner UBEN')
    expect(watch.state.findings).toHaveLength(1)
  })

  it('follows the organisation’s clock and holidays', () => {
    const policy = aReviewingPolicy({
      organisation: { name: 'Example', timeZone: 'America/New_York' },
      calendar: {
        workingDays: ['monday', 'tuesday', 'wednesday', 'thursday'],
        startHour: 8,
        endHour: 18,
        holidays: [{ date: '06-13', name: 'A day off' }],
      },
    })
    expect(day(over(policy).state.review?.schedule.due ?? 0)).toBe('2024-06-19T22:00')
  })
})

describe('what is learned', () => {
  it('is kept one by one, with who said it, and empty answers are none', () => {
    const watch = over()
    const findings = [
      { kind: 'factor', text: ' Small tables\nonly ' },
      { kind: 'went-well', text: '  ' },
      { kind: 'lucky', text: 'Sunday' },
    ] as const
    watch.do({ type: 'contribute', findings: [...findings] }, BEN)
    expect(watch.state.findings).toMatchObject([
      { kind: 'factor', text: 'Small tables\nonly', by: 'UBEN' },
      { kind: 'lucky', text: 'Sunday', by: 'UBEN' },
    ])
    const seqs = watch.state.findings.map(({ seq }) => watch.entries[seq - 1]?.event.type)
    expect(seqs).toEqual(['contributed', 'contributed'])
    expect(watch.do({ type: 'contribute', findings: [{ kind: 'factor', text: ' ' }] }, BEN)?.code).toBe(
      'empty',
    )
    expect(
      watch.do({ type: 'contribute', findings: [{ kind: 'factor', text: 'x'.repeat(1_001) }] }, BEN)?.code,
    ).toBe('too-long')
    expect(
      watch.do({ type: 'contribute', findings: [{ kind: 'constructor' as 'factor', text: 'x' }] }, BEN)?.code,
    ).toBe('no-such-kind')
  })

  it('is corrected and taken back by who wrote it, as any words of the timeline', () => {
    const watch = over()
    const findings = [
      { kind: 'factor', text: 'Small table' },
      { kind: 'lucky', text: 'Sunday' },
    ] as const
    watch.do({ type: 'contribute', findings: [...findings] }, BEN)
    const [factor, lucky] = watch.state.findings.map(({ seq }) => seq)
    watch.do({ type: 'correct-entry', entry: factor ?? 0, text: 'Small tables' }, BEN)
    watch.do({ type: 'withdraw-entry', entry: lucky ?? 0, reason: 'It was Monday' }, BEN)
    expect(watch.state.findings.map(({ text }) => text)).toEqual(['Small tables'])
  })

  it('has an end', () => {
    const watch = over()
    const many = Array.from({ length: 100 }, () => ({ kind: 'factor' as const, text: 'x' }))
    expect(watch.do({ type: 'contribute', findings: many }, BEN)).toBeUndefined()
    expect(watch.do({ type: 'contribute', findings: [{ kind: 'factor', text: 'x' }] }, BEN)?.code).toBe(
      'too-many',
    )
  })

  it('is asked for after the incident', () => {
    expect(led().do({ type: 'contribute', findings: [{ kind: 'factor', text: 'x' }] }, BEN)?.code).toBe(
      'not-resolved',
    )
  })
})
