import { authorise } from '../authority.ts'
import { type Context, isRejection, type Rejection, reject } from '../decider.ts'
import type { Act } from '../policy.ts'
import { refusedAsClosed } from '../review/closing.ts'
import { withConsequences } from './consequences.ts'
import type { Incident, IncidentCommand, IncidentEvent, TopicCommand } from './incident.ts'
import { changeSeverity, changeStatus, declare, rename, reopen } from './lifecycle.ts'
import { record } from './record.ts'
import { assignRole, releaseRole } from './roles.ts'
import type { Answer } from './topic.ts'
import { isTopicCommand, topicOfCommand } from './topics.ts'
import { changeClasses, triage } from './triage.ts'
import { note, postUpdate } from './words.ts'

/** Commands that only the bot itself gives, beside those of the topics. */
export type OwnCommand = Exclude<
  Extract<IncidentCommand, { type: `record-${string}` | 'timer-fired' }>,
  TopicCommand
>
/** Commands that only people give, beside those of the topics. */
type PersonCommand = Exclude<IncidentCommand, OwnCommand | TopicCommand>

/** What follows from a command. Every check of who may and of what makes sense is in here or below. */
export function decide(
  state: Incident,
  command: IncidentCommand,
  context: Context,
): IncidentEvent[] | Rejection {
  const answer = decideAny(state, command, context)
  return isRejection(answer) ? answer : withConsequences(state, answer, context)
}

function decideAny(state: Incident, command: IncidentCommand, context: Context): Answer {
  if (isTopicCommand(command)) {
    const topic = topicOfCommand(command)
    const act: Act | 'own' = topic.commands[command.type] ?? 'own'
    return mayNot(state, act, context) ?? topic.decide(state, command, context)
  }
  if (isOwn(command)) return mayNot(state, 'own', context) ?? record(state, command, context.now)
  const person = context.actor.kind === 'user' ? context.actor.id : ''
  if (isWantedByPolicy(command, context)) return perform(state, command, context)
  return mayNot(state, actOf(state, command, person), context) ?? perform(state, command, context)
}

/** The one thing that the bot decides by itself: what a rule of the policy wants declared because of an alert. */
function isWantedByPolicy(command: PersonCommand, { actor }: Context): boolean {
  return actor.kind === 'bot' && command.type === 'declare' && command.alert?.rule !== undefined
}

function isOwn(command: Exclude<IncidentCommand, TopicCommand>): command is OwnCommand {
  return command.type === 'timer-fired' || command.type.startsWith('record-')
}

/** Why this may not be done by whoever asks, or to this incident; undefined when it may. */
function mayNot(state: Incident, act: Act | 'own', { actor, policy }: Context): Rejection | undefined {
  if (act === 'own') {
    if (actor.kind !== 'bot')
      return reject('not-for-people', 'Only the bot itself records its deliveries and timers.')
    return state.number === 0 ? NO_SUCH_INCIDENT : undefined
  }
  if (actor.kind === 'bot')
    return reject('not-for-the-bot', 'This is for a person to decide, not for the bot.')
  if (state.number === 0 && act !== 'declare') return NO_SUCH_INCIDENT
  return authorise(policy, actor, act, state) ?? refusedAsClosed(state, act)
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
  const { policy } = context
  switch (command.type) {
    case 'declare':
      return declare(state, command, policy)
    case 'rename':
      return rename(state, command)
    case 'post-update':
      return postUpdate(state, command)
    case 'note':
      return note(command, context.now)
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
  }
}
