import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { APP_TOKEN, clientOf, Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

/** Every text heard, with the number of the app instance that heard it. */
function hearing() {
  const heard: { by: number; text: string }[] = []
  let instances = 0
  return {
    heard,
    configure: (app: App) => {
      const by = instances++
      app.message(async ({ message }) => {
        heard.push({ by, text: 'text' in message ? String(message.text) : '' })
      })
      app.command('/probe', async ({ ack }) => ack())
    },
  }
}

/** Both are connected: a client that is closed while it reconnects rejects where nobody can catch it. */
const both = () => expect.poll(async () => (await stand.state()).app.sockets, PATIENCE).toBe(2)
const PATIENCE = { timeout: 30_000 }
/** A client that loses its socket connects anew after this long. */
const SOON = { pongWithinMs: 500 }

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `message ${n}`)

describe('two sockets', () => {
  it('share the envelopes, each going to exactly one', async () => {
    const { heard, configure } = hearing()
    stand = await Stand.overSocket(configure, { sockets: 2 })
    for (const text of numbered(10)) await stand.type(text)
    await stand.quiet()
    expect(heard.map((one) => one.text).sort()).toEqual(numbered(10).sort())
    expect(new Set(heard.map((one) => one.by))).toEqual(new Set([0, 1]))
    expect((await stand.state()).app.connected).toBe('socket')
  })

  it('lose nothing when one is asked to reconnect', { timeout: 60_000 }, async () => {
    const { heard, configure } = hearing()
    stand = await Stand.overSocket(configure, { sockets: 2, ...SOON })
    for (const text of numbered(20)) {
      if (text === 'message 5') await stand.disconnect()
      if (text === 'message 12') {
        await both()
        await stand.disconnect()
      }
      await stand.type(text)
      expect(await stand.type('/probe')).toMatchObject({ ok: true })
    }
    await stand.quiet()
    expect(heard.map((one) => one.text).sort()).toEqual(numbered(20).sort())
    expect((await stand.deliveries()).every((one) => one.acked)).toBe(true)
    await both()
  })

  it('come back after being cut, and what was not acknowledged is sent again', {
    timeout: 60_000,
  }, async () => {
    const { heard, configure } = hearing()
    stand = await Stand.overSocket(configure, { sockets: 2, ...SOON })
    await stand.disconnect({ hard: true })
    await stand.type('into the void')
    await expect.poll(async () => (await stand.state()).app.connected, PATIENCE).toBe('socket')
    await stand.post('advance', { minutes: 6 })
    await expect.poll(() => heard.map((one) => one.text), PATIENCE).toEqual(['into the void'])
    await both()
  })
})

describe('the socket itself', () => {
  const address = async () => (await clientOf(stand.sandbox, APP_TOKEN).apps.connections.open()).url ?? ''

  function connected(url: string): Promise<{ socket: WebSocket; first: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url)
      socket.once('message', (data) => resolve({ socket, first: JSON.parse(String(data)) }))
      socket.once('error', reject)
    })
  }

  it('greets, and its address works once', async () => {
    stand = await Stand.open()
    const url = await address()
    const { first } = await connected(url)
    expect(first).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0TOCSIN' },
      debug_info: { host: expect.any(String) },
    })
    await expect(connected(url)).rejects.toThrow('401')
    await expect(connected(url.replace(/ticket=\w+/, 'ticket=guessed'))).rejects.toThrow('401')
  })

  it('that dies with an event in its hands leaves it to the other', async () => {
    stand = await Stand.open()
    const links = [await connected(await address()), await connected(await address())]
    const got: { by: number; retry: unknown }[] = []
    links.forEach(({ socket }, by) => {
      socket.on('message', (data) => {
        const envelope = JSON.parse(String(data))
        got.push({ by, retry: envelope.retry_attempt })
        if (got.length === 1) socket.terminate()
        else socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }))
      })
    })
    await stand.type('do not drop this')
    await expect.poll(() => got.map((one) => one.retry), PATIENCE).toEqual([0, 1])
    expect(new Set(got.map((one) => one.by)).size).toBe(2)
  })

  it('is asked to reconnect every so often', async () => {
    stand = await Stand.open({ timing: { socketRefreshMs: 20 } })
    const { socket } = await connected(await address())
    const goodbye = await new Promise((resolve) =>
      socket.once('message', (data) => resolve(JSON.parse(String(data)))),
    )
    expect(goodbye).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' })
    expect((await stand.state()).app.sockets).toBe(0)
  })

  it('is refused beyond ten', async () => {
    stand = await Stand.open()
    for (let n = 0; n < 10; n++) await connected(await address())
    expect((await connected(await address())).first).toMatchObject({
      type: 'disconnect',
      reason: 'too_many_websockets',
    })
  })

  it('ignores what it does not understand', async () => {
    stand = await Stand.open()
    const { socket } = await connected(await address())
    for (const text of ['hello', '[]', '{"envelope_id":5}', '{"envelope_id":"nope","payload":{}}'])
      socket.send(text)
    const answered = new Promise((resolve) =>
      socket.once('message', (data) => {
        const envelope = JSON.parse(String(data))
        socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: { text: 'still here' } }))
        resolve(envelope)
      }),
    )
    expect((await stand.type('/probe')).ephemeral?.[0]?.text).toBe('still here')
    expect(await answered).toMatchObject({ type: 'slash_commands', accepts_response_payload: true })
  })
})
