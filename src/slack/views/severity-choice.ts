import type { PlainTextOption, RadioButtons } from '@slack/types'
import type { Severity } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { option } from '../blocks.ts'
import { severityBadge, severityName } from './labels.ts'

/** Severities to choose from, each with what the policy says it is for. */
export function severityChoice(policy: Policy, among: readonly Severity[], initial?: Severity): RadioButtons {
  const options = severityOptions(policy, among)
  const chosen = options.find(({ value }) => value === initial)
  return { type: 'radio_buttons', options, ...(chosen ? { initial_option: chosen } : {}) }
}

export function severityOptions(policy: Policy, among: readonly Severity[]): PlainTextOption[] {
  return among.map((severity) => {
    const emoji = severityBadge(severity).split(' ')[0]
    return option(
      `${emoji} ${severityName(severity, policy)}`,
      severity,
      policy.severities[severity].criteria[0],
    )
  })
}
