import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { WorkspaceClock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import { MAIL_BYTES } from '../limits.ts'
import { localCertificate } from './certificate.ts'
import type { Mailbox } from './mailbox.ts'
import { readMail } from './read-mail.ts'

export type MailLogin = { user: string; pass: string }

export type MailServer = {
  port: number
  /** What has to be trusted to speak with it, in PEM. */
  certificate: string
  close(): Promise<void>
}

type Answer = (error?: Error | null) => void

/** A real mail server on this machine: takes mail after STARTTLS and a login, and puts it into the mailbox. */
export async function startMailServer(given: {
  host: string
  login: MailLogin
  mailbox: Mailbox
  faults: Faults
  clock: WorkspaceClock
}): Promise<MailServer> {
  const { host, login, mailbox, faults, clock } = given
  const { key, cert } = await localCertificate()

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const fault = faults.strike('mail', 'DATA', ['drop', 'status', 'accept-then-drop'])
    if (fault?.kind === 'drop') return cutOff(session)
    const raw = await wholeOf(stream)
    if (stream.sizeExceeded) throw refusal(552, 'The mail is too large')
    if (fault?.kind === 'status') throw refusal(fault.status ?? 451, 'Not now')
    const mail = await readMail(raw)
    const { envelope, tlsOptions } = session
    mailbox.put({
      ...mail,
      at: clock.now(),
      envelope: {
        from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
      },
      tls: tlsOptions === false ? '' : tlsOptions.version,
    })
    if (fault?.kind === 'accept-then-drop') cutOff(session)
  }

  /** Ends the connection without a word. */
  function cutOff({ id }: SMTPServerSession): void {
    for (const connection of server.connections) if (connection.id === id) connection._socket.destroy()
  }

  const server = new SMTPServer({
    key,
    cert,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    hideDSN: false,
    size: MAIL_BYTES,
    logger: false,
    closeTimeout: 0,
    onAuth({ username, password }, _session, answer) {
      if (username === login.user && password === login.pass) return answer(null, { user: username })
      answer(refusal(535, 'Authentication credentials invalid'))
    },
    onRcptTo({ address }, _session, answer: Answer) {
      const fault = faults.strike('mail', address, ['refuse'])
      answer(fault === undefined ? null : refusal(fault.status ?? 550, 'No such mailbox here'))
    },
    onData(stream, session, answer: Answer) {
      take(stream, session).then(
        () => answer(),
        (error) => answer(error),
      )
    },
  })
  server.on('error', () => {}) // a connection that broke is the sender's affair
  const listening = server.listen(0, host)
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    port,
    certificate: cert,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
