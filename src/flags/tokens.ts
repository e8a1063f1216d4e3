import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type Tokens = ReturnType<typeof createTokens>

/**
 * Who may ask. Several tokens are valid at a time, so that one can be replaced without a gap. A browser's event
 * stream cannot send headers, so its address carries a key that is made from a token and good for listening only.
 */
export function createTokens(tokens: readonly string[]) {
  const listenKeys = tokens.map((token) =>
    createHmac('sha256', token).update('tocsin: listen for changed flags').digest('base64url'),
  )
  const digests = tokens.map(digestOf)
  const listenDigests = listenKeys.map(digestOf)
  return {
    listenKeys,
    /** Which of the tokens the request brings, by its place in the list; -1: none of them. */
    of(request: IncomingMessage): number {
      const { authorization } = request.headers
      const apiKey = request.headers['x-api-key']
      const brought =
        authorization !== undefined && /^bearer /i.test(authorization)
          ? authorization.slice(7).trim()
          : apiKey
      return typeof brought === 'string' ? placeOf(brought, digests) : -1
    },
    mayListen: (key: string | null) => key !== null && placeOf(key, listenDigests) >= 0,
  }
}

/** Looks at all of them, whatever it finds: how long it takes says nothing about any. */
function placeOf(brought: string, digests: readonly Buffer[]): number {
  const digest = digestOf(brought)
  let place = -1
  digests.forEach((each, index) => {
    if (timingSafeEqual(digest, each)) place = index
  })
  return place
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
