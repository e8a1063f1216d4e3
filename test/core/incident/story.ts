import type { Asker, Effect, Entry, Rejection } from '../../../src/core/decider.ts'
import { isRejection } from '../../../src/core/decider.ts'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import type { Incident, IncidentCommand, IncidentEvent } from '../../../src/core/incident/incident.ts'
import type { Policy } from '../../../src/core/policy.ts'
import { aPolicy } from '../a-policy.ts'

export const DANA: Asker = { kind: 'user', id: 'UDANA', standing: 'member' }
export const SAM: Asker = { kind: 'user', id: 'USAM', standing: 'member' }
export const BOT: Asker = { kind: 'bot' }
export const NOON = Date.UTC(2024, 5, 10, 12, 0, 0)
const MINUTE = 60_000

type Step = { state: Incident; events: IncidentEvent[]; effects: Effect[]; rejection?: Rejection }

/** An incident that goes through commands one after the other, a minute apart, as the engine would lead it. */
export class Story {
  state: Incident = decider.initial
  entries: Entry<IncidentEvent>[] = []
  policy: Policy
  #waited = 0

  constructor(policy: Policy = aPolicy()) {
    this.policy = policy
  }

  do(command: IncidentCommand, actor: Asker = ownOrDana(command)): Step {
    const now = NOON + this.entries.length * MINUTE + this.#waited
    const referred = decider.refersTo?.(command, this.state) ?? []
    const entries = this.entries.filter(({ seq }) => referred.includes(seq))
    const answer = decider.decide(this.state, command, { now, policy: this.policy, actor, entries })
    if (isRejection(answer)) return { state: this.state, events: [], effects: [], rejection: answer }
    const effects = answer.flatMap((event) => this.#append(event, actor, now))
    return { state: this.state, events: answer, effects }
  }

  given(...commands: IncidentCommand[]): this {
    for (const command of commands) {
      const { rejection } = this.do(command)
      if (rejection !== undefined) throw new Error(`given ${command.type}: ${rejection.rejected}`)
    }
    return this
  }

  /** Lets time pass beyond the minute from one entry to the next. */
  later(minutes: number): this {
    this.#waited += minutes * MINUTE
    return this
  }

  #append(event: IncidentEvent, actor: Asker, now: number): Effect[] {
    const who = actor.kind === 'user' ? { kind: actor.kind, id: actor.id } : actor
    const seq = this.entries.length + 1
    const entry: Entry<IncidentEvent> = { seq, event, actor: who, via: 'command', at: now, recordedAt: now }
    this.entries.push(entry)
    this.state = decider.evolve(this.state, entry)
    return decider.react(entry, this.state)
  }
}

/** An incident that Dana declared, SEV3 unless said otherwise. */
export function declared(severity: Incident['severity'] = 'sev3', policy?: Policy): Story {
  return new Story(policy).given({ type: 'declare', number: 7, title: 'Orders API answers 500', severity })
}

export const card: IncidentCommand = { type: 'record-card', channel: 'CROOM', ts: '1718000000.000100' }
export const channel: IncidentCommand = { type: 'record-channel', channel: 'CINC', name: 'inc-7-orders' }
export const resolve: IncidentCommand = { type: 'change-status', status: 'resolved' }

export function kinds(effects: Effect[]): string[] {
  return effects.map((effect) => effect.kind)
}

function ownOrDana(command: IncidentCommand): Asker {
  return command.type.startsWith('record-') || command.type === 'timer-fired' ? BOT : DANA
}
