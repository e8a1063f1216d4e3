import type { Entry, Instant } from '../decider.ts'
import type { IncidentEvent, UserId } from '../incident/incident.ts'

/** The moments that an incident is measured by, in the order in which they usually come. */
export const MOMENTS = ['started', 'detected', 'declared', 'acknowledged', 'mitigated', 'resolved'] as const
export type Moment = (typeof MOMENTS)[number]

/** A moment that happened, and how that is known: from what was done here, or because somebody said so. */
export type Marked = { at: Instant; how: 'recorded' | 'corrected'; by?: UserId }

/** What an incident's state holds. Moments that have not come, or that nobody spoke of, are absent. */
export type Moments = Partial<Record<Moment, Marked>>

/**
 * All moments, with those that nobody spoke of: what nobody noticed earlier was detected when it was declared, and
 * began when it was detected.
 */
export type AllMoments = Partial<Record<Moment, { at: Instant; how: Marked['how'] | 'assumed'; by?: UserId }>>

export function allMoments(marked: Moments): AllMoments {
  const { declared } = marked
  if (declared === undefined) return {}
  const detected = marked.detected ?? { at: declared.at, how: 'assumed' as const }
  const started = marked.started ?? { at: detected.at, how: 'assumed' as const }
  return { ...marked, detected, started }
}

/**
 * How long things took, in milliseconds; what has not come to pass yet is absent. Acknowledging is measured from when
 * it was detected, mitigation and resolution from when it started, since that is how long customers felt it.
 * `toDetect` is known only when somebody said when it started.
 */
export type Figures = { toDetect?: number; toAcknowledge?: number; toMitigate?: number; toResolve?: number }

/** All figures follow from the moments and from nothing else, so that a correction changes them everywhere. */
export function figures(marked: Moments): Figures {
  const { started, detected, acknowledged, mitigated, resolved } = allMoments(marked)
  const detecting = started?.how === 'assumed' ? undefined : span(started, detected)
  const acknowledging = span(detected, acknowledged)
  const mitigating = span(started, mitigated)
  const resolving = span(started, resolved)
  return {
    ...(detecting !== undefined && { toDetect: detecting }),
    ...(acknowledging !== undefined && { toAcknowledge: acknowledging }),
    ...(mitigating !== undefined && { toMitigate: mitigating }),
    ...(resolving !== undefined && { toResolve: resolving }),
  }
}

function span(from: { at: Instant } | undefined, to: { at: Instant } | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to.at - from.at)
}

/**
 * The moments after an entry, whatever it is about.
 *
 * - detected: when the alert fired that it was declared from; nobody knows it better than monitoring.
 * - acknowledged: the first answer to a page, or the first time that somebody takes command themselves.
 * - mitigated: when the status last became monitoring, or resolved without that. Service that fails again was not
 *   mitigated: going back to an earlier status, or reopening, takes the moment away, also a corrected one.
 * - resolved: when it was last resolved; reopening takes it away.
 *
 * A moment that somebody corrected stands, whatever is recorded later.
 */
export function markedAfter(moments: Moments, { event, actor, at }: Entry<IncidentEvent>): Moments {
  const recorded: Marked = { at, how: 'recorded', ...(actor.kind === 'user' && { by: actor.id }) }
  switch (event.type) {
    case 'declared':
      return { declared: recorded, ...byMonitoring(event, at) }
    case 'acknowledged':
      return { acknowledged: recorded, ...moments }
    case 'role-assigned': {
      const tookCommand = event.role === 'commander' && actor.kind === 'user' && actor.id === event.user
      return tookCommand ? { acknowledged: recorded, ...moments } : moments
    }
    case 'status-changed':
      if (event.to === 'resolved') return { mitigated: recorded, resolved: recorded, ...moments }
      if (event.to === 'monitoring') return { mitigated: recorded, ...moments }
      return without(moments, 'mitigated')
    case 'reopened':
      return without(without(moments, 'mitigated'), 'resolved')
    case 'moment-corrected':
      return { ...moments, [event.moment]: { ...recorded, at: event.at, how: 'corrected' } }
    default:
      return moments
  }
}

function byMonitoring({ alert }: Extract<IncidentEvent, { type: 'declared' }>, at: Instant): Moments {
  return alert?.at === undefined ? {} : { detected: { at: Math.min(alert.at, at), how: 'recorded' } }
}

function without(moments: Moments, moment: Moment): Moments {
  return Object.fromEntries(Object.entries(moments).filter(([name]) => name !== moment))
}
