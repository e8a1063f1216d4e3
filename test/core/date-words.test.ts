import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../src/core/calendar.ts'
import { isDate, readDate } from '../../src/core/date-words.ts'

const calendar: Calendar = {
  workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  startHour: 9,
  endHour: 17,
  holidays: [],
}
/** Wednesday, noon in UTC. */
const NOW = Date.parse('2026-06-10T12:00Z')
function read(words: string, timeZone = 'UTC', now = NOW): string {
  const found = readDate(words, now, { calendar, timeZone })
  return 'at' in found ? new Date(found.at).toISOString().slice(0, 16) : found.wrong
}

describe('a deadline in words', () => {
  it.each([
    ['friday', '2026-06-12T17:00'],
    ['next friday', '2026-06-19T17:00'],
    ['by Friday.', '2026-06-12T17:00'],
    ['tomorrow', '2026-06-11T17:00'],
    ['today', '2026-06-10T17:00'],
    ['EOD', '2026-06-10T17:00'],
    ['eod friday', '2026-06-12T17:00'],
    ['eow', '2026-06-12T17:00'],
    ['the end of the month', '2026-06-30T17:00'],
    ['in two weeks', '2026-06-24T17:00'],
    ['in 3 business days', '2026-06-15T17:00'],
    ['12 june', '2026-06-12T17:00'],
    ['june 9', '2027-06-09T17:00'],
    ['2026-07-01', '2026-07-01T17:00'],
    ['monday 10am', '2026-06-15T10:00'],
    ['tomorrow at 15:30', '2026-06-11T15:30'],
    ['in an hour', '2026-06-10T13:00'],
    ['friday 12 june', '2026-06-12T17:00'],
  ])('%s', (words, at) => {
    expect(read(words)).toBe(at)
  })

  it('is read on the clock of whoever says it, also where their day is another one', () => {
    expect(read('tomorrow', 'Asia/Kolkata')).toBe('2026-06-11T11:30')
    expect(read('tomorrow', 'Pacific/Auckland', Date.parse('2026-06-10T13:00Z'))).toBe('2026-06-12T05:00')
    expect(read('in an hour', 'America/New_York')).toBe('2026-06-10T13:00')
    expect(read('tomorrow 5pm UTC', 'America/New_York')).toBe('2026-06-11T17:00')
  })

  it('keeps its hour when the clocks change before it', () => {
    const before = Date.parse('2026-10-22T10:00Z')
    expect(read('in one week', 'Europe/Berlin', before)).toBe('2026-10-29T16:00')
    expect(read('next monday 9:00', 'Europe/Berlin', before)).toBe('2026-10-26T08:00')
  })

  it.each([
    ['yesterday', /over already/],
    ['last friday', /over already/],
    ['10 june 2020', /over already/],
    ['an hour ago', /over already/],
    ['today at 9am', /over already/],
    ['in 30 years', /two years/],
    ['friday 13 june', /2026-06-13 is a Saturday/],
    ['fridday', /do not understand/],
    ['31 feb', /do not understand/],
    ['the way', /do not understand/],
    ['friday and monday', /do not understand/],
    ['', /do not understand/],
  ])('%j is asked about again', (words, sentence) => {
    expect(read(words)).toMatch(sentence)
  })

  it('that is only a few words is no date', () => {
    expect(['hand', 'the way', 'fridday', '5', 'the team'].filter(isDate)).toEqual([])
    expect(['friday', 'yesterday', 'in 3 working days'].every(isDate)).toBe(true)
  })

  it('never lies in the past, and never throws, whatever is said', () => {
    const word = fc.constantFrom(
      'in',
      'next',
      'last',
      'friday',
      'june',
      '31',
      '2 weeks',
      'at',
      '5pm',
      'ago',
      'eod',
      '-1',
      '00:00',
    )
    const words = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 5 }).map((all) => all.join(' ')),
    )
    fc.assert(
      fc.property(words, (said) => {
        const found = readDate(said, NOW, { calendar, timeZone: 'Europe/Berlin' })
        if ('at' in found) expect(found.at).toBeGreaterThan(NOW)
        else expect(found.wrong).not.toBe('')
      }),
      { numRuns: 1_000 },
    )
  })
})
