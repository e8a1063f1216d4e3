import type { Incident } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import type { Text } from './comms.ts'
import { type Finding, lint } from './lint.ts'

/** What speaks against sending this text to these audiences; a person decides. */
export function findingsIn(
  text: Text,
  audiences: readonly string[],
  incident: Pick<Incident, 'severity'>,
  policy: Pick<Policy, 'audiences' | 'wording'>,
): Finding[] {
  if (text.clears === true) return []
  const known = audiences.flatMap((key) => policy.audiences[key] ?? [])
  return lint(text, {
    outside: known.some(({ outside }) => outside),
    means: [...new Set(known.map(({ reach }) => reach.by))],
    severity: incident.severity,
    ...policy.wording,
  })
}
