import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App } from '@slack/bolt'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { createSockets } from '../../src/slack/sockets.ts'
import { silent } from './silent.ts'

/** A Socket Mode server that can be told to refuse connections. */
async function socketServer(state: { refuse?: string } = {}) {
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer((req, res) => {
    req.resume()
    const { port } = server.address() as AddressInfo
    const answer = state.refuse
      ? { ok: false, error: state.refuse }
      : { ok: true, url: `ws://127.0.0.1:${port}/link` }
    res.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  server.on('upgrade', (req, socket, head) =>
    sockets.handleUpgrade(req, socket, head, (link) => {
      link.send(JSON.stringify({ type: 'hello' }))
      sockets.emit('connection', link)
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const link of sockets.clients) link.terminate()
    server.close().closeAllConnections()
  })
  return { state, sockets, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/` }
}

function entranceTo(apiUrl: string) {
  const entrance = createSockets({ appToken: 'xapp-1', apiUrl, log: silent })
  const app = new App({ receiver: entrance.receiver, authorize: async () => ({}), convoStore: false })
  onTestFinished(() => entrance.stop())
  return { entrance, app }
}

describe('the way in over sockets', () => {
  it('opens two connections', async () => {
    const { sockets, apiUrl } = await socketServer()
    const { entrance } = entranceTo(apiUrl)
    expect(entrance.connected()).toBe(false)
    await entrance.start()
    await expect.poll(() => sockets.clients.size).toBe(2)
    await expect.poll(() => entrance.connected()).toBe(true)
  })

  it('keeps trying while Slack refuses or is not there, and is in as soon as it may', async () => {
    const { state, sockets, apiUrl } = await socketServer({ refuse: 'internal_error' })
    const { entrance } = entranceTo(apiUrl)
    await entrance.start()
    await expect.poll(() => entrance.connected()).toBe(false)
    delete state.refuse
    await expect.poll(() => sockets.clients.size, { timeout: 10_000 }).toBe(2)
  })

  it('comes back at once after a connection is closed, planned or not', async () => {
    const { sockets, apiUrl } = await socketServer()
    const { entrance } = entranceTo(apiUrl)
    await entrance.start()
    await expect.poll(() => sockets.clients.size).toBe(2)
    let opened = 0
    sockets.on('connection', () => {
      opened += 1
    })
    const [one, other] = sockets.clients
    one?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    await expect.poll(() => opened).toBe(1)
    other?.terminate()
    await expect.poll(() => opened).toBe(2)
    expect(entrance.connected()).toBe(true)
  })

  it('ends quietly', async () => {
    const { sockets, apiUrl } = await socketServer()
    const { entrance } = entranceTo(apiUrl)
    await entrance.start()
    await expect.poll(() => sockets.clients.size).toBe(2)
    await entrance.stop()
    await expect.poll(() => sockets.clients.size).toBe(0)
    expect(entrance.connected()).toBe(false)
  })

  it('can be closed while nothing answers', async () => {
    const { entrance } = entranceTo('http://127.0.0.1:9/api/')
    await entrance.start()
    await entrance.stop()
    expect(entrance.connected()).toBe(false)
  })
})
