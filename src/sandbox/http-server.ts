import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Server as NetServer } from 'node:net'
import { parseJson } from './json.ts'

export type Reply = { status: number; headers?: Record<string, string>; body: string | Uint8Array }

/** A body larger than allowed. */
class TooLarge extends Error {}

/** @throws TooLarge beyond `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > limit) throw new TooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A JSON body; an empty one is `{}`; undefined: not JSON. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const body = await readBody(request, limit)
  return body.length === 0 ? {} : parseJson(body.toString('utf8'))
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'content-length': String(Buffer.byteLength(reply.body)),
    'x-content-type-options': 'nosniff',
    ...reply.headers,
  })
  response.end(reply.body)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  })
}

/** Serves with `handle`; a handler that throws answers 500 (413 for a body that is too large). */
export function serve(handle: Handle): Server {
  return createServer(answering(handle))
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The same for a server of another kind. */
export function answering(handle: Handle): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      if (error instanceof TooLarge) {
        response.setHeader('connection', 'close')
        return sendJson(response, 413, { error: 'That is too large.' })
      }
      // A bug of the workspace's own: say where, a test or person reads it in the answer.
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return sendJson(response, 500, { error: `The workspace failed: ${trace}` })
    })
  }
}

export function listen(server: NetServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
