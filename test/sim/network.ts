import { type Chance, chance } from './chance.ts'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import type { Loop, Owner, Scheduled } from './loop.ts'
import type { Plan } from './plan.ts'
import { type Answered, incoming, Outgoing } from './platform/http.ts'
import type { FetchInit, HttpListener } from './platform/stage.ts'
import { forget } from './platform/time.ts'
import { Sockets } from './sockets.ts'

/** A request on its way, as whoever watches the wire sees it. */
export type Passing = {
  owner: Owner
  url: URL
  method: string
  headers: Record<string, string>
  body: string | Buffer
}

export type Watcher = {
  /** A request is told to come back after so many seconds. */
  limited(passing: Passing, seconds: number): void
  /** The bot lets a request go. */
  leaves(passing: Passing): void
  /** The world has taken one in and answered; the answer may still get lost. */
  accepted(passing: Passing, answered: Answered): void
  /** The bot answers a request of the world's; the answer may still get lost. */
  answers(passing: Passing, answered: Answered, tookMs: number): void
}

/**
 * How late a request may still be taken in, besides the usual; an answer may take any time. Nothing helps against one
 * that is on its way for longer than anybody waits before looking whether it arrived.
 */
const IN_TRANSIT_MAX_MS = 4_000

/** Wires between the processes: latency from the seed, and whatever goes wrong with what is carried. */
export class Network {
  readonly #loop: Loop
  readonly #faults: Faults
  readonly #journal: Journal
  readonly #latency: Chance
  readonly #watcher: Watcher
  /** The world's servers, by host. */
  readonly servers = new Map<string, HttpListener>()
  readonly sockets: Sockets
  /** The bot's server, while one runs. */
  bot: { owner: Owner; listener: HttpListener } | undefined
  #waiting = new Set<{ owner: Owner; fail: () => void }>()
  /** Requests of the bot's that have left it and are not taken in yet. */
  #outbound = new Set<{ owner: Owner; arrival: Scheduled }>()
  readonly #stragglers: Chance

