import { describe, expect, it } from 'vitest'
import { periodInWords, periodTimes, readPeriod } from '../../../src/core/report/period.ts'

const DAY = 86_400_000

describe('the time that statistics are about', () => {
  it.each([
    ['', { days: 30 }],
    ['30d', { days: 30 }],
    [' Last 12W ', { days: 84 }],
    ['2 weeks', { days: 14 }],
    ['3 months', { days: 90 }],
    ['2026-10', { year: 2026, month: 10 }],
  ])('%j is read as %j', (text, period) => {
    expect(readPeriod(text)).toEqual(period)
  })

  it.each([
    '0d',
    '367d',
    '53w',
    '2026-13',
    '1999-01',
    '10',
    'd',
    'constructor',
    '5 constructor',
    '2026-10-01',
    '１２ｘ',
  ])('%j is not guessed at', (text) => {
    expect(readPeriod(text)).toBeUndefined()
  })

  it('ends with the present moment, or is a whole calendar month', () => {
    const now = Date.UTC(2026, 9, 15, 12)
    expect(periodTimes({ days: 7 }, now)).toEqual({ from: now - 7 * DAY, to: now + 1 })
    expect(periodTimes({ year: 2026, month: 12 }, now)).toEqual({
      from: Date.UTC(2026, 11, 1),
      to: Date.UTC(2027, 0, 1),
    })
    expect(periodInWords({ year: 2026, month: 12 })).toBe('December 2026')
    expect(periodInWords({ days: 1 })).toBe('the last day')
  })
})
