import type { Person } from '../authority.ts'
import { asEntry } from '../consequences.ts'
import { type Context, isRejection, type Rejection, reject } from '../decider.ts'
import { approve, askForHelp, decline, recordAsked } from './asks.ts'
import { evolve } from './evolve.ts'
import { lacksRight, wish, wishFor } from './gate.ts'
import { keep, later } from './keeping.ts'
import {
  actOfWanted,
  recordFailure,
  recordObserved,
  recordSetFailed,
  recordUnreadable,
  tryAgain,
} from './orders.ts'
import { actTo, isDrifted, positionOf } from './standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from './switch.ts'
import { renewal, termsOf } from './terms.ts'
import { fired } from './timers.ts'

type Answer = SwitchEvent[] | Rejection
type OwnCommand = Extract<SwitchCommand, { type: 'adopt' | 'timer-fired' | `record-${string}` }>
type PersonCommand = Exclude<SwitchCommand, OwnCommand>

/**
 * What follows from a command. Every check of who may and of what makes sense is in here or below. A switch lives
 * for years, so it goes by the policy in force now; what is new in it is noticed before anything else is decided.
 */
export function decide(state: Switch, command: SwitchCommand, context: Context): Answer {
  if (command.type === 'adopt') return adopt(state, command, context)
  if (state.number === 0) return NO_SUCH_SWITCH
  const news = renewal(state, context.policy)
  const current = news.reduce((before, event) => evolve(before, asEntry(event, context, 'command')), state)
  const answer = decideOn(current, command, context)
  if (isRejection(answer)) return answer
  return answer.length === 0 && command.type !== 'record-terms' ? [] : [...news, ...answer]
}

const NO_SUCH_SWITCH = reject(
  'no-such-switch',
  'There is no such kill switch. `/killswitch` shows those there are.',
)

function adopt(state: Switch, command: Extract<SwitchCommand, { type: 'adopt' }>, context: Context): Answer {
  if (context.actor.kind !== 'bot') return NOT_FOR_PEOPLE
  const terms = termsOf(command.key, context.policy)
  if (state.number !== 0 || terms === undefined) return NO_SUCH_SWITCH
  return [{ type: 'switch-adopted', number: command.number, key: command.key, terms }]
}

function decideOn(
  state: Switch,
  command: Exclude<SwitchCommand, { type: 'adopt' }>,
  context: Context,
): Answer {
  const { actor } = context
  if (isOwn(command)) return actor.kind === 'bot' ? record(state, command, context) : NOT_FOR_PEOPLE
  if (actor.kind === 'bot') return NOT_FOR_THE_BOT
  return perform(state, command, actor, context)
}

const NOT_FOR_PEOPLE = reject('not-for-people', 'Only the bot itself records what it found out.')
const NOT_FOR_THE_BOT = reject('not-for-the-bot', 'This is for a person to decide, not for the bot.')

function isOwn(command: SwitchCommand): command is OwnCommand {
  return command.type === 'timer-fired' || command.type.startsWith('record-')
}

function record(
  state: Switch,
  command: Exclude<OwnCommand, { type: 'adopt' }>,
  context: Context,
): SwitchEvent[] {
  switch (command.type) {
    case 'record-terms':
      return []
    case 'record-observed':
      return recordObserved(state, command, context.now)
    case 'record-unreadable':
      return recordUnreadable(state, command)
    case 'record-set-failed':
      return recordSetFailed(state, command, context.now)
    case 'record-asked':
      return recordAsked(state, command)
    case 'record-failure':
      return recordFailure(state, command, context.now)
    case 'timer-fired':
      return fired(state, command, context)
    default: // told to every kind of stream, and no news to this one
      return []
  }
}

function perform(state: Switch, command: PersonCommand, person: Person, context: Context): Answer {
  switch (command.type) {
    case 'pull':
    case 'restore': {
      const { type: act, ask: _, ...given } = command
      return wish(state, { ...given, ...wishFor(state, act) }, person, context)
    }
    case 'accept':
    case 'put-back':
      return settleDrift(state, command, person, context)
    case 'approve':
      return approve(state, command, person, context)
    case 'decline':
      return decline(state, command, person, context)
    case 'ask':
      return askForHelp(state, command, person, context)
    case 'try-again':
      return (
        lacksRight(state, state.order?.act ?? 'pull', person, command.incident, context) ?? tryAgain(state)
      )
    case 'keep':
      return keep(state, command, person, context)
    case 'later':
      return later(state, command, person, context)
  }
}

/** What was changed elsewhere is taken as wanted, or undone. Either needs what doing it here would need. */
function settleDrift(
  state: Switch,
  command: Extract<SwitchCommand, { type: 'accept' | 'put-back' }>,
  person: Person,
  context: Context,
): Answer {
  const { type, reason, incident } = command
  const { wanted, observed, terms } = state
  const given = { reason, ...(incident && { incident }) }
  const isBack = type === 'put-back'
  const act = isBack ? actOfWanted(state) : actTo(positionOf(observed?.value ?? terms.normal, terms))
  const refusal = lacksRight(state, act, person, incident, context, reason)
  if (refusal !== undefined) return refusal
  if (!isDrifted(state) || wanted === undefined || observed === undefined)
    return reject('no-drift', `${state.key} is what it should be, so there is nothing to settle.`)
  const value = isBack ? wanted.value : observed.value
  return wish(
    state,
    { ...given, act, how: isBack ? 'set' : 'accept', value, ...(isBack && { putBack: true as const }) },
    person,
    context,
  )
}
