import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statisticsChart } from '../../../src/core/chart/statistics-chart.ts'
import { statistics } from '../../../src/core/report/statistics.ts'
import { member, watched } from '../incident/watch.ts'
import { textsOf, trouble } from './drawn.ts'

const DAY = 86_400_000
const one = watched('sev2').advance(7)
one.do({ type: 'acknowledge' }, member('UBEN'))
one.advance(50).do({ type: 'change-status', status: 'resolved' })
const at = one.state.declaredAt
const names = { period: 'the last 30 days', className: (key: string) => key }
/** The same incident at another time, about something else. */
const again = (days: number, about: string) => ({
  ...one.state,
  declaredAt: at + days * DAY,
  classes: about === '' ? [] : [about],
})

describe('the picture of statistics', () => {
  it('has no text over another and none outside, for any number of incidents, classes and days', () => {
    const incident = fc.record({
      day: fc.double({ min: 0, max: 1, noNaN: true }),
      about: fc.string({ maxLength: 40 }),
    })
    fc.assert(
      fc.property(fc.array(incident, { maxLength: 60 }), fc.integer({ min: 1, max: 366 }), (all, days) => {
        const states = all.map(({ day, about }) => again(day * days, about))
        const svg = statisticsChart(statistics(states, { from: at, to: at + days * DAY + 1 }), names)
        expect(trouble(svg)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('says the middle, the slow end, and how many had no figure', () => {
    const open = watched('sev4').state
    const svg = statisticsChart(
      statistics([again(0, 'orders'), again(1, ''), open], { from: at, to: at + 30 * DAY }),
      names,
    )
    const words = textsOf(svg).map(({ words: said }) => said)
    expect(words).toEqual(
      expect.arrayContaining([
        '7 min, 9 of 10 within 7 min',
        '2 measured, 1 without',
        '57 min, 9 of 10 within 57 min',
        'not said',
        'orders',
      ]),
    )
    expect(words.some((said) => said.startsWith('3 incidents, 1 still open'))).toBe(true)
  })
})
