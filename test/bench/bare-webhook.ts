import { createServer } from 'node:http'

/** The least that a webhook can cost: its body is read and parsed, nothing is stored, and it is confirmed. */
const [port] = process.argv.slice(2)
createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString())
    response.writeHead(202, { 'content-type': 'text/plain' }).end('Taken.\n')
  })
}).listen(Number(port), '127.0.0.1')
