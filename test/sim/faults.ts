import { type Chance, chance } from './chance.ts'
import type { Fault, FaultKind, Plan, Trouble } from './plan.ts'

type OfKind<K extends FaultKind> = Fault & Extract<Trouble, { kind: K }>

/** What goes wrong now. Each fault has chance of its own, so that leaving one out changes nothing in another. */
export class Faults {
  readonly #plan: Plan
  readonly #now: () => number
  readonly #draws: Map<number, Chance>
  readonly struck = new Map<FaultKind, number>()

  constructor(plan: Plan, now: () => number) {
    this.#plan = plan
    this.#now = now
    this.#draws = new Map(plan.faults.map(({ id }) => [id, chance(`${plan.seed}/fault ${id}`)]))
  }

  /** The fault of that kind that strikes now, if one does. `address`: where a call goes. */
  strike<K extends FaultKind>(kind: K, address?: string): OfKind<K> | undefined {
    const now = this.#now()
    for (const fault of this.#plan.faults) {
      if (fault.kind !== kind || now < fault.at || now >= fault.at + fault.lasts) continue
      if (fault.only !== undefined && address?.startsWith(fault.only) !== true) continue
      if ('odds' in fault && !(this.#draws.get(fault.id)?.odds(fault.odds) ?? false)) continue
      this.count(kind)
      return fault as OfKind<K>
    }
    return undefined
  }

  count(kind: FaultKind): void {
    this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1)
  }

  /** A number that belongs to this fault alone. */
  drawFor(fault: Fault): number {
    return this.#draws.get(fault.id)?.next() ?? 0
  }
}
