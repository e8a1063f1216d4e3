import type { Entry } from '../decider.ts'
import { ASKS_KEPT, KEPT_REMIND_MS } from '../limits.ts'
import { MINUTE } from '../time-units.ts'
import { evolveAsks } from './evolve-asks.ts'
import { incidentOf } from './standing.ts'
import { type Ordered, type Switch, type SwitchEvent, switchId, type Terms } from './switch.ts'

const NO_TERMS: Terms = {
  name: '',
  does: '',
  blastRadius: '',
  normal: true,
  safe: false,
  provider: 'built-in',
  at: {},
  mayPull: [],
  mayRestore: [],
  needsIncident: false,
  customers: false,
  takesSeconds: 0,
  suggestedFor: { classes: [], severities: [] },
  remindAfterMinutes: 1,
  remindEveryMinutes: 1,
  checkEveryMinutes: 1,
  stuckAfterMinutes: 1,
  alarmEveryMinutes: 1,
}

/** Before the policy named it. */
export const UNADOPTED: Switch = {
  number: 0,
  id: '',
  key: '',
  terms: NO_TERMS,
  retired: false,
  orders: 0,
  reminders: 0,
  asks: [],
  asked: 0,
  refusals: [],
  pulls: 0,
  pulledMs: 0,
}

/** The only way in which a switch changes. Total. */
export function evolve(state: Switch, entry: Entry<SwitchEvent>): Switch {
  const { event, recordedAt: now } = entry
  switch (event.type) {
    case 'switch-adopted': {
      const { number, key, terms } = event
      return { ...UNADOPTED, number, id: switchId(number), key, terms }
    }
    case 'terms-changed':
      return { ...state, terms: event.terms, retired: false }
    case 'switch-retired':
      return { ...state, retired: true }
    case 'value-found':
      return found(state, event, now)
    case 'pull-ordered':
    case 'restore-ordered':
      return ordered(state, event, now)
    case 'pulled':
      return { ...confirmed(state, event.value, now), ...out(state, now), pulls: state.pulls + 1 }
    case 'restored':
      return restored(confirmed(state, event.value, now), event.pulledMs, now)
    case 'set-failed':
    case 'retried':
    case 'tried-again':
    case 'stuck':
      return withOrder(state, event)
    case 'drifted': {
      const { value } = event
      return {
        ...state,
        observed: { value, at: now },
        driftAlarmAt: now + state.terms.alarmEveryMinutes * MINUTE,
      }
    }
    case 'drift-alarmed':
      return { ...state, driftAlarmAt: event.next }
    case 'drift-ended':
      return withoutDrift({ ...state, observed: { value: event.value, at: now } })
    case 'drift-accepted':
      return accepted(state, event, now)
    case 'unreadable': {
      const alarmAt = now + state.terms.alarmEveryMinutes * MINUTE
      return { ...state, unreadable: { since: now, why: event.why, alarmAt, alarms: 0 } }
    }
    case 'unreadable-long': {
      const { unreadable } = state
      if (unreadable === undefined) return state
      return { ...state, unreadable: { ...unreadable, alarmAt: event.next, alarms: unreadable.alarms + 1 } }
    }
    case 'readable':
      return withoutUnreadable(state)
    case 'refused':
      return withRefusal(state, entry, event)
    case 'kept': {
      const { reason, owner } = event
      const by = userOf(entry)
      const every = Math.max(KEPT_REMIND_MS, state.terms.remindEveryMinutes * MINUTE)
      return { ...state, kept: { reason, owner, by, at: now }, remindAt: now + every }
    }
    case 'put-off':
      return { ...state, remindAt: event.until }
    case 'reminded':
      return { ...state, reminders: event.times, remindAt: event.next }
    case 'watched': {
      const { observeUntil: _, ...rest } = state
      return rest
    }
    case 'delivery-failed':
      return state
    default: {
      const asks = evolveAsks(state.asks, entry, event)
      const asked = 'ask' in event ? Math.max(state.asked, event.ask) : state.asked
      return { ...state, asks: asks.slice(-ASKS_KEPT), asked }
    }
  }
}

/** What is there when it is looked at first is what is wanted, for nobody has said otherwise. */
function found(
  state: Switch,
  { value, position }: Extract<SwitchEvent, { type: 'value-found' }>,
  now: number,
): Switch {
  const read = {
    ...state,
    observed: { value, at: now },
    wanted: { value, position, at: now, by: '', reason: '' },
  }
  return position === 'normal' ? read : { ...read, ...out(state, now) }
}

