/** One request a second, as Statuspage counts it: over the last minute. */
export class RequestLimit {
  readonly #elapsed: () => number
  #taken: number[] = []

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** Whether one more is allowed now. */
  take(): boolean {
    const now = this.#elapsed()
    this.#taken = this.#taken.filter((at) => at > now - WINDOW_MS)
    if (this.#taken.length >= REQUESTS_PER_WINDOW) return false
    this.#taken.push(now)
    return true
  }
}

const WINDOW_MS = 60_000
const REQUESTS_PER_WINDOW = 60
