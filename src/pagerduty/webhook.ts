import type { IncomingMessage } from 'node:http'
import type { Handler } from '../http/server.ts'
import { isJsonType, readRawBody } from '../outside/raw-body.ts'
import type { WebhookCounts, WebhookOutcome } from '../outside/webhook-counts.ts'
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
  counts: Pick<WebhookCounts, 'count'>
  log: { error(facts: object, message: string): void }
}): Handler {
  const { counts } = parts
  return async (request, response) => {
    const { status, outcome, sentence } = await receive(request, parts)
    counts.count('pagerduty', outcome)
    // What was not read is not waited for.
    const cutOff = outcome === 'too-large' || outcome === 'cut-off'
    response.writeHead(status, { 'content-type': 'text/plain', ...(cutOff && { connection: 'close' }) })
    response.end(`${sentence}\n`)
  }
}

type Answer = { status: number; outcome: WebhookOutcome; sentence: string }

async function receive(
  request: IncomingMessage,
  { secrets, hear, log }: Omit<Parameters<typeof pagerdutyWebhook>[0], 'counts'>,
): Promise<Answer> {
  if (secrets.length === 0) return NOT_SET_UP
  if (!isJsonType(request.headers['content-type'])) return NO_JSON
  const body = await readRawBody(request, WEBHOOK_BYTES_MAX)
  if (!body.ok) return { ...body, outcome: body.status === 413 ? 'too-large' : 'cut-off' }
  const header = request.headers['x-pagerduty-signature']
  if (!isSigned(body.bytes, typeof header === 'string' ? header : undefined, secrets)) return NOT_SIGNED
  const read = webhookEnvelope.safeParse(json(body.bytes))
  if (!read.success) return MALFORMED
  const { data, ...envelope } = read.data.event
  if (!Object.hasOwn(EVENT_KINDS, envelope.event_type)) return taken('Taken; nothing follows from it.')
  const known = webhookData.safeParse(data)
  if (!known.success) {
    const place = known.error.issues[0]?.path.join('.')
    const facts = { event: envelope.id, type: envelope.event_type, place }
    log.error(facts, 'a webhook of PagerDuty is not understood')
    return taken('Taken, and not understood.')
  }
  try {
    await hear({ ...envelope, data: known.data })
  } catch (error) {
    log.error({ err: error, event: envelope.id }, 'a webhook of PagerDuty could not be stored')
    return NOT_STORED
  }
  return taken('Stored.')
}

const NOT_SET_UP: Answer = {
  status: 503,
  outcome: 'not-set-up',
  sentence: 'PAGERDUTY_WEBHOOK_SECRET is not set, so nothing can be verified.',
}
const NO_JSON: Answer = { status: 415, outcome: 'content-type', sentence: 'Webhooks are application/json.' }
const NOT_SIGNED: Answer = {
  status: 401,
  outcome: 'unauthorised',
  sentence: 'None of the signatures was made with PAGERDUTY_WEBHOOK_SECRET.',
}
const MALFORMED: Answer = {
  status: 400,
  outcome: 'malformed',
  sentence: 'That is no webhook of version 3.',
}
const NOT_STORED: Answer = {
  status: 503,
  outcome: 'not-stored',
  sentence: 'It could not be stored; send it again.',
}

function taken(sentence: string): Answer {
  return { status: 202, outcome: 'taken', sentence }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
