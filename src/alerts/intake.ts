import type { Alert, AlertCommand, AlertEvent } from '../core/alert/alert.ts'
import type { AlertIntake } from '../core/alert/intake.ts'
import { allotted, isStorm, lineLabel, serviceLabel, stormLabel } from '../core/alert/lines.ts'
import { memberOf } from '../core/alert/members.ts'
import type { AlertSignal } from '../core/alert/signal.ts'
import type { Instant } from '../core/decider.ts'
import { ALERT_MEMBERS_MAX } from '../core/limits.ts'
import type { Policy } from '../core/policy.ts'
import type { Streams } from '../engine/streams.ts'

export type Alerts = Streams<Alert, AlertCommand, AlertEvent>

/** Lines of one group that are looked through for the one that knows an alert: full ones, and those of old. */
const LINES_LOOKED_AT = 5
const OURS = { actor: { kind: 'bot' }, via: 'webhook' } as const

/** Brings each signal to its line: the one that knows it, the storm of its service, or a new one. */
export function createIntake(parts: {
  alerts: Alerts
  policy(): Policy
  now(): Instant
  /** Runs work of the same name one after another. */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>
}): AlertIntake {
  const { alerts, inTurn } = parts

  /** Signals of one group, which is a line unless its service has too many. */
  async function takeGroup(signals: AlertSignal[]): Promise<string[]> {
    const [first] = signals
    if (first === undefined) return []
    const policy = parts.policy()
    const { source, service } = first
    const storms = await alerts.find(stormLabel(source, service), LINES_LOOKED_AT)
    const lines = [...(await alerts.find(lineLabel(source, groupOf(first)), LINES_LOOKED_AT)), ...storms]
    const ids: string[] = []
    for (const [line, some] of allotted(signals, lines, parts.now(), policy.alerts)) {
      if (line !== undefined) ids.push(await add(line.id, some))
      else ids.push(...(await begin(some, lines[0]?.id, storms[0]?.id)))
    }
    return ids
  }

  async function add(id: string, signals: AlertSignal[]): Promise<string> {
    await alerts.handle(id, { type: 'take', number: 0, signals }, OURS)
    return id
  }

  /** Two replicas may begin the same line at once: the key lets one of them, and the other adds to it. */
  async function begin(signals: AlertSignal[], last = '', lastStorm = ''): Promise<string[]> {
    const [first] = signals
    if (first === undefined) return []
    const { source, service } = first
    const policy = parts.policy().alerts
    const recent = await alerts.find(serviceLabel(source, service), policy.storm.moreThan)
    const storm = isStorm(recent, parts.now(), policy)
    const key = storm
      ? `alert:${stormLabel(source, service)}:${lastStorm}`
      : `alert:${lineLabel(source, groupOf(first))}:${last}`
    const ids: string[] = []
    for (let from = 0; from < signals.length; from += ALERT_MEMBERS_MAX) {
      const some = signals.slice(from, from + ALERT_MEMBERS_MAX)
      const handled = await alerts.begin(
        (number) => ({ type: 'take', number, signals: some, ...(storm && { storm }) }),
        { ...OURS, key: `${key}:${from}` },
      )
      if (handled.result === 'duplicate') await add(handled.id, some)
      if (handled.result !== 'rejected') ids.push(handled.id)
    }
    return ids
  }

  return {
    async take(signals) {
      const groups = Map.groupBy(signals, (signal) => `${signal.source} ${groupOf(signal)}`)
      // In turn by service: whether one more is a storm depends on those that are being begun.
      const taken = await Promise.all(
        [...groups.values()].map((some) =>
          inTurn(`${some[0]?.source} ${some[0]?.service ?? ''}`, () => takeGroup(some)),
        ),
      )
      return [...new Set(taken.flat())]
    },
    async find(source, { key, group = key, service }) {
      const lines = await alerts.find(lineLabel(source, group), LINES_LOOKED_AT)
      const storms = await alerts.find(stormLabel(source, service), LINES_LOOKED_AT)
      return [...lines, ...storms].find((line) => memberOf(line, key) !== undefined)
    },
  }
}

function groupOf({ key, group }: AlertSignal): string {
  return group?.key ?? key
}
