import { createHmac } from 'node:crypto'
import { request } from 'undici'
import type { WorkspaceClock } from './clock.ts'
import type { Answer, Attempt, Transport } from './deliver.ts'
import { parseJson } from './json.ts'
import type { Json } from './protocol.ts'

const ANSWER_BYTES = 1_000_000

/**
 * Signed HTTP to the app's request URL: `v0` HMAC over the raw body. Commands and interactions are forms
 * whose content type is exactly `application/x-www-form-urlencoded`; events are JSON. The timestamp is real
 * time, whatever the workspace's clock says, because the app checks it against its own.
 */
export class HttpTransport implements Transport {
  readonly via = 'http'
  readonly #url: () => string | undefined
  readonly #secret: string
  readonly #clock: WorkspaceClock
  readonly #ackTimeoutMs: number

  constructor(given: {
    url: () => string | undefined
    secret: string
    clock: WorkspaceClock
    ackTimeoutMs: number
  }) {
    this.#url = given.url
    this.#secret = given.secret
    this.#clock = given.clock
    this.#ackTimeoutMs = given.ackTimeoutMs
  }

  ready(): boolean {
    return this.#url() !== undefined
  }

  async deliver(attempt: Attempt): Promise<Answer> {
    const started = this.#clock.elapsed()
    const abort = new AbortController()
    const cancel = this.#clock.afterReal(this.#ackTimeoutMs, () => abort.abort())
    try {
      const answer = await this.#post(attempt, abort.signal)
      return { ...answer, ms: this.#clock.elapsed() - started }
    } catch {
      const failure = abort.signal.aborted ? 'http_timeout' : 'connection_failed'
      return { acked: false, ms: this.#clock.elapsed() - started, failure }
    } finally {
      cancel()
    }
  }

  async #post(attempt: Attempt, signal: AbortSignal): Promise<Answer> {
    const body = bodyOf(attempt)
    const response = await request(this.#url() ?? '', {
      method: 'POST',
      headers: { ...this.#signed(body), ...headersOf(attempt) },
      body,
      signal,
      // A fresh connection each time: a bot that restarts must not look like one that failed.
      reset: true,
    })
    const text = await response.body.text()
    const status = response.statusCode
    if (status < 200 || status >= 300) {
      const noRetry = response.headers['x-slack-no-retry'] === '1'
      return { acked: false, ms: 0, status, failure: 'http_error', noRetry }
    }
    return { acked: true, ms: 0, status, ...acknowledgement(text.slice(0, ANSWER_BYTES)) }
  }

  #signed(body: string): Record<string, string> {
    const timestamp = String(Math.floor(this.#clock.realNow() / 1_000))
    const digest = createHmac('sha256', this.#secret).update(`v0:${timestamp}:${body}`).digest('hex')
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
  }
}

function headersOf(attempt: Attempt): Record<string, string> {
  return {
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    accept: 'application/json,*/*',
    'content-type': attempt.kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
    ...(attempt.retry > 0
      ? {
          'x-slack-retry-num': String(attempt.retry),
          'x-slack-retry-reason': attempt.reason ?? 'unknown_error',
        }
      : {}),
  }
}

function bodyOf(attempt: Attempt): string {
  if (attempt.kind === 'event') return JSON.stringify(attempt.payload)
  if (attempt.kind === 'interactive') return form({ payload: JSON.stringify(attempt.payload) })
  return form(attempt.payload)
}

function form(fields: Json): string {
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  return new URLSearchParams(texts).toString()
}

/** A JSON answer is a payload, any other text is a message. */
function acknowledgement(text: string): { payload?: unknown } {
  if (text === '') return {}
  const parsed = parseJson(text)
  return { payload: typeof parsed === 'object' && parsed !== null ? parsed : { text } }
}
