import type { PagerdutySettings } from '../config/pagerduty.ts'
import type { Policy } from '../core/policy.ts'
import { PAGERDUTY_REFERENCE } from '../core/policy-fields.ts'
import { DAY } from '../core/time-units.ts'
import type { OnCallOf, Pagerduty, PagerdutyPerson } from '../pagerduty/client.ts'
import { placeOf } from '../pagerduty/rungs.ts'
import type { Finding } from './checks.ts'

/** Longest that one question to PagerDuty may take, and how far ahead it is looked who will be on call. */
const LOOK_WITHIN_MS = 10_000
const AHEAD_MS = 14 * 24 * 60 * 60_000

/** What stands behind rungs of the policy, and which rung that is. */
type Placed = { rung: string; reference: string; place: OnCallOf }

/**
 * Whether PagerDuty has what the policy names there, and whether everybody who is on call there soon is somebody in
 * Slack. `unknown` says which references name nobody in Slack; absent when Slack cannot be asked.
 */
export async function examinePagerduty(parts: {
  /** Undefined: it is not set up. */
  pagerduty: Pick<Pagerduty, 'people' | 'onCalls' | 'nameOf'> | undefined
  from: string | undefined
  policy: Pick<Policy, 'rungs' | 'people'>
  unknown: ((references: readonly string[]) => Promise<Set<string>>) | undefined
  now: () => number
}): Promise<Finding[]> {
  const { pagerduty, from, policy, unknown, now } = parts
  const placed = placesOf(policy)
  if (pagerduty === undefined) return placed.length === 0 ? [] : [notSetUp(placed)]
  const people = await pagerduty.people(within())
  if (!people.ok) return [{ check: 'PagerDuty', found: 'wrong', problems: [people.why] }]
  const all = people.value
  const places = await placesThere(pagerduty, placed, from, all)
  if (unknown === undefined)
    return [places, { check: MATCH, found: 'skipped', say: 'there is no Slack token to ask with' }]
  return [places, await matched({ pagerduty, placed, policy, all, unknown, now })]
}

/** What is set up of what goes between here and there; the rest can do without what is missing, and people should know. */
export function pagerdutyWays(config: PagerdutySettings): Finding[] {
  const { routingKey, from, webhookSecrets } = config
  const problems = [
    ...(routingKey === undefined
      ? ['PAGERDUTY_ROUTING_KEY is not set: whoever is on call is looked up there, and paged in Slack only.']
      : []),
    ...(webhookSecrets.length === 0
      ? ['PAGERDUTY_WEBHOOK_SECRET is not set: an answer that is given in PagerDuty is not heard here.']
      : []),
    ...(from === undefined
      ? ['PAGERDUTY_FROM is not set: notes do not go there, and nobody can be asked to join.']
      : []),
  ]
  const check = 'ways to PagerDuty and back'
  if (problems.length > 0) return [{ check, found: 'wrong', problems }]
  return [{ check, found: 'sound', say: 'pages, notes and answers go both ways' }]
}

const MATCH = 'the same people in PagerDuty and Slack'

function notSetUp(placed: readonly Placed[]): Finding {
  const rungs = [...new Set(placed.map(({ rung }) => rung))].join(', ')
  const problem = `The policy pages through PagerDuty (${rungs}), but it is not set up: set PAGERDUTY_API_TOKEN and PAGERDUTY_ROUTING_KEY.`
  return { check: 'PagerDuty', found: 'wrong', problems: [problem] }
}

