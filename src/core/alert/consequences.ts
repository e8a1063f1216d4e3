import { asEntry, withFollowing } from '../consequences.ts'
import type { Context, Instant } from '../decider.ts'
import { climb } from '../ladder/ladder.ts'
import { openClimb, openRuns } from '../ladder/runs.ts'
import { WHY_MAX } from '../limits.ts'
import { clip } from '../text.ts'
import type { Alert, AlertEvent } from './alert.ts'
import { wanted, willPage } from './declaring.ts'
import { evolve } from './evolve.ts'
import { titleOf } from './naming.ts'
import { alertPromises } from './promises.ts'
import { isWorse } from './signal.ts'

/** What was decided, and all that follows from it by the policy, as one commit. */
export function withConsequences(state: Alert, events: AlertEvent[], context: Context): AlertEvent[] {
  return withFollowing(state, events, {
    evolve: (before, event) => evolve(before, asEntry(event, context, 'webhook')),
    follows: (event, before, after) => follows(event, before, after, context),
  })
}

function follows(event: AlertEvent, before: Alert, after: Alert, context: Context): AlertEvent[] {
  switch (event.type) {
    case 'signals-taken':
      return [...(isLineDue(after) ? [{ type: 'line-wanted' } as const] : []), ...turn(before, after)]
    case 'alert-fired':
    case 'alert-worsened':
      return after.status === 'silenced' ? [] : called(after, context)
    case 'alert-resolved':
      return endRuns(after, 'resolved')
    case 'silence-ended':
      return after.firing > 0 ? called(after, context) : []
    case 'acknowledgement-missed':
      return after.promises.page === 'when-missed' ? climbed(after, 'alert-missed', context.now) : []
    case 'alert-linked':
      return handed(after, event, context)
    case 'acknowledged':
      return answeredThere(after, event)
    case 'delivery-failed': // the incident that would have paged is not there
      return event.effect === 'alert.declare' ? climbAtOnce(after, context.now) : []
    default:
      return []
  }
}

/** Not before it has fired: an end whose beginning is still on its way is nothing to show. */
function isLineDue({ lineWanted, members }: Alert): boolean {
  return !lineWanted && Object.values(members).some(({ since }) => since !== undefined)
}

/** What signals mean for the line as a whole. */
function turn(before: Alert, after: Alert): AlertEvent[] {
  // An end that is heard late came in time, or too late, by when it was.
  if (after.firing === 0)
    return before.firing > 0 ? [...missedBy(before, after.lastAt), { type: 'alert-resolved' }] : []
  if (before.firing === 0) return [{ type: 'alert-fired', level: after.level, again: before.times > 0 }]
  const covered = after.answered?.level ?? before.level
  return isWorse(after.level, covered)
    ? [{ type: 'alert-worsened', from: before.level, to: after.level }]
    : []
}

/** It calls for somebody: by an incident that the policy wants for it, or by its own ladder. */
function called(alert: Alert, context: Context): AlertEvent[] {
  const { policy, now } = context
  const promises = alertPromises(alert.level, alert.source, policy)
  const promised: AlertEvent = { type: 'alert-promised', level: alert.level, promises }
  const declaring = (alert.incident ?? alert.declaring) ? undefined : wanted(alert, policy)
  const incident: AlertEvent[] = declaring === undefined ? [] : [{ type: 'incident-wanted', declaring }]
  if (declaring !== undefined && willPage(declaring, policy)) return [promised, ...incident]
  return [promised, ...incident, ...climbAtOnce({ ...alert, promises }, now)]
}

function climbAtOnce(alert: Alert, now: Instant): AlertEvent[] {
  if (alert.status !== 'firing' || alert.answered !== undefined) return []
  return alert.promises.page === 'at-once' ? climbed(alert, 'alert', now) : []
}

function climbed(alert: Alert, trigger: 'alert' | 'alert-missed', now: Instant): AlertEvent[] {
  const why =
    trigger === 'alert'
      ? `${LEVELS[alert.level]} alert: ${titleOf(alert)}`
      : `Nobody acknowledged the alert in time: ${titleOf(alert)}`
  return climb(alert, trigger, clip(why, WHY_MAX), now)
}

const LEVELS = { info: 'An', warning: 'Warning', critical: 'Critical' }

/** Whoever made it an incident has answered; an incident that calls people itself goes on from here. */
function handed(
  after: Alert,
  { by, pages }: Extract<AlertEvent, { type: 'alert-linked' }>,
  { now }: Context,
): AlertEvent[] {
  if (by !== undefined) return []
  if (pages) return endRuns(after, 'handed-on')
  return openClimb(after) === undefined ? climbAtOnce(after, now) : []
}

/** An answer from PagerDuty to a page is one to the alert, and to whatever else it called people for. */
function answeredThere(after: Alert, event: Extract<AlertEvent, { type: 'acknowledged' }>): AlertEvent[] {
  const { pagerduty } = event
  if (pagerduty?.who === undefined || after.status !== 'firing') return []
  const others = openRuns(after).map(({ run }) => ({ ...event, run }))
  const afterMs = Math.max(0, pagerduty.at - after.firedAt)
  return [
    ...missedBy(after, pagerduty.at),
    { type: 'alert-acknowledged', afterMs, name: pagerduty.who },
    ...others,
  ]
}

/** An answer that comes late says that nobody had answered in time, when there was nobody to say so then. */
export function missedBy({ acknowledge, level, promises }: Alert, at: Instant): AlertEvent[] {
  if (acknowledge === undefined || at <= acknowledge.due || promises.page === 'when-missed') return []
  return [{ type: 'acknowledgement-missed', level, minutes: acknowledge.minutes }]
}

function endRuns(state: Alert, how: 'resolved' | 'handed-on'): AlertEvent[] {
  return openRuns(state).map(({ run }) => ({ type: 'escalation-ended', run, how }))
}
