import type { IncomingMessage, ServerResponse } from 'node:http'
import { PREFLIGHT_KEPT_SEC } from './limits.ts'

export type Origins = ReturnType<typeof createOrigins>

/** Which web pages may read the flags: none unless the configuration names their origin, or `*`. */
export function createOrigins(allowed: readonly string[]) {
  const all = allowed.includes('*')
  const named = new Set(allowed)

  /** Headers for an answer to this request; none when it comes from no page or from one that may not read it. */
  function headersFor(request: IncomingMessage): string[] {
    const { origin } = request.headers
    if (origin === undefined || !(all || named.has(origin))) return NONE
    return [
      'access-control-allow-origin',
      all ? '*' : origin,
      'access-control-expose-headers',
      'etag, retry-after',
      ...(all ? [] : ['vary', 'origin']),
    ]
  }

  /** A browser asks first whether it may send a token and JSON. */
  function preflight(request: IncomingMessage, response: ServerResponse): void {
    const headers = headersFor(request)
    if (headers.length === 0) {
      response.writeHead(403).end()
      return
    }
    response.writeHead(204, [
      ...headers,
      'access-control-allow-methods',
      'POST, GET',
      'access-control-allow-headers',
      'authorization, x-api-key, content-type, if-none-match',
      'access-control-max-age',
      String(PREFLIGHT_KEPT_SEC),
    ])
    response.end()
  }

  return { headersFor, preflight }
}

const NONE: string[] = []
