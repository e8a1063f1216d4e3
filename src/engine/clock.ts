import type { Instant } from '../core/decider.ts'

/** The only source of time and of waiting in the bot. */
export type Clock = {
  now(): Instant
  /** Comes back when `at` is reached on this clock, or when `wake` settles first. */
  sleepUntil(at: Instant, wake: Promise<unknown>): Promise<void>
  /** Waits a real, short while; not moved by fast-forward. */
  pause(ms: number): Promise<void>
}

/** A clock that can be moved forward by hand: the embedded workspace does. */
export type MovableClock = Clock & {
  /** Milliseconds this clock is ahead of the machine's. */
  offset(): number
  /** Moves the clock to be `ms` ahead of the machine's and wakes every sleeper. */
  setOffset(ms: number): void
}

/** Timers of the platform run on monotonic time; waking this often notices a changed wall clock or a resumed laptop. */
const LONGEST_SLEEP_MS = 30_000

export function systemClock(offsetMs = 0): MovableClock {
  let ahead = offsetMs
  let moved = signal()

  return {
    now: () => Date.now() + ahead,
    offset: () => ahead,
    setOffset(ms) {
      ahead = ms
      moved.fire()
      moved = signal()
    },
    async sleepUntil(at, wake) {
      let awake = false
      const woken = wake.then(() => {
        awake = true
      })
      while (!awake && Date.now() + ahead < at) {
        const ms = Math.min(at - (Date.now() + ahead), LONGEST_SLEEP_MS)
        let timer: NodeJS.Timeout | undefined
        const slept = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, ms)
        })
        await Promise.race([slept, woken, moved.fired])
        clearTimeout(timer)
      }
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
}

/** Something that many wait for and that happens once. */
export function signal(): { fired: Promise<void>; fire(): void } {
  let fire = () => {}
  const fired = new Promise<void>((resolve) => {
    fire = resolve
  })
  return { fired, fire }
}
