import { createServer } from 'node:http'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { createFlags } from '../../src/flags/flags.ts'
import { listen } from '../../src/http/server.ts'

/**
 * Serves the flags as the bot does, or (without a database) a constant by a bare `node:http` handler. Sets a flag
 * when its parent says so, and says when that is durable.
 */
const [kind, given = '', token = ''] = process.argv.slice(2)

/** As many as the default policy has, one of them a text. */
const declared = [
  { key: 'customer_banner', normal: '' },
  ...Array.from({ length: 12 }, (_, n) => ({ key: `t_template_number_${n}`, normal: true })),
  { key: 'automation_enabled', normal: true },
]

if (kind === 'bare') {
  const body = given
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const server = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(body)
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' ? address?.port : undefined)
  })
} else {
  const clock = systemClock()
  const database = await openDatabase(given)
  const log = { warn: console.error, error: console.error }
  const { write } = createStore(database, clock)
  const serve = { tokens: [token], origins: [] }
  const flags = await createFlags({ reads: database.reads, write, declared, clock, log, serve })
  const { url } = await listen({ port: 0, host: '127.0.0.1' }, flags.routes, console.error)
  process.on('message', async ({ flag, value }: { flag: string; value: boolean }) => {
    const order = { place: { flag }, value, key: 'bench', comment: '' }
    await flags.provider.set(order, new AbortController().signal)
    process.send?.('set')
  })
  process.send?.(Number(new URL(url).port))
}
