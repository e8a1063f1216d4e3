import { isNamed } from '../authority.ts'
import { type Rejection, reject } from '../decider.ts'
import type { Policy } from '../policy.ts'
import type { Incident, IncidentCommand, IncidentEvent, UserId } from './incident.ts'
import { resolved } from './lifecycle.ts'

/** Who holds a role now. */
export function holderOf(state: Pick<Incident, 'roles'>, role: string): UserId | undefined {
  return Object.hasOwn(state.roles, role) ? state.roles[role] : undefined
}

/** The roles that a person holds, in the order in which they were taken. */
export function rolesOf(state: Pick<Incident, 'roles'>, user: UserId): string[] {
  return Object.keys(state.roles).filter((role) => state.roles[role] === user)
}

/** Taking what somebody else holds is a handover, and stands as one on the timeline. */
export function assignRole(
  state: Incident,
  command: Extract<IncidentCommand, { type: 'assign-role' }>,
  policy: Policy,
): IncidentEvent[] | Rejection {
  const { role, user, standing = 'member', expected } = command
  const problem = unusable(state, role, policy)
  if (problem !== undefined) return problem
  const name = nameOf(role, policy)
  if (standing !== 'member') {
    return reject('cannot-hold', `Only full members of the workspace can be ${name}. Choose somebody else.`)
  }
  const { heldBy } = policy.roles[role] ?? {}
  const person = { id: user, standing, namedBy: command.namedBy ?? [] }
  if (heldBy !== undefined && !heldBy.some((reference) => isNamed(reference, person))) {
    const who = `Only these may be ${name}: ${heldBy.join(', ')}.`
    return reject(
      'cannot-hold',
      `${who} Choose one of them; \`roles.${role}.heldBy\` in the policy decides this.`,
    )
  }
  const from = holderOf(state, role)
  if (from === user)
    return reject('holds-already', `Nothing changed: the same person is ${name} of ${state.id} already.`)
  if (expected !== undefined && expected !== (from ?? '')) return moved(state, role, name, from)
  return [{ type: 'role-assigned', role, user, ...(from === undefined ? {} : { from }) }]
}

export function releaseRole(
  state: Incident,
  command: Extract<IncidentCommand, { type: 'release-role' }>,
  policy: Policy,
): IncidentEvent[] | Rejection {
  const { role } = command
  const problem = unusable(state, role, policy)
  if (problem !== undefined) return problem
  const user = holderOf(state, role)
  if (user === undefined) {
    return reject('nobody-holds', `Nobody is ${nameOf(role, policy)} of ${state.id} just now.`)
  }
  return [{ type: 'role-released', role, user }]
}

function unusable(state: Incident, role: string, policy: Policy): Rejection | undefined {
  if (state.status === 'resolved') return resolved(state)
  if (Object.hasOwn(policy.roles, role)) return undefined
  return reject(
    'unknown-role',
    `There is no such role. The roles are: ${Object.keys(policy.roles).join(', ')}.`,
  )
}

function nameOf(role: string, policy: Policy): string {
  return policy.roles[role]?.name ?? role
}

function moved(state: Incident, role: string, name: string, holder: UserId | undefined): Rejection {
  const what =
    holder === undefined
      ? `The ${name} of ${state.id} has laid the role down in the meantime.`
      : `Somebody else became ${name} of ${state.id} in the meantime.`
  return reject('role-moved', `${what} To take it all the same: \`/incident take ${state.id} ${role}\`.`)
}
