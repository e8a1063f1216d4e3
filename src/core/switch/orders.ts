import { type Context, type Rejection, reject } from '../decider.ts'
import { SET_RETRY_FIRST_MS, SET_RETRY_HOPELESS_MS, SET_RETRY_LONGEST_MS, WHY_MAX } from '../limits.ts'
import type { SwitchAct } from '../policy-switches.ts'
import { clip, line } from '../text.ts'
import { MINUTE } from '../time-units.ts'
import type { SwitchValue } from './provider.ts'
import { actTo, positionOf, valueInWords } from './standing.ts'
import type { Ordered, Switch, SwitchCommand, SwitchEvent } from './switch.ts'

type Recorded<T extends SwitchCommand['type']> = Extract<SwitchCommand, { type: T }>

/** A change that was decided on, with what it makes of open requests. */
export type Change = Pick<
  Ordered,
  'by' | 'reason' | 'incident' | 'approvedBy' | 'override' | 'outOfTurn' | 'putBack'
> & {
  act: SwitchAct
  value: SwitchValue
}

export function ordered(state: Switch, change: Change, now: number): Ordered {
  const { act, value, by, reason, incident, approvedBy, override, outOfTurn, putBack } = change
  return {
    type: act === 'pull' ? 'pull-ordered' : 'restore-ordered',
    order: state.orders + 1,
    value,
    position: positionOf(value, state.terms),
    reason,
    by,
    ...(incident !== undefined && { incident }),
    ...(approvedBy !== undefined && { approvedBy }),
    ...(override && { override }),
    ...(outOfTurn && { outOfTurn }),
    ...(putBack && { putBack }),
    alarmAt: now + state.terms.stuckAfterMinutes * MINUTE,
  }
}

/** What was read. Older than the newest order, it says nothing. */
export function recordObserved(
  state: Switch,
  { order: as, value }: Recorded<'record-observed'>,
  now: number,
): SwitchEvent[] {
  if (as !== state.orders) return []
  const { order, wanted, observed } = state
  const readable: SwitchEvent[] = state.unreadable === undefined ? [] : [{ type: 'readable' }]
  if (order !== undefined) {
    return value === order.value
      ? [...readable, confirmation(state, order, now)]
      : [...readable, failure(state, `it says ${valueInWords(value)} when read back`, 'later', now)]
  }
  if (wanted === undefined)
    return [...readable, { type: 'value-found', value, position: positionOf(value, state.terms) }]
  if (value === observed?.value) return readable
  if (value === wanted.value) return [...readable, { type: 'drift-ended', value }]
  return [
    ...readable,
    { type: 'drifted', value, position: positionOf(value, state.terms), wanted: wanted.value },
  ]
}

function confirmation(state: Switch, of: NonNullable<Switch['order']>, now: number): SwitchEvent {
  const { order, act, value, since, by, reason, tries } = of
  const approvedBy = state.wanted?.approvedBy
  const done = { order, by, reason, tries, ...(approvedBy !== undefined && { approvedBy }) }
  const tookMs = now - since
  if (act === 'pull') return { type: 'pulled', ...done, value, tookMs }
  const pulledMs = state.pulledAt === undefined ? 0 : now - state.pulledAt
  return { type: 'restored', ...done, value, tookMs, pulledMs }
}

export function recordSetFailed(
  state: Switch,
  command: Recorded<'record-set-failed'>,
  now: number,
): SwitchEvent[] {
  if (state.order?.order !== command.order) return []
  return [failure(state, command.why, command.again, now, command.notBefore)]
}

/** A delivery of ours that was given up. A change that is wanted is never given up. */
export function recordFailure(
  state: Switch,
  { effect, why }: Recorded<'record-failure'>,
  now: number,
): SwitchEvent[] {
  const failed: SwitchEvent = { type: 'delivery-failed', effect, why: cause(why) }
  return effect === SET && state.order !== undefined ? [failed, failure(state, why, 'later', now)] : [failed]
}
export const SET = 'switch.set'

function failure(
  state: Switch,
  why: string,
  again: 'later' | 'never',
  now: number,
  notBefore = 0,
): Extract<SwitchEvent, { type: 'set-failed' }> {
  const { order = 0, act = 'pull', tries: before = 0 } = state.order ?? {}
  const tries = before + 1
  const backoff = Math.min(SET_RETRY_LONGEST_MS, SET_RETRY_FIRST_MS * 2 ** (tries - 1))
  const retryAt =
    again === 'never'
      ? now + SET_RETRY_HOPELESS_MS
      : Math.max(now + backoff, Math.min(notBefore, now + SET_RETRY_HOPELESS_MS))
  return { type: 'set-failed', order, act, why: cause(why), again, tries, retryAt }
}

export function recordUnreadable(state: Switch, command: Recorded<'record-unreadable'>): SwitchEvent[] {
  const { order, unreadable, orders } = state
  if (order !== undefined || command.order !== orders || unreadable !== undefined) return []
  return [{ type: 'unreadable', why: cause(command.why) }]
}

/** At once, without waiting for the next try. */
export function tryAgain(state: Switch): SwitchEvent[] | Rejection {
  const { order, key } = state
  if (order === undefined)
    return reject('nothing-under-way', `Nothing is under way for ${key}: what is wanted is there.`)
  if (order.retryAt === undefined)
    return reject('trying', `${key} is being tried just now. Wait a moment for what comes of it.`)
  return [{ type: 'tried-again', order: order.order }]
}

export function alarmDue({ order }: Switch, { now, policy }: Pick<Context, 'now' | 'policy'>): SwitchEvent[] {
  if (order === undefined) return []
  const next = now + policy.switchTrouble.everyMinutes * MINUTE
  const minutes = Math.round((now - order.since) / MINUTE)
  const why = order.why ?? 'the provider has not answered'
  return [{ type: 'stuck', order: order.order, act: order.act, why, minutes, times: order.alarms + 1, next }]
}

/** Which act a wish for what is wanted already comes to: putting right what was changed elsewhere. */
export function actOfWanted(state: Switch): SwitchAct {
  return actTo(state.wanted?.position ?? 'normal')
}

function cause(why: string): string {
  return clip(line(why), WHY_MAX)
}
