import { createClient } from './client.ts'
import { createGroups } from './groups.ts'
import { createSelf } from './identity.ts'
import type { Log } from './log.ts'
import { createPeople } from './people.ts'
import { expand } from './references.ts'

/**
 * Those of the references that name nobody in the workspace. Throws what the Web API throws when Slack cannot be
 * asked, BadToken when it never will answer this token.
 */
export async function unknownReferences(
  references: readonly string[],
  at: { botToken: string; apiUrl?: string; now: () => number; log: Log },
): Promise<Set<string>> {
  const { now, log } = at
  const slack = createClient(at, log)
  const { identity } = createSelf(slack)
  await identity()
  const groups = createGroups({ slack, now, log })
  const people = createPeople({ slack, groups, identity, now, log })
  const { missing } = await expand(references, people, groups)
  const direct = references.filter((reference) => /^[UW][A-Z0-9]+$/.test(reference))
  const profiles = await Promise.all(direct.map((user) => people.profile(user)))
  return new Set([...missing, ...direct.filter((_, index) => profiles[index] === undefined)])
}
