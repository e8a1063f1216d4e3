import type { OutsideProvider, OutsideProviders, Placed } from '../parts/providers.ts'
import type { Finding } from './checks.ts'

/** Longest that one look at an outside system may take. */
const LOOK_WITHIN_MS = 10_000

const NAMES: Record<keyof OutsideProviders, string> = {
  launchdarkly: 'LaunchDarkly',
  unleash: 'Unleash',
  webhook: 'signed webhooks',
  argocd: 'Argo CD',
}

/**
 * Whether the outside systems can be reached, and every switch in them read. Nothing is changed by looking. A system
 * that is neither set up nor used is not mentioned.
 */
export async function examineProviders(
  providers: OutsideProviders,
  switches: Record<string, Placed>,
): Promise<Finding[]> {
  const names = Object.keys(NAMES) as (keyof OutsideProviders)[]
  const found = await Promise.all(
    names.map((name) => {
      const its = Object.entries(switches).filter(([, { provider }]) => provider === name)
      return examineProvider(NAMES[name], providers[name], its)
    }),
  )
  const findings = found.filter((finding) => finding !== undefined)
  if (findings.length > 0) return findings
  return [{ check: 'switches outside', found: 'skipped', say: 'no outside system is set up' }]
}

async function examineProvider(
  check: string,
  system: OutsideProvider,
  switches: [string, Placed][],
): Promise<Finding | undefined> {
  if ('missing' in system) {
    if (switches.length === 0) return undefined
    const keys = switches.map(([key]) => key).join(', ')
    return { check, found: 'wrong', problems: [`${system.missing} The policy has switches there: ${keys}.`] }
  }
  const within = () => AbortSignal.timeout(LOOK_WITHIN_MS)
  const probed = await system.provider.probe(within())
  if (!probed.ok) return { check, found: 'wrong', problems: [probed.why] }
  const read = await Promise.all(
    switches.map(async ([key, { at }]) => ({ key, result: await system.provider.read(at, within()) })),
  )
  const problems = read.flatMap(({ key, result }) => (result.ok ? [] : [`${key}: ${result.why}`]))
  if (problems.length > 0) return { check, found: 'wrong', problems }
  const values = read.map(({ key, result }) => `${key} is ${result.ok ? JSON.stringify(result.value) : ''}`)
  return { check, found: 'sound', say: [probed.say, ...values].join('; ') }
}
