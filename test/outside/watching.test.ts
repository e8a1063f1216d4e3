import { describe, expect, it } from 'vitest'
import { createWatching } from '../../src/outside/watching.ts'

const NEVER = Number.POSITIVE_INFINITY

/** A watch whose rounds end when the test says so; its clock stands still. */
function stand(rounds: (() => Promise<number>)[]) {
  const told: unknown[] = []
  let begun = 0
  const slept: number[] = []
  const clock = {
    now: () => 1_000,
    sleepUntil: async (at: number, wake: Promise<unknown>) => {
      slept.push(at)
      if (at > 1_000) await wake
    },
    pause: async () => {},
  }
  const watching = createWatching({
    clock,
    round: async () => rounds[begun++]?.() ?? NEVER,
    due: async () => 5_000,
    onTrouble: (error) => told.push(error),
  })
  return { watching, told, slept, begun: () => begun }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('watching', () => {
  it('goes round again at once when it is woken during a round', async () => {
    let end = (_at: number) => {}
    const first = () => new Promise<number>((resolve) => (end = resolve))
    const { watching, begun } = stand([first])
    const running = watching.run()
    expect(await watching.nextDue()).toBe(1_000)
    watching.wake()
    end(NEVER)
    await settled()
    expect(begun()).toBe(2)
    expect(await watching.nextDue()).toBe(5_000)
    await watching.stop()
    await running
  })

  it('tells of a round that fails, and goes round again', async () => {
    const failed = new Error('no answer')
    const { watching, told, begun } = stand([() => Promise.reject(failed)])
    watching.run()
    await settled()
    expect(told).toEqual([failed])
    expect(begun()).toBe(2)
    await watching.stop()
  })

  it('is stopped once the round under way is over, and begins no other', async () => {
    let end = (_at: number) => {}
    const { watching, begun } = stand([() => new Promise<number>((resolve) => (end = resolve))])
    watching.run()
    const stopped = watching.stop()
    expect(watching.stopped.aborted).toBe(true)
    end(0)
    await stopped
    expect(begun()).toBe(1)
  })
})
