import type { Instant } from '../core/decider.ts'
import { type Clock, signal } from './clock.ts'
import type { DispatchLog } from './dispatch.ts'
import type { Engine } from './engine.ts'
import type { Store } from './store.ts'

const DUE_LIMIT = 500
const STORE_TROUBLE_PAUSE_MS = 1_000

export type Cycle = {
  run(): Promise<void>
  /** A timer may be due earlier than thought. */
  wake(): void
  stop(): Promise<void>
  nextDue(): Promise<Instant | undefined>
  /** False when its last look failed. */
  isTurning(): boolean
}

/** Sends every timer that falls due to its stream, then sleeps until the next. It does not poll. */
export function createCycle(parts: {
  store: Store
  engine: Engine
  clock: Clock
  log: DispatchLog
  /** Set when other processes share the database: timers that they want are noticed without a wake. */
  lookEveryMs?: number
  onLate?(lateMs: number): void
}): Cycle {
  const { store, engine, clock, log } = parts
  let waker = signal()
  let stopping = false
  let failing = false
  let running: Promise<void> = Promise.resolve()
  let busy = false

  async function turn(): Promise<Instant> {
    busy = true
    try {
      const due = await store.dueTimers(clock.now(), DUE_LIMIT)
      // One stream's timers in order; streams side by side, so that their commits share an fsync.
      const byStream = Map.groupBy(due, (timer) => timer.stream)
      const fired = await Promise.allSettled([...byStream.values()].map(fireInOrder))
      const failed = fired.find((each) => each.status === 'rejected')
      if (failed) throw failed.reason // only now: one stream's trouble must not keep the others waiting
      failing = false
      if (due.length > 0) return clock.now()
      const lookAgain = clock.now() + (parts.lookEveryMs ?? Number.POSITIVE_INFINITY)
      return Math.min(lookAgain, (await store.nextTimer()) ?? lookAgain)
    } finally {
      busy = false
    }
  }

  async function fireInOrder(timers: { stream: string; name: string; due: Instant }[]): Promise<void> {
    for (const timer of timers) await fire(timer)
  }

  async function fire({ stream, name, due }: { stream: string; name: string; due: Instant }): Promise<void> {
    parts.onLate?.(clock.now() - due)
    const command = { type: 'timer-fired', name, due }
    const request = { actor: { kind: 'bot' }, via: 'timer', key: `timer:${stream}:${name}:${due}` } as const
    const handled = await engine.handleOwn(stream, command, request)
    if (handled.result === 'committed') return
    // A timer that changes nothing would fall due for ever. It is not in timers(state), or that is a bug worth seeing.
    log.warn(
      { stream, timer: name, due, result: handled.result },
      'A timer had nothing to say and is dropped',
    )
    await store.dropTimer({ stream, name, due })
  }

  async function run(): Promise<void> {
    while (!stopping) {
      waker = signal() // before the look, which sees all that was committed before it was woken
      try {
        await clock.sleepUntil(await turn(), waker.fired)
      } catch (error) {
        failing = true
        log.error({ err: error }, 'Timers could not be handled; trying again')
        await clock.pause(STORE_TROUBLE_PAUSE_MS)
      }
    }
  }

  return {
    run() {
      running = run()
      return running
    },
    wake: () => waker.fire(),
    async stop() {
      stopping = true
      waker.fire()
      await running
    },
    async nextDue() {
      return busy ? clock.now() : store.nextTimer()
    },
    isTurning: () => !failing,
  }
}
