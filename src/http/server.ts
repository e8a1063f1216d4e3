import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** Answers one request; the server has matched method and path already. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** `GET /healthz` → handler. A key without a method takes every method. */
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
/** On shutdown, how long requests under way may still take. */
const DRAIN_MS = 5_000

/** One server for everything that the bot serves. Unknown paths are 404, a throw is 500 and told to `onError`. */
export function listen(
  at: { port: number; host: string },
  routes: Routes,
  onError: (error: unknown) => void,
): Promise<HttpServer> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
    (request, response) => {
      Promise.resolve(route(routes, request, response)).catch((error) => {
        onError(error)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    },
  )
  server.maxConnections = CONNECTIONS_MAX
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new CannotListen(explain(error, at))))
    server.listen(at.port, at.host, () => resolve({ url: addressOf(server), close: () => close(server) }))
  })
}

function route(routes: Routes, request: IncomingMessage, response: ServerResponse): void | Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const handler = routes[`${request.method} ${path}`] ?? routes[path]
  if (handler) return handler(request, response)
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing is served here.\n')
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
