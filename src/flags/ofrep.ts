import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler, Routes } from '../http/server.ts'
import { type Answer, type Answers, jsonAnswer } from './answers.ts'
import { type Complaint, readContext } from './body.ts'
import { RETRY_AFTER_SEC } from './limits.ts'
import type { Listeners } from './listeners.ts'
import type { Origins } from './origins.ts'
import type { Tokens } from './tokens.ts'

const ALL = '/ofrep/v1/evaluate/flags'
const EVENTS = '/ofrep/v1/events'

/** Where the holder of a token listens for changes; the key is good for nothing else. */
export function listenAddress(listenKey: string): string {
  return `${EVENTS}?key=${listenKey}`
}

const REFUSED = jsonAnswer(401, { errorDetails: 'A valid token is needed.' }, ['www-authenticate', 'Bearer'])
const FULL = jsonAnswer(429, { errorDetails: 'Too many are listening already.' }, [
  'retry-after',
  String(RETRY_AFTER_SEC),
])

/** How many requests were answered how, since the start. */
export type Counts = Record<'answered' | 'unchanged' | 'unknown' | 'malformed' | 'refused', number>

/** The OpenFeature Remote Evaluation Protocol, version 0.3.0: one flag, all flags, and a stream of changes. */
export function ofrepRoutes(parts: {
  answers(): Answers
  tokens: Tokens
  origins: Origins
  listeners: Listeners
  /** Resolves when the flags are as new as the database has them. */
  refresh(): Promise<void>
  /** Counted up. */
  counts: Counts
}): Routes {
  const { answers, tokens, origins, listeners, counts } = parts

  function reply(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
    const headers =
      request.headers.origin === undefined
        ? answer.headers
        : [...answer.headers, ...origins.headersFor(request)]
    response.writeHead(answer.status, headers)
    response.end(answer.body, 'latin1')
  }

  function refuse(request: IncomingMessage, response: ServerResponse): void {
    counts.refused += 1
    reply(request, response, REFUSED)
  }

  function complain(request: IncomingMessage, response: ServerResponse, complaint: Complaint, key?: string) {
    counts.malformed += 1
    reply(request, response, jsonAnswer(400, { ...(key !== undefined && { key }), ...complaint }))
  }

  const one: Handler = (request, response, rest) => {
    if (tokens.of(request) < 0) return refuse(request, response)
    readContext(request, (complaint) => {
      if (complaint) return complain(request, response, complaint, keyIn(rest))
      const { byKey } = answers()
      const answer = byKey.get(rest) ?? byKey.get(keyIn(rest))
      counts[answer ? 'answered' : 'unknown'] += 1
      reply(request, response, answer ?? notFound(keyIn(rest)))
    })
  }

  const all: Handler = (request, response) => {
    const token = tokens.of(request)
    if (token < 0) return refuse(request, response)
    readContext(request, (complaint) => {
      if (complaint) return complain(request, response, complaint)
      const answer = () => {
        const { etag, notModified, bulk } = answers()
        const isKnown = matches(request.headers['if-none-match'], etag)
        counts[isKnown ? 'unchanged' : 'answered'] += 1
        reply(request, response, isKnown ? notModified : (bulk[token] ?? REFUSED))
      }
      // Told of a change by another replica, the asker may be here before the change is.
      const heardOf = parameter(request, 'flagConfigEtag')
      if (heardOf === null || heardOf === answers().etag) answer()
      else parts.refresh().then(answer)
    })
  }

  const events: Handler = (request, response) => {
    if (tokens.of(request) < 0 && !tokens.mayListen(parameter(request, 'key')))
      return refuse(request, response)
    if (!listeners.hasRoom()) return reply(request, response, FULL)
    const known = request.headers['last-event-id']
    listeners.add(response, origins.headersFor(request), typeof known === 'string' ? known : undefined)
  }

  return {
    [`POST ${ALL}`]: all,
    [`POST ${ALL}/*`]: one,
    [`GET ${EVENTS}`]: events,
    [`OPTIONS ${ALL}`]: origins.preflight,
    [`OPTIONS ${ALL}/*`]: origins.preflight,
  }
}

function notFound(key: string): Answer {
  return jsonAnswer(404, { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: `There is no flag ${key}.` })
}

function keyIn(rest: string): string {
  try {
    return decodeURIComponent(rest)
  } catch {
    return rest
  }
}

function parameter({ url = '' }: IncomingMessage, name: string): string | null {
  const mark = url.indexOf('?')
  return mark < 0 ? null : new URLSearchParams(url.slice(mark)).get(name)
}

/** Whether one of the tags in `If-None-Match` is ours; some clients send it without its quotation marks. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag || header === '*') return true
  const bare = etag.slice(1, -1)
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', '') === bare)
}
