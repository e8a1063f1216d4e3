import type { Instant } from '../decider.ts'
import { ALERT_MEMBERS_MAX } from '../limits.ts'
import type { AlertsPolicy } from '../policy-alerts.ts'
import { MINUTE } from '../time-units.ts'
import type { Alert } from './alert.ts'
import { isLater, memberOf } from './members.ts'
import type { AlertSignal } from './signal.ts'

/** Label of the lines of one group of a source; there is more than one when the first is full, or long over. */
export function lineLabel(source: string, group: string): string {
  return `line:${source}:${group}`
}

/** Label of the lines of one service that are no storm, to see when too many come at a time. */
export function serviceLabel(source: string, service: string | undefined): string {
  return `service:${source}:${service ?? ''}`
}

/** Label of the lines of a source of which something fires. */
export function firingLabel(source: string): string {
  return `firing:${source}`
}

/** Label of the storms of one service. */
export function stormLabel(source: string, service: string | undefined): string {
  return `storm:${source}:${service ?? ''}`
}

/**
 * Signals by the lines that take each; those of no line that there is stand under `undefined`. Two lines can know one
 * alert, when two replicas began them at the same moment: then both hear of it.
 */
export function allotted(
  signals: readonly AlertSignal[],
  lines: readonly Alert[],
  now: Instant,
  policy: AlertsPolicy,
): Map<Alert | undefined, AlertSignal[]> {
  const all = new Map<Alert | undefined, AlertSignal[]>()
  const added = new Map<Alert, Set<string>>()
  for (const signal of signals) {
    const known = lines.filter(
      (line) => memberOf(line, signal.key) !== undefined && goesOn(line, signal, now, policy),
    )
    for (const line of known) put(all, line, signal)
    if (known.length > 0) continue
    const other = lines.find(
      (line) => takesNew(line, now, policy) && hasRoom(line, added.get(line), signal.key),
    )
    if (other !== undefined) added.set(other, (added.get(other) ?? new Set<string>()).add(signal.key))
    put(all, other, signal)
  }
  return all
}

function put<Key>(all: Map<Key, AlertSignal[]>, key: Key, signal: AlertSignal): void {
  const known = all.get(key)
  if (known === undefined) all.set(key, [signal])
  else known.push(signal)
}

/** A group takes all that is its own; a storm takes more of its service only while it rages. */
function takesNew(line: Alert, now: Instant, policy: AlertsPolicy): boolean {
  if (!line.storm) return isFresh(line, now, policy)
  return now - line.heardAt <= policy.storm.withinMinutes * MINUTE
}

/** Something fires in it, or did a while ago. */
function isFresh({ status, heardAt }: Alert, now: Instant, { sameLineMinutes }: AlertsPolicy): boolean {
  return status !== 'resolved' || now - heardAt <= sameLineMinutes * MINUTE
}

/** What a line knows goes on there, unless it is long over and this begins anew. */
function goesOn(line: Alert, signal: AlertSignal, now: Instant, policy: AlertsPolicy): boolean {
  return (
    isFresh(line, now, policy) || signal.state === 'resolved' || !isLater(memberOf(line, signal.key), signal)
  )
}

function hasRoom({ members }: Alert, added: Set<string> | undefined, key: string): boolean {
  return added?.has(key) === true || Object.keys(members).length + (added?.size ?? 0) < ALERT_MEMBERS_MAX
}

/** Whether so many lines of the service were begun lately that one more is a storm. `lines`: without the storms. */
export function isStorm(
  lines: readonly Pick<Alert, 'begunAt'>[],
  now: Instant,
  { storm }: AlertsPolicy,
): boolean {
  const since = now - storm.withinMinutes * MINUTE
  return lines.filter(({ begunAt }) => begunAt > since).length >= storm.moreThan
}
