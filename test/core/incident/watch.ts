import type { Asker, Effect, Entry, Rejection } from '../../../src/core/decider.ts'
import { isRejection } from '../../../src/core/decider.ts'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import type {
  Incident,
  IncidentCommand,
  IncidentEvent,
  Severity,
} from '../../../src/core/incident/incident.ts'
import type { ThroughPagerduty } from '../../../src/core/pagerduty/pages.ts'
import type { Policy } from '../../../src/core/policy.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { BOT, DANA, NOON } from './story.ts'

const MINUTE = 60_000
/** More timers than this at one instant would be one that falls due for ever. */
const FIRINGS_MAX = 100

type Owed = { effect: Effect; entry: Entry<IncidentEvent> }
export type Happened = { event: IncidentEvent; at: number; effects: Effect[] }

/**
 * An incident under a clock, as the engine would lead it: timers fire when they are due, and pages are performed by a
 * world that knows who stands behind a rung (`people`), and fails for whom it is told (`unreachable`).
 */
export class Watch {
  state: Incident = decider.initial
  entries: Entry<IncidentEvent>[] = []
  happened: Happened[] = []
  now = NOON
  people: Record<string, string[]> = { 'on-call': ['UANA'], secondary: ['UBEN'], managers: ['UCHLOE'] }
  unreachable = new Set<string>()
  /** Whom PagerDuty has on call behind a rung, beside those in Slack. */
  onCall: Record<string, ThroughPagerduty> = {}
  /** What is owed to PagerDuty, for a test that plays it. */
  toPagerduty: Effect[] = []
  /** What the world has not done yet; only when it is told to be slow. */
  pending: Owed[] = []
  slow = false
  policy: Policy

  constructor(policy: Policy = aPromisingPolicy()) {
    this.policy = policy
  }

  /** Rejections come back; whatever else follows has happened when this returns. */
  do(command: IncidentCommand, actor: Asker = DANA): Rejection | undefined {
    const answer = decider.decide(this.state, command, {
      now: this.now,
      policy: this.policy,
      actor,
      entries: this.entries,
    })
    if (isRejection(answer)) return answer
    const owed: Owed[] = []
    for (const event of answer) {
      const who = actor.kind === 'user' ? { kind: actor.kind, id: actor.id } : actor
      const seq = this.entries.length + 1
      const entry = { seq, event, actor: who, via: 'command', at: this.now, recordedAt: this.now } as const
      this.entries.push(entry)
      this.state = decider.evolve(this.state, entry)
      const effects = decider.react(entry, this.state)
      this.happened.push({ event, at: this.now, effects })
      owed.push(...effects.map((effect) => ({ effect, entry })))
    }
    if (this.slow) this.pending.push(...owed)
    else for (const one of owed) this.#perform(one)
    return undefined
  }

  /** The world catches up. */
  perform(): void {
    while (this.pending.length > 0) for (const owed of this.pending.splice(0)) this.#perform(owed)
  }

  /** Time passes with the bot awake: every timer fires when it is due. */
  advance(minutes: number): this {
    const until = this.now + minutes * MINUTE
    for (let next = this.#earliest(until); next !== undefined; next = this.#earliest(until)) {
      this.now = Math.max(this.now, next.due)
      this.fireDue()
    }
    this.now = until
    return this
  }

  /** Time passes with the bot down, or fast forward: all that fell due fires late, in order. */
  jump(minutes: number): this {
    this.now += minutes * MINUTE
    this.fireDue()
    return this
  }

  fireDue(): void {
    for (let firings = 0; ; firings++) {
      const timer = this.#earliest(this.now)
      if (timer === undefined) return
      if (firings >= FIRINGS_MAX) throw new Error(`${timer.name} falls due for ever`)
      const before = this.entries.length
      this.do({ type: 'timer-fired', ...timer }, BOT)
      if (this.entries.length === before) throw new Error(`${timer.name} had nothing to say`)
    }
  }

  /** The process ends and starts again: all that is left is what was stored. */
  restart(): this {
    this.state = JSON.parse(JSON.stringify(this.state))
    return this
  }

  types(from = 0): string[] {
    return this.happened.slice(from).map(({ event }) => event.type)
  }

  /** Every event of a type, with when it happened. */
  all<T extends IncidentEvent['type']>(type: T) {
    return this.happened.flatMap(({ event, at }) =>
      event.type === type ? [{ ...(event as Extract<IncidentEvent, { type: T }>), when: at }] : [],
    )
  }

  /** `12:05 UANA`: who was paged when. */
  pages(): string[] {
    return this.all('people-paged').flatMap(({ people, when }) =>
      people.map(({ user }) => `${clock(when)} ${user}`),
    )
  }

  #earliest(until: number) {
    const due = decider.timers(this.state).filter((timer) => timer.due <= until)
    return due.sort((one, other) => one.due - other.due)[0]
  }

  #perform({ effect, entry }: Owed): void {
    const { kind, args = {} } = effect
    const [run, step, user] = [Number(args.run), Number(args.step), String(args.user)]
    if (kind === 'slack.page-rung' && entry.event.type === 'rung-called') {
      const { rung } = entry.event
      const found = rung.reference === undefined ? (this.people[rung.rung] ?? []) : [rung.reference]
      const people = found.map((each) => ({ user: each, how: '@group' }))
      const pagerduty = rung.reference === undefined ? this.onCall[rung.rung] : undefined
      const through = pagerduty && { pagerduty }
      if (people.length > 0 || pagerduty)
        this.do({ type: 'record-page', run, step, people, skipped: [], ...through }, BOT)
      else this.do({ type: 'record-rung-empty', run, step, skipped: [] }, BOT)
    }
    if (kind.startsWith('pagerduty.')) this.toPagerduty.push(effect)
    if (kind !== 'slack.page') return
    if (this.unreachable.has(user)) this.do({ type: 'record-page-failed', run, step, user, why: 'gone' }, BOT)
    else
      this.do(
        { type: 'record-page-sent', run, step, user, channel: `D${user}`, ts: `${this.entries.length}.1` },
        BOT,
      )
  }
}

export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16)
}

export function member(id: string): Asker {
  return { kind: 'user', id, standing: 'member' }
}

/** Declared at noon by Dana. */
export function watched(severity: Severity = 'sev1', policy?: Policy): Watch {
  const watch = new Watch(policy)
  watch.do({ type: 'declare', number: 7, title: 'Orders API answers 500', severity })
  return watch
}