async function placesThere(
  pagerduty: Pick<Pagerduty, 'nameOf'>,
  placed: readonly Placed[],
  from: string | undefined,
  all: readonly PagerdutyPerson[],
): Promise<Finding> {
  const names = await Promise.all(
    placed.map(async (one) => ({ ...one, name: await pagerduty.nameOf(one.place, within()) })),
  )
  const missing = names.flatMap(({ rung, name }) => (name.ok ? [] : [`rung ${rung}: ${name.why}`]))
  const isNobody = from !== undefined && !all.some(({ email }) => email.toLowerCase() === from.toLowerCase())
  const problems = [
    ...missing,
    ...(isNobody ? [`PAGERDUTY_FROM is ${from}, but no user in PagerDuty has this e-mail address.`] : []),
  ]
  if (problems.length > 0) return { check: 'PagerDuty', found: 'wrong', problems }
  const found = names.map(({ rung, name }) => `${rung}: ${name.ok ? name.value : ''}`)
  const rungs = found.length === 0 ? 'no rung of the policy names anything there' : found.join(', ')
  return { check: 'PagerDuty', found: 'sound', say: `${all.length} people; ${rungs}` }
}

/** Whoever is on call there within the next days has to be somebody here, or is paged through PagerDuty alone. */
async function matched(parts: {
  pagerduty: Pick<Pagerduty, 'onCalls'>
  placed: readonly Placed[]
  policy: Pick<Policy, 'people'>
  all: readonly PagerdutyPerson[]
  unknown: (references: readonly string[]) => Promise<Set<string>>
  now: () => number
}): Promise<Finding> {
  const { placed, policy, all, unknown } = parts
  const mapped = new Map(Object.entries(policy.people).map(([who, { pagerduty: id }]) => [id, who]))
  const strangers = [...mapped].filter(([id]) => !all.some((one) => one.id === id))
  const rungsOf = await onCallSoon(parts)
  const paged = all.filter(({ id }) => rungsOf.has(id))
  try {
    const missing = await unknown(paged.flatMap(({ id, email }) => (mapped.has(id) ? [] : [email])))
    const problems = [
      ...strangers.map(([id, who]) => `people: ${who} is ${id}, but PagerDuty has no such user.`),
      ...paged
        .filter(({ id, email }) => !mapped.has(id) && missing.has(email))
        .map((person) => unmatched(person, rungsOf.get(person.id) ?? '')),
    ]
    if (problems.length > 0) return { check: MATCH, found: 'wrong', problems }
  } catch (error) {
    return {
      check: MATCH,
      found: 'wrong',
      problems: [`Slack could not be asked: ${(error as Error).message}`],
    }
  }
  const say = `everybody on call there within ${AHEAD_MS / DAY} days is in Slack (${paged.length} of ${all.length} people, ${placed.length} places)`
  return { check: MATCH, found: 'sound', say }
}

/** PagerDuty's ids of those on call soon, each with a rung that leads to them. */
async function onCallSoon({
  pagerduty,
  placed,
  now,
}: {
  pagerduty: Pick<Pagerduty, 'onCalls'>
  placed: readonly Placed[]
  now: () => number
}): Promise<Map<string, string>> {
  const span = { from: now(), to: now() + AHEAD_MS }
  const found = await Promise.all(
    placed.map(async ({ rung, place }) => ({ rung, answer: await pagerduty.onCalls(place, span, within()) })),
  )
  return new Map(
    found.flatMap(({ rung, answer }) =>
      answer.ok ? answer.value.map(({ user }) => [user.id, rung] as const) : [],
    ),
  )
}

function unmatched({ id, name, email }: PagerdutyPerson, rung: string): string {
  return `${name} (${email}) is on call in PagerDuty for ${rung}, but nobody in Slack has this address: they are paged through PagerDuty alone. In the policy: people: { "their e-mail address in Slack": { pagerduty: ${id} } }`
}

function placesOf({ rungs }: Pick<Policy, 'rungs'>): Placed[] {
  return Object.entries(rungs).flatMap(([rung, { page }]) =>
    page.flatMap((reference) => {
      const place = reference.startsWith(PAGERDUTY_REFERENCE) ? placeOf(reference) : undefined
      return place === undefined ? [] : [{ rung, reference, place }]
    }),
  )
}

function within(): AbortSignal {
  return AbortSignal.timeout(LOOK_WITHIN_MS)
}
