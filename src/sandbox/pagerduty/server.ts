import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { WorkspaceClock } from '../clock.ts'
import { Faults } from '../faults.ts'
import { answering, listen, readBody, send, sendJson } from '../http-server.ts'
import { parseJson } from '../json.ts'
import { PAGERDUTY_BODY_BYTES } from '../limits.ts'
import type { Fault } from '../protocol.ts'
import { Account } from './account.ts'
import { localCertificate } from './certificate.ts'
import { enqueue } from './events-api.ts'
import type { AccountData } from './records.ts'
import { APP_USER, TOCSIN_SERVICE } from './records.ts'
import { error } from './rest-answers.ts'
import { restAnswer } from './rest-api.ts'
import { Webhooks } from './webhooks.ts'
import { type Places, webhookWire } from './wire.ts'

export type PagerDutyOptions = {
  data: AccountData
  clock?: WorkspaceClock
  faults?: Faults
  /** 0, the default: any free port. */
  port?: number
  /** With which the REST API is asked. */
  token: string
  /** 32 characters; with which events are sent. */
  routingKey: string
  /** With which webhooks are signed; two while one is being changed for another. */
  webhookSecrets: readonly string[]
  /** Where webhooks go; undefined: nobody is there yet. */
  webhookUrl: () => string | undefined
  /** Where people look at incidents; without it, an address that leads nowhere. */
  web?: () => string
  /** After every change that a person could see. */
  changed?: () => void
}

/** One request that was answered, or not. */
export type PagerDutyCall = { method: string; path: string; body: unknown; status: number | undefined }

export type PagerDuty = {
  /** `https://127.0.0.1:4001`, of the REST API. */
  apiUrl: string
  /** `127.0.0.1:4001`, where events go. */
  eventsHost: string
  /** The certificate to believe, PEM. */
  ca: string
  token: string
  routingKey: string
  /** Whose address may stand in `From`. */
  from: string
  account: Account
  /** The last requests, oldest first. */
  calls: readonly PagerDutyCall[]
  /** Once no webhook is on its way. */
  quiet(): Promise<void>
  /** Sends the last webhook again. */
  again(): Promise<boolean>
  close(): Promise<void>
}

const HTML_FROM = 502
const CALLS_KEPT = 1_000
const RATE_LIMIT = { 'ratelimit-limit': '960', 'ratelimit-remaining': '0' }

/** PagerDuty on this machine, over https: its events and REST APIs in, its webhooks out. */
export async function startPagerDuty(options: PagerDutyOptions): Promise<PagerDuty> {
  const { token, routingKey, data } = options
  // An account that was opened before there was such a user gets it now.
  if (!data.users.some(({ id }) => id === APP_USER.id)) data.users.push(APP_USER)
  const changed = options.changed ?? (() => undefined)
  const clock = options.clock ?? new WorkspaceClock()
  const faults = options.faults ?? new Faults()
  const places: Places = { api: '', web: 'https://demo.pagerduty.example' }
  const calls: PagerDutyCall[] = []
  const account = new Account({
    data,
    clock,
    changed,
    happened: (happening) => {
      if (options.web) places.web = options.web()
      webhooks.send((id) => webhookWire(account, places, id, happening))
    },
  })
  const subscriber = { url: options.webhookUrl, secrets: options.webhookSecrets }
  const webhooks = new Webhooks({ account, clock, subscriber, changed })

  function answer(request: IncomingMessage, url: URL, body: unknown): Answer {
    if (url.pathname === '/v2/enqueue') {
      if (request.method !== 'POST') return json({ status: 405, body: { status: 'method not allowed' } })
      if (body === undefined) return json(NO_JSON)
      return json(enqueue(account, { [routingKey]: TOCSIN_SERVICE }, body))
    }
    const { authorization, accept = '', from } = request.headers
    if (authorization !== `Token token=${token}`) return json(error(401, 2006, 'Authentication failed'))
    if (!/application\/vnd\.pagerduty\+json;\s*version=2/.test(accept))
      return json(error(406, 2016, 'Accept has to name version 2'))
    if (body === undefined) return json(error(400, 2001, 'Invalid Input Provided', ['The body is not JSON']))
    const { method = 'GET' } = request
    const path = url.pathname.replace(/^\//, '')
    return json(restAnswer(account, places, { method, path, query: url.searchParams, from, body }))
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (options.web) places.web = options.web()
    const url = new URL(request.url ?? '/', 'https://pagerduty')
    const raw = await readBody(request, PAGERDUTY_BODY_BYTES)
    const body = raw.length === 0 ? {} : parseJson(raw.toString('utf8'))
    const call: PagerDutyCall = {
      method: request.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      body,
      status: undefined,
    }
    calls.push(call)
    calls.splice(0, calls.length - CALLS_KEPT)
    const fault = faults.strike('pagerduty', url.pathname === '/v2/enqueue' ? 'events' : 'rest')
    if (fault?.kind === 'drop') return void request.socket.destroy()
    if (fault?.kind === 'delay') await clock.pauseReal(fault.delayMs ?? 0)
    const spoilt = fault && spoiltBy(fault)
    const given = spoilt ?? answer(request, url, body)
    if (fault?.kind === 'accept-then-drop') return void request.socket.destroy()
    call.status = given.status
    if (response.destroyed) return
    if (typeof given.body === 'string') return send(response, { ...given, body: given.body })
    sendJson(response, given.status, given.body, given.headers)
  }

  const certificate = await localCertificate()
  const server = createServer(certificate, answering(handle))
  const port = await listen(server, options.port ?? 0, '127.0.0.1')
  places.api = `https://127.0.0.1:${port}`
  return {
    apiUrl: places.api,
    eventsHost: `127.0.0.1:${port}`,
    ca: certificate.cert,
    token,
    routingKey,
    from: APP_USER.email,
    account,
    calls,
    quiet: () => webhooks.quiet(),
    again: () => webhooks.again(),
    async close() {
      webhooks.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (!options.clock) clock.close()
    },
  }
}

type Answer = { status: number; body: unknown; headers?: Record<string, string> }

const NO_JSON = {
  status: 400,
  body: {
    status: 'Unrecognized object',
    message: 'Event object format is unrecognized',
    errors: ['JSON parse error'],
  },
}

function json({ status, body }: { status: number; body: unknown }): Answer {
  return { status, body, ...(status === 401 && { headers: { 'www-authenticate': 'Token' } }) }
}

/** A gateway in front of PagerDuty answers in HTML, PagerDuty itself in JSON. */
function spoiltBy({ kind, status = 500, retryAfterSeconds }: Fault): Answer | undefined {
  if (kind === 'rate-limit') {
    const headers = retryAfterSeconds === undefined ? {} : { 'ratelimit-reset': String(retryAfterSeconds) }
    return {
      status: 429,
      headers: { ...RATE_LIMIT, ...headers },
      body: error(429, 2020, 'Rate Limit Exceeded').body,
    }
  }
  if (kind !== 'status') return undefined
  if (status >= HTML_FROM)
    return {
      status,
      headers: { 'content-type': 'text/html' },
      body: `<html><h1>${status} Bad Gateway</h1></html>`,
    }
  return { status, body: error(status, 2000, 'Internal Server Error').body }
}
