import type { Ledger } from './ledger.ts'
import type { HttpListener } from './platform/stage.ts'

/** Takes mail in, and has it written down by its Message-ID. */
export function postOffice(ledger: Ledger): HttpListener {
  return (request, response) => {
    const chunks: Buffer[] = []
    const readable = request as NodeJS.ReadableStream
    readable.on('data', (chunk: Buffer) => chunks.push(chunk))
    readable.on('end', () => {
      const { raw } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { raw: string }
      ledger.mailed(/^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? '')
      const { writeHead, end } = response as { writeHead(status: number): unknown; end(): unknown }
      writeHead.call(response, 200)
      end.call(response)
    })
  }
}
