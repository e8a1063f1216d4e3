import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Control } from './control/control.ts'
import { crossOriginProblem } from './control/guard.ts'
import type { Streams } from './control/streams.ts'
import { readBody, readJson, send, sendJson } from './http-server.ts'
import { parseJson } from './json.ts'
import { API_BODY_BYTES, CONTROL_BODY_BYTES, FILE_BYTES } from './limits.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { Shop } from './storefront/shop.ts'
import { readArgs, readForm } from './web-api/body.ts'
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
}

const MULTIPART_BYTES = 100_000

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
  if (first === 'response' && request.method === 'POST') return await respond(served, request, response, name)
  if (first === 'upload' && request.method === 'POST')
    return await upload(served, request, response, rest.at(-1) ?? '')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendJson(response, 405, { error: 'Only GET here.' })
  if (first === 'files') return download(served, response, rest[0] ?? '')
  if (first === 'avatar')
    return send(response, { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: AVATAR })
  return await page(served, response, url.pathname)
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
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const answer = await served.webApi.answer(method, raw, bearer)
  if (!answer) {
    request.socket.destroy()
    return
  }
  if (typeof answer.body === 'string') return send(response, { ...answer, body: answer.body })
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
  if (method === 'GET' && name === 'storefront' && served.shop) {
    if (!(await served.shop.show(response))) sendJson(response, 429, { error: 'Too many pages are open.' })
    return
  }
  if (method !== 'GET' && method !== 'POST') return sendJson(response, 405, { error: 'GET or POST.' })
  const body = method === 'GET' ? {} : await readJson(request, CONTROL_BODY_BYTES)
  if (body === undefined) return sendJson(response, 400, { error: 'The request is not JSON.' })
  const answer = await served.control.answer(method, name, query, body)
  sendJson(response, answer.status, answer.body)
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

async function upload(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  ticket: string,
): Promise<void> {
  const body = await readBody(request, FILE_BYTES + MULTIPART_BYTES)
  const file = [...served.workspace.files.values()].find(
    (one) => one.ticket !== undefined && one.ticket === ticket,
  )
  const content = await uploaded(request.headers['content-type'] ?? '', body)
  if (!file) return send(response, { status: 404, body: 'no such upload' })
  if (content?.length !== file.size)
    return send(response, { status: 400, body: 'the length is not the one announced' })
  file.content = content.toString('base64')
  served.workspace.changed()
  send(response, { status: 200, body: `OK - ${file.size}` })
}

/** The bytes of an upload: the body itself, or the one file of a form. */
async function uploaded(contentType: string, body: Buffer): Promise<Buffer | undefined> {
  if (!contentType.toLowerCase().startsWith('multipart/form-data')) return body
  const form = await readForm(contentType, body)
  if (!form) return undefined
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  return undefined
}

const SAFE_TO_SHOW = /^(?:image\/(?:png|jpeg|gif|webp)|text\/plain|text\/csv|application\/json)$/

/** What was uploaded never runs as a page of the workspace. */
function download(served: Served, response: ServerResponse, id: string): void {
  const file = served.workspace.files.get(id)
  if (!file || file.content === undefined || file.ticket !== undefined) {
    sendJson(response, 404, { error: 'There is no such file.' })
    return
  }
  const shown = SAFE_TO_SHOW.test(file.mimetype)
  send(response, {
    status: 200,
    headers: {
      'content-type': shown
        ? `${file.mimetype}${file.mimetype.startsWith('text/') ? '; charset=utf-8' : ''}`
        : 'application/octet-stream',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': shown ? 'inline' : 'attachment',
    },
    body: Buffer.from(file.content, 'base64'),
  })
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
