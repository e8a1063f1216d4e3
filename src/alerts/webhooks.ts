import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AlertIntake } from '../core/alert/intake.ts'
import type { Instant } from '../core/decider.ts'
import type { AlertSource, AlertsPolicy } from '../core/policy-alerts.ts'
import type { Handler, Routes } from '../http/server.ts'
import { isJsonType, readRawBody } from '../outside/raw-body.ts'
import type { WebhookCounts, WebhookOutcome } from '../outside/webhook-counts.ts'
import { ALERTMANAGER, readAlertmanager } from './alertmanager.ts'
import { BODY_BYTES_MAX, RETRY_AFTER_SEC } from './limits.ts'
import { readMapped } from './mapped.ts'
import type { Reading } from './reading.ts'
import { broughtBy, isOneOf, isSignedBy } from './secrets.ts'

/** Who may send alerts: the tokens of Alertmanager, and the secrets of the policy's sources by their key. */
export type AlertSecrets = {
  alertmanager: readonly string[]
  sources: Readonly<Record<string, readonly string[]>>
}

type Log = { warn(facts: object, message: string): void; error(facts: object, message: string): void }

type Refusal = { status: number; outcome: WebhookOutcome; sentence: string; headers?: Record<string, string> }

/** A source as a request names it: by which secret it is known, and how its bodies are read. */
type Receiver = {
  name: string
  secrets: readonly string[]
  setting: string
  signature?: AlertSource['signature']
  read(body: unknown): Reading
}

const BELOW = '/hooks/'

/**
 * `POST /hooks/alertmanager`, and `POST /hooks/<source>` for every source of the policy. 202 says that the signals are
 * stored. 503 asks for them again; every other refusal says what is wrong with the request, and quotes nothing of it.
 */
export function alertRoutes(parts: {
  intake: AlertIntake
  policy(): AlertsPolicy
  secrets: AlertSecrets
  counts: WebhookCounts
  now(): Instant
  log: Log
}): Routes {
  const { intake, secrets, counts, log } = parts

  const handler: Handler = async (request, response, rest) => {
    const name = rest === '' ? ALERTMANAGER : rest
    const receiver = receiverOf(name, parts.policy(), secrets, parts.now())
    const answered = await receive(request, receiver)
    counts.count(receiver?.name ?? 'unknown', answered.outcome)
    answer(response, answered)
  }

  async function receive(request: IncomingMessage, receiver: Receiver | undefined): Promise<Refusal> {
    const refusal = refusedUnread(request, receiver)
    if (refusal !== undefined || receiver === undefined) return refusal ?? NO_SOURCE
    const body = await readRawBody(request, BODY_BYTES_MAX)
    if (!body.ok) {
      return {
        ...body,
        outcome: body.status === 413 ? 'too-large' : 'cut-off',
        headers: { connection: 'close' },
      }
    }
    if (receiver.signature !== undefined && !isSigned(request, body.bytes, receiver))
      return unauthorised(receiver)
    const reading = readJson(body.bytes, receiver)
    if (!reading.ok) return { status: 400, outcome: 'malformed', sentence: reading.sentence }
    if (reading.left)
      log.warn({ source: receiver.name, alerts: reading.left }, 'Alerts were left out by who sent them')
    try {
      await intake.take(reading.signals)
    } catch (error) {
      log.error({ err: error, source: receiver.name }, 'Alerts could not be stored')
      return NOT_STORED
    }
    return { status: 202, outcome: 'taken', sentence: `Taken: ${reading.signals.length}.` }
  }

  return { [`POST ${BELOW}${ALERTMANAGER}`]: handler, [`${BELOW}*`]: handler }
}

function receiverOf(
  name: string,
  policy: AlertsPolicy,
  secrets: AlertSecrets,
  now: Instant,
): Receiver | undefined {
  if (name === ALERTMANAGER) {
    const read = (body: unknown) => readAlertmanager(body, policy, now)
    return { name, secrets: secrets.alertmanager, setting: 'ALERTMANAGER_TOKEN', read }
  }
  const known = Object.hasOwn(policy.sources, name) ? policy.sources[name] : undefined
  if (known === undefined) return undefined
  const { mapping, signature } = known
  return {
    name,
    secrets: Object.hasOwn(secrets.sources, name) ? (secrets.sources[name] ?? []) : [],
    setting: 'ALERT_TOKENS',
    ...(signature !== undefined && { signature }),
    read: (body) => readMapped(body, { source: name, mapping, policy, now }),
  }
}

/** What is refused before anything of the body is read. */
function refusedUnread(request: IncomingMessage, receiver: Receiver | undefined): Refusal | undefined {
  if (receiver === undefined) return NO_SOURCE
  const { secrets, setting, name, signature } = receiver
  if (request.method !== 'POST') {
    return {
      status: 405,
      outcome: 'method',
      sentence: 'Alerts are sent with POST.',
      headers: { allow: 'POST' },
    }
  }
  if (secrets.length === 0) {
    const sentence = `${setting} has no secret for ${name}, so nothing can be verified: set it and start again.`
    return { ...again(sentence), outcome: 'not-set-up' }
  }
  if (signature === undefined && !isOneOf(broughtBy(request.headers.authorization), secrets))
    return unauthorised(receiver)
  if (isJsonType(request.headers['content-type'])) return undefined
  return { status: 415, outcome: 'content-type', sentence: 'The content type must be application/json.' }
}

function isSigned(request: IncomingMessage, body: Buffer, { signature, secrets }: Receiver): boolean {
  if (signature === undefined) return false
  const header = request.headers[signature.header.toLowerCase()]
  const brought = typeof header === 'string' ? header : undefined
  return isSignedBy(body, brought, { secrets, prefix: signature.prefix })
}

function readJson(body: Buffer, { read }: Receiver): Reading {
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString('utf8'))
  } catch {
    return { ok: false, sentence: 'The body is not JSON.' }
  }
  return read(parsed)
}

function unauthorised({ signature, setting }: Receiver): Refusal {
  const outcome = 'unauthorised'
  if (signature !== undefined) {
    const sentence = `${signature.header} is not the signature of this body by a secret of ${setting}.`
    return { status: 401, outcome, sentence }
  }
  const headers = { 'www-authenticate': 'Bearer' }
  return { status: 401, outcome, sentence: `A token of ${setting} is needed.`, headers }
}

function again(sentence: string): Omit<Refusal, 'outcome'> {
  return { status: 503, sentence, headers: { 'retry-after': String(RETRY_AFTER_SEC) } }
}

const NOT_STORED: Refusal = { ...again('It could not be stored; send it again.'), outcome: 'not-stored' }
const NO_SOURCE: Refusal = {
  status: 404,
  outcome: 'unknown-source',
  sentence: 'The policy knows no source of alerts by this name: add it under alerts.sources.',
}

function answer(response: ServerResponse, { status, sentence, headers }: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${sentence}\n`)
}
