import type { IncomingMessage } from 'node:http'

/** A body as it came, or why there is none: the status to answer with, and a sentence for who sent it. */
export type RawBody = { ok: true; bytes: Buffer } | { ok: false; status: 408 | 413; sentence: string }

/**
 * Reads a body whole, which is what a signature is over. Of one that is too long no more is kept than may be; what
 * still comes of it is let go, so that the sender gets to read the answer.
 */
export function readRawBody(request: IncomingMessage, bytesMax: number): Promise<RawBody> {
  const tooLong: RawBody = { ok: false, status: 413, sentence: `A body may have ${bytesMax} bytes at most.` }
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) {
    request.resume()
    return Promise.resolve(tooLong)
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bytesMax) chunks.push(chunk)
      else resolve(tooLong)
    })
    request.on('end', () => resolve({ ok: true, bytes: Buffer.concat(chunks) }))
    // Also when the sender hangs up; after the end it changes nothing any more.
    request.on('close', () => resolve({ ok: false, status: 408, sentence: 'The body did not come whole.' }))
  })
}

/** Whether a content type is JSON: `application/json`, also with a charset, and `application/cloudevents+json`. */
export function isJsonType(type: string | undefined): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type ?? '')
}
