import type { AlertsPolicy } from '../policy-alerts.ts'
import type { Alert } from './alert.ts'
import type { AlertLevel } from './signal.ts'

/** What a line is called: a storm by its service, a group as its source calls it, else by its latest alert. */
export function titleOf({ storm, service, source, groupTitle, title, group }: Alert): string {
  if (storm) return service === undefined ? `Many alerts from ${source}` : `Many alerts of ${service}`
  return groupTitle ?? (title === '' ? group : title)
}

type Labels = Readonly<Record<string, string>>

/** The level that the first of the policy's labels names; the policy's own when none does. */
export function levelFromLabels(labels: Labels, policy: AlertsPolicy): AlertLevel {
  const named = policy.levelLabels.map((name) => levelCalled(labelNamed(labels, name), policy))
  return named.find((level) => level !== undefined) ?? policy.levelOtherwise
}

/** The level that a word means; undefined for a word that the policy does not know. */
export function levelCalled(word: string | undefined, { levelOf }: AlertsPolicy): AlertLevel | undefined {
  const known = word?.trim().toLowerCase() ?? ''
  return Object.hasOwn(levelOf, known) ? levelOf[known] : undefined
}

/** The service that the first of the policy's labels names. */
export function serviceFromLabels(labels: Labels, { serviceLabels }: AlertsPolicy): string | undefined {
  const name = serviceLabels.find((label) => labelNamed(labels, label) !== undefined)
  return name === undefined ? undefined : labels[name]
}

function labelNamed(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) && labels[name] !== '' ? labels[name] : undefined
}
