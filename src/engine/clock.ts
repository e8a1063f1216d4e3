import type { Instant } from '../core/decider.ts'

/** The only source of time and of waiting in the bot. */
export type Clock = {
  now(): Instant
  /**
   * Comes back when `at` is reached on this clock, or when `wake` settles first. When the clock is set back
   * meanwhile it comes back early, after as long as was asked for: whoever sleeps looks again by itself.
   */
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
  /** Each sleeper is forgotten when it wakes; a promise would remember all who ever waited for it. */
  const sleepers = new Set<() => void>()

  return {
    now: () => Date.now() + ahead,
    offset: () => ahead,
    setOffset(ms) {
      ahead = ms
      for (const wakeUp of [...sleepers]) wakeUp()
    },
    async sleepUntil(at, wake) {
      let awake = false
      let wakeUp = () => {}
      wake.then(() => {
        awake = true
        wakeUp()
      })
      // Monotonic, so that a wall clock set back an hour does not make a sleep of a second an hour longer.
      const latest = performance.now() + at - (Date.now() + ahead)
      const leftMs = () => Math.min(at - (Date.now() + ahead), latest - performance.now())
      while (!awake && leftMs() > 0) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<void>((resolve) => {
          wakeUp = resolve
          sleepers.add(resolve)
          timer = setTimeout(resolve, Math.min(leftMs(), LONGEST_SLEEP_MS))
        })
        clearTimeout(timer)
        sleepers.delete(wakeUp)
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
