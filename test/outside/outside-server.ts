import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'

export type Received = {
  method: string
  path: string
  query: URLSearchParams
  /** The query as it came, without its question mark. */
  search: string
  headers: IncomingMessage['headers']
  body: string
}
export type Reply = { status: number; headers?: Record<string, string>; body?: unknown }

/** What happens to a request instead of an answer, or after it. */
export type Mishap =
  | Reply
  | 'hang'
  | 'drop'
  | 'accept-then-drop'
  | 'trickle'
  | 'huge'
  | { redirect: string }
  /** Something that happens in the other system just before the request is taken. */
  | { before: () => void }

export type OutsideServer = {
  url: string
  received: Received[]
  /** The next requests meet these, in order. */
  mishaps: Mishap[]
}

const TRICKLE_MS = 10
const MEGABYTE = 'x'.repeat(1024 * 1024)

/** A real server for somebody else's system: what it answers is up to `handle`, and it has accidents on request. */
export async function outsideServer(
  handle: (request: Received) => Reply,
  tls?: { key: string; cert: string },
): Promise<OutsideServer> {
  const server: OutsideServer = { url: '', received: [], mishaps: [] }
  const misuses: unknown[] = []
  const listener: RequestListener = async (request, response) => {
    const received = await read(request)
    server.received.push(received)
    const mishap = server.mishaps.shift()
    if (mishap === 'hang') return
    if (mishap === 'drop') return void request.socket.destroy()
    if (mishap === 'trickle') return trickle(response)
    if (mishap === 'huge') return flood(response)
    if (typeof mishap === 'object' && 'status' in mishap) return send(response, mishap)
    if (typeof mishap === 'object' && 'redirect' in mishap)
      return send(response, { status: 302, headers: { location: mishap.redirect } })
    if (typeof mishap === 'object') mishap.before()
    let reply: Reply
    try {
      reply = handle(received)
    } catch (error) {
      misuses.push(error)
      return void request.socket.destroy()
    }
    if (mishap === 'accept-then-drop') return void request.socket.destroy()
    send(response, reply)
  }
  const made = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    made.closeAllConnections()
    made.close()
    expect(misuses).toEqual([])
  })
  server.url = `${tls ? 'https' : 'http'}://127.0.0.1:${(made.address() as AddressInfo).port}`
  return server
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const url = new URL(request.url ?? '/', 'http://outside')
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    search: url.search.slice(1),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers })
  response.end(body === undefined ? '' : isText ? body : JSON.stringify(body))
}

/** Begins an answer and never comes to its end. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), TRICKLE_MS)
  response.on('close', () => clearInterval(timer))
}

/** Writes for as long as somebody listens. */
function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const pour = () => {
    while (!response.destroyed && response.write(MEGABYTE));
  }
  response.on('drain', pour)
  pour()
}
