import type { Person } from '../authority.ts'
import { withoutAuthority } from '../authority.ts'
import { type Context, type Rejection, reject } from '../decider.ts'
import { ASK_AGAIN_MS, REASON_MAX } from '../limits.ts'
import { paragraph, unfit } from '../text.ts'
import { fulfilled, lacksRight, senseless, wishFor } from './gate.ts'
import { askNumbered, openApproval, targetOf } from './standing.ts'
import type { Ask, ForIncident, Switch, SwitchCommand, SwitchEvent } from './switch.ts'

type Answer = SwitchEvent[] | Rejection
type Given<T extends SwitchCommand['type']> = Extract<SwitchCommand, { type: T }>

/** The second person's word. Whoever asked never is that second person. */
export function approve(state: Switch, command: Given<'approve'>, person: Person, context: Context): Answer {
  const open = stillOpen(state, command.ask, context.now)
  if (!('kind' in open)) return open
  if (open.by === person.id) {
    return reject('same-person', 'You asked for this, so somebody else who may do it has to approve.')
  }
  const incident = sameIncident(open, command.incident)
  const refusal = lacksRight(state, open.act, person, incident, context)
  if (refusal !== undefined) return refusal
  if (moved(state, open)) return [{ type: 'ask-ended', ask: open.ask, how: 'moved' }]
  const { act, how, value, reason } = open
  const problem = senseless(state, {
    act,
    how,
    value,
    reason,
    ...(incident && { incident }),
    outOfTurn: true,
  })
  if (problem !== undefined) return problem
  const change = { act, value, by: open.by, approvedBy: person.id, reason }
  const forIt = open.incident === undefined ? {} : { incident: open.incident }
  return [{ type: 'approved', ask: open.ask }, ...fulfilled(state, how, { ...change, ...forIt }, context.now)]
}

/** The second person's no, or the first one's second thoughts. */
export function decline(state: Switch, command: Given<'decline'>, person: Person, context: Context): Answer {
  const open = stillOpen(state, command.ask, context.now)
  if (!('kind' in open)) return open
  if (open.by === person.id) return [{ type: 'ask-ended', ask: open.ask, how: 'withdrawn' }]
  const refusal = lacksRight(state, open.act, person, sameIncident(open, command.incident), context)
  return refusal ?? [{ type: 'ask-ended', ask: open.ask, how: 'declined' }]
}

/** Somebody who may not do it asks those who may. */
export function askForHelp(state: Switch, command: Given<'ask'>, person: Person, context: Context): Answer {
  const outside = withoutAuthority(person.standing)
  if (outside !== undefined) return outside
  const { act, incident } = command
  const reason = paragraph(command.reason)
  const problem =
    unfit('The reason', reason, REASON_MAX) ??
    senseless(state, { ...wishFor(state, act), reason, ...(incident && { incident }) })
  if (problem !== undefined) return problem
  const recent = state.asks.some(
    (ask) =>
      ask.kind === 'help' && ask.act === act && ask.by === person.id && context.now - ask.at < ASK_AGAIN_MS,
  )
  if (recent)
    return reject('asked-already', 'You have asked them a moment ago. If it cannot wait, telephone somebody.')
  const value = targetOf(act, state.terms)
  const forIt = incident === undefined ? {} : { incident: incident.id }
  return [{ type: 'help-asked', ask: state.asked + 1, act, how: 'set', value, reason, ...forIt }]
}

/** To whom it was sent. Heard once. */
export function recordAsked(state: Switch, { ask, copies }: Given<'record-asked'>): SwitchEvent[] {
  const known = askNumbered(state, ask)
  return known === undefined || known.copies.length > 0 || copies.length === 0
    ? []
    : [{ type: 'ask-sent', ask, copies }]
}

export function approvalOver(state: Switch): SwitchEvent[] {
  const open = openApproval(state)
  return open === undefined ? [] : [{ type: 'ask-ended', ask: open.ask, how: 'expired' }]
}

/** The request, when it can still be answered. One whose time is over is over, whether or not that was noticed yet. */
function stillOpen(state: Switch, number: number, now: number): Ask | Rejection | SwitchEvent[] {
  const ask = askNumbered(state, number)
  if (ask === undefined || ask.kind !== 'approval')
    return reject('nothing-asked', `Nobody has asked for approval of that for ${state.key}.`)
  if (ask.end !== undefined)
    return reject('ask-over', `This request for ${state.key} ${ENDS[ask.end.how]}, so I changed nothing.`)
  if (ask.until !== undefined && now >= ask.until)
    return [{ type: 'ask-ended', ask: ask.ask, how: 'expired' }]
  return ask
}

const ENDS: Record<NonNullable<Ask['end']>['how'], string> = {
  approved: 'was approved already',
  declined: 'was declined',
  withdrawn: 'was withdrawn by who asked',
  expired: 'was not approved in time',
  moved: 'is void: the switch or the policy has changed since',
  done: 'is done with: somebody did it',
}

/** What was asked for is not what it would come to now. */
function moved(state: Switch, { act, how, value }: Ask): boolean {
  if (how === 'accept') return state.order !== undefined || state.observed?.value !== value
  const isPutBack = state.wanted?.value === value
  return value !== targetOf(act, state.terms) && !isPutBack
}

/** Roles count in the incident that it was asked for, whatever the one who answers names. */
function sameIncident({ incident }: Ask, given: ForIncident | undefined): ForIncident | undefined {
  return given !== undefined && given.id === incident ? given : undefined
}
