import type { Clock } from '../engine/clock.ts'
import { HEARTBEAT_EVERY_MS } from './limits.ts'

/** What is to be done every so often while the flags are served: heartbeats, and a look at a shared database. */
export function createRounds(parts: {
  clock: Pick<Clock, 'now' | 'sleepUntil'>
  log: { error(facts: object, message: string): void }
  beat(): void
  refresh(): Promise<void>
  lookEveryMs?: number | undefined
}) {
  const { clock, log, lookEveryMs } = parts
  const sleeping = new Set<() => void>()
  let isStopping = false
  let isBlind = false

  async function every(ms: number, round: () => void | Promise<void>): Promise<void> {
    while (!isStopping) {
      // A promise of its own for every sleep: one for all would remember each who ever waited for it.
      let wake = () => {}
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      sleeping.add(wake)
      await clock.sleepUntil(clock.now() + ms, woken)
      sleeping.delete(wake)
      if (!isStopping) await round()
    }
  }

  async function look(): Promise<void> {
    try {
      await parts.refresh()
      isBlind = false
    } catch (error) {
      // Said once, not three times a second.
      if (!isBlind) log.error({ err: error }, 'The flags could not be read; the last known are served')
      isBlind = true
    }
  }

  let running: Promise<unknown> | undefined
  return {
    /** Takes over what others changed. A failure is told, and what is known is served on. */
    look,
    async run(): Promise<void> {
      running = Promise.all([
        every(HEARTBEAT_EVERY_MS, parts.beat),
        lookEveryMs === undefined ? undefined : every(lookEveryMs, look),
      ])
      await running
    },
    async stop(): Promise<void> {
      isStopping = true
      for (const wake of sleeping) wake()
      await running
    },
  }
}
