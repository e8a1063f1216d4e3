import { type Alert, type AlertEvent, type Member, UNSEEN } from '../../src/core/alert/alert.ts'
import type { Actor, Entry } from '../../src/core/decider.ts'
import { AT } from './an-incident.ts'

const MINUTE = 60_000

/** A critical alert that fires, its line posted, to be acknowledged within 5 minutes. */
export function anAlert(changes: Partial<Alert> = {}): Alert {
  return {
    ...UNSEEN,
    number: 7,
    id: 'ALERT-7',
    source: 'alertmanager',
    group: 'g1',
    title: 'Orders API: 6.2 % of requests fail',
    summary: 'The limit is 1 %.',
    service: 'orders-api',
    labels: { class: 'orders' },
    level: 'critical',
    status: 'firing',
    members: { a: { at: AT, firing: true, level: 'critical', since: AT, title: 'Orders API: 6.2 % fail' } },
    firing: 1,
    begunAt: AT,
    firstAt: AT,
    lastAt: AT,
    firedAt: AT,
    times: 1,
    acknowledge: { due: AT + 5 * MINUTE, minutes: 5 },
    channel: 'ops-alerts',
    lineWanted: true,
    line: { channel: 'C0OPS', ts: '1768469400.000100' },
    ...changes,
  }
}

export function members(many: number, more: Partial<Member> = {}): Record<string, Member> {
  return Object.fromEntries(
    Array.from({ length: many }, (_, n) => [
      `k${n}`,
      { at: AT, firing: true, level: 'warning', since: AT, title: `Pod ${n} is not ready`, ...more },
    ]),
  )
}

export function anAlertEntry(event: AlertEvent, actor: Actor = { kind: 'bot' }, seq = 3): Entry<AlertEvent> {
  return { seq, event, actor, via: 'webhook', at: AT, recordedAt: AT }
}
