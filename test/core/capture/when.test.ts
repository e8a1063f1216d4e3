import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, readMarkedWhen, readWhen } from '../../../src/core/capture/when.ts'
import { isRejection } from '../../../src/core/decider.ts'

const BERLIN = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso)
/** What a time means when it is said at `now`, as ISO in UTC. */
function meant(said: string, now: string, zone = BERLIN): string {
  const read = readWhen(said)
  if (read === undefined || 'wrong' in read) return read === undefined ? 'no time' : `wrong: ${read.wrong}`
  const instant = instantOf(read.when, { now: at(now), zone })
  return isRejection(instant) ? instant.code : new Date(instant).toISOString().slice(0, 19)
}

describe('a time as somebody says it', () => {
  it.each([
    ['at 10:42', '2026-11-21T10:00:00Z', '2026-11-21T09:42:00'],
    ['10:42', '2026-11-21T10:00:00Z', '2026-11-21T09:42:00'],
    ['10:42:07', '2026-11-21T10:00:00Z', '2026-11-21T09:42:07'],
    ['at 9:05 am', '2026-11-21T10:00:00Z', '2026-11-21T08:05:00'],
    ['12:10am', '2026-11-21T10:00:00Z', '2026-11-20T23:10:00'],
    ['at 10:42 UTC', '2026-11-21T11:00:00Z', '2026-11-21T10:42:00'],
    ['10:42Z', '2026-11-21T11:00:00Z', '2026-11-21T10:42:00'],
    ['-5m', '2026-11-21T10:00:00Z', '2026-11-21T09:55:00'],
    ['–5m', '2026-11-21T10:00:00Z', '2026-11-21T09:55:00'], // what phones make of it
    ['−1h30m', '2026-11-21T10:00:00Z', '2026-11-21T08:30:00'],
    ['-2d', '2026-11-21T10:00:00Z', '2026-11-19T10:00:00'],
    ['-90s', '2026-11-21T10:00:00Z', '2026-11-21T09:58:30'],
    ['5 minutes ago', '2026-11-21T10:00:00Z', '2026-11-21T09:55:00'],
    ['2h ago', '2026-11-21T10:00:00Z', '2026-11-21T08:00:00'],
    ['at 2026-11-20 10:42', '2026-11-21T10:00:00Z', '2026-11-20T09:42:00'],
    ['2026-11-20T10:42:00Z', '2026-11-21T10:00:00Z', '2026-11-20T10:42:00'],
    ['yesterday at 23:10', '2026-11-21T10:00:00Z', '2026-11-20T22:10:00'],
    ['today 08:00', '2026-11-21T10:00:00Z', '2026-11-21T07:00:00'],
  ])('%s, said at %s, is %s', (said, now, instant) => {
    expect(meant(said, now)).toBe(instant)
  })

  it('is the evening before, shortly after midnight, and never the future', () => {
    expect(meant('23:50', '2026-11-21T23:10:00Z')).toBe('2026-11-21T22:50:00') // 00:10 in Berlin
    expect(meant('10:42', '2026-11-21T09:40:00Z')).toBe('in-future') // in two minutes, not a day ago
    expect(meant('today 23:00', '2026-11-21T09:40:00Z')).toBe('in-future')
    expect(meant('2026-12-24 10:00', '2026-11-21T09:40:00Z')).toBe('in-future')
    expect(meant('2024-11-20 10:42', '2026-11-21T10:00:00Z')).toBe('too-long-ago')
    expect(meant('-99999h', '2026-11-21T10:00:00Z')).toBe('no time')
    expect(meant('-9999h', '2026-11-21T10:00:00Z')).toBe('too-long-ago')
  })

  it('is right where clocks change', () => {
    // 25 October 2026, 03:00 summer time becomes 02:00: half past two comes twice.
    expect(meant('02:30', '2026-10-25T00:40:00Z')).toBe('2026-10-25T00:30:00') // before the change, ten minutes ago
    expect(meant('02:30', '2026-10-25T02:00:00Z')).toBe('2026-10-25T01:30:00') // after it, the later one
    // 29 March 2026, 02:00 becomes 03:00: half past two never comes, and counts on from before.
    expect(meant('02:30', '2026-03-29T03:00:00Z')).toBe('2026-03-29T01:30:00')
    expect(meant('yesterday 12:00', '2026-03-29T22:30:00Z')).toBe('2026-03-29T10:00:00') // 00:30 on the 30th there
    expect(meant('10:42', '2026-11-21T06:00:00Z', 'Asia/Kolkata')).toBe('2026-11-21T05:12:00')
  })

  it.each([
    ['at 25:99', 'wrong: 25:99'],
    ['at 10:75', 'wrong: 10:75'],
    ['2026-02-30 10:00', 'wrong: 2026-02-30 10:00'],
    ['13:00 pm', 'wrong: 13:00 pm'],
    ['at the moment nothing works', 'no time'],
    ['at 10 customers', 'no time'],
    ['-5 degrees', 'no time'],
    ['10:42th', 'no time'],
    ['', 'no time'],
  ])('%s: %s', (said, what) => {
    expect(meant(said, '2026-11-21T10:00:00Z')).toBe(what)
  })

  it('leaves the rest of the text as it was', () => {
    expect(readMarkedWhen('at 10:42: restarted <@U1>  twice')).toMatchObject({
      rest: 'restarted <@U1>  twice',
    })
    expect(readMarkedWhen('-5m, restarted')).toMatchObject({ rest: 'restarted' })
    expect(readMarkedWhen('-5m restarted')).toMatchObject({ rest: 'restarted' })
    expect(readMarkedWhen('10:42 is when the release went out')).toBeUndefined() // only "at" makes a time of it
  })

  it('is never in the future and never further back than said, whatever is said, wherever', () => {
    const zone = fc.constantFrom(
      'UTC',
      BERLIN,
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Kathmandu',
      'America/Santiago',
    )
    const now = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${h}:${String(m).padStart(2, '0')}`)
    fc.assert(
      fc.property(clock, now, zone, (said, then, where) => {
        const read = readWhen(said)
        if (read === undefined || 'wrong' in read) throw new Error('no time')
        const instant = instantOf(read.when, { now: then, zone: where })
        if (isRejection(instant)) return
        expect(instant).toBeLessThanOrEqual(then + 60_000)
        expect(then - instant).toBeLessThanOrEqual(26 * 3_600_000)
        const shown = new Intl.DateTimeFormat('en-GB', { timeZone: where, timeStyle: 'short' }).format(
          instant,
        )
        const skipped = shown.slice(3) === said.split(':')[1] && shown !== said.padStart(5, '0')
        expect(shown === said.padStart(5, '0') || skipped).toBe(true)
      }),
    )
  })
})
