import type { Instant } from '../core/decider.ts'
import type { Clock } from '../engine/clock.ts'

/** Something outside that is looked at again and again. */
export type Watching = {
  /** Goes round until `stop`. */
  run(): Promise<void>
  /** Resolves when the round under way is over. */
  stop(): Promise<void>
  /** Something has changed: the next round may be due sooner. */
  wake(): void
  /** When it goes round next; now while it does, undefined when only `wake` makes it. */
  nextDue(): Promise<Instant | undefined>
  /** Aborted by `stop`. */
  stopped: AbortSignal
}

const TROUBLE_PAUSE_MS = 1_000

/** Goes round whenever something is due. A round that throws is tried again a little later; the first in a row is told. */
export function createWatching(parts: {
  clock: Clock
  /** Looks at what is due, and gives when the next is; never: infinity. */
  round(): Promise<Instant>
  /** When the next look is due, without looking; never: infinity. */
  due(): Promise<Instant>
  onTrouble(error: unknown): void
}): Watching {
  const { clock, round, due, onTrouble } = parts
  const stopping = new AbortController()
  let wake = () => {}
  let isWoken = false
  let running = Promise.resolve()
  let busy = false
  let failing = false

  async function once(): Promise<Instant> {
    busy = true
    try {
      const next = await round()
      failing = false
      return next
    } finally {
      busy = false
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      isWoken = false
      try {
        await clock.sleepUntil(await once(), woken)
      } catch (error) {
        if (!failing) onTrouble(error)
        failing = true
        await clock.pause(TROUBLE_PAUSE_MS)
      }
    }
  }

  return {
    run() {
      running = run()
      return running
    },
    async stop() {
      stopping.abort()
      wake()
      await running
    },
    wake() {
      isWoken = true
      wake()
    },
    async nextDue() {
      if (busy || isWoken) return clock.now()
      const next = await due()
      return next === Number.POSITIVE_INFINITY ? undefined : next
    },
    stopped: stopping.signal,
  }
}
