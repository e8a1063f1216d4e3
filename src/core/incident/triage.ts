import { isRejection, type Rejection, reject } from '../decider.ts'
import type { Policy } from '../policy.ts'
import { classified, decided, keysOf, knownClasses } from './classification.ts'
import { doubtIn } from './doubts.ts'
import type { Incident, IncidentCommand, IncidentEvent } from './incident.ts'
import { channelFor, resolved } from './lifecycle.ts'

type Asked<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>

/** Asks again how bad it is. The consequences of another severity are those of `severity-changed`. */
export function triage(
  state: Incident,
  command: Asked<'triage'>,
  policy: Policy,
): IncidentEvent[] | Rejection {
  if (state.status === 'resolved') return resolved(state)
  const to = knownClasses(command.classes ?? state.classes, policy)
  if (isRejection(to)) return to
  const classification = classified(command.triage, to, policy)
  if (isRejection(classification)) return classification
  const severity = decided(classification)
  const reason = classification.overruled?.reason ?? classification.because
  return [
    ...(same(state.classes, to) ? [] : [{ type: 'classes-changed' as const, from: state.classes, to }]),
    { type: 'triaged', classification },
    ...(severity === state.severity
      ? []
      : [
          {
            type: 'severity-changed' as const,
            from: state.severity,
            to: severity,
            reason,
            ...channelFor(state, severity, policy),
          },
        ]),
  ]
}

export function changeClasses(
  state: Incident,
  command: Asked<'change-classes'>,
  policy: Policy,
): IncidentEvent[] | Rejection {
  if (state.status === 'resolved') return resolved(state)
  const to = knownClasses(command.classes, policy)
  if (isRejection(to)) return to
  if (to.length === 0) return reject('no-class', `Say what ${state.id} is about: ${keysOf(policy)}.`)
  if (same(state.classes, to)) {
    return reject('same-classes', `Nothing changed: that is what ${state.id} is about already.`)
  }
  const changed: IncidentEvent = { type: 'classes-changed', from: state.classes, to }
  return [changed, ...doubtIn(state, { fact: 'classes-changed', to })]
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => other[index] === key)
}
