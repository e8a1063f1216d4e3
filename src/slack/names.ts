import type { NamesOf } from '../core/report/written-report.ts'
import { createClient } from './client.ts'
import { createGroups } from './groups.ts'
import { createSelf } from './identity.ts'
import type { Log } from './log.ts'
import { createPeople, type People } from './people.ts'

/** Names as the workspace has them; who is not known there stays an id. */
export function namesFrom(people: Pick<People, 'names'>): NamesOf {
  return async (users) => {
    const names = await people.names(users)
    return { user: (id) => names.get(id) ?? id }
  }
}

/** The same for who has nothing but a token. */
export function namesIn(at: { botToken: string; apiUrl?: string; now: () => number; log: Log }): NamesOf {
  const { now, log } = at
  const slack = createClient(at, log)
  const { identity } = createSelf(slack)
  const groups = createGroups({ slack, now, log })
  return namesFrom(createPeople({ slack, groups, identity, now, log }))
}
