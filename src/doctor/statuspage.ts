import { partsOf } from '../core/comms/page.ts'
import { SEVERITIES } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import { NONE } from '../core/policy-promises.ts'
import { systemClock } from '../engine/clock.ts'
import { type StatuspageConfig, statuspage } from '../statuspage/client.ts'
import type { Finding } from './checks.ts'

const LOOK_WITHIN_MS = 20_000
/** Of a page with many components so many are named. */
const NAMED_MAX = 20

type Told = Pick<Policy, 'audiences' | 'severities'>

/** Whether the key works, and the page and the components of the policy are there. Nothing is changed by looking. */
export async function examineStatuspage(
  config: StatuspageConfig | undefined,
  policy: Told,
  { hasOwn }: { hasOwn: boolean },
): Promise<Finding> {
  const check = 'status page'
  const audiences = Object.entries(policy.audiences).filter(([, { reach }]) => reach.by === 'statuspage')
  if (config === undefined) {
    if (hasOwn) return { check, found: 'sound', say: 'the embedded workspace has a status page of its own' }
    if (audiences.length === 0)
      return { check, found: 'skipped', say: 'not set up, and nobody is to be reached by it' }
    const problems = [
      `Statuspage is not set up: set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID. The policy tells these audiences there: ${audiences.map(([key]) => key).join(', ')}.`,
      ...promisesThere(
        policy,
        audiences.map(([key]) => key),
      ),
    ]
    return { check, found: 'wrong', problems }
  }
  const clock = systemClock()
  const client = statuspage(config, clock)
  const signal = AbortSignal.timeout(LOOK_WITHIN_MS)
  const page = await client.page(signal)
  if (!page.ok) return { check, found: 'wrong', problems: [page.why] }
  const components = await client.components(signal)
  if (!components.ok) return { check, found: 'wrong', problems: [components.why] }
  // A group has no state of its own.
  const there = components.value.filter(({ group }) => group !== true)
  const missing = partsOf(policy).filter(({ id }) => !there.some((one) => one.id === id))
  if (missing.length > 0) {
    const known = there.slice(0, NAMED_MAX).map(({ id, name }) => `${id} (${name})`)
    const problems = missing.map(
      ({ id, name }) =>
        `The page has no component "${id}" (${name}): correct it in \`audiences\` of the policy. There are: ${known.join(', ') || 'none'}.`,
    )
    return { check, found: 'wrong', problems }
  }
  const reached = audiences.length === 0 ? 'no audience of the policy is reached by it' : 'takes the key'
  return {
    check,
    found: 'sound',
    say: `"${page.value.name ?? page.value.id}" ${reached}, ${partsOf(policy).length} components found`,
  }
}

/** A promise that nobody can keep. */
function promisesThere({ severities }: Told, keys: string[]): string[] {
  const promised = SEVERITIES.filter((severity) => {
    const promise = severities[severity].public
    return promise !== NONE && keys.includes(promise.audience)
  })
  if (promised.length === 0) return []
  const names = promised.map((severity) => severity.toUpperCase()).join(' and ')
  return [`For ${names} the policy promises notices there, which would all be missed.`]
}
