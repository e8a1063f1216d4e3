import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Cancel, WorkspaceClock } from './clock.ts'
import type { Answer, Attempt, Failure, Transport } from './deliver.ts'
import { secret } from './ids.ts'
import { isObject, parseJson, textOf } from './json.ts'
import {
  SOCKET_CLOSE_MS,
  SOCKET_GOODBYE_MS,
  SOCKET_MESSAGE_BYTES,
  SOCKET_PING_MS,
  SOCKET_TICKET_LIFE_MS,
  SOCKETS_PER_APP,
  type Timing,
} from './limits.ts'
import { BOT } from './people.ts'

type Outcome = { payload?: unknown } | { failure: Failure }

type Link = {
  socket: WebSocket
  /** Asked to reconnect: gets nothing new, but may still acknowledge. */
  leaving: boolean
  pending: Map<string, (outcome: Outcome) => void>
  cancels: Cancel[]
}

const ENVELOPE = { command: 'slash_commands', event: 'events_api', interactive: 'interactive' } as const

/** Socket Mode: several sockets, each envelope to exactly one of them in turn. */
export class SocketTransport implements Transport {
  readonly via = 'socket'
  readonly #clock: WorkspaceClock
  readonly #timing: Timing
  readonly #changed: () => void
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: SOCKET_MESSAGE_BYTES })
  #tickets = new Map<string, number>()
  #links: Link[] = []
  #turn = 0

  constructor(clock: WorkspaceClock, timing: Timing, changed: () => void) {
    this.#clock = clock
    this.#timing = timing
    this.#changed = changed
  }

  /** The address path for one new connection, for `apps.connections.open`. Undefined: too many already. */
  ticket(): string | undefined {
    const now = this.#clock.realNow()
    for (const [id, at] of this.#tickets) if (now - at > SOCKET_TICKET_LIFE_MS) this.#tickets.delete(id)
    if (this.#tickets.size >= SOCKETS_PER_APP * 10) return undefined
    const ticket = secret(16)
    this.#tickets.set(ticket, now)
    return `/link/?ticket=${ticket}&app_id=${BOT.appId}`
  }

  /** Takes over an HTTP upgrade. A ticket works once. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://workspace').searchParams.get('ticket') ?? ''
    const issued = this.#tickets.get(ticket)
    this.#tickets.delete(ticket)
    if (issued === undefined || this.#clock.realNow() - issued > SOCKET_TICKET_LIFE_MS) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket))
  }

  ready(): boolean {
    return this.#open().length > 0
  }

  /** How many sockets take deliveries. */
  count(): number {
    return this.#open().length
  }

  async deliver(attempt: Attempt): Promise<Answer> {
    const open = this.#open()
    const link = open[this.#turn++ % Math.max(1, open.length)]
    if (!link) return { acked: false, ms: 0, failure: 'connection_failed' }
    const started = this.#clock.elapsed()
    const outcome = await this.#exchange(link, attempt)
    const ms = this.#clock.elapsed() - started
    if ('failure' in outcome) return { acked: false, ms, failure: outcome.failure }
    return { acked: true, ms, ...outcome }
  }

  /**
   * Loses sockets. `hard` cuts the wire without a word; otherwise the app is told why and given time to
   * finish, as when Slack recycles a server. `all`: every socket, not just the oldest.
   */
  disconnect(given: { reason: string; hard: boolean; all: boolean }): void {
    const links = given.all ? [...this.#links] : this.#open().slice(0, 1)
    for (const link of links) {
      if (given.hard) link.socket.terminate()
      else this.#goodbye(link, given.reason)
    }
  }

  /** Says goodbye to every socket, and cuts those that do not answer. */
  async close(): Promise<void> {
    const gone = this.#links.map(
      ({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    )
    for (const { socket } of this.#links) socket.close(1001)
    await Promise.race([Promise.all(gone), this.#clock.pauseReal(SOCKET_CLOSE_MS)])
    for (const { socket } of [...this.#links]) socket.terminate()
    this.#server.close()
  }

  #open(): Link[] {
    return this.#links.filter((one) => !one.leaving && one.socket.readyState === one.socket.OPEN)
  }

  #welcome(socket: WebSocket): void {
    const link: Link = { socket, leaving: false, pending: new Map(), cancels: [] }
    this.#links.push(link)
    socket.on('message', (data) => this.#heard(link, String(data)))
    socket.on('close', () => this.#gone(link))
    socket.on('error', () => socket.terminate())
    if (this.#links.length > SOCKETS_PER_APP) {
      this.#goodbye(link, 'too_many_websockets')
      return
    }
    link.cancels.push(this.#clock.everyReal(SOCKET_PING_MS, () => socket.ping()))
    if (this.#timing.socketRefreshMs > 0) {
      const refresh = () => this.#goodbye(link, 'refresh_requested')
      link.cancels.push(this.#clock.afterReal(this.#timing.socketRefreshMs, refresh))
    }
    this.#say(link, {
      type: 'hello',
      num_connections: this.#links.length,
      debug_info: { host: 'embedded-workspace', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: BOT.appId },
    })
    socket.ping()
    this.#changed()
  }

  #exchange(link: Link, attempt: Attempt): Promise<Outcome> {
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        cancel()
        link.pending.delete(attempt.id)
        resolve(outcome)
      }
      const cancel = this.#clock.afterReal(this.#timing.ackTimeoutMs, () =>
        settle({ failure: 'http_timeout' }),
      )
      link.pending.set(attempt.id, settle)
      this.#say(link, envelope(attempt))
    })
  }

  #heard(link: Link, text: string): void {
    const message = parseJson(text)
    if (!isObject(message)) return
    const settle = link.pending.get(textOf(message.envelope_id) ?? '')
    settle?.(message.payload === undefined ? {} : { payload: message.payload })
  }

  #goodbye(link: Link, reason: string): void {
    this.#say(link, { type: 'disconnect', reason, debug_info: { host: 'embedded-workspace' } })
    link.leaving = true
    link.cancels.push(this.#clock.afterReal(SOCKET_GOODBYE_MS, () => link.socket.close(1000)))
    this.#changed()
  }

  #gone(link: Link): void {
    for (const cancel of link.cancels) cancel()
    this.#links = this.#links.filter((one) => one !== link)
    for (const settle of [...link.pending.values()]) settle({ failure: 'connection_failed' })
    this.#changed()
  }

  #say(link: Link, message: object): void {
    link.socket.send(JSON.stringify(message))
  }
}

function envelope(attempt: Attempt): object {
  const isEvent = attempt.kind === 'event'
  return {
    envelope_id: attempt.id,
    type: ENVELOPE[attempt.kind],
    payload: attempt.payload,
    accepts_response_payload: !isEvent,
    ...(isEvent ? { retry_attempt: attempt.retry, retry_reason: attempt.retry > 0 ? 'timeout' : '' } : {}),
  }
}
