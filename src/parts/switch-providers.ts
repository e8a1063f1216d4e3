import type { ProvidersConfig } from '../config/providers.ts'
import type { Instant } from '../core/decider.ts'
import type { Policy } from '../core/policy.ts'
import type { ProviderName } from '../core/policy-switches.ts'
import type { SwitchProvider } from '../core/switch/provider.ts'
import { placeOf } from '../core/switch/terms.ts'
import type { Connection, Providers } from '../switches/providers.ts'
import { createProviders } from './providers.ts'

/** Providers that are used instead of those that the configuration says. */
export type Connected = Partial<Record<ProviderName, Connection>>

/** All providers: a missing credential disables that one only, and says so. */
export function switchProviders(parts: {
  config: ProvidersConfig
  builtIn: SwitchProvider
  now: () => Instant
  instead?: Connected | undefined
}): Providers {
  const outside = createProviders(parts.config, { now: parts.now })
  return { 'built-in': { provider: parts.builtIn }, ...outside, ...parts.instead }
}

/** The switches of the policy that are flags of the bot's own. */
export function declaredFlags({ switches }: Pick<Policy, 'switches'>) {
  return Object.entries(switches)
    .filter(([, { provider }]) => provider === 'built-in')
    .map(([key, rules]) => ({ key: String(placeOf(key, rules).flag), normal: rules.normal }))
}
