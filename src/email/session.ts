import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Mail } from './compose.ts'
import { domainOf, type EmailConfig, type SmtpConfig } from './config.ts'
import { ANSWER_BYTES_MAX, CONNECT_MS, SILENCE_MS, TALK_MS } from './limits.ts'
import { afterTrouble, refusedIn, type Sent, type SmtpTrouble } from './sent.ts'

/** Hands one mail over, in a conversation of its own. Does not throw; comes back before `signal` aborts or soon after. */
export async function handOver(config: EmailConfig, mail: Mail, signal: AbortSignal): Promise<Sent> {
  const { stream, wasRead } = readOnce(mail.raw)
  try {
    return await talk(config, signal, async (connection) => {
      const envelope = {
        ...mail.envelope,
        size: mail.raw.length,
        // Where a later notice that it could not be delivered says which mail it is about, and repeats no text.
        dsn: { ret: 'HDRS', envid: mail.key, notify: ['FAILURE', 'DELAY'] },
      }
      const info = await new Promise<{ rejectedErrors?: SmtpTrouble[] | undefined }>((resolve, reject) =>
        connection.send(envelope, stream, (error, taken) => (error ? reject(error) : resolve(taken ?? {}))),
      )
      return { sent: 'taken', refused: refusedIn(info.rejectedErrors) }
    })
  } catch (error) {
    return afterTrouble(error as SmtpTrouble, { hadText: wasRead() })
  } finally {
    stream.destroy()
  }
}

/** Whether a mail could be handed over now: connects, and logs in where that is set up. Sends nothing. */
export async function tryConnection(config: EmailConfig, signal: AbortSignal): Promise<Sent> {
  try {
    return await talk(config, signal, async () => ({ sent: 'taken', refused: [] }))
  } catch (error) {
    return afterTrouble(error as SmtpTrouble, { hadText: false })
  }
}

async function talk<T>(
  config: EmailConfig,
  signal: AbortSignal,
  work: (connection: SMTPConnection) => Promise<T>,
): Promise<T> {
  const { smtp } = config
  const connection = new SMTPConnection(optionsOf(config))
  const within = AbortSignal.any([signal, AbortSignal.timeout(TALK_MS)])
  const lost = new Promise<never>((_, reject) => {
    connection.on('error', reject)
    within.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
  })
  lost.catch(() => {}) // who waits for it hears of it
  try {
    const done = (async () => {
      await called((back) => connection.connect(back))
      if (smtp.auth !== undefined) {
        const credentials = smtp.auth
        await called((back) => connection.login({ credentials }, back))
      }
      return await work(connection)
    })()
    const result = await Promise.race([done, lost])
    connection.quit()
    return result
  } catch (error) {
    connection.close()
    throw error
  }
}

function called(run: (back: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => run((error) => (error ? reject(error) : resolve())))
}

function optionsOf({ smtp, from }: EmailConfig) {
  const { host, port, tls }: SmtpConfig = smtp
  return {
    host,
    port,
    secure: tls === 'wrapped',
    requireTLS: tls === 'starttls',
    name: domainOf(from), // the name of this machine is nobody's business outside
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    socketCloseTimeout: 0,
    maxResponseSize: ANSWER_BYTES_MAX,
    tls: {
      minVersion: 'TLSv1.2' as const,
      rejectUnauthorized: tls !== 'local',
      ...(smtp.ca !== undefined && { ca: smtp.ca }),
    },
  }
}

/** A mail's text as a stream that knows whether anybody has begun to read it. */
function readOnce(raw: Buffer): { stream: Readable; wasRead: () => boolean } {
  let read = false
  const stream = new Readable({
    read() {
      read = true
      this.push(raw)
      this.push(null)
    },
  })
  return { stream, wasRead: () => read }
}
