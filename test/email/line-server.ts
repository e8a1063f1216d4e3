import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { EmailConfig } from '../../src/email/config.ts'

/** The points of a conversation at which a server can answer otherwise, or not at all. */
export const STEPS = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'text'] as const
export type Step = (typeof STEPS)[number]

const USUAL: Record<Step, string> = {
  greeting: '220 mail.example.com ready',
  EHLO: '250 mail.example.com',
  MAIL: '250 Sender ok',
  RCPT: '250 Recipient ok',
  DATA: '354 Go on',
  text: '250 Queued as 1',
}

/** What happens instead: an answer, the end of the connection, silence, or something of the test's own. */
export type Instead = { say: string } | 'hang up' | 'say nothing' | (() => void)

/** A mail server that speaks by a script, without TLS and word for word, so that it can break off anywhere. */
export async function lineServer(instead: Partial<Record<Step, Instead>> = {}) {
  const heard: string[] = []
  const texts: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let inText = false
    let text = ''
    const act = (step: Step) => {
      const other = instead[step]
      if (other === undefined) return socket.write(`${USUAL[step]}\r\n`)
      if (other === 'hang up') return socket.destroy()
      if (other === 'say nothing') return
      if (typeof other === 'function') return other()
      socket.write(`${other.say}\r\n`)
    }
    act('greeting')
    let rest = ''
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (inText) {
          if (line !== '.') {
            text += `${line}\n`
            continue
          }
          inText = false
          texts.push(text)
          text = ''
          act('text')
          continue
        }
        heard.push(line)
        const word = line.slice(0, 4).toUpperCase()
        if (word === 'QUIT') socket.end('221 Bye\r\n')
        else if (word === 'DATA') {
          inText = instead.DATA === undefined
          act('DATA')
        } else act(word === 'HELO' ? 'EHLO' : (word as Step))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const config: EmailConfig = {
    smtp: { host: '127.0.0.1', port, tls: 'local' },
    from: { name: '', address: 'status@example.com' },
  }
  return { config, heard, texts }
}
