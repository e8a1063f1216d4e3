import type { HttpListener } from './platform/stage.ts'

/** Whom the server does not know. */
const UNKNOWN_HERE = 'gone@example.com'

/** Takes mail in for those whom it knows, and has it written down by its Message-ID. */
export function postOffice(taken: (mail: { id: string; to: string[] }) => void): HttpListener {
  return (request, response) => {
    const chunks: Buffer[] = []
    const readable = request as NodeJS.ReadableStream
    readable.on('data', (chunk: Buffer) => chunks.push(chunk))
    readable.on('end', () => {
      const { envelope, raw } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Handed
      const to = envelope.to.filter((address) => address !== UNKNOWN_HERE)
      const rejected = envelope.to.filter((address) => address === UNKNOWN_HERE)
      if (to.length > 0) taken({ id: idOf(raw), to })
      const { writeHead, end } = response as {
        writeHead(status: number): unknown
        end(text: string): unknown
      }
      writeHead.call(response, 200)
      end.call(response, JSON.stringify({ rejected }))
    })
  }
}

/** A mail as it is handed over. */
export type Handed = { envelope: { from: string; to: string[] }; raw: string }

export function idOf(raw: string): string {
  return /^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? ''
}
