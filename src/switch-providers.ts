import { PROVIDERS, type ProviderName } from './core/policy-switches.ts'
import type { Connection, Providers } from './switches/providers.ts'

/** Providers that are set up. */
export type Connected = Partial<Record<ProviderName, Connection>>

/** What each needs to be set up; told where switches are listed, and whenever one of its switches is pulled. */
const NEEDS: Record<ProviderName, string> = {
  'built-in': 'The built-in switches are not served here.',
  launchdarkly: 'LaunchDarkly is not set up: LAUNCHDARKLY_TOKEN is missing.',
  unleash: 'Unleash is not set up: UNLEASH_URL or UNLEASH_TOKEN is missing.',
  webhook: 'The webhook for switches is not set up: its secret is missing.',
  argocd: 'Argo CD is not set up: ARGOCD_URL or ARGOCD_TOKEN is missing.',
}

/** All providers: a missing credential disables that one only, and says so. */
export function switchProviders(connected: Connected = {}): Providers {
  const all = PROVIDERS.map((name) => [name, connected[name] ?? { missing: NEEDS[name] }] as const)
  return Object.fromEntries(all) as Providers
}
