import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { EventSource } from 'eventsource'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LISTENERS_MAX } from '../../src/flags/limits.ts'
import { protocol } from './openapi.ts'
import { aStand, ask, type Stand, TOKEN } from './stand.ts'

const says = protocol()

/** Where a page listens, as the flags themselves say. */
async function address(stand: Stand): Promise<string> {
  const { body } = await ask(stand, '/evaluate/flags')
  return stand.server + body.eventStreams[0].endpoint.requestUri
}

async function listener(url: string, headers: Record<string, string> = {}) {
  const source = new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
  })
  onTestFinished(() => source.close())
  const heard: { id: string; data: { type: string; etag: string } }[] = []
  source.onmessage = ({ lastEventId, data }) => heard.push({ id: lastEventId, data: JSON.parse(data) })
  await new Promise((resolve, reject) => {
    source.onopen = resolve
    source.onerror = (event) => reject(new Error(`${event.code}`))
  })
  source.onerror = null
  return { source, heard }
}

describe('a stream of changes', () => {
  it('tells the flags as they are first, and after that each change, in the protocol’s words', async () => {
    const stand = await aStand()
    const { heard } = await listener(await address(stand))
    await expect.poll(() => heard).toHaveLength(1)
    await stand.set('safe_mode', true)
    await expect.poll(() => heard).toHaveLength(2)
    const etag = (await ask(stand, '/evaluate/flags')).headers.get('etag')
    expect(heard[1]).toEqual({ id: etag, data: { type: 'refetchEvaluation', etag } })
    for (const { data } of heard) expect(says?.('sseEventData', data)).toBeUndefined()
  })

  it('says nothing to who comes back and knows all, and nothing when nothing changed', async () => {
    const stand = await aStand()
    const etag = (await ask(stand, '/evaluate/flags')).headers.get('etag') ?? ''
    const { heard } = await listener(await address(stand), { 'last-event-id': etag })
    await stand.set('safe_mode', false) // as it is
    await stand.set('safe_mode', true)
    await expect.poll(() => heard.length).toBe(1)
    expect(heard[0]?.data.etag).not.toBe(etag)
  })

  it('can be opened with a token too, and not with a key of somebody else’s', async () => {
    const stand = await aStand()
    const url = `${stand.server}/ofrep/v1/events`
    const { heard } = await listener(url, { authorization: `Bearer ${TOKEN}` })
    await expect.poll(() => heard).toHaveLength(1)
    await expect(listener(`${url}?key=${TOKEN}`)).rejects.toThrow('401')
    await expect(listener(`${url}?key=`)).rejects.toThrow('401')
  })

  it('has room for so many, then asks to come later, and has room again when one leaves', async () => {
    const stand = await aStand()
    const url = await address(stand)
    const sockets: Socket[] = []
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    for (let n = 0; n < LISTENERS_MAX; n += 1) sockets.push(rawListener(url))
    await expect.poll(() => stand.flags.counts().listening).toBe(LISTENERS_MAX)
    const refused = await fetch(url)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // Whoever evaluates is served all the same.
    expect((await ask(stand, '/evaluate/flags/safe_mode')).status).toBe(200)
    sockets[0]?.destroy()
    await expect.poll(() => stand.flags.counts().listening).toBe(LISTENERS_MAX - 1)
    await listener(url)
  })

  // A connection that is only idle would be closed after five seconds.
  it('ends at once when the bot stops, which does not wait for it', { timeout: 3_000 }, async () => {
    const stand = await aStand()
    const url = await address(stand)
    const quiet = rawListener(url)
    const { source } = await listener(url)
    const ended = Promise.all([
      once(quiet, 'close'),
      new Promise((resolve) => {
        source.onerror = resolve
      }),
    ])
    stand.flags.hangUp()
    await ended
    expect(stand.flags.counts().listening).toBe(0)
    expect((await fetch(url)).status).toBe(429) // till the server itself is closed
    await stand.stop()
  })
})

/** Listens and never reads. */
function rawListener(url: string): Socket {
  const { hostname, port, pathname, search } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.resume()
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
  return socket
}
