import type { ProviderName } from '../core/policy-switches.ts'
import type { SwitchProvider } from '../core/switch/provider.ts'

/** A provider that works, or why it does not: what is missing, and where to put it. */
export type Connection = { provider: SwitchProvider } | { missing: string }

export type Providers = Record<ProviderName, Connection>
