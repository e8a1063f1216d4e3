import { z } from 'zod'
import type { ArgocdConfig } from '../argocd/provider.ts'
import type { LaunchdarklyConfig } from '../launchdarkly/provider.ts'
import { SIGNING_SECRET_MIN } from '../outside/limits.ts'
import type { UnleashConfig } from '../unleash/provider.ts'
import type { WebhookConfig } from '../webhook/provider.ts'
import { address } from './address.ts'

/** Credentials of the outside systems where switches can live; what is absent is not set up. */
export type ProvidersConfig = {
  launchdarkly?: LaunchdarklyConfig
  unleash?: UnleashConfig
  webhook?: WebhookConfig
  argocd?: ArgocdConfig
}

const LAUNCHDARKLY_API = 'https://app.launchdarkly.com'

/** Tokens travel in a header: a line break that came along from a file would fail every request. */
const secret = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, `${name} holds a space or a character that no token has`)

export const providerVariables = {
  LAUNCHDARKLY_TOKEN: secret('LAUNCHDARKLY_TOKEN').optional(),
  LAUNCHDARKLY_API_URL: address('LAUNCHDARKLY_API_URL').optional(),
  UNLEASH_URL: address('UNLEASH_URL').optional(),
  UNLEASH_TOKEN: secret('UNLEASH_TOKEN').optional(),
  ARGOCD_URL: address('ARGOCD_URL').optional(),
  ARGOCD_TOKEN: secret('ARGOCD_TOKEN').optional(),
  SWITCH_WEBHOOK_SECRET: secret('SWITCH_WEBHOOK_SECRET')
    .min(
      SIGNING_SECRET_MIN,
      `SWITCH_WEBHOOK_SECRET is too short to sign with: at least ${SIGNING_SECRET_MIN} characters`,
    )
    .optional(),
}
const variables = z.object(providerVariables)
type Variables = z.infer<typeof variables>
type Name = keyof Variables

/** What is half there is told to `fail`, which throws: an address without its token, or a token without its address. */
export function providersConfig(values: Variables, fail: (sentence: string) => never): ProvidersConfig {
  const pair = (one: Name, other: Name, system: string) => {
    if ((values[one] === undefined) === (values[other] === undefined)) return
    const [there, absent] = values[one] === undefined ? [other, one] : [one, other]
    fail(`${there} is set, but ${absent} is not: set both to reach ${system}, or neither.`)
  }
  pair('UNLEASH_URL', 'UNLEASH_TOKEN', 'Unleash')
  pair('ARGOCD_URL', 'ARGOCD_TOKEN', 'Argo CD')
  if (values.LAUNCHDARKLY_API_URL !== undefined)
    pair('LAUNCHDARKLY_API_URL', 'LAUNCHDARKLY_TOKEN', 'LaunchDarkly')
  const { LAUNCHDARKLY_TOKEN, LAUNCHDARKLY_API_URL: apiUrl = LAUNCHDARKLY_API } = values
  const { UNLEASH_URL, UNLEASH_TOKEN, ARGOCD_URL, ARGOCD_TOKEN, SWITCH_WEBHOOK_SECRET } = values
  return {
    ...(LAUNCHDARKLY_TOKEN && { launchdarkly: { apiUrl, token: LAUNCHDARKLY_TOKEN } }),
    ...(UNLEASH_URL && UNLEASH_TOKEN && { unleash: { url: UNLEASH_URL, token: UNLEASH_TOKEN } }),
    ...(ARGOCD_URL && ARGOCD_TOKEN && { argocd: { url: ARGOCD_URL, token: ARGOCD_TOKEN } }),
    ...(SWITCH_WEBHOOK_SECRET && { webhook: { secret: SWITCH_WEBHOOK_SECRET } }),
  }
}
