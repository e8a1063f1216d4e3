import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import type { Loop, Owner } from './loop.ts'
import type { Watcher } from './network.ts'
import { type ClientEnd, type Link, ServerEnd, type Upgrade } from './platform/sockets.ts'

type Envelope = { envelope_id?: string; type?: string; payload?: { type?: string } & Record<string, unknown> }

/** WebSockets between the bot and the workspace: in order, as TCP has it, until one is lost. */
export class Sockets {
  readonly #loop: Loop
  readonly #faults: Faults
  readonly #journal: Journal
  readonly #watcher: Watcher
  readonly #hop: () => number
  /** Where upgrades go. */
  workspace:
    | { emit(event: 'upgrade', request: object, upgrade: Upgrade, head: undefined): boolean }
    | undefined
  #open = new Set<{ client: ClientEnd; server: ServerEnd; link: Link }>()
  /** What each envelope asked, to know what its acknowledgement is about. */
  #asked = new Map<string, { body: string; at: number }>()

  constructor(parts: { loop: Loop; faults: Faults; journal: Journal; watcher: Watcher; hop: () => number }) {
    this.#loop = parts.loop
    this.#faults = parts.faults
    this.#journal = parts.journal
    this.#watcher = parts.watcher
    this.#hop = parts.hop
  }

  connect(client: ClientEnd, url: URL): void {
    const { world } = this.#loop
    const refused = () => this.#loop.after(this.#hop(), client.owner, () => client.closed(1006))
    this.#loop.after(this.#hop(), world, () => {
      if (!this.workspace || this.#faults.strike('refused-call')) return void refused()
      const accept = () => this.#join(client)
      this.workspace.emit(
        'upgrade',
        { url: `${url.pathname}${url.search}` },
        { end: refused, accept },
        undefined,
      )
    })
  }

  /** Every socket is lost: told so, or just silent from now on. */
  lose(silent: boolean): void {
    for (const { client, server, link } of this.#open) {
      this.#journal.detail(`a socket ${silent ? 'falls silent' : 'is lost'}`)
      link.silent = true
      if (silent) this.#loop.after(60_000, this.#loop.world, () => server.gone())
      else {
        server.gone()
        this.#loop.after(1, client.owner, () => client.closed(1006))
      }
    }
    this.#open.clear()
  }

  processEnded(owner: Owner): void {
    for (const each of this.#open) {
      if (each.client.owner !== owner) continue
      this.#open.delete(each)
      this.#loop.after(this.#hop(), this.#loop.world, () => each.server.gone())
    }
  }

  #join(client: ClientEnd): ServerEnd {
    const server = new ServerEnd()
    const { world } = this.#loop
    let [there, back] = [0, 0]
    const end = (code: number, from: 'client' | 'server') => {
      this.#open.delete(joined)
      back = Math.max(back, this.#loop.now + this.#hop())
      if (from === 'server') server.gone()
      else this.#loop.after(this.#hop(), world, () => server.gone())
      this.#loop.at(back, client.owner, () => client.closed(code))
    }
    const send = (text: string) => {
      back = Math.max(back, this.#loop.now + this.#hop() + this.#slowness(text))
      this.#loop.at(back, client.owner, () => client.received(text))
    }
    const link: Link = {
      silent: false,
      toServer: (text) => {
        there = Math.max(there, this.#loop.now + this.#hop())
        if (!link.silent && !this.#ackLost(text, client.owner))
          this.#loop.at(there, world, () => server.emit('message', text))
      },
      toClient: (text) => {
        if (link.silent || this.#deliveryLost(text)) return
        send(text)
        if (isEnvelope(text) && this.#faults.strike('doubled-delivery')) send(text)
      },
      ping: () => {
        if (!link.silent) this.#loop.after(20, client.owner, () => client.pinged())
      },
      closeFromClient: (code) => end(code, 'client'),
      closeFromServer: (code) => end(code, 'server'),
    }
    server.link = link
    const joined = { client, server, link }
    this.#open.add(joined)
    back = this.#loop.now + this.#hop()
    this.#loop.at(back, client.owner, () => client.opened(link))
    return server
  }

  #slowness(text: string): number {
    return isEnvelope(text) ? (this.#faults.strike('slow-delivery')?.byMs ?? 0) : 0
  }

  #deliveryLost(text: string): boolean {
    if (!isEnvelope(text)) return false
    const { envelope_id, type, payload = {} } = JSON.parse(text) as Envelope
    const fields =
      type === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) }
    if (envelope_id !== undefined && type !== 'events_api')
      this.#asked.set(envelope_id, { body: new URLSearchParams(fields).toString(), at: this.#loop.now })
    if (!this.#faults.strike('lost-delivery')) return false
    this.#journal.detail(`an envelope is lost: ${type}`)
    return true
  }

  #ackLost(text: string, owner: Owner): boolean {
    const { envelope_id, payload } = JSON.parse(text) as Envelope
    const asked = this.#asked.get(envelope_id ?? '')
    if (asked !== undefined) {
      const { body, at } = asked
      const passing = { owner, url: new URL('http://socket/'), method: 'SOCKET', headers: {}, body }
      const answered = { status: 200, headers: {}, body: JSON.stringify(payload ?? '') }
      this.#watcher.answers(passing, answered, this.#loop.now - at)
    }
    return this.#faults.strike('lost-ack') !== undefined
  }
}

function isEnvelope(text: string): boolean {
  return text.includes('"envelope_id"')
}
