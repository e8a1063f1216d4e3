import { type AlertsPolicy, BUILT_IN_SOURCES } from '../core/policy-alerts.ts'
import type { AlertSecrets } from './webhooks.ts'

/** What of the policy and the secrets does not go together: it is refused until somebody puts it right. */
export function halfSetUp({ sources }: Pick<AlertsPolicy, 'sources'>, secrets: AlertSecrets): string[] {
  const described = Object.keys(sources).filter((name) => !isBuiltIn(name))
  const unproven = described.filter((name) => !Object.hasOwn(secrets.sources, name))
  const unknown = Object.keys(secrets.sources).filter((name) => !described.includes(name))
  return [
    ...unproven.map((name) => `Alerts from ${name} are refused: ALERT_TOKENS has no secret for it`),
    ...unknown.map((name) => `ALERT_TOKENS has a secret for ${name}, which alerts.sources does not describe`),
  ]
}

function isBuiltIn(name: string): boolean {
  return (BUILT_IN_SOURCES as readonly string[]).includes(name)
}
