import { isNamed, type Person, withoutAuthority } from '../authority.ts'
import { type Rejection, reject } from '../decider.ts'
import type { Policy } from '../policy.ts'
import { ROLE_REFERENCE } from '../policy-fields.ts'
import type { SwitchAct, Who } from '../policy-switches.ts'
import type { ForIncident, Terms } from './switch.ts'

/** Who may do it, by the policy. */
export function whoMay(act: SwitchAct, { mayPull, mayRestore }: Pick<Terms, 'mayPull' | 'mayRestore'>): Who {
  return act === 'pull' ? mayPull : mayRestore
}

/**
 * Why a person may not do something to a switch; undefined when they may. Only full members ever may; of those, whom
 * the policy names: themselves, by a group that they are in just now, or by a role that they hold in the incident.
 */
export function mayNot(
  act: SwitchAct,
  key: string,
  terms: Terms,
  person: Person,
  incident: ForIncident | undefined,
  policy: Pick<Policy, 'roles'>,
): Rejection | undefined {
  return unlisted(whoMay(act, terms), person, incident, () => refusal(act, key, terms, person, policy))
}

/** Whether somebody may go without the second person that an act otherwise takes. */
export function mayOverride(terms: Terms, person: Person, incident: ForIncident | undefined): boolean {
  return unlisted(terms.approval?.override ?? [], person, incident, () => NOT_LISTED) === undefined
}

function unlisted(
  who: Who,
  person: Person,
  incident: ForIncident | undefined,
  otherwise: () => Rejection,
): Rejection | undefined {
  const outside = withoutAuthority(person.standing)
  if (outside !== undefined) return outside
  if (who === 'members') return undefined
  const holds = (reference: string) =>
    incident?.open === true && incident.roles.includes(reference.slice(ROLE_REFERENCE.length))
  const named = who.some((reference) =>
    reference.startsWith(ROLE_REFERENCE) ? holds(reference) : isNamed(reference, person),
  )
  return named ? undefined : otherwise()
}

const NOT_LISTED = reject('not-allowed', 'The policy does not name you.')

const VERBS: Record<SwitchAct, string> = { pull: 'pull', restore: 'restore' }

function refusal(
  act: SwitchAct,
  key: string,
  terms: Terms,
  person: Person,
  policy: Pick<Policy, 'roles'>,
): Rejection {
  const who = whoMay(act, terms)
  const setting = `\`switches.${key}.${act === 'pull' ? 'mayPull' : 'mayRestore'}\``
  const list = who === 'members' ? 'every full member' : inWords(who, policy)
  if (who !== 'members' && who.length === 0)
    return reject(
      'not-allowed',
      `Nobody may ${VERBS[act]} ${key} here: ${setting} in the policy names nobody.`,
    )
  if (person.groupsUnknown === true && who !== 'members' && who.some(isGroupLike)) {
    return reject(
      'groups-unknown',
      `Slack did not tell me who is in which group, so I cannot see whether you may ${VERBS[act]} ${key}, and did nothing. These may: ${list}. Try again in a moment, or ask one of them.`,
    )
  }
  return reject(
    'not-allowed',
    `Only these may ${VERBS[act]} ${key}: ${list}. Ask one of them; ${setting} in the policy decides this.`,
  )
}

/** A handle may be a person's or a group's. */
function isGroupLike(reference: string): boolean {
  return reference.startsWith('@') || /^S[A-Z0-9]+$/.test(reference)
}

/** `@on-call, the incident's Rollback owner`. */
export function inWords(who: readonly string[], { roles }: Pick<Policy, 'roles'>): string {
  return who
    .map((reference) => {
      if (!reference.startsWith(ROLE_REFERENCE)) return reference
      const role = reference.slice(ROLE_REFERENCE.length)
      return `the incident's ${roles[role]?.name ?? role}`
    })
    .join(', ')
}
