import type { WorkspaceClock } from './clock.ts'
import type { Faults } from './faults.ts'
import { secret } from './ids.ts'
import type { Journal } from './journal.ts'
import { PENDING_REDELIVERIES, type Timing } from './limits.ts'
import type { Delivery, Json } from './protocol.ts'

export type Kind = 'command' | 'event' | 'interactive'

/** Why an attempt failed, in the words of Slack's `X-Slack-Retry-Reason`. */
export type Failure = 'http_timeout' | 'http_error' | 'connection_failed'

export type Attempt = { id: string; kind: Kind; payload: Json; retry: number; reason?: Failure }

/** How the app took a delivery. `payload` is what it acknowledged with, parsed. */
export type Answer =
  | { acked: true; ms: number; status?: number; payload?: unknown }
  | { acked: false; ms: number; status?: number; failure: Failure; noRetry?: boolean }

/** One way to the app. */
export type Transport = {
  via: 'socket' | 'http'
  ready(): boolean
  deliver(attempt: Attempt): Promise<Answer>
}

/**
 * Carries payloads to the app: by socket when one is connected, else to its request URL. Events that are not
 * acknowledged are sent again; commands and clicks are not, as in Slack.
 */
export class Deliveries {
  readonly #clock: WorkspaceClock
  readonly #timing: Timing
  readonly #faults: Faults
  readonly #journal: Journal
  readonly #transports: Transport[]
  #underWay = 0
  #owed = 0
  #idle: (() => void)[] = []

  constructor(given: {
    clock: WorkspaceClock
    timing: Timing
    faults: Faults
    journal: Journal
    transports: Transport[]
  }) {
    this.#clock = given.clock
    this.#timing = given.timing
    this.#faults = given.faults
    this.#journal = given.journal
    this.#transports = given.transports
  }

  connected(): 'socket' | 'http' | 'none' {
    return this.#transports.find((one) => one.ready())?.via ?? 'none'
  }

  /** A command or an interaction: one attempt, whose answer the person waits for. */
  async send(kind: Exclude<Kind, 'event'>, payload: Json): Promise<Answer> {
    return await this.#attempt({ id: secret(8), kind, payload, retry: 0 })
  }

  /** An event: tried at once, and again later until it is acknowledged or has been tried enough. */
  event(payload: Json, retry = 0, reason?: Failure): void {
    const attempt: Attempt = { id: secret(8), kind: 'event', payload, retry, ...(reason ? { reason } : {}) }
    void this.#attempt(attempt).then((answer) => {
      if (!answer.acked && !answer.noRetry) this.#again(payload, retry, answer.failure)
    })
  }

  /** Sends a recorded delivery once more, as a network that repeats itself would. Undefined: not known. */
  again(id: string | undefined): Promise<Answer> | undefined {
    const known = this.#journal.deliveries()
    const found = id === undefined ? known.at(-1) : known.find((one) => one.id === id)
    if (!found) return undefined
    const kind = found.type as Kind
    const isEvent = kind === 'event'
    return this.#attempt({
      id: secret(8),
      kind,
      payload: found.payload,
      retry: isEvent ? found.retry + 1 : 0,
      ...(isEvent ? { reason: 'http_timeout' as const } : {}),
    })
  }

  /** Resolves once nothing is on its way to the app. Redeliveries that are only due later do not count. */
  quiet(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #again(payload: Json, retry: number, reason: Failure): void {
    const delay = this.#timing.redeliverAfterMs[retry]
    if (delay === undefined || this.#owed >= PENDING_REDELIVERIES) return
    this.#owed++
    this.#clock.after(delay, () => {
      this.#owed--
      this.event(payload, retry + 1, reason)
    })
  }

  async #attempt(attempt: Attempt): Promise<Answer> {
    this.#underWay++
    try {
      const fault = this.#faults.strike('delivery', attempt.kind)
      if (fault?.kind === 'delay') await this.#clock.pauseReal(fault.delayMs ?? 0)
      if (fault?.kind === 'drop') return this.#lost(attempt)
      const answer = this.#carry(attempt)
      if (fault?.kind === 'duplicate') await this.#carry({ ...attempt, id: secret(8) })
      const seen = await answer
      // The app did its work, but the acknowledgement never arrives: to Slack that is a timeout.
      return fault?.kind === 'no-ack-seen' ? { acked: false, ms: seen.ms, failure: 'http_timeout' } : seen
    } finally {
      this.#underWay--
      if (this.#underWay === 0) for (const resolve of this.#idle.splice(0)) resolve()
    }
  }

  async #carry(attempt: Attempt): Promise<Answer> {
    const transport = this.#transports.find((one) => one.ready())
    const record = this.#record(attempt, transport?.via ?? 'http')
    const started = this.#clock.elapsed()
    const answer: Answer = transport
      ? await transport.deliver(attempt)
      : { acked: false, ms: 0, failure: 'connection_failed' }
    record.acked = answer.acked
    record.ms = Math.round(this.#clock.elapsed() - started)
    if (answer.status !== undefined) record.status = answer.status
    return answer
  }

  #lost(attempt: Attempt): Answer {
    this.#record(attempt, this.connected() === 'socket' ? 'socket' : 'http')
    return { acked: false, ms: 0, failure: 'connection_failed' }
  }

  #record(attempt: Attempt, via: Delivery['via']): Delivery {
    return this.#journal.delivery({
      id: attempt.id,
      at: this.#clock.now(),
      via,
      type: attempt.kind,
      payload: attempt.payload,
      acked: false,
      retry: attempt.retry,
    })
  }
}

/** What a person reads when the app did not take it. `what` is the command, or a word for the act. */
export function failureText(what: string, answer: Extract<Answer, { acked: false }>): string {
  if (answer.failure === 'http_timeout')
    return `${what} failed: the app didn't respond in time (operation_timeout).`
  if (answer.failure === 'http_error')
    return `${what} failed: the app answered with an error (http_service_error).`
  return `${what} failed: the app could not be reached (dispatch_failed).`
}
