import type { EntryRow } from '../../db/schema.ts'
import { incident as decider } from '../../src/core/incident/decider.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { entryFromRow } from '../../src/engine/stored-entry.ts'
import { openingGroups } from '../../src/sandbox/people.ts'
import type { Ledger } from './ledger.ts'

/** Who somebody is was found out a moment before the act was committed. */
const ASKED_BEFORE_MS = 5_000
export const GUESTS = ['U0GIL']

export type Held = { from: number; until: number; user: string; role: string }

/** Who held which role when, in any incident. */
export function rolesOver(ledger: Ledger): Held[] {
  const all: Held[] = []
  const ids = ledger.rows<{ id: string }>(`select id from streams where kind = 'incident'`)
  for (const { id } of ids) {
    const open = new Map<string, Held>()
    let state = decider.initial
    for (const row of ledger.rows<EntryRow>('select * from entries where stream = ? order by seq', id)) {
      const entry = entryFromRow<IncidentEvent>(row)
      state = decider.evolve(state, entry)
      for (const held of open.values())
        if (state.roles[held.role] !== held.user) {
          held.until = entry.recordedAt
          open.delete(held.role)
        }
      for (const [role, user] of Object.entries(state.roles)) {
        if (open.has(role)) continue
        const held = { from: entry.recordedAt, until: Number.POSITIVE_INFINITY, user, role }
        open.set(role, held)
        all.push(held)
      }
    }
  }
  return all
}

/** By a list of the policy, found anew from the groups of the workspace and the roles of that moment. */
export function isListed(
  who: readonly string[] | 'members',
  user: string,
  at: number,
  roles: readonly Held[],
): boolean {
  if (GUESTS.includes(user) || user === '') return false
  if (who === 'members') return true
  return who.some((reference) => {
    if (reference.startsWith('role:'))
      return roles.some(
        (held) =>
          held.user === user &&
          held.role === reference.slice('role:'.length) &&
          held.from <= at &&
          held.until >= at - ASKED_BEFORE_MS,
      )
    const group = openingGroups().find(({ handle }) => `@${handle}` === reference)
    return group?.users.includes(user) === true
  })
}
