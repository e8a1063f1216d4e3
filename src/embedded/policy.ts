import type { Policy } from '../core/policy.ts'
import { PAGERDUTY_REFERENCE } from '../core/policy-fields.ts'
import { withDigest } from '../policy-file.ts'

/** Rungs of the policy that comes with the bot → the shifts of the workspace's own PagerDuty behind them. */
type Shifts = Readonly<Record<string, string>>

/**
 * The policy in a workspace with a PagerDuty of its own: its shifts stand behind these rungs, so that phones ring and
 * shifts change hands. A policy that names PagerDuty itself is left as it is.
 */
export function withShifts(policy: Policy, shifts: Shifts): Policy {
  const pages = Object.values(policy.rungs).flatMap(({ page }) => page)
  if (pages.some((reference) => reference.startsWith(PAGERDUTY_REFERENCE))) return policy
  const rungs = Object.entries(policy.rungs).map(([key, rung]) => {
    const shift = Object.hasOwn(shifts, key) ? shifts[key] : undefined
    return [key, shift === undefined ? rung : { ...rung, page: [shift] }] as const
  })
  return withDigest({ ...policy, rungs: Object.fromEntries(rungs) })
}
