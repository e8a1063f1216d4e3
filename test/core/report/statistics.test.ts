import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spread, statistics } from '../../../src/core/report/statistics.ts'
import { member, watched } from '../incident/watch.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('the spread of a measure', () => {
  it('is the middle and the slow end, with what had no figure beside it', () => {
    expect(spread([1, 2, 3, 4, undefined])).toEqual({
      median: 2.5,
      p90: expect.closeTo(3.7),
      count: 4,
      without: 1,
    })
    expect(spread([7])).toEqual({ median: 7, p90: 7, count: 1, without: 0 })
    expect(spread([undefined])).toEqual({ count: 0, without: 1 })
  })

  it('lies within what was measured, in order, whatever that is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 }), (samples) => {
        const { median = -1, p90 = -1 } = spread(samples)
        expect(median).toBeGreaterThanOrEqual(Math.min(...samples))
        expect(p90).toBeGreaterThanOrEqual(median)
        expect(p90).toBeLessThanOrEqual(Math.max(...samples))
        const below = samples.filter((sample) => sample <= median).length
        expect(below).toBeGreaterThanOrEqual(samples.length / 2)
      }),
    )
  })
})

describe('statistics', () => {
  const quick = watched('sev2').advance(7)
  quick.do({ type: 'acknowledge' }, member('UBEN'))
  quick.do({ type: 'post-update', update: { summary: 'x' } })
  quick.advance(13).do({ type: 'change-classes', classes: ['orders', 'returns'] })
  quick.do({ type: 'change-status', status: 'resolved' })
  const open = watched('sev4').advance(3)
  const from = quick.state.declaredAt - DAY
  const to = quick.state.declaredAt + 29 * DAY
  const figures = statistics([quick.state, open.state], { from, to })

  it('count every incident once, by severity and by what it was mainly about', () => {
    expect(figures).toMatchObject({ incidents: 2, open: 1, paged: 1, escalated: 1, escalations: 1 })
    expect(figures.bySeverity.map(({ count }) => count)).toEqual([0, 1, 0, 1])
    expect(figures.byClass).toEqual([
      { key: '', count: 1 },
      { key: 'orders', count: 1 },
    ])
    expect(figures.updates).toEqual({ kept: 1, missed: 0 })
  })

  it('say how many incidents had no figure', () => {
    expect(figures.times.acknowledge).toMatchObject({ median: 7 * MINUTE, count: 1, without: 1 })
    expect(figures.times.resolve).toMatchObject({ median: 20 * MINUTE, count: 1, without: 1 })
  })

  it('say of the reviews that were promised which were done in time, late, or are overdue', () => {
    const reviewed = (onTime: boolean | undefined, due: number) => ({
      ...quick.state,
      review: {
        ...{ begunAt: from, stage: 'draft' as const, asked: '', managersFrom: 0 },
        schedule: { due, steps: [], next: 0 },
        ...(onTime !== undefined && { onTime }),
      },
    })
    const states = [
      reviewed(true, from),
      reviewed(false, from),
      reviewed(undefined, from),
      reviewed(undefined, to + DAY),
      quick.state,
    ]
    expect(statistics(states, { from, to }).reviews).toEqual({ promised: 4, inTime: 1, late: 1, overdue: 1 })
  })

  it('have a trend that covers the whole time without a gap, each incident in one stretch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 366 }), (days) => {
        const { trend } = statistics([quick.state], {
          from: quick.state.declaredAt,
          to: quick.state.declaredAt + days * DAY,
        })
        expect(trend.length).toBeLessThanOrEqual(14)
        expect(trend[0]?.from).toBe(quick.state.declaredAt)
        for (const [index, { to: end }] of trend.entries()) {
          expect(end).toBe(trend[index + 1]?.from ?? quick.state.declaredAt + days * DAY)
        }
        expect(trend.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(1)
      }),
    )
  })
})
