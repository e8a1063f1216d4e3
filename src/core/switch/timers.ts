import type { Context, Timer, TimerFired } from '../decider.ts'
import { MINUTE } from '../time-units.ts'
import { approvalOver } from './asks.ts'
import { remindDue } from './keeping.ts'
import { alarmDue } from './orders.ts'
import { isOut, openApproval, standingOf } from './standing.ts'
import type { Switch, SwitchEvent } from './switch.ts'

/** Every wake-up that a switch wants. Reading it back now and then is not among them: that leaves no trace when nothing is new. */
export function timers(state: Switch): Timer[] {
  const { order, unreadable, observeUntil, remindAt, driftAlarmAt } = state
  const standing = standingOf(state)
  const until = openApproval(state)?.until
  return [
    ...at('retry', order?.retryAt),
    ...at('stuck', order?.alarmAt),
    ...at('approval', until),
    ...at('remind', standing === 'pulled' ? remindAt : undefined),
    ...at('drift', standing === 'drifted' ? driftAlarmAt : undefined),
    ...at('unreadable', order === undefined && isAlarming(state) ? unreadable?.alarmAt : undefined),
    ...at('watch', standing === 'normal' ? observeUntil : undefined),
  ]
}

/** What follows when one comes. What is not wanted any more, or not for that time, means nothing. */
export function fired(state: Switch, { name, due }: TimerFired, context: Context): SwitchEvent[] {
  if (!timers(state).some((timer) => timer.name === name && timer.due === due)) return []
  const now = Math.max(context.now, due)
  const { order, unreadable, terms } = state
  const next = now + terms.alarmEveryMinutes * MINUTE
  switch (name) {
    case 'retry':
      return order === undefined ? [] : [{ type: 'retried', order: order.order }]
    case 'stuck':
      return alarmDue(state, { ...context, now })
    case 'approval':
      return approvalOver(state)
    case 'remind':
      return remindDue(state, now)
    case 'drift':
      return [{ type: 'drift-alarmed', next }]
    case 'unreadable':
      return unreadable === undefined
        ? []
        : [{ type: 'unreadable-long', minutes: Math.round((now - unreadable.since) / MINUTE), next }]
    default:
      return [{ type: 'watched', stage: terms.stage?.name ?? '', minutes: terms.stage?.observeMinutes ?? 0 }]
  }
}

/** What cannot be read is said once; while it is pulled, again and again. */
function isAlarming(state: Switch): boolean {
  return isOut(state) || state.unreadable?.alarms === 0
}

function at(name: string, due: number | undefined): Timer[] {
  return due === undefined ? [] : [{ name, due }]
}
