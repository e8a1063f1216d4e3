import type { Entry, Instant } from '../decider.ts'
import { evolveRuns } from '../ladder/evolve-runs.ts'
import { evolvePagerduty } from '../pagerduty/evolve.ts'
import { MINUTE } from '../time-units.ts'
import { type Alert, type AlertEvent, type AlertStatus, type Answered, alertId, UNSEEN } from './alert.ts'
import { levelOf, withSignal } from './members.ts'

type Happened<T extends AlertEvent['type']> = Extract<AlertEvent, { type: T }>

/** The only way in which a line of alerts changes. Total: an event that says nothing new leaves the state as it was. */
export function evolve(state: Alert, entry: Entry<AlertEvent>): Alert {
  const after = changed(state, entry)
  const status = statusOf(after)
  return status === after.status ? after : { ...after, status }
}

function changed(state: Alert, entry: Entry<AlertEvent>): Alert {
  const { event, recordedAt } = entry
  switch (event.type) {
    case 'alert-begun':
      return begun(event, recordedAt)
    case 'signals-taken': {
      const after = event.signals.reduce(withSignal, state)
      return { ...after, level: levelOf(after), heardAt: recordedAt }
    }
    case 'alert-fired':
      return anew({ ...state, times: state.times + 1 }, recordedAt, isSilent(state, recordedAt))
    case 'alert-worsened':
      return anew(state, recordedAt, false)
    case 'alert-resolved': {
      const { acknowledge: _, declaring: __, ...rest } = state
      return isSilent(state, recordedAt) ? rest : unanswered(rest)
    }
    case 'alert-promised':
      return promised(state, event)
    case 'alert-acknowledged':
      return answered(state, { how: 'acknowledged', at: recordedAt, ...whose(entry, event) })
    case 'acknowledgement-missed': {
      const { acknowledge: _, ...rest } = state
      return { ...rest, missed: state.missed + 1 }
    }
    case 'alert-silenced': {
      const { until, reason } = event
      const why = reason === undefined ? {} : { reason }
      return answered(state, { how: 'silenced', at: recordedAt, until, ...why, ...whose(entry, {}) })
    }
    case 'silence-ended':
      return state.firing > 0 ? anew(state, recordedAt, false) : unanswered(state)
    case 'incident-wanted':
      return { ...state, declaring: event.declaring }
    case 'alert-linked':
      return linked(state, event, recordedAt)
    case 'line-wanted':
      return { ...state, lineWanted: true }
    case 'line-posted':
      return { ...state, line: { channel: event.channel, ts: event.ts } }
    case 'delivery-failed':
      return failed(state, event)
    case 'gap-noticed':
      return state
    case 'pagerduty-paged':
    case 'pagerduty-failed':
    case 'pagerduty-unasked':
    case 'pagerduty-told':
    case 'pagerduty-linked':
    case 'pagerduty-heard':
      return evolvePagerduty(state, event)
    default:
      return evolveRuns(state, event, entry)
  }
}

export function statusOf({ firing, answered: given }: Pick<Alert, 'firing' | 'answered'>): AlertStatus {
  if (firing === 0) return 'resolved'
  return given === undefined || given.how === 'incident' ? 'firing' : given.how
}

/** Whether a silence holds: it outlasts an alert that comes and goes. */
export function isSilent({ answered: given }: Pick<Alert, 'answered'>, now: Instant): boolean {
  return given?.how === 'silenced' && given.until !== undefined && given.until > now
}

function begun(event: Happened<'alert-begun'>, begunAt: Instant): Alert {
  const { number, source, group, title: groupTitle, service, storm = false, channel } = event
  const named = {
    ...{ source, group, storm, channel, begunAt },
    ...(groupTitle !== undefined && { groupTitle }),
    ...(service !== undefined && { service }),
  }
  return { ...UNSEEN, number, id: alertId(number), ...named }
}

/** It calls for somebody anew: from the bottom of the ladder. A deadline that stands is not put off by getting worse. */
function anew(state: Alert, at: Instant, silent: boolean): Alert {
  return silent ? state : { ...unanswered(state), firedAt: at, climbed: [] }
}

function promised(state: Alert, { promises }: Happened<'alert-promised'>): Alert {
  const { acknowledgeMinutes: minutes } = promises
  if (minutes === undefined) return { ...state, promises }
  const due = Math.min(state.firedAt + minutes * MINUTE, state.acknowledge?.due ?? Number.POSITIVE_INFINITY)
  return { ...state, promises, acknowledge: { due, minutes } }
}

function answered(state: Alert, given: Omit<Answered, 'level'>): Alert {
  const { acknowledge: _, ...rest } = state
  return { ...rest, answered: { ...given, level: state.level } }
}

function unanswered(state: Alert): Alert {
  const { answered: _, ...rest } = state
  return rest
}

function linked(state: Alert, { incident, by, pages }: Happened<'alert-linked'>, at: Instant): Alert {
  const { declaring: _, ...rest } = state
  const joined = { ...rest, incident }
  if (state.firing === 0 || state.answered?.how === 'silenced') return joined
  if (by !== undefined) return answered(joined, { how: 'acknowledged', at, by })
  return pages && state.answered === undefined ? answered(joined, { how: 'incident', at }) : joined
}

/** A line that could not be posted is wanted again at the next occasion. */
function failed(state: Alert, { effect }: Happened<'delivery-failed'>): Alert {
  const failures = state.failures + 1
  if (effect === 'slack.post-alert') return { ...state, failures, lineWanted: false }
  if (effect !== 'alert.declare') return { ...state, failures }
  const { declaring: _, ...rest } = state
  return { ...rest, failures }
}

function whose({ actor }: Entry<unknown>, { by, name }: { by?: string; name?: string }) {
  const user = by ?? (actor.kind === 'user' ? actor.id : undefined)
  return { ...(user !== undefined && { by: user }), ...(name !== undefined && { name }) }
}
