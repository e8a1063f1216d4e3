import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import { stage } from './stage.ts'

const require = createRequire(import.meta.url)
type Back = (error?: Error | null, taken?: object) => void
type Connection = EventEmitter & { _options?: unknown }

/** Where mail is handed over: the conversation is one request on the simulated wires. */
export const MAIL_URL = 'http://mail.sim/'

/** The libraries that have a way of their own to the network: PagerDuty's client, and SMTP. */
export async function installElsewhere(): Promise<void> {
  const pagerduty = createRequire(require.resolve('@pagerduty/pdjs'))
  Object.assign(pagerduty('cross-fetch') as object, { default: likeNodeFetch })
  const { generate } = require('selfsigned') as { generate?: unknown }
  if (generate) Object.assign(require('selfsigned') as object, { generate: async () => NO_CERTIFICATE })
  // The same as the bot imports: what `require` gives is another class.
  const { default: smtp } = await import('nodemailer/lib/smtp-connection')
  Object.assign(smtp.prototype, { connect, login, send, quit: () => undefined, close: () => undefined })
  // Whatever finds a way past all this would make a night depend on the network that it is run in.
  const { Socket } = require('node:net') as { Socket: { prototype: object } }
  Object.assign(Socket.prototype, { connect: leaves })
}

function leaves(): never {
  const { loop } = stage()
  const error = new Error('Something asks for the real network')
  loop.onThrow(error, loop.world)
  throw error
}

/** Nothing is encrypted here, and making a certificate takes real time. */
const NO_CERTIFICATE = { cert: 'no certificate', private: 'no key' }

async function likeNodeFetch(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    if (cause?.code === undefined) throw error
    throw Object.assign(new Error(`request to ${url} failed`), {
      name: 'FetchError',
      type: 'system',
      code: cause.code,
    })
  }
}

function connect(this: Connection, back: Back): void {
  const { loop } = stage()
  loop.after(20, loop.owner, () => back())
}

function login(this: Connection, _credentials: unknown, back: Back): void {
  const { loop } = stage()
  loop.after(20, loop.owner, () => back())
}

function send(this: Connection, envelope: object, text: Readable, back: Back): void {
  const chunks: Buffer[] = []
  text.on('data', (chunk: Buffer) => chunks.push(chunk))
  text.on('end', () => {
    const body = JSON.stringify({ envelope, raw: Buffer.concat(chunks).toString('utf8') })
    fetch(MAIL_URL, { method: 'POST', body }).then(
      async (answer) => {
        if (answer.status === 200) taken(await answer.text(), back)
        else
          back(
            Object.assign(new Error('Try again later'), {
              code: 'EMESSAGE',
              responseCode: 451,
              command: 'DATA',
            }),
          )
      },
      () => back(Object.assign(new Error('Connection closed'), { code: 'ECONNECTION', command: 'DATA' })),
    )
  })
}

/** Whoever is refused is so at RCPT TO, before the text; here it is told with the answer. */
function taken(answer: string, back: Back): void {
  let rejected: string[]
  try {
    rejected = (JSON.parse(answer) as { rejected: string[] }).rejected
  } catch {
    const error = Object.assign(new Error('Invalid response'), { code: 'EPROTOCOL', command: 'DATA' })
    back(error)
    return
  }
  const rejectedErrors = rejected.map((recipient) =>
    Object.assign(new Error('Refused'), {
      code: 'EENVELOPE',
      response: '550 5.1.1 No such mailbox',
      responseCode: 550,
      recipient,
    }),
  )
  back(null, { rejected, rejectedErrors })
}
