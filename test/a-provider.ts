import type {
  Order,
  Place,
  ProviderFailure,
  SwitchProvider,
  SwitchValue,
} from '../src/core/switch/provider.ts'

type Trouble = {
  set?: ProviderFailure
  read?: ProviderFailure
  ignores?: boolean
  hangs?: boolean
  throws?: boolean
}

/**
 * A provider in memory. It can be down, hang, throw, or take an order without following it; what it was asked is kept.
 * `values` are by the flag that the place names, and can be changed behind the bot's back.
 */
export function aProvider(normal: Record<string, SwitchValue> = {}) {
  const values = new Map<string, SwitchValue>(Object.entries(normal))
  const orders: Order[] = []
  const trouble: Trouble = {}
  const nameOf = (place: Place) => String(place.flag ?? JSON.stringify(place))
  const never = new Promise<never>(() => {})

  const provider: SwitchProvider = {
    async set(order) {
      orders.push(order)
      if (trouble.throws) throw new Error('it broke')
      if (trouble.hangs) return never
      if (trouble.set) return trouble.set
      if (!trouble.ignores) values.set(nameOf(order.place), order.value)
      return { ok: true }
    },
    async read(place) {
      if (trouble.hangs) return never
      if (trouble.read) return trouble.read
      const value = values.get(nameOf(place))
      return value === undefined
        ? { ok: false, why: `there is no ${nameOf(place)}`, again: 'never' }
        : { ok: true, value }
    },
  }
  return {
    provider,
    values,
    orders,
    /** Replaces what is wrong with it; nothing is when left out. */
    be(now: Trouble = {}) {
      for (const key of Object.keys(trouble)) delete trouble[key as keyof Trouble]
      Object.assign(trouble, now)
    },
  }
}

export const DOWN: ProviderFailure = { ok: false, why: 'it answers 503', again: 'later' }
