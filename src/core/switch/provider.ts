import type { Instant } from '../decider.ts'

/** What a switch can be set to. Which of the three is settled by its normal value in the policy. */
export type SwitchValue = boolean | string | number

/** Where a switch lives at its provider: what the policy says under `at`, checked by that provider's own schema. */
export type Place = Record<string, unknown>

/**
 * Why a provider did not do or tell what it was asked. `later`: worth another try, not before `notBefore` when it
 * said so. `never`: asking again cannot help until somebody changes the policy, a token or the provider itself.
 */
export type ProviderFailure = { ok: false; why: string; again: 'later' | 'never'; notBefore?: Instant }

/** What a provider was asked to set. Setting what is set already is no failure. */
export type Order = {
  place: Place
  value: SwitchValue
  /** The same for every try at the same order, for providers that can tell a repetition. */
  key: string
  /** One line for the provider's own records: who, why, which incident. */
  comment: string
}

/**
 * Where switches live: the built-in flags, or somebody else's system. `set` says only that the order was taken;
 * what is so is what `read` finds afterwards. Neither throws for what the outside world does.
 */
export type SwitchProvider = {
  set(order: Order, signal: AbortSignal): Promise<{ ok: true } | ProviderFailure>
  read(place: Place, signal: AbortSignal): Promise<{ ok: true; value: SwitchValue } | ProviderFailure>
}
