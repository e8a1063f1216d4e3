import { type Policy, policySchema } from './core/policy.ts'
import type { Clock } from './engine/clock.ts'
import type { Store } from './engine/store.ts'

/**
 * Every policy that an incident began under, by digest. An incident keeps the one that was in force when it
 * was declared, so that editing the file never disturbs one that is running.
 */
export async function createPolicyShelf(store: Store, current: Policy, clock: Pick<Clock, 'now'>) {
  await store.savePolicy(current.digest, JSON.stringify(current), clock.now())
  const known = new Map([[current.digest, current]])
  return {
    /** Throws when the database has no such policy: it was not written by Tocsin. */
    async of(digest: string): Promise<Policy> {
      const remembered = known.get(digest)
      if (remembered) return remembered
      const body = await store.policy(digest)
      if (body === undefined) throw new Error(`The policy ${digest} is not in the database`)
      const policy = fromStored(body)
      known.set(digest, policy)
      return policy
    },
  }
}

/** What the policy of an earlier version did not say yet is as the policy's defaults have it. */
export function fromStored(body: string): Policy {
  const { digest, ...content } = JSON.parse(body) as Policy
  return { digest, ...policySchema.parse(content) }
}
