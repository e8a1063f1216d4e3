import type { SwitchValue } from '../../src/core/switch/provider.ts'
import type { FakeFlag } from '../launchdarkly/launchdarkly-answers.ts'
import type { FakeFeature } from '../unleash/unleash-answers.ts'

/** What everybody gets, or that not all get the same. */
export type Served = { one: SwitchValue } | { many: string }

/** Enough of them for every share of a rollout to have somebody. */
const CUSTOMERS = Array.from({ length: 20 }, (_, index) => ({
  id: `customer-${index}`,
  share: (index + 0.5) / 20,
}))
type Customer = (typeof CUSTOMERS)[number]

/**
 * Asked for customer by customer, as the systems' own SDKs evaluate it, and not read from the settings: so it shares
 * nothing with how the bot reads them.
 */
export function oneValueOf(get: (customer: Customer) => unknown): Served {
  const values = new Set(CUSTOMERS.map(get))
  const [only] = values
  if (values.size > 1) return { many: [...values].map(String).join(', ') }
  return { one: only as SwitchValue }
}

export function customerGetsFlag(flag: FakeFlag | undefined, { id, share }: Customer): unknown {
  const production = flag?.environments.production
  if (!flag || !production) return undefined
  const value = (index: number | null | undefined) => flag.variations[index ?? -1]?.value
  if (!production.on) return value(production.offVariation)
  const target = production.targets.find(({ values }) => values.includes(id))
  if (target) return value(target.variation)
  const { variation, rollout } = production.fallthrough
  if (variation !== undefined) return value(variation)
  let sum = 0
  for (const { variation: index, weight } of rollout?.variations ?? []) {
    sum += weight / 100_000
    if (share < sum) return value(index)
  }
  return undefined
}

export function customerGetsFeature(feature: FakeFeature | undefined, { share }: Customer): unknown {
  const production = feature?.environments.find(({ name }) => name === 'production')
  if (!production?.enabled) return false
  return production.strategies.some(({ name, parameters }) => {
    if (name === 'default') return true
    const { rollout } = parameters as { rollout: string }
    return share * 100 < Number(rollout)
  })
}
