import { Agent } from 'node:https'
import { api, event } from '@pagerduty/pdjs'
import type { Instant } from '../core/decider.ts'
import { baseAddress } from '../outside/address.ts'
import { ANSWER_BYTES_MAX, REQUEST_TIMEOUT_MS } from './limits.ts'
import { type Refused, refusedAnswer, refusedWithoutAnswer } from './refusal.ts'

/** How PagerDuty is reached. Without a routing key nobody is paged; without a token nothing is looked up. */
export type PagerdutyConfig = {
  routingKey?: string
  apiToken?: string
  /** E-mail of the PagerDuty user in whose name incidents are changed. */
  from?: string
  /** Where REST is, with a path if it has one. */
  apiUrl: string
  /** Where events are taken; always https, and always under `/v2/enqueue` at its root. */
  eventsUrl: string
  /** Certificate, in PEM, of an authority that is trusted beside the known ones. */
  ca?: string
}

/** An answer that was read as JSON, or what it means that there was none. */
export type Answered = { ok: true; data: unknown } | Refused

export type RestQuestion = {
  method: 'GET' | 'POST' | 'PUT'
  /** Without a leading slash; what comes from outside is encoded. */
  path: string
  query?: Record<string, string | string[]>
  body?: object
  /** What is not there when the answer is 404, as a sentence that says what to do. */
  missing: string
  signal: AbortSignal
}

export type Calls = {
  rest(question: RestQuestion): Promise<Answered>
  enqueue(body: EventBody, signal: AbortSignal): Promise<Answered>
}

export type EventBody = Parameters<typeof event>[0]['data'] & { client?: string; client_url?: string }

/**
 * The one place that calls pdjs. Its own timeout does nothing and leaves a timer behind, so it gets a signal and no
 * timeout. After a 429 it repeats three times whatever the headers say: at once, so that the answer comes back and
 * the outbox waits as long as PagerDuty asks for. It resolves with errors, rejects with a Response, or with an error
 * of the connection: all of it becomes a value here, and nothing that is said holds a secret.
 */
export function createCalls(
  config: PagerdutyConfig,
  { now, timeoutMs = REQUEST_TIMEOUT_MS }: { now: () => Instant; timeoutMs?: number },
): Calls {
  const agent = new Agent(config.ca === undefined ? {} : { ca: config.ca })
  const base = baseAddress(config.apiUrl)
  const eventsHost = new URL(config.eventsUrl).host
  const secrets = [config.apiToken, config.routingKey].filter((secret) => secret !== undefined)
  const context = { now, timeoutMs, secrets }

  async function settled(
    system: 'rest' | 'events',
    missing: string,
    stopped: AbortSignal,
    call: (wire: object) => Promise<{ status: number; headers: unknown; data: unknown }>,
  ): Promise<Answered> {
    const late = AbortSignal.timeout(timeoutMs)
    const wire = {
      signal: AbortSignal.any([stopped, late]),
      size: ANSWER_BYTES_MAX,
      redirect: 'manual',
      requestTimeout: 0, // no timer that nobody clears
      retryTimeout: 1,
    }
    const about = { ...context, system, missing }
    try {
      const { status, headers, data } = await call(wire)
      if (status >= 200 && status < 300) return { ok: true, data }
      return refusedAnswer(about, { status, headers, data })
    } catch (error) {
      return refusedWithoutAnswer(about, error, { stopped: stopped.aborted, late: late.aborted })
    }
  }

  return {
    rest({ method, path, query, body, missing, signal }) {
      const url = `${base}/${path}`
      const headers = config.from !== undefined && method !== 'GET' ? { From: config.from } : {}
      return settled('rest', missing, signal, (wire) =>
        api({
          url,
          method,
          token: config.apiToken ?? '',
          headers,
          ...(query && { queryParameters: query }),
          ...(body && { data: body }),
          ...(base.startsWith('https:') && { agent }),
          ...wire,
        }),
      )
    },
    enqueue: (body, signal) =>
      settled(
        'events',
        'PagerDuty takes no events at this address: correct PAGERDUTY_EVENTS_URL.',
        signal,
        (wire) => event({ server: eventsHost, data: body, ...{ agent, ...wire } }),
      ),
  }
}
