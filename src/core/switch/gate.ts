import type { Person } from '../authority.ts'
import { type Context, type Rejection, reject } from '../decider.ts'
import { REASON_MAX, REFUSAL_REPEAT_MS } from '../limits.ts'
import type { SwitchAct } from '../policy-switches.ts'
import { clip, paragraph, unfit } from '../text.ts'
import { MINUTE } from '../time-units.ts'
import { mayNot, mayOverride } from './authority.ts'
import { type Change, ordered } from './orders.ts'
import type { SwitchValue } from './provider.ts'
import { incidentOf, openApproval, positionOf, targetOf, valueInWords } from './standing.ts'
import type { ForIncident, Switch, SwitchEvent } from './switch.ts'

type Answer = SwitchEvent[] | Rejection

/** What somebody wants to happen to a switch. `accept`: nothing is set, what was changed elsewhere is taken as wanted. */
export type Wish = {
  act: SwitchAct
  how: 'set' | 'accept'
  value: SwitchValue
  reason: string
  incident?: ForIncident
  override?: true
  outOfTurn?: true
  waitsFor?: string[]
  putBack?: true
}

/**
 * The one way to a change: whoever wants it must have the right, it must make sense, and where the policy wants two
 * people it is only asked for until the second one approves.
 */
export function wish(state: Switch, wanted: Wish, person: Person, context: Context): Answer {
  const refusal = lacksRight(state, wanted.act, person, wanted.incident, context, wanted.reason)
  if (refusal !== undefined) return refusal
  const reason = paragraph(wanted.reason)
  const problem = unfit('The reason', reason, REASON_MAX) ?? senseless(state, wanted, person)
  if (problem !== undefined) return problem
  const { act, how, value, incident, putBack, outOfTurn } = wanted
  const { approval } = state.terms
  const alone = approval?.for.includes(act) !== true
  const override =
    !alone && wanted.override === true && mayOverride(state.terms, person, counting(state, act, incident))
  if (!alone && wanted.override === true && !override) return NO_OVERRIDE
  if (alone || override) {
    const change = { act, value, by: person.id, reason, ...named(incident), ...flags({ putBack, outOfTurn }) }
    return fulfilled(state, how, { ...change, ...(override && { override }) }, context.now)
  }
  const until = context.now + approval.withinMinutes * MINUTE
  const ask = state.asked + 1
  return [
    ...superseded(state),
    { type: 'approval-asked', ask, act, how, value, reason, ...named(incident), until },
  ]
}

/** What comes of a wish that may come true now: open requests for it are done with, others are void. */
export function fulfilled(state: Switch, how: 'set' | 'accept', change: Change, now: number): SwitchEvent[] {
  const ends = state.asks
    .filter(
      ({ ask, end }) =>
        end === undefined && !(change.approvedBy !== undefined && ask === openApproval(state)?.ask),
    )
    .map(
      ({ ask, act }): SwitchEvent => ({ type: 'ask-ended', ask, how: act === change.act ? 'done' : 'moved' }),
    )
  if (how === 'set') return [...ends, ordered(state, change, now)]
  const { value, by, reason, incident, approvedBy } = change
  return [
    ...ends,
    {
      type: 'drift-accepted',
      value,
      position: positionOf(value, state.terms),
      by,
      reason,
      ...(incident !== undefined && { incident }),
      ...(approvedBy !== undefined && { approvedBy }),
    },
  ]
}

/** The refusal of somebody without the right, which goes on record; undefined for who has it. */
export function lacksRight(
  state: Switch,
  act: SwitchAct,
  person: Person,
  incident: ForIncident | undefined,
  { policy, now }: Context,
  said = '',
): Answer | undefined {
  const rejection = mayNot(act, state.key, state.terms, person, counting(state, act, incident), policy)
  if (rejection === undefined) return undefined
  const told = state.refusals.some(
    (refusal) => refusal.by === person.id && refusal.act === act && now - refusal.at < REFUSAL_REPEAT_MS,
  )
  if (told) return rejection
  const { code, rejected: sentence } = rejection
  const reason = clip(paragraph(said), REASON_MAX)
  return [{ type: 'refused', act, code, sentence, reason, ...(incident?.open === true && named(incident)) }]
}

