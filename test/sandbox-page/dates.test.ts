import { describe, expect, it } from 'vitest'
import { formatDateToken, isMoving } from '../../src/sandbox/page/text/date-tokens.ts'
import { ago } from '../../src/sandbox/page/text/dates.ts'
import { offsetText } from '../../src/sandbox/page/text/offset.ts'
import { fromLocalField, toLocalField } from '../../src/sandbox/page/text/zoned.ts'

const AT = Date.UTC(2026, 1, 18, 14, 39, 45)
const seconds = AT / 1000
const style = { timeZone: 'UTC', hour12: true, nowMs: AT + 3 * 86_400_000 }
const show = (format: string, changes = {}) =>
  formatDateToken(seconds, format, 'fallback', { ...style, ...changes })

describe('date tokens', () => {
  it.each([
    ['{date_num}', '2026-02-18'],
    ['{date_slash}', '02/18/2026'],
    ['{date}', 'February 18th, 2026'],
    ['{date_short}', 'Feb 18, 2026'],
    ['{date_long}', 'Wednesday, February 18th, 2026'],
    ['{date_pretty}', 'February 18th, 2026'],
    ['{time}', '2:39 PM'],
    ['{time_secs}', '2:39:45 PM'],
    ['{ago}', '3 days ago'],
    ['Due {date_num} {time}!', 'Due 2026-02-18 2:39 PM!'],
  ])('%s is %s', (format, shown) => {
    expect(show(format)).toBe(shown)
  })

  it('shows a 24 hour clock to those who use one, and midnight as 00', () => {
    expect(show('{time}', { hour12: false })).toBe('14:39')
    expect(show('{time}', { hour12: false, timeZone: 'Asia/Kolkata' })).toBe('20:09')
    expect(formatDateToken(0, '{time_secs}', '', { ...style, hour12: false })).toBe('00:00:00')
  })

  it('takes the day in the zone of the reader, also for "today"', () => {
    const late = { nowMs: Date.UTC(2026, 1, 18, 20) }
    expect(show('{date_short_pretty} at {time}', { ...late, hour12: false })).toBe('Today at 14:39')
    expect(show('by {date_pretty}', late)).toBe('by today')
    expect(show('{date_pretty}', { nowMs: AT + 86_400_000 })).toBe('Yesterday')
    expect(show('{date_long_pretty}', { nowMs: AT - 86_400_000 })).toBe('Tomorrow')
    expect(show('{date_num}', { timeZone: 'Pacific/Auckland' })).toBe('2026-02-19')
  })

  it('falls back on a token nobody knows and on an impossible time', () => {
    expect(show('{date} {nonsense}')).toBe('fallback')
    expect(formatDateToken(Number.NaN, '{date}', 'fallback', style)).toBe('fallback')
    expect(formatDateToken(1e20, '{date}', 'fallback', style)).toBe('fallback')
  })

  it('shows a zone the browser does not know as UTC', () => {
    expect(show('{time}', { timeZone: 'Mars/Olympus' })).toBe('2:39 PM')
  })

  it('knows what changes as time passes', () => {
    expect(isMoving('{time} ({ago})')).toBe(true)
    expect(isMoving('{date_short_pretty}')).toBe(true)
    expect(isMoving('{date} {time}')).toBe(false)
  })
})

describe('spans', () => {
  it.each([
    [0, 'just now'],
    [59, '59 seconds ago'],
    [60, '1 minute ago'],
    [3_599, '59 minutes ago'],
    [7_200, '2 hours ago'],
    [86_400 * 40, '1 month ago'],
    [-420, 'in 7 minutes'],
  ])('%i seconds is %s', (past, words) => {
    expect(ago(AT - past * 1000, AT)).toBe(words)
  })

  it('says how far a clock was moved on', () => {
    expect([0, 5 * 60_000, 60 * 60_000, 65 * 60_000, -60_000].map(offsetText)).toEqual([
      '',
      '+5 min',
      '+1 h',
      '+1 h 5 min',
      '−1 min',
    ])
  })
})

describe('fields for a local date and time', () => {
  it('shows and reads the same moment, in winter and in summer', () => {
    for (const at of [Date.UTC(2026, 0, 5, 3, 7) / 1000, Date.UTC(2026, 6, 5, 22, 59) / 1000]) {
      for (const zone of ['Europe/Madrid', 'Asia/Kolkata', 'America/New_York', 'UTC']) {
        expect(fromLocalField(toLocalField(at, zone), zone)).toBe(at)
      }
    }
    expect(toLocalField(Date.UTC(2026, 6, 1, 10) / 1000, 'Europe/Madrid')).toBe('2026-07-01T12:00')
  })

  it('reads nothing from a half-filled field', () => {
    expect(fromLocalField('', 'UTC')).toBeUndefined()
    expect(fromLocalField('2026-01-01', 'UTC')).toBeUndefined()
  })
})
