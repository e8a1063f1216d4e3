import type { ServerResponse } from 'node:http'
import type { WorkspaceClock } from '../clock.ts'
import { Streams } from '../control/streams.ts'
import { STOREFRONT_ASK_MS } from '../limits.ts'
import type { Storefront } from '../outside-world.ts'
import { createAsking, type FlagService } from './asking.ts'

/** The shop that customers see. It asks for its switches while somebody looks at it, and tells what they come to. */
export class Shop {
  readonly #clock: WorkspaceClock
  readonly #ask: () => Promise<Storefront>
  readonly #lookers: Streams
  #known: Storefront | undefined
  #isAsking = false

  constructor(clock: WorkspaceClock, service: FlagService) {
    this.#clock = clock
    this.#ask = createAsking(service)
    this.#lookers = new Streams(clock, () => this.#known)
  }

  /** Shows the shop to one more page; false: there are too many. */
  async show(response: ServerResponse): Promise<boolean> {
    // Nobody may have looked for long: what was known then is not shown as if it were so.
    if (this.#lookers.size === 0) this.#known = await this.#ask()
    if (response.destroyed) return true
    if (!this.#lookers.add(response)) return false
    void this.#keepAsking()
    return true
  }

  close(): void {
    this.#lookers.close()
  }

  async #keepAsking(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    while (this.#lookers.size > 0) {
      await this.#clock.pauseReal(STOREFRONT_ASK_MS)
      const now = await this.#ask()
      if (JSON.stringify(now) === JSON.stringify(this.#known)) continue
      this.#known = now
      this.#lookers.changed()
    }
    this.#isAsking = false
  }
}
