import { authorise } from '../authority.ts'
import { type Context, isRejection, type Rejection, reject } from '../decider.ts'
import type { Act } from '../policy.ts'
import { acknowledge, decline } from './answers.ts'
import { snooze } from './cadence.ts'
import { withConsequences } from './consequences.ts'
import { escalate, page } from './escalate.ts'
import type { Incident, IncidentCommand, IncidentEvent } from './incident.ts'
import { changeSeverity, changeStatus, declare, rename, reopen } from './lifecycle.ts'
import { record } from './record.ts'
import { assignRole, releaseRole } from './roles.ts'
import { changeClasses, triage } from './triage.ts'
import { note, postUpdate } from './words.ts'

/** Commands that only the bot itself gives. */
export type OwnCommand = Extract<IncidentCommand, { type: `record-${string}` | 'timer-fired' }>
/** Commands that only people give. */
type PersonCommand = Exclude<IncidentCommand, OwnCommand>

/** What follows from a command. Every check of who may and of what makes sense is in here or below. */
export function decide(
  state: Incident,
  command: IncidentCommand,
  context: Context,
): IncidentEvent[] | Rejection {
  const answer = isOwn(command) ? decideOwn(state, command, context) : decidePersons(state, command, context)
  return isRejection(answer) ? answer : withConsequences(state, answer, context)
}

function isOwn(command: IncidentCommand): command is OwnCommand {
  return command.type === 'timer-fired' || command.type.startsWith('record-')
}

function decideOwn(state: Incident, command: OwnCommand, context: Context): IncidentEvent[] | Rejection {
  if (context.actor.kind !== 'bot') {
    return reject('not-for-people', 'Only the bot itself records its deliveries and timers.')
  }
  if (state.number === 0) return NO_SUCH_INCIDENT
  return record(state, command, context.now)
}

function decidePersons(
  state: Incident,
  command: PersonCommand,
  context: Context,
): IncidentEvent[] | Rejection {
  const { actor, policy } = context
  if (actor.kind === 'bot')
    return reject('not-for-the-bot', 'This is for a person to decide, not for the bot.')
  if (state.number === 0 && command.type !== 'declare') return NO_SUCH_INCIDENT
  return authorise(policy, actor, actOf(state, command, actor.id), state) ?? perform(state, command, context)
}

const NO_SUCH_INCIDENT = reject(
  'no-such-incident',
  'There is no such incident. `/incident list all` shows those there are.',
)

/** What the policy calls the thing that a command does. */
function actOf(state: Incident, command: PersonCommand, person: string): Act {
  switch (command.type) {
    case 'change-status':
      return command.status === 'resolved' ? 'resolve' : 'change-status'
    case 'assign-role':
      return command.user === person || holds(state, command.role, person) ? 'take-role' : 'assign-role'
    case 'decline':
      return 'acknowledge'
    case 'release-role':
      return holds(state, command.role, person) ? 'take-role' : 'assign-role'
    case 'triage':
    case 'change-classes':
      return 'change-severity'
    default:
      return command.type
  }
}

function holds(state: Incident, role: string, person: string): boolean {
  return Object.hasOwn(state.roles, role) && state.roles[role] === person
}

function perform(state: Incident, command: PersonCommand, context: Context): IncidentEvent[] | Rejection {
  const { policy, now } = context
  switch (command.type) {
    case 'declare':
      return declare(state, command, policy)
    case 'rename':
      return rename(state, command)
    case 'post-update':
      return postUpdate(state, command)
    case 'note':
      return note(command)
    case 'change-status':
      return changeStatus(state, command)
    case 'reopen':
      return reopen(state, command, policy)
    case 'change-severity':
      return changeSeverity(state, command, policy)
    case 'triage':
      return triage(state, command, policy)
    case 'change-classes':
      return changeClasses(state, command, policy)
    case 'assign-role':
      return assignRole(state, command, policy)
    case 'release-role':
      return releaseRole(state, command, policy)
    case 'snooze':
      return snooze(state, command.minutes, now)
    case 'escalate':
      return escalate(state, command, context)
    case 'page':
      return page(state, command, context)
    case 'acknowledge':
      return acknowledge(state, command, context)
    case 'decline':
      return decline(state, command, context)
  }
}
