import type { Skipped } from '../../core/ladder/climber.ts'
import type { ThroughPagerduty } from '../../core/pagerduty/pages.ts'
import type { Hands } from './hands.ts'

/** Who stands behind a rung, and who of it is left out. */
export type Found = {
  people: { user: string; how: string }[]
  skipped: Skipped[]
  /** They are paged there too, and those among them who are nobody here only there. */
  pagerduty?: ThroughPagerduty
}

/** Each of them is paged in both ways, as far as there are two. */
export async function onCall(reference: string, hands: Hands, signal: AbortSignal): Promise<Found> {
  const { pagerduty } = hands
  const nobody = (why: string) => ({ people: [], skipped: [{ who: reference, why }] })
  if (pagerduty === undefined) return nobody('PagerDuty is not connected')
  const answer = await pagerduty.behind(reference, signal)
  // Not knowing who is on call, PagerDuty can still page them.
  if ('why' in answer) return { ...nobody(answer.why), ...(pagerduty.pages && { pagerduty: { people: [] } }) }
  if (answer.people.length === 0) return nobody('nobody is on call there now')
  const here = answer.people.flatMap(({ user }) => user ?? [])
  const answers = await Promise.all(here.map((user) => whetherToPage(user, reference, hands)))
  const unreachable = pagerduty.pages ? [] : answer.people.filter(({ user }) => user === undefined)
  return {
    people: answers.flatMap((one) => ('user' in one ? [one] : [])),
    skipped: [
      ...answers.flatMap((one) => ('who' in one ? [one] : [])),
      ...unreachable.map(({ name }) => ({ who: name, why: NOT_HERE })),
    ],
    ...(pagerduty.pages && { pagerduty: answer }),
  }
}

const NOT_HERE =
  'is nobody in this workspace, and nobody can be paged through PagerDuty: PAGERDUTY_ROUTING_KEY is not set'

export function both(one: ThroughPagerduty | undefined, other: ThroughPagerduty): ThroughPagerduty {
  if (one === undefined) return other
  const people = [...one.people, ...other.people]
  const asOf = Math.min(one.asOf ?? Number.POSITIVE_INFINITY, other.asOf ?? Number.POSITIVE_INFINITY)
  return {
    people: people.filter(({ id }, index) => people.findIndex((first) => first.id === id) === index),
    ...(Number.isFinite(asOf) && { asOf }),
  }
}

/** Whoever may not answer is not woken. Somebody about whom Slack cannot be asked is. */
export async function whetherToPage(
  user: string,
  how: string,
  { people }: Hands,
): Promise<{ user: string; how: string } | Skipped> {
  const profile = await people.profile(user)
  if (profile === undefined || profile.standing === 'member') return { user, how }
  return { who: user, why: `is no full member (${profile.standing})` }
}
