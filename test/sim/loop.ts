import { realImmediate } from './platform/real.ts'

/** Who something runs for: the world, or one life of the bot's process. */
export type Owner = {
  name: string
  /** False once its process is gone: nothing answers it any more, and nothing of it runs. */
  alive: boolean
  /** How far its wall clock is ahead of true time. */
  aheadMs: number
}

export type Scheduled = { at: number; order: number; owner: Owner; run: () => void; cancelled: boolean }

/**
 * One simulated clock for everything in the process. What happens at one instant happens in the order of asking,
 * and all promises that it settles are followed to their end before the next: so there is one order, always the same.
 */
export class Loop {
  now: number
  readonly world: Owner = { name: 'world', alive: true, aheadMs: 0 }
  owner: Owner
  steps = 0
  readonly startedAt: number
  #heap: Scheduled[] = []
  #order = 0
  onThrow: (error: unknown, owner: Owner) => void = (error) => {
    throw error
  }

  onStep: (owner: Owner) => void = () => undefined

  constructor(startAt: number) {
    this.now = startAt
    this.startedAt = startAt
    this.owner = this.world
  }

  at(at: number, owner: Owner, run: () => void): Scheduled {
    const one = { at: Math.max(at, this.now), order: this.#order++, owner, run, cancelled: false }
    if (owner.alive) this.#push(one)
    return one
  }

  after(ms: number, owner: Owner, run: () => void): Scheduled {
    return this.at(this.now + ms, owner, run)
  }

  /** Runs what is due until then, or until `enough` says so after a step. */
  async run(until: number, enough: () => boolean = () => false): Promise<void> {
    while (!enough()) {
      const next = this.#heap[0]
      if (next === undefined || next.at > until) {
        this.now = Math.max(this.now, until)
        return
      }
      this.#pop()
      if (next.cancelled || !next.owner.alive) continue
      this.now = next.at
      await this.as(next.owner, next.run)
    }
  }

  /** Runs something for somebody, and everything that follows from it without time passing. */
  async as(owner: Owner, run: () => void): Promise<void> {
    this.owner = owner
    this.steps += 1
    try {
      this.onStep(owner)
      run()
    } catch (error) {
      this.onThrow(error, owner)
    }
    await new Promise<void>((resolve) => realImmediate(resolve))
    this.owner = this.world
  }

  #push(one: Scheduled): void {
    const heap = this.#heap
    let at = heap.push(one) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!before(one, heap[up])) break
      heap[at] = heap[up] as Scheduled
      at = up
    }
    heap[at] = one
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let down = 2 * at + 1
      if (down >= heap.length) break
      if (down + 1 < heap.length && before(heap[down + 1], heap[down])) down += 1
      if (!before(heap[down], last)) break
      heap[at] = heap[down] as Scheduled
      at = down
    }
    heap[at] = last
  }
}

function before(one: Scheduled | undefined, other: Scheduled | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
