import { EventEmitter } from 'node:events'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { Readable } from 'node:stream'
import { type FetchInit, type HttpListener, stage } from './stage.ts'

const require = createRequire(import.meta.url)

/** As much of Node's HTTP server as ours uses. */
class Server extends EventEmitter {
  maxConnections = 0
  #listener: HttpListener
  #port = 0

  constructor(listener: HttpListener) {
    super()
    this.#listener = listener
  }

  listen(port: number, _host: string, listening: () => void): this {
    const { loop, serves } = stage()
    this.#port = serves(loop.owner, port, this.#listener, this)
    loop.after(0, loop.owner, listening)
    return this
  }

  address() {
    return { port: this.#port, family: 'IPv4', address: '127.0.0.1' }
  }

  close(closed: () => void): this {
    stage().loop.after(0, stage().loop.owner, closed)
    return this
  }

  closeIdleConnections(): void {}
  closeAllConnections(): void {}
}

/** A request as a server gets it: a readable with a head. */
export function incoming(
  head: { method: string; url: string; headers: Record<string, string>; body: string | Buffer },
  cut: () => void,
): Readable {
  const body = typeof head.body === 'string' ? Buffer.from(head.body) : head.body
  const request = new Readable({ read() {} })
  request.push(body)
  request.push(null)
  const socket = Object.assign(new EventEmitter(), { destroy: cut, remoteAddress: '127.0.0.1' })
  const headers = { ...head.headers, 'content-length': String(body.length) }
  return Object.assign(request, { method: head.method, url: head.url, headers, socket, complete: true })
}

export type Answered = { status: number; headers: Record<string, string>; body: string | Buffer }

/** A response as a server writes it. `done` hears of it once, when it is ended. */
export class Outgoing extends EventEmitter {
  statusCode = 200
  statusMessage = ''
  headersSent = false
  writableEnded = false
  #headers: Record<string, string> = {}
  #chunks: Buffer[] = []
  #done: (answered: Answered) => void

  constructor(done: (answered: Answered) => void) {
    super()
    this.#done = done
  }

  setHeader(name: string, value: unknown): this {
    this.#headers[name.toLowerCase()] = String(value)
    return this
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()]
  }

  writeHead(status: number, headers: Record<string, unknown> = {}): this {
    if (this.headersSent)
      throw Object.assign(new Error('Cannot write headers after they are sent to the client'), {
        code: 'ERR_HTTP_HEADERS_SENT',
      })
    this.statusCode = status
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value)
    this.headersSent = true
    return this
  }

  write(chunk: string | Uint8Array): boolean {
    this.headersSent = true
    this.#chunks.push(Buffer.from(chunk as string))
    return true
  }

  destroy(): void {
    this.writableEnded = true
  }

  end(chunk?: string | Uint8Array): this {
    if (this.writableEnded) return this
    if (chunk !== undefined) this.#chunks.push(Buffer.from(chunk as string))
    this.headersSent = true
    this.writableEnded = true
    this.#done({
      status: this.statusCode,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks),
    })
    this.emit('finish')
    this.emit('close')
    return this
  }
}

/** Replaces the network that JavaScript code can reach: what is served, and what is asked. */
export function installHttp(): void {
  const http = require('node:http') as Record<string, unknown>
  const createServer = (...given: unknown[]) => new Server(given.at(-1) as HttpListener)
  http.createServer = createServer
  Object.assign(require('node:https') as object, { createServer })
  syncBuiltinESMExports()
  globalThis.fetch = ((url: string | URL | Request, init: FetchInit = {}) => {
    const { fetch, loop } = stage()
    return fetch(loop.owner, new URL(url instanceof Request ? url.url : url), init)
  }) as typeof globalThis.fetch
}
