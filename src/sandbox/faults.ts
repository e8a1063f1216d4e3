import { chance } from './ids.ts'
import { isObject, listOf, numberOf, textOf } from './json.ts'
import { FAULT_DELAY_MS, FAULTS } from './limits.ts'
import type { Fault } from './protocol.ts'

const KINDS: Record<Fault['on'], readonly Fault['kind'][]> = {
  api: ['accept-then-drop', 'drop', 'delay', 'status', 'rate-limit', 'refuse'],
  delivery: ['duplicate', 'delay', 'drop', 'no-ack-seen'],
  statuspage: ['accept-then-drop', 'drop', 'delay', 'status', 'rate-limit'],
  mail: ['accept-then-drop', 'drop', 'status', 'refuse'],
  pagerduty: ['accept-then-drop', 'drop', 'delay', 'status', 'rate-limit'],
}

const ON = ['api', 'delivery', 'mail', 'pagerduty', 'statuspage'] as const

/** The faults in force. A fault strikes at most `times` times, each time with its probability. */
export class Faults {
  #inForce: Fault[] = []

  replace(faults: Fault[]): void {
    this.#inForce = faults.map((one) => ({ ...one }))
  }

  /** The first fault (of these kinds) that strikes this call or delivery now, counted as one strike. */
  strike(on: Fault['on'], method: string, kinds: readonly Fault['kind'][] = KINDS[on]): Fault | undefined {
    for (const fault of this.#inForce) {
      if (fault.on !== on || !kinds.includes(fault.kind) || isRealTiers(fault)) continue
      if (fault.method !== undefined && fault.method !== method) continue
      if (fault.times !== undefined && fault.times <= 0) continue
      if (!chance(fault.probability ?? 1)) continue
      if (fault.times !== undefined) fault.times--
      return fault
    }
    return undefined
  }

  /** Whether the other side's own rate limits are enforced for this method. */
  enforcesTiers(method: string, on: Fault['on'] = 'api'): boolean {
    return this.#inForce.some(
      (one) => one.on === on && isRealTiers(one) && (one.method === undefined || one.method === method),
    )
  }
}

/** A rate limit that says neither how often nor how likely means the real tiers. */
function isRealTiers(fault: Fault): boolean {
  return fault.kind === 'rate-limit' && fault.times === undefined && fault.probability === undefined
}

/** The faults in a control request, or the sentence that says what is wrong with them. */
export function readFaults(body: unknown): Fault[] | string {
  if (!Array.isArray(body)) return 'Faults are a list; [] heals.'
  if (body.length > FAULTS) return `At most ${FAULTS} faults at a time.`
  const faults: Fault[] = []
  for (const raw of listOf(body)) {
    const fault = readFault(raw)
    if (typeof fault === 'string') return fault
    faults.push(fault)
  }
  return faults
}

function readFault(raw: unknown): Fault | string {
  if (!isObject(raw)) return 'A fault is an object with `on` and `kind`.'
  const on = ON.find((one) => one === raw.on)
  if (!on) return `\`on\` is one of: ${ON.join(', ')}.`
  const kind = KINDS[on].find((one) => one === raw.kind)
  if (!kind) return `On "${on}", \`kind\` is one of: ${KINDS[on].join(', ')}.`
  const fault: Fault = { on, kind }
  if (raw.method !== undefined) {
    const method = textOf(raw.method)
    if (!method)
      return '`method` is a Web API method; "command", "event", "interactive"; "events", "rest" of PagerDuty; or an address.'
    fault.method = method
  }
  for (const [name, least, most] of NUMBERS) {
    if (raw[name] === undefined) continue
    const value = numberOf(raw[name])
    if (value === undefined || value < least || value > most)
      return `\`${name}\` is a number from ${least} to ${most}.`
    fault[name] = value
  }
  if (kind === 'refuse' && on === 'api') {
    const error = textOf(raw.error)
    if (!error || !/^[a-z_]+$/.test(error))
      return 'To refuse, say with which `error`, such as "canvas_disabled_user_team".'
    fault.error = error
  }
  if (kind === 'delay' && fault.delayMs === undefined) return 'A delay needs `delayMs`.'
  return fault
}

const NUMBERS = [
  ['probability', 0, 1],
  ['times', 1, 1_000_000],
  ['delayMs', 0, FAULT_DELAY_MS],
  ['status', 400, 599],
  ['retryAfterSeconds', 0, 3_600],
] as const
