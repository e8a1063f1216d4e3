import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'
import type { EmailConfig } from '../../src/email/config.ts'
import { certificateForLoopback } from '../outside/certificate.ts'

export const LOGIN = { user: 'tocsin@example.com', pass: 'p@ss word' }

export type Taken = { raw: string; mail: Email; from: string; to: string[]; secure: boolean; dsn: unknown }

/** A real mail server with STARTTLS and a login, on a port of its own. `given` changes what it does. */
export async function mailServer(given: SMTPServerOptions = {}) {
  const { key, cert } = certificateForLoopback()
  const taken: Taken[] = []
  const server = new SMTPServer({
    key,
    cert,
    disableReverseLookup: true,
    hideDSN: false,
    logger: false,
    closeTimeout: 0,
    onAuth({ username, password }, _session, answer) {
      const isRight = username === LOGIN.user && password === LOGIN.pass
      answer(isRight ? null : refusal(535, 'Wrong password'), isRight ? { user: username } : undefined)
    },
    async onData(stream, { envelope, secure }, answer) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const raw = Buffer.concat(chunks).toString('latin1')
      taken.push({
        raw,
        mail: await PostalMime.parse(raw),
        from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
        secure,
        dsn: envelope.dsn,
      })
      answer()
    },
    ...given,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const { port } = listening.address() as AddressInfo
  const config: EmailConfig = {
    smtp: { host: '127.0.0.1', port, tls: 'starttls', auth: LOGIN, ca: cert },
    from: { name: 'Example', address: 'status@example.com' },
  }
  return { config, port, taken }
}

export function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
