import type { IncomingMessage } from 'node:http'
import { BODY_BYTES_MAX } from './limits.ts'

/** Why a request cannot be evaluated, in the protocol's words and in ours. */
export type Complaint = { errorCode: 'PARSE_ERROR' | 'INVALID_CONTEXT'; errorDetails: string }

/**
 * Reads and checks `{ context }`, then calls `done` once, with what is wrong with it if anything is; not at all when
 * the sender hangs up. Called back and not promised: this happens for every evaluation there is.
 */
export function readContext(request: IncomingMessage, done: (complaint?: Complaint) => void): void {
  const type = request.headers['content-type']
  if (type !== undefined && !isJson(type)) {
    done({
      errorCode: 'PARSE_ERROR',
      errorDetails: `The content type must be application/json; it is ${type.slice(0, 100)}.`,
    })
    return
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    done(TOO_LARGE)
    return
  }
  let first: Buffer | undefined
  let rest: Buffer[] | undefined
  let bytes = 0
  let isOver = false
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) {
      if (!isOver) done(TOO_LARGE)
      isOver = true
    } else if (first === undefined) first = chunk
    else {
      rest ??= [first]
      rest.push(chunk)
    }
  })
  request.on('end', () => {
    if (!isOver) done(complaintAbout(rest ? Buffer.concat(rest) : first))
  })
}

const TOO_LARGE: Complaint = {
  errorCode: 'INVALID_CONTEXT',
  errorDetails: `A request may have ${BODY_BYTES_MAX} bytes at most.`,
}
const NO_JSON: Complaint = { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not JSON.' }
const NO_CONTEXT: Complaint = {
  errorCode: 'INVALID_CONTEXT',
  errorDetails: 'The body must be an object with a context, and the context an object.',
}
const NO_KEY: Complaint = {
  errorCode: 'INVALID_CONTEXT',
  errorDetails: 'The targetingKey of a context must be a string.',
}

/**
 * A context without a targetingKey is taken, though the protocol's schema asks for one: the flags are the same for
 * everybody, and a caller who forgot it would silently get its own default in place of a pulled switch.
 */
function complaintAbout(body: Buffer | undefined): Complaint | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(body === undefined ? '' : body.toString())
  } catch {
    return NO_JSON
  }
  if (!isObject(parsed) || !isObject(parsed.context)) return NO_CONTEXT
  const { targetingKey } = parsed.context
  return targetingKey === undefined || typeof targetingKey === 'string' ? undefined : NO_KEY
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isJson(type: string): boolean {
  return type === 'application/json' || /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)
}
