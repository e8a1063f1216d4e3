import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { signal, systemClock } from '../../src/engine/clock.ts'

afterEach(() => void vi.useRealTimers())

const never = signal().fired

describe('the clock', () => {
  it('sleeps until the time, and wakes when it is moved there', async () => {
    vi.useFakeTimers()
    const clock = systemClock()
    let awake = 0
    clock.sleepUntil(clock.now() + 60_000, never).then(() => {
      awake += 1
    })
    clock.sleepUntil(clock.now() + 600_000, never).then(() => {
      awake += 1
    })
    await vi.advanceTimersByTimeAsync(59_999)
    expect(awake).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(awake).toBe(1)
    clock.setOffset(600_000)
    await vi.advanceTimersByTimeAsync(0)
    expect(awake).toBe(2)
  })

  it('notices soon that the wall clock was set forward', async () => {
    vi.useFakeTimers()
    const clock = systemClock()
    let awake = false
    clock.sleepUntil(clock.now() + 3_600_000, never).then(() => {
      awake = true
    })
    await vi.advanceTimersByTimeAsync(1)
    vi.setSystemTime(Date.now() + 3_600_000)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(awake).toBe(true)
  })

  it('sleeps no longer than it was meant to when the wall clock is set back', async () => {
    vi.useFakeTimers()
    const clock = systemClock()
    let awake = false
    clock.sleepUntil(clock.now() + 45_000, never).then(() => {
      awake = true
    })
    vi.setSystemTime(Date.now() - 3_600_000)
    await vi.advanceTimersByTimeAsync(44_000)
    expect(awake).toBe(false)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(awake).toBe(true)
  })

  it('remembers nothing of sleeps that are over', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const clock = systemClock()
    const sleeps = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        const woken = signal()
        const slept = clock.sleepUntil(clock.now() + 60_000, woken.fired)
        woken.fire()
        await slept
      }
      collect()
      return process.memoryUsage().heapUsed
    }
    const before = await sleeps(2_000)
    const after = await sleeps(20_000)
    expect(after - before).toBeLessThan(2_000_000)
  })
})
