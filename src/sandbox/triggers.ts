import type { WorkspaceClock } from './clock.ts'
import { secret } from './ids.ts'
import { TRIGGERS_KEPT } from './limits.ts'

type Trigger = { user: string; at: number; used: boolean; fromView: boolean }

export type Exchanged = { user: string; fromView: boolean }
export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id'

/** Trigger ids: each lets the app open one view, within 3 s of real time. */
export class Triggers {
  readonly #clock: WorkspaceClock
  readonly #lifeMs: number
  #known = new Map<string, Trigger>()
  #next = 1

  constructor(clock: WorkspaceClock, lifeMs: number) {
    this.#clock = clock
    this.#lifeMs = lifeMs
  }

  /** `fromView`: the person acted inside a modal, so the view may be pushed on it. */
  issue(user: string, fromView = false): string {
    const id = `${1_000_000_000 + this.#next++}.${738_474_920}.${secret(16)}`
    this.#known.set(id, { user, at: this.#clock.realNow(), used: false, fromView })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= TRIGGERS_KEPT) break
      this.#known.delete(oldest)
    }
    return id
  }

  exchange(id: string): Exchanged | TriggerError {
    const trigger = this.#known.get(id)
    if (!trigger) return 'invalid_trigger_id'
    if (trigger.used) return 'exchanged_trigger_id'
    if (this.#clock.realNow() - trigger.at >= this.#lifeMs) return 'expired_trigger_id'
    trigger.used = true
    return { user: trigger.user, fromView: trigger.fromView }
  }
}
