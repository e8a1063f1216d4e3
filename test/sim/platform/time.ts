import { createRequire, syncBuiltinESMExports } from 'node:module'
import type { Scheduled } from '../loop.ts'
import { entered, stage } from './stage.ts'

const require = createRequire(import.meta.url)
const RealDate = Date

/** Time as the process sees it that is running now: its wall clock may have been set. */
function wallClock(): number {
  if (!entered()) return RealDate.now()
  const { loop } = stage()
  return loop.now + loop.owner.aheadMs
}

/** Like Node's Timeout and Immediate, as far as anybody uses them. */
class Waiting {
  scheduled: Scheduled | undefined
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
  hasRef(): boolean {
    return true
  }
  clear(): void {
    if (this.scheduled) this.scheduled.cancelled = true
  }
}

function later(ms: number, run: () => void, again = false): Waiting {
  const { loop } = stage()
  const { owner } = loop
  const waiting = new Waiting()
  const pause = Number.isFinite(ms) && ms >= 1 && ms <= 2 ** 31 - 1 ? Math.trunc(ms) : 1
  const set = () => {
    waiting.scheduled = loop.after(pause, owner, () => {
      if (again) set()
      run()
    })
  }
  set()
  return waiting
}

function soon(run: () => void): Waiting {
  const { loop } = stage()
  const waiting = new Waiting()
  waiting.scheduled = loop.after(0, loop.owner, run)
  return waiting
}

function clear(waiting: unknown): void {
  if (waiting instanceof Waiting) waiting.clear()
}

const timeouts = new WeakMap<AbortSignal, Waiting>()

/** What the signal was for is done: it need not fire any more. */
export function forget(signal: AbortSignal): void {
  timeouts.get(signal)?.clear()
}

/** Replaces every clock and timer that JavaScript code can reach. */
export function installTime(): void {
  class SimulatedDate extends RealDate {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(wallClock())
      else super(...(given as [number]))
    }
    static override now(): number {
      return wallClock()
    }
  }
  const asFunction = new Proxy(SimulatedDate, { apply: () => new RealDate(wallClock()).toString() })
  type Run = (...values: unknown[]) => void
  Object.assign(globalThis, {
    Date: asFunction,
    setTimeout: (run: Run, ms = 1, ...values: unknown[]) => later(ms, () => run(...values)),
    setInterval: (run: Run, ms = 1, ...values: unknown[]) => later(ms, () => run(...values), true),
    setImmediate: (run: Run, ...values: unknown[]) => soon(() => run(...values)),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  })
  performance.now = () => (entered() ? stage().loop.now - stage().loop.startedAt : 0)
  AbortSignal.timeout = (ms) => {
    const abort = new AbortController()
    const late = () =>
      abort.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
    timeouts.set(abort.signal, later(ms, late))
    return abort.signal
  }
  const promises = require('node:timers/promises') as Record<string, unknown>
  promises.setTimeout = pause
  promises.setImmediate = <T>(value: T) => new Promise<T>((resolve) => soon(() => resolve(value)))
  syncBuiltinESMExports()
}

function pause<T>(ms: number, value: T, options: { signal?: AbortSignal } = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const { signal } = options
    const aborted = () => {
      waiting.clear()
      reject(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' }))
    }
    const waiting = later(ms, () => {
      signal?.removeEventListener('abort', aborted)
      resolve(value)
    })
    if (signal?.aborted) aborted()
    else signal?.addEventListener('abort', aborted, { once: true })
  })
}
