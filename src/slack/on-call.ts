import type { Behind, Shifts } from '../core/on-call/shift.ts'
import { PAGERDUTY_REFERENCE, ROLE_REFERENCE } from '../core/policy-fields.ts'
import type { Groups } from './groups.ts'
import type { People } from './people.ts'
import { expand } from './references.ts'

export type OnCallDesk = {
  /** Who stands behind a rung's references now, in their order. Never fails. */
  behind(references: readonly string[], signal: AbortSignal): Promise<Behind[]>
}

const NOT_CONNECTED = 'PagerDuty is not connected'
const NOBODY = 'nobody here has this name, or the group is empty'

/** Looks into the workspace for people and groups, and asks outside for shifts that are kept there. */
export function createOnCallDesk(parts: {
  people: People
  groups: Groups
  shifts: Shifts | undefined
}): OnCallDesk {
  const { people, groups, shifts } = parts

  async function inSlack(reference: string): Promise<Behind> {
    try {
      const { found } = await expand([reference], people, groups)
      if (found.length === 0) return { reference, kind: 'unknown', why: NOBODY }
      const names = await people.names(found)
      return {
        reference,
        kind: 'people',
        now: found.map((user) => ({ user, name: names.get(user) ?? user })),
      }
    } catch {
      return { reference, kind: 'unknown', why: 'Slack cannot be asked right now' }
    }
  }

  async function one(reference: string, signal: AbortSignal): Promise<Behind> {
    if (reference.startsWith(ROLE_REFERENCE))
      return { reference, kind: 'role', role: reference.slice(ROLE_REFERENCE.length) }
    if (!reference.startsWith(PAGERDUTY_REFERENCE)) return inSlack(reference)
    if (shifts === undefined) return { reference, kind: 'unknown', why: NOT_CONNECTED }
    const shift = await shifts.of(reference, signal)
    return 'why' in shift
      ? { reference, kind: 'unknown', why: shift.why }
      : { reference, kind: 'shift', ...shift }
  }

  return { behind: (references, signal) => Promise.all(references.map((each) => one(each, signal))) }
}