/**
 * The incident as far as roles in it count: for what is out, the one that it was pulled for, also when that is resolved
 * by now; for all else any open one.
 */
function counting(state: Switch, act: SwitchAct, incident: ForIncident | undefined): ForIncident | undefined {
  if (incident === undefined || act === 'pull') return incident
  const own = incidentOf(state)
  if (own === undefined) return incident
  return incident.id === own ? { ...incident, open: true } : undefined
}

/** Why a wish makes no sense as things stand. */
export function senseless(state: Switch, wanted: Wish, person?: Person): Rejection | undefined {
  const { act, how, value, incident } = wanted
  const { key, order, observed, terms } = state
  if (state.retired && act === 'pull')
    return reject('retired', `The policy no longer names ${key}, so it can only be restored.`)
  if (how === 'set' && order?.value === value) {
    return reject(
      'under-way',
      `${key} is being set to ${valueInWords(value)} already; it is not confirmed yet.`,
    )
  }
  if (how === 'set' && order === undefined && state.wanted?.value === value && observed?.value === value) {
    const already = act === 'pull' ? 'pulled' : 'at its normal value'
    return reject('already', `${key} is ${already} already (${valueInWords(value)}), so I changed nothing.`)
  }
  if (act === 'pull' && terms.needsIncident && incident?.open !== true) {
    return reject(
      'needs-incident',
      `${key} is pulled for an open incident only. Declare one first: \`/incident declare <sev> <title>\`.`,
    )
  }
  if (act === 'restore' && how === 'set' && wanted.outOfTurn !== true && (wanted.waitsFor ?? []).length > 0) {
    return notItsTurn(key, wanted.waitsFor ?? [])
  }
  return person === undefined || wanted.override === true ? undefined : askedAlready(state, act, person)
}

/** The policy's order in which switches come back has others before this one. */
export function notItsTurn(key: string, first: readonly string[]): Rejection {
  return reject('not-its-turn', `It is not the turn of ${key} yet: first ${first.join(', ')}.`)
}

function askedAlready(state: Switch, act: SwitchAct, person: Person): Rejection | undefined {
  const pending = openApproval(state)
  if (pending?.act !== act) return undefined
  if (pending.by === person.id)
    return reject(
      'asked-already',
      `You have asked for this already. Another person who may ${act} ${state.key} has to approve it.`,
    )
  return reject(
    'approve-instead',
    `Somebody has asked to ${act} ${state.key} already and waits for a second person. If you agree: \`/killswitch approve ${state.key}\`.`,
  )
}

/** A request for the opposite is void when this one is made. */
function superseded(state: Switch): SwitchEvent[] {
  const pending = openApproval(state)
  return pending === undefined ? [] : [{ type: 'ask-ended', ask: pending.ask, how: 'moved' }]
}

const NO_OVERRIDE = reject(
  'no-override',
  'The policy does not let you go without a second person here. Ask for approval instead.',
)

/** What pulling or restoring would set. */
export function wishFor(state: Switch, act: SwitchAct): { act: SwitchAct; how: 'set'; value: SwitchValue } {
  return { act, how: 'set', value: targetOf(act, state.terms) }
}

function named(incident: ForIncident | undefined): { incident?: string } {
  return incident === undefined ? {} : { incident: incident.id }
}

function flags(given: { putBack: true | undefined; outOfTurn: true | undefined }) {
  return {
    ...(given.putBack && { putBack: given.putBack }),
    ...(given.outOfTurn && { outOfTurn: given.outOfTurn }),
  }
}
