import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacer } from '../../src/engine/pacer.ts'

const POST = { bucket: 'post', perMinute: 60, burst: 3 }

describe('the pacer', () => {
  it('lets a burst through, then one a second', () => {
    const pacer = createPacer()
    for (let n = 0; n < 3; n += 1) {
      expect(pacer.earliest([POST], 1_000)).toBe(1_000)
      pacer.take([POST], 1_000)
    }
    expect(pacer.earliest([POST], 1_000)).toBe(2_000)
    expect(pacer.earliest([POST], 1_400)).toBe(2_000)
    expect(pacer.earliest([POST], 2_000)).toBe(2_000)
  })

  it('holds everything of a bucket back until the time it was told', () => {
    const pacer = createPacer()
    pacer.block('post', 9_000)
    expect(pacer.earliest([POST], 1_000)).toBe(9_000)
    expect(pacer.earliest([{ ...POST, bucket: 'other' }], 1_000)).toBe(1_000)
  })

  it('does not hold back what is urgent for what another was told, but for want of room', () => {
    const pacer = createPacer()
    pacer.take([POST], 0)
    pacer.block('post', 9_000)
    expect(pacer.earliest([POST], 1_000)).toBe(9_000)
    expect(pacer.earliest([POST], 1_000, true)).toBe(1_000)
    for (let n = 0; n < 3; n += 1) pacer.take([POST], 1_000)
    expect(pacer.earliest([POST], 1_000, true)).toBe(2_000)
  })

  it('waits for the slowest of several budgets', () => {
    const pacer = createPacer()
    const slow = { bucket: 'slow', perMinute: 1, burst: 1 }
    pacer.take([POST, slow], 0)
    expect(pacer.earliest([POST, slow], 0)).toBe(60_000)
  })

  it('never lets more than burst plus rate × time through, however it is asked', () => {
    const steps = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 5_000 }), patient: fc.boolean() }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(steps, (asked) => {
        const pacer = createPacer()
        let now = 0
        let taken = 0
        for (const { wait, patient } of asked) {
          now += wait
          if (patient) now = Math.max(now, pacer.earliest([POST], now))
          if (pacer.earliest([POST], now) > now) continue
          pacer.take([POST], now)
          taken += 1
        }
        expect(taken).toBeLessThanOrEqual(POST.burst + (now * POST.perMinute) / 60_000 + 1e-6)
      }),
    )
  })
})
