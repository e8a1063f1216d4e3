import type { Instant } from '../core/decider.ts'
import type { Slack } from './client.ts'
import type { Log } from './log.ts'

const FRESH_MS = 10 * 60_000
/** After a failure, how long the last answer is used without asking again. */
const PAUSE_AFTER_FAILURE_MS = 60_000

type Group = { id: string; handle: string; users: readonly string[] }

export type Groups = {
  /**
   * The same, read no longer than `maxAgeMs` ago, for what must not go by an old answer. Undefined when Slack cannot
   * be asked now.
   */
  freshOf(user: string, maxAgeMs: number): Promise<string[] | undefined>
  /** The groups that a person is in, as the policy may name them: `@handle` and `S…`. */
  of(user: string): Promise<string[]>
  /** Members of the group with that `@handle` or id; undefined when there is no such group. */
  members(reference: string): Promise<readonly string[] | undefined>
  /** Whether a group has this `@handle`, as far as is known. */
  isHandle(handle: string): boolean
  /** Membership changed: ask again at the next need. */
  forget(): void
}

/** User groups and who is in them, by one call for all. A workspace without groups is one with none. */
export function createGroups(parts: { slack: Slack; now: () => Instant; log: Log }): Groups {
  const { slack, now, log } = parts
  let groups: Group[] = []
  let askAgainAt = Number.NEGATIVE_INFINITY
  let readAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    const askedAt = now()
    try {
      const { usergroups = [] } = await slack.usergroups.list({ include_users: true })
      groups = usergroups.map(({ id = '', handle = '', users = [] }) => ({
        id,
        handle: `@${handle.toLowerCase()}`,
        users,
      }))
      askAgainAt = now() + FRESH_MS
      readAt = askedAt
    } catch (error) {
      log.warn({ err: error }, 'cannot read user groups; going by what was read last')
      askAgainAt = now() + PAUSE_AFTER_FAILURE_MS
    } finally {
      asking = undefined
    }
  }

  async function fresh(): Promise<Group[]> {
    if (now() >= askAgainAt) {
      asking ??= ask()
      await asking
    }
    return groups
  }

  function mine(user: string): string[] {
    return groups.filter(({ users }) => users.includes(user)).flatMap(({ id, handle }) => [handle, id])
  }

  return {
    async of(user) {
      await fresh()
      return mine(user)
    },
    async freshOf(user, maxAgeMs) {
      const since = now() - maxAgeMs
      // One that is under way may have been asked before the change that matters; then it is asked once more.
      if (readAt < since && asking) await asking
      if (readAt < since) {
        asking ??= ask()
        await asking
      }
      return readAt < since ? undefined : mine(user)
    },
    async members(reference) {
      const wanted = reference.toLowerCase()
      return (await fresh()).find(({ id, handle }) => handle === wanted || id.toLowerCase() === wanted)?.users
    },
    isHandle: (handle) => groups.some((group) => group.handle === handle.toLowerCase()),
    forget: () => {
      askAgainAt = Number.NEGATIVE_INFINITY
      readAt = Number.NEGATIVE_INFINITY
    },
  }
}
