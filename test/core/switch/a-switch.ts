import type { Asker, Effect, Entry, Rejection } from '../../../src/core/decider.ts'
import { isRejection } from '../../../src/core/decider.ts'
import type { Policy } from '../../../src/core/policy.ts'
import type { SwitchRules } from '../../../src/core/policy-switches.ts'
import { killSwitch } from '../../../src/core/switch/decider.ts'
import type { SwitchValue } from '../../../src/core/switch/provider.ts'
import type { ForIncident, Switch, SwitchCommand, SwitchEvent } from '../../../src/core/switch/switch.ts'
import { aPolicy } from '../a-policy.ts'

export const NOON = Date.UTC(2024, 5, 10, 12, 0, 0)
export const MINUTE = 60_000
export const BOT: Asker = { kind: 'bot' }

/** A full member whom the policy's references in `groups` name. */
export function member(id: string, ...groups: string[]): Asker {
  return { kind: 'user', id, standing: 'member', namedBy: groups }
}

export const ANA = member('UANA', '@on-call')
export const BEN = member('UBEN', '@on-call')
export const ZOE = member('UZOE') // a member whom the policy does not name

/** `stop`: on as usual, off when pulled; those on call may. */
export function rules(changes: Partial<SwitchRules> = {}): SwitchRules {
  return {
    name: 'Replies',
    does: 'Stops all replies.',
    blastRadius: 'Everybody who writes in.',
    normal: true,
    safe: false,
    provider: 'built-in',
    at: {},
    mayPull: ['@on-call'],
    mayRestore: ['@on-call'],
    needsIncident: false,
    customers: true,
    takesSeconds: 1,
    suggestedFor: { classes: [], severities: [] },
    remindAfterMinutes: 30,
    remindEveryMinutes: 60,
    checkEveryMinutes: 5,
    stuckAfterMinutes: 2,
    ...changes,
  }
}

export function switchPolicy(changes: Partial<SwitchRules> = {}, more: Partial<Policy> = {}): Policy {
  return aPolicy({
    switches: { stop: rules(changes) },
    switchTrouble: { tell: ['managers'], everyMinutes: 10 },
    rungs: { managers: { name: 'Managers', page: ['@managers'] } },
    ...more,
  })
}

export const APPROVED_PULL: Partial<SwitchRules> = {
  approval: { for: ['pull'], withinMinutes: 10, override: ['@chiefs'] },
  mayPull: ['@on-call', '@chiefs'],
}

export const INC: ForIncident = { id: 'INC-7', open: true, roles: [] }

type Step = {
  state: Switch
  events: SwitchEvent[]
  types: string[]
  effects: Effect[]
  rejection?: Rejection
}

/** A switch that goes through commands one after the other, as the engine would lead it. Time stands still unless moved. */
export class SwitchStory {
  state: Switch = killSwitch.initial
  entries: Entry<SwitchEvent>[] = []
  policy: Policy
  now = NOON

  constructor(policy: Policy = switchPolicy()) {
    this.policy = policy
    this.do({ type: 'adopt', number: 3, key: 'stop' }, BOT)
  }

  do(command: SwitchCommand, actor: Asker = ANA): Step {
    const who = isOwn(command) ? BOT : actor
    const answer = killSwitch.decide(this.state, command, { now: this.now, policy: this.policy, actor: who })
    if (isRejection(answer))
      return { state: this.state, events: [], types: [], effects: [], rejection: answer }
    const effects = answer.flatMap((event) => this.append(event, who))
    return { state: this.state, events: answer, types: answer.map(({ type }) => type), effects }
  }

  append(event: SwitchEvent, actor: Asker): Effect[] {
    const who = actor.kind === 'user' ? ({ kind: 'user', id: actor.id } as const) : actor
    const seq = this.entries.length + 1
    const entry: Entry<SwitchEvent> = {
      seq,
      event,
      actor: who,
      via: 'command',
      at: this.now,
      recordedAt: this.now,
    }
    this.entries.push(entry)
    this.state = killSwitch.evolve(this.state, entry)
    return killSwitch.react(entry, this.state)
  }

  given(...commands: SwitchCommand[]): this {
    for (const command of commands) {
      const { rejection } = this.do(command)
      if (rejection !== undefined) throw new Error(`given ${command.type}: ${rejection.rejected}`)
    }
    return this
  }

  later(minutes: number): this {
    this.now += minutes * MINUTE
    return this
  }

  /** What a look finds, or what is read back after setting. */
  reads(value: SwitchValue): Step {
    return this.do({ type: 'record-observed', order: this.state.orders, value })
  }

  pull(actor: Asker = ANA, more: object = {}): Step {
    return this.do({ type: 'pull', reason: 'Wrong replies', ...more }, actor)
  }

  restore(actor: Asker = ANA, more: object = {}): Step {
    return this.do({ type: 'restore', reason: 'All is well', ...more }, actor)
  }

  /** Pulled and read back. */
  pulled(): this {
    this.reads(true)
    this.pull()
    this.reads(false)
    return this
  }

  /** Lets its next wake-up come; undefined when it wants none. */
  wake(name?: string): Step | undefined {
    const [next] = killSwitch
      .timers(this.state)
      .filter((timer) => name === undefined || timer.name === name)
      .toSorted((one, other) => one.due - other.due)
    if (next === undefined) return undefined
    this.now = Math.max(this.now, next.due)
    return this.do({ type: 'timer-fired', ...next })
  }

  timer(name: string): number | undefined {
    return killSwitch.timers(this.state).find((timer) => timer.name === name)?.due
  }
}

function isOwn({ type }: SwitchCommand): boolean {
  return type === 'adopt' || type === 'timer-fired' || type.startsWith('record-')
}

export function kinds(effects: readonly Effect[]): string[] {
  return effects.map(({ kind }) => kind)
}
