import type { IncomingMessage, ServerResponse } from 'node:http'
import { Impossible } from './acts/acting.ts'
import { fileFor } from './acts/reading.ts'
import { fill, mayRead } from './files.ts'
import { readBody, send, sendJson } from './http-server.ts'
import { FILE_BYTES } from './limits.ts'
import { BOT } from './people.ts'
import type { FileRecord } from './records.ts'
import { readForm } from './web-api/body.ts'
import type { Workspace } from './workspace.ts'

/** The bytes of files: in from the app, out to the app and to people. */

const MULTIPART_BYTES = 100_000

/** The app puts a file's bytes to its upload address. */
export async function receiveFile(
  served: { workspace: Workspace },
  request: IncomingMessage,
  response: ServerResponse,
  ticket: string,
): Promise<void> {
  const body = await readBody(request, FILE_BYTES + MULTIPART_BYTES)
  const file = [...served.workspace.files.values()].find(
    (one) => one.ticket !== undefined && one.ticket === ticket,
  )
  const bytes = await uploaded(request.headers['content-type'] ?? '', body)
  if (!file) return send(response, { status: 404, body: 'no such upload' })
  if (bytes?.length !== file.size)
    return send(response, { status: 400, body: 'the length is not the one announced' })
  await fill(served.workspace, file, bytes)
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

/**
 * `url_private` (`T1-F1`): for the bot's token with the scope, and for files the bot may read. Anybody else is sent
 * to a page to sign in, as Slack does; whoever follows saves that page instead of the file.
 */
export async function sendFileToApp(
  served: { workspace: Workspace; botToken: string },
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> {
  const { workspace, botToken } = served
  const file = workspace.files.get(name.split('-')[1] ?? '')
  const bot = workspace.people.get(BOT.userId)
  const isBot =
    request.headers.authorization === `Bearer ${botToken}` && workspace.app.scopes.has('files:read')
  if (isBot && !file) return sendJson(response, 404, { error: 'There is no such file.' })
  if (!isBot || !bot || !file || !mayRead(workspace, file, bot)) {
    const location = `/?redir=${encodeURIComponent(request.url ?? '/')}`
    return send(response, { status: 302, headers: { location }, body: '' })
  }
  await sendBytes(workspace, response, file, false)
}

/** For the page, as the person who looks. */
export async function sendFileToPerson(
  served: { workspace: Workspace },
  response: ServerResponse,
  id: string,
  query: URLSearchParams,
): Promise<void> {
  try {
    const file = fileFor(served.workspace, query.get('as') ?? '', id)
    await sendBytes(served.workspace, response, file, query.has('download'))
  } catch (error) {
    if (!(error instanceof Impossible)) throw error
    sendJson(response, error.status, { error: error.message })
  }
}

const SAFE_TO_SHOW = /^(?:image\/(?:png|jpeg|gif|webp)|text\/(?:plain|csv|markdown)|application\/json)$/
/** Harmless as a picture in a page, not as a page of its own. */
const PICTURE_ONLY = 'image/svg+xml'

/** What was uploaded never runs as a page of the workspace. */
async function sendBytes(
  workspace: Workspace,
  response: ServerResponse,
  file: FileRecord,
  asDownload: boolean,
): Promise<void> {
  const body = await workspace.bytes.get(file.id)
  if (!body) return sendJson(response, 404, { error: 'There is no such file.' })
  const isShown = SAFE_TO_SHOW.test(file.mimetype)
  const type = isShown || file.mimetype === PICTURE_ONLY ? file.mimetype : 'application/octet-stream'
  const disposition = isShown && !asDownload ? 'inline' : 'attachment'
  send(response, {
    status: 200,
    headers: {
      'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'cache-control': 'private, max-age=31536000, immutable',
    },
    body,
  })
}
