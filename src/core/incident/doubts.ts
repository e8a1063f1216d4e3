import type { Timer } from '../decider.ts'
import { MINUTE } from '../time-units.ts'
import { DOUBTFUL, type Doubts } from '../triage-policy.ts'
import type { Doubt, Incident, IncidentEvent } from './incident.ts'

const OUTAGE_TIMER = 'outage-doubt'

/** What has come to be known of an incident. `outage-lasts`: for so many minutes by now. */
export type Fact =
  | { fact: 'outage-lasts'; minutes: number }
  | { fact: 'classes-changed'; to: readonly string[] }
  | { fact: 'switch-pulled'; switch: string; customersNotice: boolean }

/** The offer to judge the severity again, when a fact speaks against it and was not a reason for one before. */
export function doubtIn(state: Incident, fact: Fact): IncidentEvent[] {
  if (state.status === 'resolved') return []
  const doubt = raisedBy(state, fact)
  if (doubt === undefined || state.doubted.some((known) => isSame(known, doubt))) return []
  return [{ type: 'triage-offered', doubt }]
}

/**
 * Wakes up when the outage has lasted longer than the severity allows. Not once the fix is in, and not when the
 * severity was judged after that moment: whoever did so knew how long it had lasted.
 */
export function doubtTimers(state: Incident): Timer[] {
  if (state.status !== 'investigating' && state.status !== 'identified') return []
  const minutes = limitsOf(state).outageMinutes
  if (minutes === undefined) return []
  const due = state.openSince + minutes * MINUTE
  const known = state.doubted.some((doubt) => isSame(doubt, { doubt: 'outage', minutes }))
  return known || due <= state.severityAt ? [] : [{ name: OUTAGE_TIMER, due }]
}

export function isDoubtTimer({ name }: Timer): boolean {
  return name === OUTAGE_TIMER
}

/** What follows when a timer fires that may be one of these; nothing when it is not wanted any more. */
export function doubtDue(state: Incident, fired: Timer): IncidentEvent[] {
  const wanted = doubtTimers(state).some(({ name, due }) => name === fired.name && due === fired.due)
  if (!wanted) return []
  return doubtIn(state, { fact: 'outage-lasts', minutes: (fired.due - state.openSince) / MINUTE })
}

function raisedBy(state: Incident, fact: Fact): Doubt | undefined {
  const { outageMinutes, classes, customerSwitch } = limitsOf(state)
  switch (fact.fact) {
    case 'outage-lasts':
      return outageMinutes !== undefined && fact.minutes >= outageMinutes
        ? { doubt: 'outage', minutes: outageMinutes }
        : undefined
    case 'classes-changed': {
      const more = fact.to.length > state.classes.length
      return more && classes !== undefined && fact.to.length >= classes
        ? { doubt: 'classes', count: classes }
        : undefined
    }
    case 'switch-pulled':
      return customerSwitch === true && fact.customersNotice
        ? { doubt: 'switch', switch: fact.switch }
        : undefined
  }
}

function limitsOf({ severity, doubts }: Incident): Partial<NonNullable<Doubts['sev2']>> {
  const doubtful = DOUBTFUL.find((key) => key === severity)
  return (doubtful === undefined ? undefined : doubts[doubtful]) ?? {}
}

/** One cause, whatever it was exactly: which switch was pulled does not matter, the limit that was passed does. */
function isSame(one: Doubt, other: Doubt): boolean {
  if (one.doubt === 'outage') return other.doubt === 'outage' && one.minutes === other.minutes
  if (one.doubt === 'classes') return other.doubt === 'classes' && one.count === other.count
  return other.doubt === 'switch'
}
