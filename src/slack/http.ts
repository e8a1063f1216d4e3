import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPModuleFunctions, HTTPReceiver, isValidSlackRequest } from '@slack/bolt'
import type { Entrance } from './entrance.ts'
import type { Log } from './log.ts'
import { quiet } from './log.ts'

const EVENTS_PATH = '/slack/events'

/** Slack's largest request is a submitted view: 250 kB of view and what was entered, form-encoded. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024
const FORM = 'application/x-www-form-urlencoded'

/** Bolt's receiver of signed requests as a plain listener, for a server that others serve on too. */
export function createRequests(signingSecret: string, isKnown: () => boolean, log: Log): Entrance {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    bodyLimit: BODY_LIMIT_BYTES,
    logger: quiet(log, 'http'),
    async processEventErrorHandler({ error, response }) {
      log.error({ err: error }, 'a Slack request failed')
      if (!response.headersSent) end(response, 500) // Slack tries events again, and tells the person otherwise
      return false
    },
  })
  return {
    receiver,
    listener: (req, res) => void listen(req, res),
    connected: isKnown, // requests come in by themselves; whether the token works is what can be said
    start: async () => undefined,
    stop: async () => undefined,
  }

  async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      if (req.method !== 'POST') return end(res, 405)
      const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
      if (type === FORM) req.headers['content-type'] = FORM // Bolt compares the whole header
      const buffered = await HTTPModuleFunctions.bufferIncomingMessage(req, BODY_LIMIT_BYTES)
      if (!holdsObject(buffered.rawBody.toString(), type === FORM)) {
        return end(res, signed(buffered, signingSecret) ? 400 : 401)
      }
      receiver.requestListener(buffered, res)
    } catch (error) {
      if (!HTTPModuleFunctions.isRawBodyError(error)) log.error({ err: error }, 'a request could not be read')
      end(res, tooLarge(error) ? 413 : 400)
    }
  }
}

/** Bolt assumes an object; `null` as a body, however well signed, would be an unhandled rejection in it. */
function holdsObject(body: string, isForm: boolean): boolean {
  const form = isForm ? new URLSearchParams(body) : undefined
  const json = form === undefined ? body : form.get('payload')
  if (json === null) return true // a slash command
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

function signed(req: IncomingMessage & { rawBody: Buffer }, signingSecret: string): boolean {
  const signature = req.headers['x-slack-signature']
  if (typeof signature !== 'string') return false
  return isValidSlackRequest({
    signingSecret,
    body: req.rawBody.toString(),
    headers: {
      'x-slack-signature': signature,
      'x-slack-request-timestamp': Number(req.headers['x-slack-request-timestamp']),
    },
  })
}

function tooLarge(error: unknown): boolean {
  return HTTPModuleFunctions.isRawBodyError(error) && 'statusCode' in error && error.statusCode === 413
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent)
    response.writeHead(status, { connection: status === 413 ? 'close' : 'keep-alive' })
  response.end()
}
