import { channel } from 'node:diagnostics_channel'
import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { Owner } from '../loop.ts'
import { stage } from './stage.ts'

const require = createRequire(import.meta.url)
const undici = require('undici') as {
  WebSocket: unknown
  ping: unknown
  MessageEvent: typeof MessageEvent
  CloseEvent: new (type: string, init: object) => Event
}
const ws = require('ws') as { WebSocketServer: { prototype: { handleUpgrade: unknown } } }
const pingChannel = channel('undici:websocket:ping')
const pongChannel = channel('undici:websocket:pong')

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3] as const

/** The bot's end of a WebSocket. */
export class ClientEnd extends EventTarget {
  static readonly CONNECTING = CONNECTING
  static readonly OPEN = OPEN
  static readonly CLOSING = CLOSING
  static readonly CLOSED = CLOSED
  readyState: number = CONNECTING
  readonly owner: Owner
  link: Link | undefined

  constructor(url: string) {
    super()
    const { loop, connect } = stage()
    this.owner = loop.owner
    connect(this, new URL(url))
  }

  send(text: string): void {
    if (this.readyState !== OPEN) throw new Error('The socket is not open')
    if (this.owner.alive) this.link?.toServer(text)
  }

  close(code = 1000): void {
    if (this.readyState >= CLOSING) return
    this.readyState = CLOSING
    this.link?.closeFromClient(code)
  }

  opened(link: Link): void {
    this.link = link
    this.readyState = OPEN
    this.dispatchEvent(new Event('open'))
  }

  received(data: string): void {
    if (this.readyState === OPEN) this.dispatchEvent(new undici.MessageEvent('message', { data }))
  }

  pinged(): void {
    pingChannel.publish({ websocket: this, payload: Buffer.from('ping') })
  }

  closed(code: number): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.dispatchEvent(new undici.CloseEvent('close', { code, reason: '', wasClean: code === 1000 }))
  }
}

/** The workspace's end. */
export class ServerEnd extends EventEmitter {
  readonly OPEN = OPEN
  readyState: number = OPEN
  link: Link | undefined

  send(text: string): void {
    if (this.readyState === OPEN) this.link?.toClient(text)
  }

  ping(): void {
    if (this.readyState === OPEN) this.link?.ping()
  }

  close(code = 1000): void {
    this.link?.closeFromServer(code)
  }

  terminate(): void {
    this.link?.closeFromServer(1006)
  }

  gone(): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.emit('close')
  }
}

/** What is between two ends. */
export type Link = {
  toServer(text: string): void
  toClient(text: string): void
  ping(): void
  /** Whether anything arrives at all. */
  silent: boolean
  closeFromClient(code: number): void
  closeFromServer(code: number): void
}

/** What the workspace's server is given to take over. */
export type Upgrade = { end(): void; accept(): ServerEnd }

export function installSockets(): void {
  undici.WebSocket = ClientEnd
  undici.ping = (client: ClientEnd) => {
    // A pong comes a moment later; that moment is not worth a step each second.
    if (client.link && !client.link.silent)
      pongChannel.publish({ websocket: client, payload: Buffer.from('pong') })
  }
  ws.WebSocketServer.prototype.handleUpgrade = (
    _request: unknown,
    upgrade: Upgrade,
    _head: unknown,
    taken: (socket: ServerEnd) => void,
  ) => taken(upgrade.accept())
}
