import { halfSetUp } from '../alerts/half-set-up.ts'
import type { Config } from '../config/config.ts'
import type { AlertsPolicy } from '../core/policy-alerts.ts'
import type { Finding } from './checks.ts'

/** Whether alerts can come in: who has a secret to prove themselves by, and who is known without one. */
export function examineAlerts(
  { alerts: secrets, slack }: Pick<Config, 'alerts' | 'slack'>,
  policy: Pick<AlertsPolicy, 'sources'>,
): Finding[] {
  if (slack.mode === 'embedded') return []
  const problems = halfSetUp(policy, secrets)
  const mapped: Finding[] =
    problems.length > 0
      ? [{ check: 'alerts', found: 'wrong', problems }]
      : [{ check: 'alerts', found: 'sound', say: 'every source of the policy has a secret' }]
  return secrets.alertmanager.length > 0
    ? mapped
    : [...mapped, { check: 'alerts', found: 'skipped', say: 'Alertmanager: ALERTMANAGER_TOKEN is not set' }]
}
