import type { Incident } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'

/** A switch or a bundle of the policy, by key. */
export type Target = { key: string; switches: string[]; bundle: boolean; name: string; does: string }

type Known = Pick<Policy, 'switches' | 'bundles'>

/** What a key names: a switch, or a bundle with its switches in order; undefined for neither. */
export function targetNamed(key: string, { switches, bundles }: Known): Target | undefined {
  const own = Object.hasOwn(switches, key) ? switches[key] : undefined
  if (own !== undefined) return { key, switches: [key], bundle: false, name: own.name, does: own.does }
  const bundle = Object.hasOwn(bundles, key) ? bundles[key] : undefined
  return bundle && { key, switches: bundle.switches, bundle: true, name: bundle.name, does: bundle.does }
}

/** The switches that are offered for an incident of this kind, what shows soonest first. */
export function suggestedFor(
  { classes, severity }: Pick<Incident, 'classes' | 'severity'>,
  { switches }: Known,
): string[] {
  return Object.entries(switches)
    .filter(([, { suggestedFor }]) => {
      const about = suggestedFor.classes.some((key) => classes.includes(key))
      const severe = suggestedFor.severities.includes(severity)
      // Named by class, by severity, or by both: then both have to fit.
      if (suggestedFor.classes.length > 0) return about && (suggestedFor.severities.length === 0 || severe)
      return severe
    })
    .toSorted(([, one], [, other]) => one.takesSeconds - other.takesSeconds)
    .map(([key]) => key)
}
