import { setTimeout as pause } from 'node:timers/promises'

/** The only timers of this folder: real time, because the other end of the socket keeps real time. */

/** Slack gives a request 3 s. The work gets this much of it; the answer needs the rest. */
export const ANSWER_BUDGET_MS = 2_500

/** A cancellable pause; ends early, without an error, when the signal fires. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => undefined)
}

/** Waits for `work`, but no longer than `ms`. The work itself goes on; its rejection reaches only who awaits it. */
export async function within<T>(
  work: Promise<T>,
  ms: number,
): Promise<{ done: true; value: T } | { done: false }> {
  const stop = new AbortController()
  const late = pause(ms, { done: false } as const, { signal: stop.signal })
  late.catch(() => undefined)
  try {
    return await Promise.race([work.then((value) => ({ done: true, value }) as const), late])
  } finally {
    stop.abort()
  }
}

/** Work begun and not yet ended, so that a stop can wait for it. */
export type InFlight = { track<T>(work: Promise<T>): Promise<T>; idle(): Promise<void> }

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>()
  return {
    track(work) {
      const ended: Promise<unknown> = work
        .catch(() => undefined) // its own awaiter hears of it
        .finally(() => running.delete(ended))
      running.add(ended)
      return work
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
