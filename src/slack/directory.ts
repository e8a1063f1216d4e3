import type { Person } from '../core/authority.ts'
import type { UserId } from '../core/incident/incident.ts'
import type { Slack } from './client.ts'
import type { Groups } from './groups.ts'
import type { Log } from './log.ts'
import type { People } from './people.ts'
import { permalinkOf } from './permalink.ts'
import { expand } from './references.ts'

/** What other systems ask of the workspace: who somebody is, and where a message stands. */
export type Directory = {
  person(user: UserId): Promise<Person>
  /** Whom a reference names; undefined for nobody. Throws what the Web API throws when Slack cannot be asked. */
  slackId(reference: string): Promise<UserId | undefined>
  emailOf(user: UserId): Promise<string | undefined>
  /** Full names, of those that are known. */
  names(users: readonly UserId[]): Promise<Map<string, string>>
  permalink(message: { channel: string; ts: string }): Promise<string | undefined>
}

export function createDirectory(parts: {
  people: People
  groups: Groups
  slack: Slack
  log: Log
}): Directory {
  const { people, groups, slack, log } = parts
  return {
    person: people.person,
    slackId: async (reference) => (await expand([reference], people, groups)).found[0],
    emailOf: async (user) => (await people.profile(user))?.email,
    names: people.names,
    permalink: (message) => permalinkOf(message, { slack, log }),
  }
}
