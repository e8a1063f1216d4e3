import { describe, expect, it } from 'vitest'
import { unsaid } from '../../../src/core/review/summary.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { member } from '../incident/watch.ts'
import { led, over, RESOLVE } from './aftermath.ts'

const ANA = member('UANA')

describe('the summary', () => {
  it('comes with resolving in one go, and measures what was lost once', () => {
    const watch = led(aPromisingPolicy())
    watch.do({ type: 'change-severity', severity: 'sev1', reason: 'worse' }, ANA)
    const from = watch.happened.length
    watch.do(
      { type: 'resolve', note: 'Calm', summary: { cause: 'A full\ndisk', dataLoss: 'yes', lostMinutes: 20 } },
      ANA,
    )
    expect(watch.types(from).filter((type) => /status|summ|loss/.test(type))).toEqual([
      'status-changed',
      'summarised',
      'loss-measured',
    ])
    expect(watch.state.summary).toEqual({ cause: 'A full disk', dataLoss: 'yes', lostMinutes: 20 })
    expect(watch.all('loss-measured')).toMatchObject([{ lostMinutes: 20, met: false }])
    watch.do({ type: 'summarise', summary: { cause: 'A full disk', dataLoss: 'no' } }, ANA)
    expect(watch.all('loss-measured')).toMatchObject([{ lostMinutes: 20 }, { lostMinutes: 0, met: true }])
    watch.do({ type: 'summarise', summary: { cause: 'Another', dataLoss: 'no' } }, ANA)
    expect(watch.all('loss-measured')).toHaveLength(2)
  })

  it('said before the end is measured at the end, unless resolving says otherwise', () => {
    const watch = led(aPromisingPolicy())
    watch.do({ type: 'change-severity', severity: 'sev1', reason: 'worse' }, ANA)
    watch.do({ type: 'summarise', summary: { dataLoss: 'yes', lostMinutes: 3 } }, ANA)
    expect(watch.all('loss-measured')).toEqual([])
    watch.do({ type: 'change-status', status: 'resolved', lostMinutes: 4 }, ANA)
    expect(watch.all('loss-measured')).toMatchObject([{ lostMinutes: 4 }])
    watch.do({ type: 'reopen', reason: 'again' }, ANA)
    watch.do(RESOLVE, ANA)
    expect(watch.all('loss-measured').at(-1)).toMatchObject({ lostMinutes: 3 })
  })

  it('keeps nobody from resolving: an empty form resolves', () => {
    const watch = led()
    expect(watch.do({ type: 'resolve', summary: { cause: '', fix: ' ' } }, ANA)).toBeUndefined()
    expect(watch.state).toMatchObject({ status: 'resolved' })
    expect(watch.state.summary).toBeUndefined()
    expect(unsaid(watch.state)).toHaveLength(4)
  })

  it('resolves nothing when something in it is wrong', () => {
    const wrong = [
      [{ lostMinutes: 1.5 }, 'no-minutes'],
      [{ lostMinutes: -1 }, 'no-minutes'],
      [{ lostMinutes: Number.NaN }, 'no-minutes'],
      [{ dataLoss: 'no', lostMinutes: 5 }, 'loss-twice'],
      [{ dataLoss: 'yes', lostMinutes: 0 }, 'loss-twice'],
      [{ dataLoss: 'maybe' as 'yes' }, 'no-such-loss'],
      [{ cause: 'x'.repeat(501) }, 'too-long'],
      [{ fix: 'x'.repeat(1_501) }, 'too-long'],
    ] as const
    for (const [summary, code] of wrong) {
      const watch = led()
      expect(watch.do({ type: 'resolve', summary }, ANA)?.code).toBe(code)
      expect(watch.state.status).toBe('investigating')
    }
  })

  it('can be changed afterwards, but not to what it is', () => {
    const watch = over()
    expect(watch.do({ type: 'summarise', summary: {} }, ANA)?.code).toBe('empty')
    watch.do({ type: 'summarise', summary: { cause: 'A', fix: 'B', impact: 'C', dataLoss: 'unknown' } }, ANA)
    expect(unsaid(watch.state)).toEqual([])
    expect(watch.do({ type: 'summarise', summary: watch.state.summary ?? {} }, ANA)?.code).toBe(
      'same-summary',
    )
    watch.do({ type: 'summarise', summary: { cause: 'A', lostMinutes: 9 } }, ANA)
    expect(watch.state.summary).toEqual({ cause: 'A', dataLoss: 'yes', lostMinutes: 9 })
  })
})
