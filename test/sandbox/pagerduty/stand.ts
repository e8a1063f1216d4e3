import { createServer, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { WorkspaceClock } from '../../../src/sandbox/clock.ts'
import { Faults } from '../../../src/sandbox/faults.ts'
import { type AccountData, openingAccount } from '../../../src/sandbox/pagerduty/records.ts'
import { startPagerDuty } from '../../../src/sandbox/pagerduty/server.ts'
import { BOT, cast } from '../../../src/sandbox/people.ts'

export const ROUTING_KEY = 'r'.repeat(32)
export const SECRET = 'webhook-secret'
/** 2026-03-02 10:00 UTC; the first turn began three hours before and ends nine hours later. */
export const START = Date.UTC(2026, 2, 2, 10)

export type Received = { body: string; headers: IncomingMessage['headers'] }

/** Somebody who takes webhooks, and answers as told. */
export async function startReceiver(answers: () => number | 'hang' = () => 202) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ body, headers: request.headers })
    const status = answers()
    if (status !== 'hang') response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/pagerduty`, received }
}

export async function stand(given: { webhookUrl?: string; data?: AccountData } = {}) {
  const clock = new WorkspaceClock()
  clock.offsetMs = START - clock.realNow()
  const faults = new Faults()
  const data = given.data ?? openingAccount(cast(BOT.userId), clock.now())
  const pagerduty = await startPagerDuty({
    data,
    clock,
    faults,
    token: 'the-token',
    routingKey: ROUTING_KEY,
    webhookSecrets: [SECRET],
    webhookUrl: () => given.webhookUrl,
  })
  onTestFinished(async () => {
    await pagerduty.close()
    clock.close()
  })
  const agent = new https.Agent({ ca: pagerduty.ca })

  /** One request over TLS with the certificate believed; an absent answer is an error. */
  function ask(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; headers: IncomingMessage['headers']; text: string; body: Json }> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        `${pagerduty.apiUrl}${path}`,
        { method, agent, headers: options.headers },
        (response) => {
          let text = ''
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: parsed(text),
            }),
          )
        },
      )
      request.on('error', reject)
      request.end(options.body === undefined ? undefined : JSON.stringify(options.body))
    })
  }
  const headers = {
    accept: 'application/vnd.pagerduty+json;version=2',
    authorization: 'Token token=the-token',
    'content-type': 'application/json',
    from: 'ana@demo.example',
  }
  return {
    pagerduty,
    clock,
    faults,
    ask,
    get: (path: string) => ask('GET', path, { headers }),
    put: (path: string, body: unknown) => ask('PUT', path, { headers, body }),
    post: (path: string, body: unknown) => ask('POST', path, { headers, body }),
    enqueue: (body: object) => ask('POST', '/v2/enqueue', { body: { routing_key: ROUTING_KEY, ...body } }),
    advance: (minutes: number) => clock.advance(minutes * 60_000),
  }
}

/** Answers are looked into, field by field. */
// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is held against the description elsewhere
type Json = Record<string, any>

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export const trigger = (key: string, more: object = {}) => ({
  event_action: 'trigger',
  dedup_key: key,
  payload: { summary: 'Orders API answers 500', source: 'tocsin', severity: 'critical', ...more },
})
