import type { Instant } from '../core/decider.ts'
import { type Clock, signal } from './clock.ts'
import type { DispatchLog } from './dispatch.ts'
import type { Engine } from './engine.ts'
import type { Store } from './store.ts'

const DUE_LIMIT = 500
const STORE_TROUBLE_PAUSE_MS = 1_000
/** A turn that takes longer hangs, as when the database takes a connection and never answers. */
const TURN_LONGEST_MS = 30_000
/** A stream whose timer could not be handled is left alone for so long, twice as long each time, up to the longest. */
const HELD_FIRST_MS = 1_000
const HELD_LONGEST_MS = 10_000

export type Cycle = {
  run(): Promise<void>
  /** A timer may be due earlier than thought. */
  wake(): void
  stop(): Promise<void>
  nextDue(): Promise<Instant | undefined>
  /** False when its last look failed, or has been under way for too long. */
  isTurning(): boolean
  /** Streams whose timers could not be handled and are tried again. */
  held(): number
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
  let busySince: Instant | undefined
  /** Streams that are left alone for a while, so that one with trouble of its own delays no other. */
  const held = new Map<string, { until: Instant; forMs: number }>()

  async function turn(): Promise<Instant> {
    busySince = clock.now()
    try {
      const due = await store.dueTimers(clock.now(), DUE_LIMIT, heldNow())
      // One stream's timers in order; streams side by side, so that their commits share an fsync.
      const byStream = Map.groupBy(due, (timer) => timer.stream)
      await Promise.all([...byStream].map(([stream, timers]) => fireInOrder(stream, timers)))
      failing = false
      if (due.length > 0) return clock.now()
      const lookAgain = clock.now() + (parts.lookEveryMs ?? Number.POSITIVE_INFINITY)
      return Math.min(lookAgain, (await next()) ?? lookAgain)
    } finally {
      busySince = undefined
    }
  }

  /** The earliest timer of those that are not held, or when the first of these is tried again. */
  async function next(): Promise<Instant | undefined> {
    const streams = heldNow()
    const again = streams.map((stream) => held.get(stream)?.until ?? 0)
    const timer = await store.nextTimer(streams)
    const all = timer === undefined ? again : [timer, ...again]
    return all.length === 0 ? undefined : Math.min(...all)
  }

  function heldNow(): string[] {
    const now = clock.now()
    return [...held].filter(([, { until }]) => until > now).map(([stream]) => stream)
  }

  async function fireInOrder(
    stream: string,
    timers: { stream: string; name: string; due: Instant }[],
  ): Promise<void> {
    try {
      for (const timer of timers) await fire(timer)
      held.delete(stream)
    } catch (error) {
      const before = held.get(stream)?.forMs
      const forMs = before === undefined ? HELD_FIRST_MS : Math.min(2 * before, HELD_LONGEST_MS)
      held.set(stream, { until: clock.now() + forMs, forMs })
      if (before === undefined)
        log.error({ err: error, stream, timers: timers.length }, 'A timer could not be handled; trying again')
    }
  }

  async function fire({ stream, name, due }: { stream: string; name: string; due: Instant }): Promise<void> {
    parts.onLate?.(clock.now() - due)
    const command = { type: 'timer-fired', name, due }
    // Without a key: whether it is still wanted is for the state to say, which may want it for the same time once more.
    const handled = await engine.handleOwn(stream, command, { actor: { kind: 'bot' }, via: 'timer' })
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
        if (!failing) log.error({ err: error }, 'Timers could not be handled; trying again')
        failing = true
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
      return busySince !== undefined ? clock.now() : next()
    },
    isTurning: () => !failing && (busySince === undefined || clock.now() - busySince < TURN_LONGEST_MS),
    held: () => held.size,
  }
}
