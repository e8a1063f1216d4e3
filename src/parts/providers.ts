import { argocd, argocdClaims, checkArgocdPlace } from '../argocd/provider.ts'
import type { ProvidersConfig } from '../config/providers.ts'
import type { Instant } from '../core/decider.ts'
import type { Problem } from '../core/policy-check.ts'
import type { Place, SwitchValue } from '../core/switch/provider.ts'
import { checkLaunchdarklyPlace, launchdarkly, launchdarklyClaims } from '../launchdarkly/provider.ts'
import type { CheckPlace, Claims, SwitchSystem } from '../outside/system.ts'
import { checkUnleashPlace, unleash, unleashClaims } from '../unleash/provider.ts'
import { checkWebhookPlace, webhook, webhookClaims } from '../webhook/provider.ts'

/**
 * An outside system as the policy names it: there, or a sentence that says what is missing and what to do; and what
 * a place in it has to say.
 */
export type OutsideProvider = ({ provider: SwitchSystem } | { missing: string }) & {
  checkPlace: CheckPlace
  claims: Claims
}

export type OutsideProviders = Record<keyof ProvidersConfig, OutsideProvider>

/** The outside systems where switches can live, each ready or with the reason why it is not. */
export function createProviders(config: ProvidersConfig, { now }: { now: () => Instant }): OutsideProviders {
  return {
    launchdarkly: {
      ...(config.launchdarkly
        ? { provider: launchdarkly(config.launchdarkly, { now }) }
        : { missing: 'LaunchDarkly is not set up: set LAUNCHDARKLY_TOKEN and start again.' }),
      checkPlace: checkLaunchdarklyPlace,
      claims: launchdarklyClaims,
    },
    unleash: {
      ...(config.unleash
        ? { provider: unleash(config.unleash, { now }) }
        : { missing: 'Unleash is not set up: set UNLEASH_URL and UNLEASH_TOKEN and start again.' }),
      checkPlace: checkUnleashPlace,
      claims: unleashClaims,
    },
    webhook: {
      ...(config.webhook
        ? { provider: webhook(config.webhook, { now }) }
        : { missing: 'Signed webhooks are not set up: set SWITCH_WEBHOOK_SECRET and start again.' }),
      checkPlace: checkWebhookPlace,
      claims: webhookClaims,
    },
    argocd: {
      ...(config.argocd
        ? { provider: argocd(config.argocd, { now }) }
        : { missing: 'Argo CD is not set up: set ARGOCD_URL and ARGOCD_TOKEN and start again.' }),
      checkPlace: checkArgocdPlace,
      claims: argocdClaims,
    },
  }
}

/** What the policy says of a switch that matters here. */
export type Placed = { provider: string; at: Place; normal: SwitchValue }

/** Mistakes in where the policy puts its switches, with paths from the root of the policy. */
export function placeProblems(switches: Record<string, Placed>, providers: OutsideProviders): Problem[] {
  const claimed = new Map<string, string>()
  return Object.entries(switches).flatMap(([key, { provider, at, normal }]) => {
    const system = providerNamed(providers, provider)
    if (system === undefined) return []
    const problem = system.checkPlace(at, normal)
    if (problem) return [{ ...problem, path: ['switches', key, 'at', ...problem.path] }]
    const other = system.claims(at).flatMap((claim) => claimed.get(`${provider} ${claim}`) ?? [])[0]
    for (const claim of system.claims(at)) claimed.set(`${provider} ${claim}`, key)
    if (other === undefined) return []
    const message = `The switches "${other}" and "${key}" are in the same place, so that setting one would set the other.`
    return [{ path: ['switches', key, 'at'], message, allowed: 'a place of its own for each' }]
  })
}

/** One sentence for each switch that cannot be used, because its system is not set up. */
export function switchesWithoutProvider(
  switches: Record<string, Pick<Placed, 'provider'>>,
  providers: Record<string, object>,
): string[] {
  return Object.entries(switches).flatMap(([key, { provider }]) => {
    const system = Object.hasOwn(providers, provider) ? providers[provider] : undefined
    return system && 'missing' in system ? [`The kill switch "${key}" cannot be used. ${system.missing}`] : []
  })
}

function providerNamed(providers: OutsideProviders, name: string): OutsideProvider | undefined {
  return Object.hasOwn(providers, name) ? providers[name as keyof OutsideProviders] : undefined
}
