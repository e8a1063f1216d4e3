/** Undoes what it was answered for; calling it again does nothing. */
export type Cancel = () => void

type Waiting = { due: number; run: () => void; handle: NodeJS.Timeout }

const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * The only place of the workspace that asks the time or waits. Two clocks: the workspace's, which a person
 * can move forward and which dates messages, and the real one, for what a wire really allows (an ack within
 * 3 s, a trigger id's life). All times are milliseconds since the epoch. No timer keeps the process alive.
 */
export class WorkspaceClock {
  offsetMs = 0
  #waiting = new Set<Waiting>()
  #cancels = new Set<Cancel>()

  realNow(): number {
    return Date.now()
  }

  now(): number {
    return Date.now() + this.offsetMs
  }

  /** For durations: never jumps. */
  elapsed(): number {
    return performance.now()
  }

  /** Moves the workspace's clock forward and runs what has become due by it, earliest first. */
  advance(ms: number): void {
    this.offsetMs += ms
    const due = [...this.#waiting].filter((one) => one.due <= this.now()).sort((a, b) => a.due - b.due)
    for (const one of due) this.#fire(one)
    for (const one of this.#waiting) {
      clearTimeout(one.handle)
      one.handle = this.#arm(one)
    }
  }

  /** Once, after `ms` of the workspace's time. */
  after(ms: number, run: () => void): Cancel {
    const one = { due: this.now() + ms, run } as Waiting
    one.handle = this.#arm(one)
    this.#waiting.add(one)
    return () => {
      clearTimeout(one.handle)
      this.#waiting.delete(one)
    }
  }

  /** Once, after `ms` of real time. */
  afterReal(ms: number, run: () => void): Cancel {
    const handle = setTimeout(() => {
      this.#cancels.delete(cancel)
      run()
    }, ms)
    handle.unref()
    const cancel = () => {
      clearTimeout(handle)
      this.#cancels.delete(cancel)
    }
    this.#cancels.add(cancel)
    return cancel
  }

  /** Again and again, every `ms` of real time. */
  everyReal(ms: number, run: () => void): Cancel {
    const handle = setInterval(run, ms)
    handle.unref()
    const cancel = () => {
      clearInterval(handle)
      this.#cancels.delete(cancel)
    }
    this.#cancels.add(cancel)
    return cancel
  }

  /** Resolves after `ms` of real time. */
  pauseReal(ms: number): Promise<void> {
    return new Promise((resolve) => this.afterReal(ms, resolve))
  }

  close(): void {
    for (const one of this.#waiting) clearTimeout(one.handle)
    for (const cancel of [...this.#cancels]) cancel()
    this.#waiting.clear()
  }

  #arm(one: Waiting): NodeJS.Timeout {
    const handle = setTimeout(
      () => this.#fire(one),
      Math.min(LONGEST_TIMER_MS, Math.max(0, one.due - this.now())),
    )
    handle.unref()
    return handle
  }

  #fire(one: Waiting): void {
    clearTimeout(one.handle)
    if (this.#waiting.delete(one)) one.run()
  }
}
