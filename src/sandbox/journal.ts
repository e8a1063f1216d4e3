import { CALLS_RECORDED, DELIVERIES_RECORDED } from './limits.ts'
import type { ApiCall, Delivery } from './protocol.ts'

/** The newest `limit` items, oldest first. */
class Newest<T> {
  readonly #limit: number
  #items: T[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(item: T): T {
    this.#items.push(item)
    // Cut in chunks: removing one item at a time from the front costs the whole list each time.
    if (this.#items.length > this.#limit * 1.1) this.#items = this.#items.slice(-this.#limit)
    return item
  }

  all(): T[] {
    return this.#items.slice(-this.#limit)
  }
}

/** What the app asked for and what was sent to it. Kept in memory only. */
export class Journal {
  #calls = new Newest<ApiCall>(CALLS_RECORDED)
  #deliveries = new Newest<Delivery>(DELIVERIES_RECORDED)
  #lastCall = 0

  /** The answer fields are filled in as the call proceeds. */
  call(call: Omit<ApiCall, 'n'>): ApiCall {
    this.#lastCall++
    return this.#calls.add({ n: this.#lastCall, ...call })
  }

  delivery(delivery: Delivery): Delivery {
    return this.#deliveries.add(delivery)
  }

  calls(): ApiCall[] {
    return this.#calls.all()
  }

  deliveries(): Delivery[] {
    return this.#deliveries.all()
  }
}
