import type { Alert, AlertCommand, AlertEvent } from '../core/alert/alert.ts'
import type { AlertIntake } from '../core/alert/intake.ts'
import { allotted, firingLabel, isStorm, lineLabel, serviceLabel, stormLabel } from '../core/alert/lines.ts'
import { memberOf } from '../core/alert/members.ts'
import type { AlertSignal } from '../core/alert/signal.ts'
import type { Instant } from '../core/decider.ts'
import { ALERT_MEMBERS_MAX } from '../core/limits.ts'
import type { Policy } from '../core/policy.ts'
import type { Streams } from '../engine/streams.ts'
import { createGathering } from './gather.ts'

export type Alerts = Streams<Alert, AlertCommand, AlertEvent>
/** The id of the line that took each signal. */
type Lines = Map<AlertSignal, string>

/** Lines of one group that are looked through for the one that knows an alert: full ones, and those of old. */
const LINES_LOOKED_AT = 5
/** Lines that fire which are looked through for an end that names neither service nor group. */
const FIRING_LOOKED_AT = 50
const OURS = { actor: { kind: 'bot' }, via: 'webhook' } as const

/** Brings each signal to its line: the one that knows it, the storm of its service, or a new one. */
export function createIntake(parts: { alerts: Alerts; policy(): Policy; now(): Instant }): AlertIntake {
  const { alerts } = parts
  // One service at a time: whether one more is a storm depends on the lines that are being begun.
  const take = createGathering(takeOfService)

  /** Signals of one service of one source, which share its storms. */
  async function takeOfService(signals: AlertSignal[]): Promise<Lines> {
    const [first] = signals
    if (first === undefined) return new Map()
    const storms = await alerts.find(stormLabel(first.source, first.service), LINES_LOOKED_AT)
    const known = new Map<string, AlertSignal[]>()
    const fresh: { signals: AlertSignal[]; last: string }[] = []
    for (const group of Map.groupBy(signals, groupOf).values()) {
      const lines = await linesOf(group)
      for (const [line, some] of allotted(group, [...lines, ...storms], parts.now(), parts.policy().alerts)) {
        if (line !== undefined) known.set(line.id, [...(known.get(line.id) ?? []), ...some])
        else fresh.push({ signals: await others(some, known), last: lines[0]?.id ?? '' })
      }
    }
    const taken = await begin(
      fresh.filter((one) => one.signals.length > 0),
      storms[0]?.id ?? '',
    )
    for (const [id, some] of known) {
      await add(id, some)
      for (const signal of some) taken.set(signal, id)
    }
    return taken
  }

  /**
   * Some say less when it is over than when it began: an end without its service or group is looked for among what
   * fires. Those that are nowhere come back.
   */
  async function others(signals: AlertSignal[], known: Map<string, AlertSignal[]>): Promise<AlertSignal[]> {
    const [ended] = signals.filter(({ state }) => state === 'resolved')
    if (ended === undefined) return signals
    const firing = await alerts.find(firingLabel(ended.source), FIRING_LOOKED_AT)
    return signals.filter((signal) => {
      if (signal.state === 'firing') return true
      const lines = firing.filter((line) => memberOf(line, signal.key) !== undefined)
      for (const { id } of lines) known.set(id, [...(known.get(id) ?? []), signal])
      return lines.length === 0
    })
  }

  async function linesOf([first]: AlertSignal[]): Promise<Alert[]> {
    return first === undefined ? [] : alerts.find(lineLabel(first.source, groupOf(first)), LINES_LOOKED_AT)
  }

  async function add(id: string, signals: AlertSignal[]): Promise<void> {
    await alerts.handle(id, { type: 'take', number: 0, signals }, OURS)
  }

  /** Lines of their own as long as their service has few, and one storm of all the others. */
  async function begin(
    groups: { signals: AlertSignal[]; last: string }[],
    lastStorm: string,
  ): Promise<Lines> {
    const taken: Lines = new Map()
    const [first] = groups[0]?.signals ?? []
    if (first === undefined) return taken
    const { source, service } = first
    const policy = parts.policy().alerts
    const recent = await alerts.find(serviceLabel(source, service), policy.storm.moreThan)
    const begun = recent.map(({ begunAt }) => ({ begunAt }))
    const storm: AlertSignal[] = []
    for (const { signals, last } of groups) {
      if (isStorm(begun, parts.now(), policy)) storm.push(...signals)
      else {
        begun.push({ begunAt: parts.now() })
        await beginLines(
          signals,
          `alert:${lineLabel(source, groupOf(signals[0] ?? first))}:${last}`,
          {},
          taken,
        )
      }
    }
    await beginLines(storm, `alert:${stormLabel(source, service)}:${lastStorm}`, { storm: true }, taken)
    return taken
  }

  /** Two replicas may begin the same line at once: the key lets one of them, and the other adds to it. */
  async function beginLines(
    signals: AlertSignal[],
    key: string,
    kind: { storm?: true },
    taken: Lines,
  ): Promise<void> {
    for (let from = 0; from < signals.length; from += ALERT_MEMBERS_MAX) {
      const some = signals.slice(from, from + ALERT_MEMBERS_MAX)
      const command = (number: number) => ({ type: 'take' as const, number, signals: some, ...kind })
      const handled = await alerts.begin(command, { ...OURS, key: `${key}:${from}` })
      if (handled.result === 'rejected') continue // which no signal is
      if (handled.result === 'duplicate') await add(handled.id, some)
      for (const signal of some) taken.set(signal, handled.id)
    }
  }

  return {
    async take(signals) {
      const services = Map.groupBy(signals, ({ source, service = '' }) => `${source} ${service}`)
      const ids = await Promise.all([...services].map(([name, some]) => take(name, some)))
      return [...new Set(ids.flat())]
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
