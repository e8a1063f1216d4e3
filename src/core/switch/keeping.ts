import { type Person, withoutAuthority } from '../authority.ts'
import { type Context, type Rejection, reject } from '../decider.ts'
import { KEPT_REMIND_MS, REASON_MAX } from '../limits.ts'
import { paragraph, unfit } from '../text.ts'
import { MINUTE } from '../time-units.ts'
import { lacksRight } from './gate.ts'
import { incidentOf, isOut } from './standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from './switch.ts'

type Answer = SwitchEvent[] | Rejection
type Given<T extends SwitchCommand['type']> = Extract<SwitchCommand, { type: T }>

/** It stays pulled on purpose, beyond its incident, and somebody answers for that. */
export function keep(state: Switch, command: Given<'keep'>, person: Person, context: Context): Answer {
  const refusal = lacksRight(state, 'restore', person, command.incident, context)
  if (refusal !== undefined) return refusal
  if (!isOut(state)) return notOut(state)
  const reason = paragraph(command.reason)
  const problem = unfit('The reason', reason, REASON_MAX)
  if (problem !== undefined) return problem
  if (command.ownerStanding !== 'member')
    return reject(
      'cannot-own',
      'Only a full member of the workspace can answer for it. Choose somebody else.',
    )
  return [{ type: 'kept', reason, owner: command.owner, ...forIncident(state) }]
}

/** Not now: asked again at the next reminder. Whoever may pull or restore may say so. */
export function later(state: Switch, command: Given<'later'>, person: Person, context: Context): Answer {
  const outside = withoutAuthority(person.standing)
  if (outside !== undefined) return outside
  const restoring = lacksRight(state, 'restore', person, command.incident, context)
  if (restoring !== undefined && lacksRight(state, 'pull', person, command.incident, context) !== undefined)
    return restoring
  if (!isOut(state)) return notOut(state)
  return [
    {
      type: 'put-off',
      until: context.now + state.terms.remindEveryMinutes * MINUTE,
      ...forIncident(state),
    },
  ]
}

/** What is still pulled is said again. */
export function remindDue(state: Switch, now: number): SwitchEvent[] {
  const every = state.terms.remindEveryMinutes * MINUTE
  const next = now + (state.kept === undefined ? every : Math.max(every, KEPT_REMIND_MS))
  return [{ type: 'reminded', times: state.reminders + 1, next }]
}

function forIncident(state: Switch): { incident?: string } {
  const incident = incidentOf(state)
  return incident === undefined ? {} : { incident }
}

function notOut({ key }: Switch): Rejection {
  return reject('not-pulled', `${key} is not pulled: it is at its normal value. There is nothing to decide.`)
}
