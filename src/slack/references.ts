import { slackCode } from './failure.ts'
import type { Groups } from './groups.ts'
import type { People } from './people.ts'

/** `found`: user ids, once each. `missing`: the references that name nobody in this workspace. */
export type Expanded = { found: string[]; missing: string[] }

/**
 * The people whom the policy's references name: `@handle` of a group or person, an e-mail, `U…`, `W…` or `S…`.
 * Throws what the Web API throws when Slack cannot be asked.
 */
export async function expand(
  references: readonly string[],
  people: People,
  groups: Groups,
): Promise<Expanded> {
  const found = new Set<string>()
  const missing: string[] = []
  for (const reference of references) {
    const users = await usersOf(reference, people, groups)
    if (users.length === 0) missing.push(reference)
    for (const user of users) found.add(user)
  }
  return { found: [...found], missing }
}

async function usersOf(reference: string, people: People, groups: Groups): Promise<readonly string[]> {
  if (/^[UW][A-Z0-9]+$/.test(reference)) return [reference]
  if (reference.startsWith('S') && !reference.includes('@')) return (await groups.members(reference)) ?? []
  if (reference.startsWith('@')) {
    const group = await groups.members(reference)
    return group ?? idOf(await people.byHandle(reference))
  }
  try {
    return idOf(await people.byEmail(reference))
  } catch (error) {
    if (slackCode(error) === 'users_not_found') return []
    throw error
  }
}

function idOf(profile: { id: string } | undefined): string[] {
  return profile === undefined ? [] : [profile.id]
}
