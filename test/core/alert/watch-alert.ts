import type { Alert, AlertCommand, AlertEvent } from '../../../src/core/alert/alert.ts'
import { alert as decider } from '../../../src/core/alert/decider.ts'
import type { AlertSignal } from '../../../src/core/alert/signal.ts'
import type { Asker, Effect, Entry, Rejection } from '../../../src/core/decider.ts'
import { isRejection } from '../../../src/core/decider.ts'
import type { Policy } from '../../../src/core/policy.ts'
import { alerts } from '../../../src/core/policy-alerts.ts'
import { aPromisingPolicy } from '../a-policy.ts'

const MINUTE = 60_000
export const NOON = Date.UTC(2024, 5, 10, 12, 0, 0)
export const BOT: Asker = { kind: 'bot' }

/** Critical alerts climb `major` at once, warnings `minor` when nobody acknowledged within 30 minutes. */
export function anAlertPolicy(changes: object = {}): Policy {
  return aPromisingPolicy({
    alerts: alerts.parse({
      levels: {
        critical: { ladder: 'major', acknowledgeMinutes: 5 },
        warning: { ladder: 'minor', page: 'when-missed', acknowledgeMinutes: 30 },
      },
      ...changes,
    }),
  })
}

/** A critical alert of the orders API that began at noon, unless it is said otherwise. */
export function aSignal(changes: Partial<AlertSignal> = {}): AlertSignal {
  return {
    source: 'alertmanager',
    key: 'orders-errors',
    state: 'firing',
    level: 'critical',
    title: 'Orders API: 6 % of requests fail',
    service: 'orders-api',
    labels: { service: 'orders-api', class: 'orders' },
    at: NOON,
    ...changes,
  }
}

export function member(id: string): Asker {
  return { kind: 'user', id, standing: 'member' }
}

/** A line of alerts under a clock, as the engine would lead it; pages arrive at whoever stands behind a rung. */
export class AlertWatch {
  state: Alert = decider.initial
  entries: Entry<AlertEvent>[] = []
  effects: Effect[] = []
  now = NOON
  people: Record<string, string[]> = { 'on-call': ['UANA'], secondary: ['UBEN'], managers: ['UCHLOE'] }
  policy: Policy

  constructor(policy: Policy = anAlertPolicy()) {
    this.policy = policy
  }

  /** Rejections come back; whatever else follows has happened when this returns. */
  do(command: AlertCommand, actor: Asker = BOT): Rejection | undefined {
    const answer = decider.decide(this.state, command, { now: this.now, policy: this.policy, actor })
    if (isRejection(answer)) return answer
    const owed: { effect: Effect; entry: Entry<AlertEvent> }[] = []
    for (const event of answer) {
      const who = actor.kind === 'user' ? { kind: actor.kind, id: actor.id } : actor
      const seq = this.entries.length + 1
      const entry = { seq, event, actor: who, via: 'webhook', at: this.now, recordedAt: this.now } as const
      this.entries.push(entry)
      this.state = decider.evolve(this.state, entry)
      owed.push(...decider.react(entry, this.state).map((effect) => ({ effect, entry })))
    }
    for (const { effect, entry } of owed) this.#perform(effect, entry)
    return undefined
  }

  take(...signals: AlertSignal[]): this {
    this.do({ type: 'take', number: 7, signals })
    return this
  }

  /** Time passes: every timer fires when it is due. */
  advance(minutes: number): this {
    const until = this.now + minutes * MINUTE
    for (let turns = 0; turns < 100; turns += 1) {
      const [next] = decider
        .timers(this.state)
        .filter(({ due }) => due <= until)
        .sort((one, other) => one.due - other.due)
      if (next === undefined) break
      this.now = Math.max(this.now, next.due)
      const before = this.entries.length
      this.do({ type: 'timer-fired', ...next })
      if (this.entries.length === before) throw new Error(`${next.name} had nothing to say`)
    }
    this.now = until
    return this
  }

  types(from = 0): string[] {
    return this.entries.slice(from).map(({ event }) => event.type)
  }

  all<T extends AlertEvent['type']>(type: T) {
    return this.entries.flatMap(({ event }) =>
      event.type === type ? [event as Extract<AlertEvent, { type: T }>] : [],
    )
  }

  /** `12:05 UANA`: who was paged when. */
  pages(): string[] {
    return this.entries.flatMap(({ event, at }) =>
      event.type === 'people-paged' ? event.people.map(({ user }) => `${clock(at)} ${user}`) : [],
    )
  }

  owed(kind: string): Effect[] {
    return this.effects.filter((effect) => effect.kind === kind)
  }

  #perform(effect: Effect, { event }: Entry<AlertEvent>): void {
    this.effects.push(effect)
    const { kind, args = {} } = effect
    const [run, step, user] = [Number(args.run), Number(args.step), String(args.user)]
    if (kind === 'slack.post-alert') this.do({ type: 'record-line', channel: 'COPS', ts: '1.1' })
    if (kind === 'slack.page-rung' && event.type === 'rung-called') {
      const people = (this.people[event.rung.rung] ?? []).map((each) => ({ user: each, how: '@group' }))
      if (people.length > 0) this.do({ type: 'record-page', run, step, people, skipped: [] })
      else this.do({ type: 'record-rung-empty', run, step, skipped: [] })
    }
    if (kind === 'slack.page')
      this.do({
        type: 'record-page-sent',
        run,
        step,
        user,
        channel: `D${user}`,
        ts: `${this.entries.length}.1`,
      })
  }
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16)
}
