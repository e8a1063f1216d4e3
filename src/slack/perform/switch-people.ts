import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { PAGERDUTY_REFERENCE, ROLE_REFERENCE } from '../../core/policy-fields.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Message } from '../blocks.ts'
import { afterPart, outcomeOf, slackCode } from '../failure.ts'
import { expand } from '../references.ts'
import type { Hands } from './hands.ts'
import { postOnce } from './post.ts'

/** Whoever is asked or told directly at one time; a group of hundreds is not a group to ask. */
const TOLD_MAX = 25

/** Somebody whom no try will ever reach by direct message. */
const NEVER = new Set([
  'user_not_found',
  'user_not_visible',
  'users_not_found',
  'cannot_dm_bot',
  'user_disabled',
])

export type Copy = { user: string; channel: string; ts: string }

/** The full members whom references of the policy mean just now, each once. */
export async function membersBehind(
  references: readonly string[],
  incident: Incident | undefined,
  { people, groups }: Hands,
): Promise<string[]> {
  const holders = references
    .filter((reference) => reference.startsWith(ROLE_REFERENCE))
    .flatMap((reference) => incident?.roles[reference.slice(ROLE_REFERENCE.length)] ?? [])
  const others = references.filter(
    (reference) => !reference.startsWith(ROLE_REFERENCE) && !reference.startsWith(PAGERDUTY_REFERENCE),
  )
  const { found } = await expand(others, people, groups)
  const all = [...new Set([...holders, ...found])]
  const profiles = await Promise.all(all.map((user) => people.profile(user)))
  return all.filter((_, index) => (profiles[index]?.standing ?? 'member') === 'member').slice(0, TOLD_MAX)
}

type Said = Parameters<typeof postOnce>[0]

/**
 * Tells each of them directly, once each. Undefined in `failed` when all were told who ever can be; when the rest has
 * to be tried again, it is looked first who has it already.
 */
export async function tellAll(
  owed: Said,
  users: readonly string[],
  message: Message,
  hands: Hands,
  now: Instant,
): Promise<{ copies: Copy[]; failed?: Exclude<Outcome, { outcome: 'ok' }> }> {
  const copies: Copy[] = []
  for (const user of users) {
    try {
      const { channel } = await hands.slack.conversations.open({ users: user })
      if (channel?.id === undefined) continue
      copies.push({
        user,
        channel: channel.id,
        ts: await postOnce(owed, { channel: channel.id }, message, hands),
      })
    } catch (error) {
      const failure = outcomeOf(error, now)
      if (failure.outcome === 'give-up' || NEVER.has(slackCode(error) ?? '')) continue
      return { copies, failed: copies.length > 0 ? afterPart(failure) : failure }
    }
  }
  return { copies }
}
