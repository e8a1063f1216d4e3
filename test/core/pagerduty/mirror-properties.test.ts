import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen } from '../../../src/core/ladder/runs.ts'
import type { Heard } from '../../../src/core/pagerduty/pages.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { BOT } from '../incident/story.ts'
import { member, Watch } from '../incident/watch.ts'

type Status = 'triggered' | 'acknowledged' | 'resolved'

/** What it is called when somebody there makes it triggered again. */
const BACK = { triggered: 'triggered', acknowledged: 'unacknowledged', resolved: 'reopened' } as const

/** More messages for each that is on its way, when people do nothing more, would be two that answer each other for ever. */
const MESSAGES_EACH_MAX = 5

/**
 * An incident here, and PagerDuty there as it is: it takes events, people act in it, and it tells of everything that
 * changes, in any order and more than once.
 */
class Both {
  watch = new Watch(aPromisingPolicy())
  there = new Map<string, Status>()
  owed: Heard[] = []

  constructor() {
    this.watch.people['on-call'] = []
    this.watch.onCall = {
      'on-call': { people: [{ id: 'PCHLOE', name: 'Chloe' }] },
      managers: { people: [] },
    }
    this.watch.do({ type: 'declare', number: 7, title: 'x', severity: 'sev1' })
    this.watch.advance(1)
    this.take()
  }

  /** PagerDuty takes the oldest event that is owed to it. */
  take(): void {
    const effect = this.watch.toPagerduty.shift()
    if (effect === undefined) return
    const { kind, args = {} } = effect
    const [run, step] = [Number(args.run), Number(args.step)]
    if (kind === 'pagerduty.trigger') {
      const state = this.watch.state.runs.find((one) => one.run === run)
      if (state === undefined || !isOpen(state)) return
      const key = `k${run}.${step}`
      if ((this.there.get(key) ?? 'resolved') === 'resolved') this.change(key, 'triggered')
      this.watch.do({ type: 'record-pagerduty-paged', run, step, key }, BOT)
      return
    }
    const status = kind === 'pagerduty.acknowledge' ? 'acknowledged' : 'resolved'
    if (kind !== 'pagerduty.acknowledge' && kind !== 'pagerduty.resolve') return
    const key = String(args.key)
    const now = this.there.get(key)
    if (now === 'triggered' || (now === 'acknowledged' && status === 'resolved')) this.change(key, status)
    this.watch.do({ type: 'record-pagerduty-told', key, status }, BOT)
  }

  change(key: string, status: Status, who?: string): void {
    const before = this.there.get(key)
    this.there.set(key, status)
    this.watch.now += 1 // PagerDuty's events have an order
    const [, run, step] = /^k(\d+)\.(\d+)$/.exec(key) ?? []
    this.owed.push({
      what: status === 'triggered' && who !== undefined ? BACK[before ?? 'triggered'] : status,
      key,
      page: { run: Number(run), step: Number(step) },
      incident: { id: `P${key}` },
      at: this.watch.now,
      ...(who !== undefined && { who }),
    })
  }

  hear(at: number, twice: boolean): void {
    const [heard] = this.owed.splice(at % Math.max(1, this.owed.length), 1)
    if (heard === undefined) return
    this.watch.do({ type: 'record-pagerduty-heard', heard }, BOT)
    if (twice) this.watch.do({ type: 'record-pagerduty-heard', heard }, BOT)
  }

  /** Until neither has anything more to say. Throws when that does not come. */
  settle(): void {
    const most = MESSAGES_EACH_MAX * (this.watch.toPagerduty.length + this.owed.length + 1)
    for (let messages = 0; this.watch.toPagerduty.length + this.owed.length > 0; messages++) {
      if (messages > most) throw new Error(`They go on after ${most} messages`)
      this.take()
      this.hear(0, false)
    }
  }
}

const ANA = member('UANA')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('hear' as const), at: fc.nat(5), twice: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), minutes: fc.nat(12) }) },
  fc.record({
    do: fc.constantFrom('acknowledge' as const, 'resolve' as const, 'reopen' as const, 'escalate' as const),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('there' as const),
      key: fc.nat(5),
      status: fc.constantFrom<Status>('acknowledged', 'resolved', 'triggered'),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function live(steps: Step[]): Both {
  const both = new Both()
  for (const one of steps) {
    if (one.do === 'take') both.take()
    if (one.do === 'hear') both.hear(one.at, one.twice)
    if (one.do === 'advance') both.watch.advance(one.minutes)
    if (one.do === 'acknowledge') both.watch.do({ type: 'acknowledge' }, ANA)
    if (one.do === 'resolve') both.watch.do({ type: 'change-status', status: 'resolved' }, ANA)
    if (one.do === 'reopen') both.watch.do({ type: 'reopen', reason: 'x' }, ANA)
    if (one.do === 'escalate') both.watch.do({ type: 'escalate', reason: 'x' }, ANA)
    if (one.do === 'there') {
      const key = [...both.there.keys()][one.key % Math.max(1, both.there.size)]
      if (key !== undefined && both.there.get(key) !== one.status) both.change(key, one.status, 'Chloe')
    }
  }
  return both
}

describe('here and PagerDuty', () => {
  it('fall silent when people do nothing more, whatever came in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const both = live(steps)
        both.watch.do({ type: 'acknowledge' }, ANA)
        both.settle()
      }),
      { numRuns: 300 },
    )
  })

  it('agree in the end that it is over once it is resolved here', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const both = live(steps)
        both.watch.do({ type: 'change-status', status: 'resolved' }, ANA)
        both.settle()
        expect([...both.there.values()].filter((status) => status !== 'resolved')).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('page nobody any more once somebody has answered on either side', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const both = live(steps)
        both.settle()
        for (const [key, status] of both.there) {
          if (status === 'acknowledged' && both.watch.state.status !== 'resolved') {
            const run = both.watch.state.runs.find((one) => `k${one.run}` === key.split('.')[0])
            expect(run === undefined || !isOpen(run)).toBe(true)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
