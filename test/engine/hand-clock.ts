import { type Clock, signal } from '../../src/engine/clock.ts'

/** A clock that stands still until it is moved. */
export type HandClock = Clock & { advance(ms: number): void; set(at: number): void }

export function handClock(start = 1_000_000): HandClock {
  let now = start
  let moved = signal()
  function set(at: number) {
    now = at
    moved.fire()
    moved = signal()
  }
  return {
    now: () => now,
    async sleepUntil(at, wake) {
      let awake = false
      const woken = wake.then(() => {
        awake = true
      })
      while (!awake && now < at) await Promise.race([woken, moved.fired])
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    set,
    advance: (ms) => set(now + ms),
  }
}
