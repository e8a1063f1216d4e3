import { describe, expect, it } from 'vitest'
import { aPromisingPolicy } from '../a-policy.ts'
import { BOT, DANA } from './story.ts'
import { member, watched } from './watch.ts'

const ANA = member('UANA')
const BEN = member('UBEN')
const escalate = (reason = 'I am out of ideas') => ({ type: 'escalate', reason }) as const
const take = (user: string) => ({ type: 'assign-role', role: 'commander', user }) as const
const timesOfAlarms = (watch: ReturnType<typeof watched>) =>
  watch.all('nobody-answered').map(({ when }) => new Date(when).toISOString().slice(11, 19))
/** Without the triggers that come with time, so that only the ladder is in play. */
const calm = (severity: 'sev1' | 'sev3' = 'sev1', changes: object = {}) => {
  const policy = aPromisingPolicy(changes)
  const { recovery: _, escalateAfterMinutes: __, ...sev1 } = policy.severities.sev1
  const none = { updates: 'none' as const }
  const sev3 = { ...policy.severities.sev3, ...none }
  return watched(severity, {
    ...policy,
    severities: { ...policy.severities, sev1: { ...sev1, ...none }, sev3 },
  })
}

describe('declaring', () => {
  it('pages the first rung after a short wait, each next one five minutes later, and again for each round', () => {
    const watch = calm().advance(31)
    expect(watch.pages()).toEqual([
      '12:00 UANA',
      '12:05 UBEN',
      '12:10 UCHLOE',
      '12:15 UANA',
      '12:20 UBEN',
      '12:25 UCHLOE',
    ])
    expect(watch.all('rung-called')[0]?.when).toBe(watch.happened[0] && watch.happened[0].at + 30_000)
    expect(timesOfAlarms(watch)).toEqual(['12:30:30'])
  })

  it('goes on saying that nobody answered, on the grid, once for all that was slept through', () => {
    const watch = calm().advance(51)
    expect(timesOfAlarms(watch)).toEqual(['12:30:30', '12:40:30', '12:50:30'])
    watch.jump(34)
    expect(timesOfAlarms(watch)).toHaveLength(4)
    expect(new Date(watch.state.runs[0]?.due ?? 0).toISOString()).toContain('13:30:30')
  })

  it('wakes nobody when whoever declared takes command at once', () => {
    const watch = calm()
    watch.do(take('UDANA'))
    watch.advance(60)
    expect(watch.pages()).toEqual([])
    expect(watch.state.runs).toMatchObject([{ phase: 'over', end: { how: 'acknowledged', by: 'UDANA' } }])
  })

  it('does not take it for an answer when somebody else is put in command', () => {
    const watch = calm()
    watch.do(take('UBEN'))
    watch.advance(1)
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('of a SEV4 pages nobody, ever', () => {
    const watch = watched('sev4').advance(600)
    expect(watch.pages()).toEqual([])
    expect(watch.state.runs).toEqual([])
  })
})

describe('an acknowledgement', () => {
  it('of the second rung stops the climb, and says how long it took', () => {
    const watch = calm().advance(7)
    watch.do({ type: 'acknowledge', run: 1 }, BEN)
    watch.advance(600)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:05 UBEN'])
    expect(watch.all('acknowledged')).toMatchObject([{ run: 1, afterMs: 6.5 * 60_000 }])
  })

  it('fences off what is in flight: an answer of the world that comes later pages nobody', () => {
    const watch = calm()
    watch.slow = true
    watch.advance(1)
    watch.do({ type: 'acknowledge' }, BEN)
    watch.perform()
    expect(watch.all('people-paged')).toEqual([])
    expect(watch.types()).not.toContain('page-sent')
  })

  it('brings a copy that arrived too late up to date', () => {
    const watch = calm().advance(1)
    const sync = { kind: 'slack.sync-page', args: { run: 1, user: 'UANA' } }
    const sent = watch.happened.filter(({ event }) => event.type === 'page-sent')
    expect(sent[0]?.effects).toEqual([])
    const late = calm()
    late.slow = true
    late.advance(1)
    const [rung] = late.pending.splice(0).filter(({ effect }) => effect.kind === 'slack.page-rung')
    expect(rung).toBeDefined()
    const people = [{ user: 'UANA', how: '@on-call' }]
    late.do({ type: 'record-page', run: 1, step: 1, people, skipped: [] }, BOT)
    late.do({ type: 'acknowledge', run: 1 }, BEN)
    late.do({ type: 'record-page-sent', run: 1, step: 1, user: 'UANA', channel: 'D1', ts: '1.1' }, BOT)
    expect(late.happened.at(-1)?.effects).toEqual([expect.objectContaining(sync)])
  })

  it('is answered with what happened when it comes second, on a stale button or with nothing open', () => {
    const watch = calm().advance(1)
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    expect(watch.do({ type: 'acknowledge', run: 1 }, BEN)).toMatchObject({
      code: 'page-over',
      rejected: expect.stringContaining('acknowledged already'),
    })
    expect(watch.do({ type: 'decline', run: 1 }, ANA)?.code).toBe('page-over')
    expect(watch.do({ type: 'acknowledge' }, BEN)?.code).toBe('nothing-open')
    expect(watch.do({ type: 'acknowledge', run: 99 }, BEN)?.code).toBe('page-gone')
  })

  it('comes with the end: resolving ends what is open', () => {
    const watch = calm().advance(1)
    watch.do({ type: 'change-status', status: 'resolved' })
    expect(watch.do({ type: 'acknowledge', run: 1 }, ANA)?.rejected).toContain('resolved')
    expect(watch.advance(60).pages()).toEqual(['12:00 UANA'])
  })
})

describe('the next rung', () => {
  it('is called at once when somebody cannot, and has its own full time', () => {
    const watch = calm().advance(2)
    watch.do({ type: 'decline', run: 1 }, ANA)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:02 UBEN'])
    expect(watch.all('rung-called').at(-1)).toMatchObject({ because: 'cannot', due: watch.now + 5 * 60_000 })
  })

  it('is not called a second time by a late "cannot" of an earlier rung, nor by somebody who was not paged', () => {
    const watch = calm().advance(6)
    watch.do({ type: 'decline', run: 1 }, ANA)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:05 UBEN'])
    expect(watch.do({ type: 'decline', run: 1 }, DANA)?.code).toBe('not-paged')
    expect(watch.do({ type: 'decline', run: 1 }, ANA)?.code).toBe('declined-already')
  })

  it('is called at once, loudly, when nobody stands behind one', () => {
    const watch = calm()
    watch.people = { 'on-call': [], secondary: ['UBEN'] }
    watch.advance(1)
    expect(watch.pages()).toEqual(['12:00 UBEN'])
    const empty = watch.happened.find(({ event }) => event.type === 'rung-empty')
    expect(empty?.effects).toContainEqual(
      expect.objectContaining({ kind: 'slack.say', args: { to: 'thread', broadcast: true } }),
    )
  })

  it('is called at once, without alarm, when whoever stands behind one is in command already', () => {
    const watch = calm()
    watch.do(take('UANA'), ANA)
    watch.do(escalate(), BEN)
    watch.advance(1)
    watch.do({ type: 'acknowledge' }, BEN)
    const passed = watch.happened.find(({ event }) => event.type === 'rung-empty')
    expect(passed?.event).toMatchObject({ skipped: [{ who: 'UANA', why: 'is in command already' }] })
    expect(passed?.effects.some(({ lane }) => lane === 'page')).toBe(false)
  })

  it('never comes when nobody stands behind any: help is called for at once, not after idle rounds', () => {
    const watch = calm()
    watch.people = {}
    watch.advance(1)
    expect(watch.all('rung-empty')).toHaveLength(3)
    expect(watch.all('nobody-answered')).toHaveLength(1)
  })

  it('is called at once when nobody of a rung can be reached, but not while one of them can', () => {
    const watch = calm()
    watch.people = { 'on-call': ['UX', 'UY'], secondary: ['UBEN'], managers: ['UX', 'UCHLOE'] }
    watch.unreachable = new Set(['UX', 'UY'])
    watch.advance(1)
    expect(watch.pages()).toEqual(['12:00 UX', '12:00 UY', '12:00 UBEN'])
    watch.advance(5)
    expect(watch.pages().slice(3)).toEqual(['12:05 UX', '12:05 UCHLOE'])
  })

  it('comes one at a time after the bot was down, each with its full time to answer', () => {
    const watch = calm().advance(1).restart().jump(40)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:41 UBEN'])
    expect(watch.advance(5).pages().at(-1)).toBe('12:46 UCHLOE')
  })

  it('is not put off by a little lateness each time', () => {
    const watch = calm()
    for (let step = 0; step < 4; step++) watch.jump(5.1)
    // Only the first, later than a minute, counts from when it came; the others stay five minutes apart.
    expect(watch.all('rung-called').map(({ due }) => new Date(due).toISOString().slice(14, 19))).toEqual([
      '10:06',
      '15:06',
      '20:06',
      '25:06',
    ])
  })

  it('pages each person once, not the commander, and not who asked', () => {
    const watch = calm()
    watch.people = { 'on-call': ['UANA', 'UBEN', 'UANA'], secondary: ['UBEN', 'UDANA', 'UCHLOE'] }
    watch.advance(1)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:00 UBEN'])
    watch.do({ type: 'acknowledge' }, ANA)
    watch.do(take('UBEN'), ANA)
    watch.do(escalate())
    expect(watch.pages().slice(2)).toEqual(['12:01 UCHLOE'])
    expect(watch.all('people-paged').at(-1)?.skipped).toEqual([
      { who: 'UBEN', why: 'is in command already' },
      { who: 'UDANA', why: 'knows already' },
    ])
  })
})

describe('escalating by hand', () => {
  it('moves what is under way on at once, and begins above who answered when nothing is', () => {
    const watch = calm().advance(2)
    watch.do(escalate())
    expect(watch.pages()).toEqual(['12:00 UANA', '12:02 UBEN'])
    watch.do({ type: 'acknowledge' }, BEN)
    watch.do(escalate(), BEN)
    expect(watch.pages().at(-1)).toBe('12:02 UCHLOE')
    expect(watch.advance(5).pages().at(-1)).toBe('12:07 UANA')
  })

  it('to a person pages that person now, and the ladder goes on from where it was', () => {
    const watch = calm().advance(2)
    watch.do({ type: 'escalate', to: { user: 'UVICTOR' }, reason: 'Budget' })
    expect(watch.pages().at(-1)).toBe('12:02 UVICTOR')
    expect(watch.advance(5).pages().at(-1)).toBe('12:07 UBEN')
  })

  it('to a rung that would have come later calls it now and not again in this round', () => {
    const watch = calm().advance(2)
    watch.do({ type: 'escalate', to: { rung: 'managers' }, reason: 'Budget' })
    watch.advance(10)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:02 UCHLOE', '12:07 UBEN', '12:12 UANA'])
  })

  it('says what is left when the ladder is at its end or there is none', () => {
    expect(calm().advance(40).do(escalate())?.code).toBe('ladder-exhausted')
    expect(watched('sev4').do(escalate())).toMatchObject({ code: 'no-ladder' })
    expect(calm().do(escalate(' '))?.code).toBe('empty')
    expect(calm().do({ type: 'escalate', to: { rung: 'king' }, reason: 'x' })?.rejected).toContain('on-call')
    expect(calm().do({ type: 'escalate', to: { user: 'UG', standing: 'guest' }, reason: 'x' })?.code).toBe(
      'cannot-be-paged',
    )
  })
})

describe('a page by hand', () => {
  const toVictor = { type: 'page', to: { user: 'UVICTOR' }, text: 'Can you join?' } as const

  it('stands beside the ladder, and is answered by itself', () => {
    const watch = calm().advance(1)
    watch.do(toVictor)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:01 UVICTOR'])
    watch.do({ type: 'acknowledge', run: 2 }, member('UVICTOR'))
    expect(watch.advance(5).pages().at(-1)).toBe('12:05 UBEN')
  })

  it('that nobody answers makes the ladder be climbed', () => {
    const watch = calm()
    watch.do(take('UDANA'))
    watch.do(toVictor)
    watch.advance(5)
    expect(watch.all('page-unanswered')).toHaveLength(1)
    expect(watch.pages()).toEqual(['12:00 UVICTOR', '12:05 UANA'])
    expect(watch.state.runs.at(-1)).toMatchObject({ trigger: 'unanswered-page' })
  })

  it('that nobody answers calls for help where there is no ladder', () => {
    const watch = watched('sev4')
    watch.do(toVictor)
    watch.advance(5)
    expect(watch.happened.at(-1)?.effects).toContainEqual(
      expect.objectContaining({ kind: 'slack.call-for-help' }),
    )
  })

  it('is open once for the same person, and not without end', () => {
    const watch = calm()
    watch.do(toVictor)
    expect(watch.do(toVictor)?.code).toBe('paged-already')
    for (let n = 0; n < 9; n++) watch.do({ ...toVictor, to: { user: `UX${n}` } })
    expect(watch.do({ ...toVictor, to: { user: 'ULAST' } })?.code).toBe('too-many-pages')
  })
})

describe('another severity', () => {
  const raise = (severity: 'sev1' | 'sev2' | 'sev3' | 'sev4') =>
    ({ type: 'change-severity', severity, reason: 'Spreading' }) as const

  it('that is higher brings its ladder at once, and goes on above those who were called', () => {
    const watch = calm('sev3').advance(1)
    expect(watch.pages()).toEqual(['12:00 UANA'])
    watch.do(raise('sev1'))
    expect(watch.pages()).toEqual(['12:00 UANA', '12:01 UBEN'])
    expect(watch.state.runs).toMatchObject([
      { ladder: 'minor', end: { how: 'calmed' } },
      { ladder: 'major', trigger: 'severity-raised' },
    ])
  })

  it('with the same ladder leaves the climb that is under way alone', () => {
    const watch = watched('sev2').advance(1)
    watch.do(raise('sev1'))
    expect(watch.pages()).toEqual(['12:00 UANA'])
    expect(watch.state.runs).toHaveLength(1)
  })

  it('climbs also when somebody had answered', () => {
    const watch = watched('sev2').advance(1)
    watch.do({ type: 'acknowledge' }, ANA)
    watch.do(raise('sev1'))
    expect(watch.pages()).toEqual(['12:00 UANA', '12:01 UBEN'])
  })

  it('or another class brings what is promised for that', () => {
    const policy = aPromisingPolicy()
    const orders = { name: 'Orders', covers: 'Orders.', hints: [], ladder: 'minor' }
    const watch = watched('sev1', { ...policy, classes: { ...policy.classes, orders } })
    watch.do(take('UDANA'))
    watch.do({ type: 'change-classes', classes: ['orders'] })
    expect(watch.state.promises.ladder?.ladder).toBe('minor')
    expect(watch.state.cadence?.due).toBe(watch.now + 15 * 60_000)
  })

  it('that is quiet ends the climb', () => {
    const watch = calm('sev3').advance(1)
    watch.do(raise('sev4'))
    expect(watch.advance(60).pages()).toEqual(['12:00 UANA'])
    expect(watch.do({ type: 'acknowledge', run: 1 }, ANA)?.rejected).toContain('severity was lowered')
  })
})
