import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler } from '../http/server.ts'
import { WEBHOOK_BYTES_MAX } from './limits.ts'
import { isSigned } from './signature.ts'
import {
  EVENT_KINDS,
  type WebhookData,
  type WebhookEnvelope,
  webhookData,
  webhookEnvelope,
} from './webhook-wire.ts'

/** An event that was signed, read, and means something here. */
export type WebhookEvent = Omit<WebhookEnvelope, 'data'> & { data: WebhookData }

/**
 * What PagerDuty sends. 202 says that it is stored, so nothing is answered before that; 503 asks for it again, also
 * while it cannot be verified. Any other refusal drops the event, and three of them stop the subscription for a day:
 * what is signed and merely not understood is therefore taken, and logged.
 */
export function pagerdutyWebhook(parts: {
  secrets: readonly string[]
  /** Comes back when the event is stored, or known to be of no interest. Throws when it cannot be stored. */
  hear(event: WebhookEvent): Promise<void>
  log: { warn(facts: object, message: string): void; error(facts: object, message: string): void }
}): Handler {
  const { secrets, hear, log } = parts
  return async (request, response) => {
    if (secrets.length === 0)
      return answer(response, 503, 'PAGERDUTY_WEBHOOK_SECRET is not set, so nothing can be verified.')
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return answer(response, 415, 'Webhooks are application/json.')
    const body = await readBody(request)
    if (body === undefined) return answer(response, 413, `At most ${WEBHOOK_BYTES_MAX} bytes are read.`)
    const header = request.headers['x-pagerduty-signature']
    if (!isSigned(body, typeof header === 'string' ? header : undefined, secrets))
      return answer(response, 401, 'None of the signatures was made with PAGERDUTY_WEBHOOK_SECRET.')
    const read = webhookEnvelope.safeParse(json(body))
    if (!read.success) return answer(response, 400, 'That is no webhook of version 3.')
    const { data, ...envelope } = read.data.event
    if (!Object.hasOwn(EVENT_KINDS, envelope.event_type)) return answer(response, 202, 'Taken.')
    const known = webhookData.safeParse(data)
    if (!known.success) {
      const place = known.error.issues[0]?.path.join('.')
      log.error(
        { event: envelope.id, type: envelope.event_type, place },
        'a webhook of PagerDuty is not understood',
      )
      return answer(response, 202, 'Taken, and not understood.')
    }
    try {
      await hear({ ...envelope, data: known.data })
    } catch (error) {
      log.error({ err: error, event: envelope.id }, 'a webhook of PagerDuty could not be stored')
      return answer(response, 503, 'It could not be stored; send it again.')
    }
    answer(response, 202, 'Stored.')
  }
}

/** The bytes as they came, which are what was signed; undefined when there are too many. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > WEBHOOK_BYTES_MAX) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > WEBHOOK_BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  // What was not read is not waited for.
  response.writeHead(status, { 'content-type': 'text/plain', ...(status === 413 && { connection: 'close' }) })
  response.end(`${text}\n`)
}