  constructor(plan: Plan, parts: { loop: Loop; faults: Faults; journal: Journal; watcher: Watcher }) {
    this.#loop = parts.loop
    this.#faults = parts.faults
    this.#journal = parts.journal
    this.#watcher = parts.watcher
    this.#latency = chance(`${plan.seed}/latency`)
    this.#stragglers = chance(`${plan.seed}/stragglers`)
    this.sockets = new Sockets({ ...parts, hop: () => this.#hop() })
  }

  async fetch(owner: Owner, url: URL, init: FetchInit): Promise<Response> {
    const body = await bytesOf(init.body)
    const headers = Object.fromEntries(new Headers(init.headers as Record<string, string>))
    const passing = { owner, url, method: init.method ?? 'GET', headers, body }
    const call = owner === this.#loop.world ? this.#toBot(passing) : this.#toWorld(passing)
    const { signal } = init
    return new Promise<Response>((resolve, reject) => {
      const aborted = () => reject(signal?.reason)
      if (signal?.aborted) return aborted()
      signal?.addEventListener('abort', aborted, { once: true })
      const settled = () => {
        signal?.removeEventListener('abort', aborted)
        if (signal) forget(signal)
      }
      call.then(
        (answered) => {
          settled()
          resolve(responseOf(answered))
        },
        (error) => {
          settled()
          reject(error)
        },
      )
    })
  }

  /** What the process was waiting for never comes, and who waits for it is told. */
  processEnded(owner: Owner): void {
    if (this.bot?.owner === owner) this.bot = undefined
    this.sockets.processEnded(owner)
    for (const waiting of [...this.#waiting]) if (waiting.owner === owner) waiting.fail()
    for (const { owner: sender, arrival } of [...this.#outbound])
      if (sender === owner) this.#straggle(arrival)
  }

  /** What a process had on its way when it died arrives all the same, and often when nobody expects it any more. */
  #straggle(arrival: Scheduled): void {
    arrival.cancelled = true
    this.#loop.after(this.#stragglers.int(0, IN_TRANSIT_MAX_MS), this.#loop.world, arrival.run)
  }

  #hop(): number {
    return this.#latency.odds(0.05) ? this.#latency.int(50, 900) : this.#latency.int(1, 40)
  }

  #toWorld(passing: Passing): Promise<Answered> {
    this.#watcher.leaves(passing)
    const { owner, url } = passing
    const what = `${url.host}${url.pathname}`
    const there = this.#hop()
    const back = this.#hop()
    const fails = (code: string, afterMs: number) => this.#fails(owner, code, afterMs)
    if (this.#faults.strike('refused-call', what))
      return this.#told(`refused: ${what}`, fails('ECONNREFUSED', there))
    const lost = this.#faults.strike('lost-call', what)
    if (lost)
      return this.#told(
        `lost: ${what}`,
        this.#faults.drawFor(lost) < 0.5 ? fails('ECONNRESET', there) : never(),
      )
    if (this.#faults.strike('server-error', what))
      return this.#told(
        `500: ${what}`,
        this.#later(owner, there + back, { status: 503, headers: {}, body: 'no' }),
      )
    const limit = this.#faults.strike('rate-limit', what)
    if (limit) {
      const headers: Record<string, string> =
        limit.seconds === 0 ? {} : { 'retry-after': String(limit.seconds) }
      this.#watcher.limited(passing, limit.seconds)
      const answer = { status: 429, headers, body: '{"ok":false,"error":"ratelimited"}' }
      return this.#told(`429: ${what}`, this.#later(owner, there + back, answer))
    }
    const slow = this.#faults.strike('slow-call', what)
    const slowThere = slow && this.#faults.drawFor(slow) < 0.5 ? Math.min(slow.byMs, IN_TRANSIT_MAX_MS) : 0
    const slowBack = slow && slowThere === 0 ? slow.byMs : 0
    return new Promise((resolve, reject) => {
      const arrival = this.#loop.after(there + slowThere, this.#loop.world, () => {
        this.#outbound.delete(outbound)
        const listener = this.servers.get(url.host)
        if (!listener) return this.#loop.after(back, owner, () => reject(broken('ENOTFOUND')))
        this.#serve(
          listener,
          passing,
          (answered) => {
            this.#watcher.accepted(passing, answered)
            const dropped = this.#faults.strike('lost-answer', what)
            if (dropped) {
              this.#journal.detail(`answer lost: ${what}`)
              if (this.#faults.drawFor(dropped) < 0.5)
                this.#loop.after(back, owner, () => reject(broken('ECONNRESET')))
              return
            }
            const garbled = this.#faults.strike('garbled-answer', what)
            if (garbled) this.#journal.detail(`answer garbled: ${what}`)
            const seen = garbled
              ? { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }
              : answered
            this.#loop.after(back + slowBack, owner, () => resolve(seen))
          },
          () => this.#loop.after(back, owner, () => reject(broken('ECONNRESET'))),
        )
        return undefined
      })
      const outbound = { owner, arrival }
      this.#outbound.add(outbound)
    })
  }

  #toBot(passing: Passing): Promise<Answered> {
    const world = this.#loop.world
    const what = passing.url.pathname
    if (this.#faults.strike('lost-delivery')) return this.#told(`delivery lost: ${what}`, never())
    const slow = this.#faults.strike('slow-delivery')
    const there = this.#hop() + (slow?.byMs ?? 0)
    const doubled = this.#faults.strike('doubled-delivery')
    if (doubled) {
      this.#journal.detail(`delivered twice: ${what}`)
      const apart = Math.floor(this.#faults.drawFor(doubled) * 2_000)
      this.#loop.after(there + apart, world, () =>
        this.#reach(
          passing,
          () => undefined,
          () => undefined,
        ),
      )
    }
    return new Promise((resolve, reject) => {
      this.#loop.after(there, world, () =>
        this.#reach(
          passing,
          (answered) => {
            if (this.#faults.strike('lost-ack')) this.#journal.detail(`acknowledgement lost: ${what}`)
            else this.#loop.after(this.#hop(), world, () => resolve(answered))
          },
          () => reject(broken('ECONNREFUSED')),
        ),
      )
    })
  }

  /** At the bot's door: taken in if a process stands behind it. */
  #reach(passing: Passing, answered: (answer: Answered) => void, failed: () => void): void {
    const { bot } = this
    if (!bot?.owner.alive) {
      failed()
      return
    }
    const arrivedAt = this.#loop.now
    const waiting = { owner: bot.owner, fail: () => this.#loop.after(1, this.#loop.world, failed) }
    this.#waiting.add(waiting)
    this.#loop.after(0, bot.owner, () =>
      this.#serve(
        bot.listener,
        passing,
        (answer) => {
          this.#waiting.delete(waiting)
          if (!bot.owner.alive) return
          this.#watcher.answers(passing, answer, this.#loop.now - arrivedAt)
          answered(answer)
        },
        failed,
      ),
    )
  }

  #serve(
    listener: HttpListener,
    { url, method, headers, body }: Passing,
    done: (answered: Answered) => void,
    cut: () => void,
  ): void {
    const request = incoming({ method, url: `${url.pathname}${url.search}`, headers, body }, cut)
    listener(request, new Outgoing(done))
  }

  #fails(owner: Owner, code: string, afterMs: number): Promise<Answered> {
    return new Promise((_, reject) => this.#loop.after(afterMs, owner, () => reject(broken(code))))
  }

  #later(owner: Owner, afterMs: number, answer: Answered): Promise<Answered> {
    return new Promise((resolve) => this.#loop.after(afterMs, owner, () => resolve(answer)))
  }

  #told<T>(line: string, result: T): T {
    this.#journal.detail(line)
    return result
  }
}

const never = () => new Promise<Answered>(() => undefined)

/** As fetch tells it. */
function broken(code: string): Error {
  const cause = Object.assign(new Error(code), {
    code,
    ...(code === 'ECONNREFUSED' && { syscall: 'connect' }),
  })
  return new TypeError('fetch failed', { cause })
}

const NO_BODY = new Set([101, 204, 205, 304])

function responseOf({ status, headers, body }: Answered): Response {
  return new Response(NO_BODY.has(status) ? null : (body as BodyInit), { status, headers })
}

async function bytesOf(body: unknown): Promise<string | Buffer> {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return body.toString()
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(await new Response(body as BodyInit).arrayBuffer())
}