function ordered(state: Switch, event: Ordered, now: number): Switch {
  const { order, value, position, reason, incident, by, approvedBy, alarmAt } = event
  const act = event.type === 'pull-ordered' ? 'pull' : 'restore'
  const { incident: _, kept, remindAt, observeUntil, restoredAt, driftAlarmAt, ...rest } = state
  const forIncident =
    incident ?? (act === 'restore' || event.putBack === true ? incidentOf(state) : undefined)
  const key = `${state.id}:${order}`
  return {
    ...rest,
    ...(forIncident !== undefined && { incident: forIncident }),
    ...(act === 'restore' && { ...(kept && { kept }), ...(remindAt !== undefined && { remindAt }) }),
    wanted: { value, position, at: now, by, reason, ...(approvedBy !== undefined && { approvedBy }) },
    orders: order,
    order: { order, act, value, by, reason, key, since: now, tries: 0, alarms: 0, alarmAt },
  }
}

/** Seen to be so: only now is it done. */
function confirmed(state: Switch, value: Switch['terms']['normal'], now: number): Switch {
  const { order: _, ...rest } = withoutUnreadable(withoutDrift(state))
  return { ...rest, observed: { value, at: now } }
}

/** Out of its daily value from now on, unless it was before. */
function out(state: Switch, now: number): Pick<Switch, 'pulledAt' | 'remindAt' | 'reminders'> {
  const remindAt = now + state.terms.remindAfterMinutes * MINUTE
  return { pulledAt: state.pulledAt ?? now, remindAt, reminders: 0 }
}

function restored(state: Switch, pulledMs: number, now: number): Switch {
  const { pulledAt: _, remindAt: __, kept: ___, ...rest } = state
  const observeMs = (state.terms.stage?.observeMinutes ?? 0) * MINUTE
  return {
    ...rest,
    reminders: 0,
    restoredAt: now,
    pulledMs: state.pulledMs + pulledMs,
    ...(observeMs > 0 && { observeUntil: now + observeMs }),
  }
}

function withOrder(
  state: Switch,
  event: Extract<SwitchEvent, { type: 'set-failed' | 'retried' | 'tried-again' | 'stuck' }>,
): Switch {
  const { order } = state
  if (order?.order !== event.order) return state
  const { retryAt: _, ...trying } = order
  switch (event.type) {
    case 'set-failed':
      return { ...state, order: { ...order, tries: event.tries, why: event.why, retryAt: event.retryAt } }
    case 'retried':
    case 'tried-again':
      return { ...state, order: trying }
    case 'stuck':
      return { ...state, order: { ...order, alarms: event.times, alarmAt: event.next } }
  }
}

/** What was changed elsewhere is wanted from now on. */
function accepted(
  state: Switch,
  event: Extract<SwitchEvent, { type: 'drift-accepted' }>,
  now: number,
): Switch {
  const { value, position, by, reason, incident, approvedBy } = event
  const wanted = {
    value,
    position,
    at: now,
    by,
    reason,
    ...(approvedBy !== undefined && { approvedBy }),
  }
  const agreed = { ...withoutDrift(state), wanted, observed: { value, at: state.observed?.at ?? now } }
  if (position !== 'normal') {
    const { incident: _, ...rest } = agreed
    return { ...rest, ...out(state, now), ...(incident !== undefined && { incident }) }
  }
  return restored(agreed, state.pulledAt === undefined ? 0 : now - state.pulledAt, now)
}

function withRefusal(
  state: Switch,
  entry: Entry<SwitchEvent>,
  { act, reason, incident }: Extract<SwitchEvent, { type: 'refused' }>,
): Switch {
  const by = userOf(entry)
  const others = state.refusals.filter((refusal) => refusal.by !== by || refusal.act !== act)
  const refusal = { by, act, at: entry.recordedAt, reason, ...(incident !== undefined && { incident }) }
  return { ...state, refusals: [...others, refusal].slice(-REFUSALS_KEPT) }
}
const REFUSALS_KEPT = 20

function withoutDrift(state: Switch): Switch {
  const { driftAlarmAt: _, ...rest } = state
  return rest
}

function withoutUnreadable(state: Switch): Switch {
  const { unreadable: _, ...rest } = state
  return rest
}

export function userOf({ actor }: { actor: Entry<unknown>['actor'] }): string {
  return actor.kind === 'user' ? actor.id : ''
}
