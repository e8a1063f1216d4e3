import { describe, expect, it } from 'vitest'
import { NOON } from './story.ts'
import { clock, member, watched } from './watch.ts'

const take = { type: 'assign-role', role: 'commander', user: 'UDANA' } as const
const to = (status: 'investigating' | 'monitoring' | 'resolved') =>
  ({ type: 'change-status', status }) as const
const about = (watch: ReturnType<typeof watched>) =>
  watch.happened
    .filter(({ event }) => /^(outage|recovery)/.test(event.type))
    .map(({ event, at }) => `${clock(at)} ${event.type}${'percent' in event ? ` ${event.percent}` : ''}`)
/** Commanded and kept up to date, so that only time is against it. */
const led = (severity: 'sev1' | 'sev3' = 'sev1') => {
  const watch = watched(severity)
  watch.do(take)
  return watch
}
const kept = (watch: ReturnType<typeof watched>, minutes: number) => {
  for (let passed = 0; passed < minutes; passed += 10) {
    watch.advance(Math.min(10, minutes - passed))
    watch.do({ type: 'post-update', update: { summary: 'Still on it' } })
  }
  return watch
}

describe('an outage', () => {
  it('that lasts too long climbs the ladder though somebody is in command', () => {
    const watch = kept(led(), 30)
    expect(watch.all('outage-long')).toMatchObject([{ minutes: 30, since: NOON }])
    expect(watch.pages()).toEqual(['12:30 UANA'])
    expect(watch.state.runs.at(-1)).toMatchObject({ trigger: 'outage' })
  })

  it('climbs at half, four fifths and the whole of the recovery time; a climb under way is not begun twice', () => {
    const watch = kept(led(), 40)
    watch.do({ type: 'acknowledge' }, member('UBEN'))
    kept(watch, 30)
    expect(about(watch)).toEqual([
      '12:30 outage-long',
      '12:30 recovery-passed 50',
      '12:48 recovery-passed 80',
      '13:00 recovery-passed 100',
    ])
    expect(watch.all('escalation-started').map(({ when, trigger }) => `${clock(when)} ${trigger}`)).toEqual([
      '12:00 declared',
      '12:30 outage',
      '12:48 recovery',
    ])
  })

  it('that the bot slept through is told once, with the highest share that was passed', () => {
    const watch = led().jump(55)
    expect(about(watch)).toEqual(['12:55 outage-long', '12:55 recovery-passed 80'])
    expect(watch.all('rung-called')).toHaveLength(1)
  })

  it('is over while monitoring, and goes on from its beginning when that was too early', () => {
    const watch = kept(led(), 20)
    watch.do(to('monitoring'))
    watch.advance(25)
    expect(about(watch)).toEqual(['12:20 recovery-measured'])
    watch.do(to('investigating'))
    watch.fireDue()
    expect(about(watch).slice(1)).toEqual(['12:45 outage-long', '12:45 recovery-passed 50'])
  })

  it('of a severity without objectives may last', () => {
    expect(about(kept(led('sev3'), 200))).toEqual([])
  })
})

describe('the recovery objective', () => {
  it('is met or missed at mitigation and at resolution', () => {
    const watch = led().advance(59)
    watch.do(to('monitoring'))
    watch.advance(30)
    watch.do(to('resolved'))
    expect(watch.all('recovery-measured')).toMatchObject([
      { of: 'mitigation', tookMs: 59 * 60_000, minutes: 60, met: true },
      { of: 'resolution', tookMs: 89 * 60_000, minutes: 60, met: false },
    ])
  })

  it('tells whether more data was lost than may be, when somebody says how much', () => {
    const lost = (lostMinutes: number) => {
      const watch = led()
      const rejection = watch.do({ type: 'change-status', status: 'resolved', lostMinutes })
      return rejection?.code ?? watch.all('loss-measured').map(({ met }) => met)
    }
    expect([lost(15), lost(16), lost(-1), lost(Number.NaN)]).toEqual([
      [true],
      [false],
      'no-minutes',
      'no-minutes',
    ])
    const unknown = led()
    unknown.do(to('resolved'))
    expect(unknown.all('loss-measured')).toEqual([])
  })

  it('is measured for both when it is resolved straight away, and anew after reopening', () => {
    const watch = led().advance(10)
    watch.do(to('resolved'))
    watch.advance(1_000)
    watch.do({ type: 'reopen', reason: 'Back' })
    expect(watch.state.outage).toEqual({ since: watch.now, long: false, sharePassed: 0 })
    watch.advance(5)
    watch.do(to('resolved'))
    const measured = watch.all('recovery-measured')
    expect(measured.map(({ of, tookMs }) => `${of} ${tookMs / 60_000}`)).toEqual([
      'mitigation 10',
      'resolution 10',
      'mitigation 5',
      'resolution 5',
    ])
  })

  it('comes at once with a higher severity, with what is past already', () => {
    const watch = led('sev3').advance(45)
    watch.do({ type: 'change-severity', severity: 'sev1', reason: 'Spreading' })
    watch.fireDue()
    expect(about(watch)).toEqual(['12:45 outage-long', '12:45 recovery-passed 50'])
    expect(watch.all('rung-called').filter(({ when }) => when === watch.now)).toHaveLength(1)
  })
})
