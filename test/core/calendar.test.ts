import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Calendar,
  dayAt,
  endAfterBusinessDays,
  holidayOn,
  instantAt,
  isBusinessDay,
  isDay,
  morningOf,
  nextWeekly,
  plusBusinessDays,
  plusDays,
  WEEKDAYS,
  weekdayOf,
} from '../../src/core/calendar.ts'

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const calendar: Calendar = {
  workingDays: week,
  startHour: 9,
  endHour: 17,
  holidays: [
    { date: '12-25', name: 'Christmas Day' },
    { date: '12-26', name: 'The day after' },
    { date: '01-01', name: 'New Year' },
    { date: '2026-04-03', name: 'Good Friday' },
  ],
}
const inZone = (timeZone: string) => ({ calendar, timeZone })
const utc = (text: string) => Date.parse(`${text}Z`)
const shown = (at: number) => new Date(at).toISOString().slice(0, 16)

describe('a review is due at the end of the fifth working day', () => {
  it.each([
    ['on a Monday morning', 'UTC', '2026-06-08T08:00', '2026-06-15T17:00'],
    ['on a Friday night', 'UTC', '2026-06-12T23:59', '2026-06-19T17:00'],
    ['on a Saturday', 'UTC', '2026-06-13T03:00', '2026-06-19T17:00'],
    ['on a Sunday', 'UTC', '2026-06-14T23:00', '2026-06-19T17:00'],
    ['before a holiday of this year only', 'UTC', '2026-04-01T12:00', '2026-04-09T17:00'],
    ['before Christmas', 'UTC', '2026-12-23T12:00', '2026-12-31T17:00'],
    ['before New Year', 'UTC', '2026-12-28T12:00', '2027-01-05T17:00'],
    ['before Christmas on a weekend', 'UTC', '2027-12-23T12:00', '2027-12-30T17:00'],
    ['over the night when clocks go forward', 'Europe/Berlin', '2026-03-25T23:30', '2026-04-02T15:00'],
    ['over the night when clocks go back', 'America/New_York', '2026-10-30T12:00', '2026-11-06T22:00'],
    [
      'late in the evening in Auckland, which is the day before in UTC',
      'Pacific/Auckland',
      '2026-06-11T20:00',
      '2026-06-19T05:00',
    ],
  ])('when it was resolved %s (%s)', (_, timeZone, resolved, due) => {
    expect(shown(endAfterBusinessDays(utc(resolved), 5, inZone(timeZone)))).toBe(due)
  })
})

describe('days', () => {
  it('that are holidays on a weekend are no more off than they were', () => {
    expect(holidayOn('2027-12-25', calendar)).toBe('Christmas Day')
    expect(plusBusinessDays('2027-12-24', 1, calendar)).toBe('2027-12-27')
  })

  it('that there are not, are none', () => {
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', 'x'].filter(isDay)).toEqual([])
    expect(isDay('2028-02-29')).toBe(true)
  })

  it('of a calendar without a working day end the search', () => {
    const never = { ...calendar, workingDays: [] }
    expect(plusBusinessDays('2026-06-10', 3, never)).toBe('2026-06-10')
  })

  it('begin in the morning, before and after a deadline', () => {
    const due = utc('2026-06-19T17:00')
    expect(shown(morningOf(due, -2, inZone('UTC')))).toBe('2026-06-17T09:00')
    expect(shown(morningOf(due, 0, inZone('UTC')))).toBe('2026-06-19T09:00')
    expect(shown(morningOf(due, 1, inZone('UTC')))).toBe('2026-06-22T09:00')
  })

  it('have an hour that is skipped in spring as the one after', () => {
    expect(shown(instantAt('2026-03-29', 2, 'Europe/Berlin'))).toBe('2026-03-29T01:00')
  })
})

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'America/St_Johns',
  'Pacific/Apia',
)
const day = fc
  .integer({ min: 0, max: 40 * 365 })
  .map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10))
const calendars: fc.Arbitrary<Calendar> = fc.record({
  workingDays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
  startHour: fc.integer({ min: 0, max: 11 }),
  endHour: fc.integer({ min: 12, max: 24 }),
  holidays: fc.array(
    fc.record({
      date: fc.oneof(
        day,
        day.map((each) => each.slice(5)),
      ),
      name: fc.constant('x'),
    }),
    { maxLength: 30 },
  ),
})
const instants = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2059, 11, 31) })

/** Day by day, as a person counts on a paper calendar. */
function counted(from: string, count: number, { workingDays, holidays }: Calendar): string {
  const at = new Date(`${from}T00:00Z`)
  for (let left = Math.abs(count); left > 0; ) {
    at.setUTCDate(at.getUTCDate() + Math.sign(count))
    const text = at.toISOString().slice(0, 10)
    const name = (['sunday', ...WEEKDAYS.slice(0, 6)] as const)[at.getUTCDay()]
    const off = holidays.some(({ date }) => date === text || date === text.slice(5))
    if (name !== undefined && workingDays.includes(name) && !off) left -= 1
  }
  return at.toISOString().slice(0, 10)
}

describe('for any calendar', () => {
  it('business days are those that a person counts', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -15, max: 15 }), calendars, (from, count, any) => {
        const found = plusBusinessDays(from, count, any)
        expect(found).toBe(counted(from, count, any))
        if (count !== 0) expect(isBusinessDay(found, any)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('a day goes there and back, in every time zone', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 23 }), zones, (any, hour, timeZone) => {
        // Samoa left out 30 December 2011, which lies before these days.
        expect(dayAt(instantAt(any, hour, timeZone), timeZone)).toBe(any)
        expect(plusDays(plusDays(any, 400), -400)).toBe(any)
      }),
    )
  })

  it('a deadline is the end of a working day there, and the first so many days ahead', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 10 }),
        calendars,
        zones,
        (since, count, any, timeZone) => {
          const where = { calendar: { ...any, endHour: Math.min(any.endHour, 23) }, timeZone }
          const due = endAfterBusinessDays(since, count, where)
          expect(due).toBeGreaterThan(since)
          expect(isBusinessDay(dayAt(due, timeZone), where.calendar)).toBe(true)
          const hour = Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
            due,
          )
          expect(hour).toBe(`${where.calendar.endHour}:00`)
        },
      ),
    )
  })

  it('the next weekly time is on that day at that hour, ahead, and within eight days', () => {
    const schedule = fc.record({
      weekday: fc.constantFrom(...WEEKDAYS),
      hour: fc.integer({ min: 4, max: 23 }),
    })
    fc.assert(
      fc.property(instants, schedule, zones, (after, weekly, timeZone) => {
        const next = nextWeekly(after, weekly, timeZone)
        expect(next).toBeGreaterThan(after)
        expect(next - after).toBeLessThanOrEqual(8 * 24 * 3_600_000)
        expect(weekdayOf(dayAt(next, timeZone))).toBe(weekly.weekday)
        expect(nextWeekly(next - 1, weekly, timeZone)).toBe(next)
      }),
    )
  })
})
