import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Control } from './control/control.ts'
import { crossOriginProblem } from './control/guard.ts'
import type { Streams } from './control/streams.ts'
import { argoAnswer } from './deploys/argo-api.ts'
import { receiveFile, sendFileToApp, sendFileToPerson } from './file-routes.ts'
import { readBody, readJson, send, sendJson } from './http-server.ts'
import { parseJson } from './json.ts'
import {
  API_BODY_BYTES,
  ARGOCD_BODY_BYTES,
  CONTROL_BODY_BYTES,
  FILE_BYTES,
  STATUSPAGE_BODY_BYTES,
} from './limits.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { StatusService } from './statuspage/status-service.ts'
import type { Shop } from './storefront/shop.ts'
import { readArgs } from './web-api/body.ts'
import type { WebApi } from './web-api/web-api.ts'
import type { Workspace } from './workspace.ts'

/** Gives the page's files by path: `/`, `/assets/page.js`. */
export type PageProvider = (path: string) => PageFile | Promise<PageFile>
type PageFile = {
  status: number
  type: string
  body: string | Uint8Array
  /** Cache rules, content security. */
  headers?: Record<string, string>
}

export type Served = {
  workspace: Workspace
  webApi: WebApi
  control: Control
  streams: Streams
  shop: Shop | undefined
  responseUrls: ResponseUrls
  page: PageProvider | undefined
  botToken: string
  /** With which the app reaches Argo CD. */
  argocdToken: string | undefined
  /** Absent where there is no status page. */
  statusService: StatusService | undefined
}

/** Every request to the workspace's one port, to whom it belongs. */
export async function route(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://workspace')
  const [, first = '', ...rest] = url.pathname.split('/')
  const name = rest.join('/')
  if (first === 'api') return await api(served, request, response, name, url.searchParams)
  if (first === 'sandbox') return await control(served, request, response, name, url.searchParams)
  if (first === 'argocd') return await argocd(served, request, response, `/${name}`)
  if (first === 'statuspage') return await statuspage(served, request, response, `/${name}`)
  if (first === 'response' && request.method === 'POST') return await respond(served, request, response, name)
  if (first === 'upload' && request.method === 'POST')
    return await receiveFile(served, request, response, rest.at(-1) ?? '')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendJson(response, 405, { error: 'Only GET here.' })
  if (first === 'files-pri') return await sendFileToApp(served, request, response, rest[0] ?? '')
  const place = placeInPage(url)
  if (place !== undefined) return send(response, { status: 302, headers: { location: place }, body: '' })
  if (first === 'avatar')
    return send(response, { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: AVATAR })
  return await page(served, response, url.pathname)
}

/** Where the page shows what an address of Slack's points to: a message, a file, a canvas. */
function placeInPage(url: URL): string | undefined {
  const [, first = '', second = '', third = ''] = url.pathname.split('/')
  if (first === 'status') return '/#//status'
  if (first === 'files' && third !== '') return `/#///file/${third}`
  if (first === 'docs' && third !== '') return `/#///doc/${third}`
  if (first === 'incidents') return '/#//phone'
  if (first !== 'archives' || second === '') return undefined
  const ts = /^p(\d{10})(\d{6})$/.exec(third)
  const thread = url.searchParams.get('thread_ts')
  const inThread = thread !== null && /^\d{10}\.\d{6}$/.test(thread) ? `/thread/${thread}` : ''
  return `/#//${second}${inThread}${ts ? `/message/${ts[1]}.${ts[2]}` : ''}`
}

const AVATAR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="1.5" fill="#5c6670"/></svg>'

async function api(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  query: URLSearchParams,
): Promise<void> {
  const body = await readBody(request, API_BODY_BYTES)
  const raw = await readArgs({ contentType: request.headers['content-type'] ?? '', query, body })
  const answer = await served.webApi.answer(method, raw, bearerOf(request))
  if (!answer) {
    request.socket.destroy()
    return
  }
  if (typeof answer.body === 'string') return send(response, { ...answer, body: answer.body })
  sendJson(response, answer.status, answer.body, answer.headers)
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

async function argocd(
  { workspace, argocdToken }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  if (argocdToken === undefined) return sendJson(response, 404, { error: 'There is no Argo CD here.' })
  const method = request.method ?? 'GET'
  const body = method === 'GET' ? {} : await readJson(request, ARGOCD_BODY_BYTES)
  const answer = argoAnswer(workspace.deploys, argocdToken, { method, path, bearer: bearerOf(request), body })
  sendJson(response, answer.status, answer.body)
}

async function statuspage(
  { statusService }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  if (!statusService) return sendJson(response, 404, { error: 'There is no status page here.' })
  const method = request.method ?? 'GET'
  const body = method === 'GET' ? {} : await readJson(request, STATUSPAGE_BODY_BYTES)
  const { authorization } = request.headers
  const answer = await statusService.answer({ method, path, authorization, body })
  if (answer === undefined) return void request.socket.destroy()
  if (typeof answer.body === 'string')
    return send(response, {
      status: answer.status,
      headers: { 'content-type': 'text/html' },
      body: answer.body,
    })
  sendJson(response, answer.status, answer.body, answer.headers)
}

async function control(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): Promise<void> {
  const problem = crossOriginProblem(request)
  if (problem) return sendJson(response, 403, { error: problem })
  const method = request.method ?? 'GET'
  if (method === 'GET' && name === 'events') {
    if (!served.streams.add(response)) sendJson(response, 429, { error: 'Too many pages are open.' })
    return
  }
  if (method === 'GET' && name.startsWith('files/'))
    return await sendFileToPerson(served, response, name.slice('files/'.length), query)
  if (method === 'POST' && name === 'upload') {
    const answer = await served.control.upload(query, await readBody(request, FILE_BYTES + 1))
    return sendJson(response, answer.status, answer.body)
  }
  if (method === 'GET' && name === 'storefront' && served.shop) {
    if (!(await served.shop.show(response))) sendJson(response, 429, { error: 'Too many pages are open.' })
    return
  }
  if (method === 'GET' && name === 'mail-html') return sendMailHtml(served, response, query.get('id') ?? '')
  if (method !== 'GET' && method !== 'POST') return sendJson(response, 405, { error: 'GET or POST.' })
  const body = method === 'GET' ? {} : await readJson(request, CONTROL_BODY_BYTES)
  if (body === undefined) return sendJson(response, 400, { error: 'The request is not JSON.' })
  const answer = await served.control.answer(method, name, query, body)
  sendJson(response, answer.status, answer.body)
}

/** A mail is somebody else's page: it may look as it likes, and do nothing. */
const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

function sendMailHtml({ workspace }: Served, response: ServerResponse, id: string): void {
  const html = workspace.mailbox.html(id)
  if (html === undefined) {
    sendJson(response, 404, { error: 'There is no such mail.' })
    return
  }
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': MAIL_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
  send(response, { status: 200, headers, body: html })
}

async function respond(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const body = await readBody(request, API_BODY_BYTES)
  const text = body.toString('utf8')
  const parsed = parseJson(text) ?? parseJson(new URLSearchParams(text).get('payload') ?? '')
  const { status, body: answer } = served.responseUrls.respond(id, parsed)
  send(response, { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: answer })
}

async function page(served: Served, response: ServerResponse, path: string): Promise<void> {
  if (!served.page)
    return send(response, {
      status: 404,
      headers: { 'content-type': 'text/plain' },
      body: 'This workspace has no page.',
    })
  const file = await served.page(path)
  send(response, {
    status: file.status,
    headers: { 'content-type': file.type, ...file.headers },
    body: file.body,
  })
}
