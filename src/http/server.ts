import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Answers one request; the server has matched method and path already. `rest` is what of the path the star in
 * the route's key stands for, as it was sent; empty for an exact route.
 */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
) => void | Promise<void>

/** `GET /healthz` → handler, or `POST /flags/*` for all below. A key without a method takes every method. */
export type Routes = Record<string, Handler>

export type HttpServer = {
  /** As bound: with the real port when 0 was asked for. */
  url: string
  /** Takes no new connections; resolves when what is being answered has been. */
  close(): Promise<void>
}

/** The port is taken, or the address is not this machine's. */
export class CannotListen extends Error {
  override name = 'CannotListen'
}

/** Slow senders are cut off before they can hold a connection for long. */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
const CONNECTIONS_MAX = 1_000
const HEADER_BYTES_MAX = 16 * 1024
/** On shutdown, how long requests under way may still take, */
const DRAIN_MS = 5_000
/** and how long one that has begun to come in has for the rest: of its head, or of a body that nobody wants any more. */
const ARRIVE_MS = 500

/** One server for everything that the bot serves. Unknown paths are 404, a throw is 500 and told to `onError`. */
export function listen(
  at: { port: number; host: string },
  routes: Routes,
  onError: (error: unknown) => void,
  onAnswered?: (route: string, status: number) => void,
): Promise<HttpServer> {
  const find = createRouter(routes)
  const fail = (response: ServerResponse, error: unknown) => {
    onError(error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
    (request, response) => {
      try {
        const { handler, rest, route } = find(request.method ?? '', request.url ?? '/')
        if (onAnswered && route !== undefined)
          response.once('finish', () => onAnswered(route, response.statusCode))
        handler(request, response, rest)?.catch((error) => fail(response, error))
      } catch (error) {
        fail(response, error)
      }
    },
  )
  server.on('request', hangUpOnTheRest)
  server.maxConnections = CONNECTIONS_MAX
  const unasked = createUnasked(server)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new CannotListen(explain(error, at))))
    server.listen(at.port, at.host, () =>
      resolve({ url: addressOf(server), close: () => close(server, unasked) }),
    )
  })
}

/** `route`: the key that was found; absent when nothing is served there. */
type Found = { handler: Handler; rest: string; route?: string }

/** Exact routes by one look into a map, then the few that end in a star. */
function createRouter(routes: Routes): (method: string, url: string) => Found {
  const exact = new Map<string, Found>()
  const below: { start: string; handler: Handler; route: string }[] = []
  for (const [key, handler] of Object.entries(routes)) {
    if (key.endsWith('*')) below.push({ start: key.slice(0, -1), handler, route: key })
    else exact.set(key, { handler, rest: '', route: key })
  }
  return (method, url) => {
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const wanted = `${method} ${path}`
    const found = exact.get(wanted) ?? exact.get(path)
    if (found) return found
    for (const { start, handler, route } of below) {
      const asked = start.startsWith('/') ? path : wanted
      if (asked.startsWith(start)) return { handler, rest: asked.slice(start.length), route }
    }
    return NOTHING
  }
}

const NOTHING: Found = {
  handler: (_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing is served here.\n')
  },
  rest: '',
}

function explain(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to a free one.`
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this process has. Set PORT to one above 1023.`
  return `Cannot listen on ${host}:${port}: ${error.message}`
}

function addressOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') return String(address)
  const host = address.address === '0.0.0.0' || address.address === '::' ? 'localhost' : address.address
  return `http://${address.family === 'IPv6' && host !== 'localhost' ? `[${host}]` : host}:${address.port}`
}

/** Who has been answered and goes on sending, as after a refusal, is not read for ever. */
function hangUpOnTheRest(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return
    const late = setTimeout(() => {
      if (!request.complete) request.socket.destroy()
    }, ARRIVE_MS)
    late.unref()
  })
}

/** Connections on which no request is being answered: silent ones, and those that are slow to say what they want. */
function createUnasked(server: Server): Set<Socket> {
  const unasked = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unasked.add(socket)
    socket.once('close', () => unasked.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    unasked.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) unasked.add(socket)
    })
  })
  return unasked
}

function close(server: Server, unasked: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const timers = [
      setTimeout(() => {
        for (const socket of unasked) socket.destroy()
      }, ARRIVE_MS),
      setTimeout(() => server.closeAllConnections(), DRAIN_MS),
    ]
    server.close(() => {
      timers.forEach(clearTimeout)
      resolve()
    })
    server.closeIdleConnections()
  })
}
