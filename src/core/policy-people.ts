import { z } from 'zod'
import { POLICY_LIST_MAX } from './limits.ts'
import type { PolicyContent } from './policy.ts'
import type { Problem } from './policy-check.ts'
import { reference } from './policy-fields.ts'

const ACCOUNT = /^[A-Z0-9]{7,14}$/

const account = z
  .string()
  .refine((text) => ACCOUNT.test(text), {
    error: 'is no id of a PagerDuty user',
    params: { allowed: 'the id at the end of their profile’s address in PagerDuty, such as PXPGF42' },
  })
  .meta({ description: 'The id of their user in PagerDuty, such as PXPGF42.', pattern: ACCOUNT.source })

/** Who somebody is elsewhere, where their e-mail address does not say it. */
export const people = z
  .record(reference, z.strictObject({ pagerduty: account }))
  .refine((named) => Object.keys(named).length <= POLICY_LIST_MAX * POLICY_LIST_MAX, {
    error: 'names too many people',
  })
  .default({})
  .describe('Who somebody in Slack is in PagerDuty, for those whose e-mail addresses differ.')

/** One user there is one person here: of two, nobody could say who was meant. */
export function sharedAccounts({ people: named }: Pick<PolicyContent, 'people'>): Problem[] {
  const entries = Object.entries(named)
  return entries.flatMap(([who, { pagerduty }], index) => {
    const first = entries.findIndex(([, other]) => other.pagerduty === pagerduty)
    if (first === index) return []
    return [
      {
        path: ['people', who, 'pagerduty'],
        message: `${pagerduty} is ${entries[first]?.[0]} already; one user of PagerDuty is one person.`,
      },
    ]
  })
}
