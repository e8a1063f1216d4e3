import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signal } from '../../src/engine/clock.ts'
import { CannotListen, listen, type Routes } from '../../src/http/server.ts'

async function serve(routes: Routes) {
  const failures: unknown[] = []
  const server = await listen({ port: 0, host: '127.0.0.1' }, routes, (error) => failures.push(error))
  onTestFinished(() => server.close())
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(server.url + path, { method })
    return { status: response.status, text: await response.text() }
  }
  return { ...server, get, failures }
}

describe('a route', () => {
  it('is found by method and path, whatever follows the question mark', async () => {
    const { get } = await serve({
      'GET /a': (_request, response) => void response.end('get'),
      'POST /a': (_request, response) => void response.end('post'),
      '/any': (_request, response) => void response.end('any'),
    })
    expect((await get('/a?b=/c')).text).toBe('get')
    expect((await get('/a', 'POST')).text).toBe('post')
    expect((await get('/any', 'PUT')).text).toBe('any')
    for (const [path, method] of [
      ['/a', 'PUT'],
      ['/a/', 'GET'],
      ['/b', 'GET'],
      ['/a%62', 'GET'],
    ] as const)
      expect((await get(path, method)).status).toBe(404)
  })

  it('with a star takes what is below it, and leaves to an exact one what is its', async () => {
    const { get } = await serve({
      'GET /flags': (_request, response) => void response.end('all'),
      'GET /flags/*': (_request, response, rest) => void response.end(`one: ${rest}`),
      'GET /flags/special': (_request, response) => void response.end('special'),
    })
    expect((await get('/flags')).text).toBe('all')
    expect((await get('/flags/special?x=1')).text).toBe('special')
    expect((await get('/flags/a%2Fb?x=1')).text).toBe('one: a%2Fb')
    expect((await get('/flags/a/b')).text).toBe('one: a/b')
    expect((await get('/flagsx')).status).toBe(404)
    expect((await get('/flags/a', 'POST')).status).toBe(404)
  })
})

it('a handler that throws, now or later, is a 500 that is told, and the server goes on', async () => {
  const { get, failures } = await serve({
    'GET /now': () => {
      throw new Error('now')
    },
    'GET /later': async () => {
      throw new Error('later')
    },
    'GET /fine': (_request, response) => void response.end('fine'),
  })
  expect((await get('/now')).status).toBe(500)
  expect((await get('/later')).status).toBe(500)
  expect(failures.map((error) => (error as Error).message)).toEqual(['now', 'later'])
  expect((await get('/fine')).text).toBe('fine')
})

it('a port that is taken is told in a sentence', async () => {
  const { url } = await serve({})
  const at = { port: Number(new URL(url).port), host: '127.0.0.1' }
  await expect(listen(at, {}, () => {})).rejects.toThrow(CannotListen)
})

it('ends though clients never say what they want, and lets what is being answered be answered', async () => {
  const release = signal()
  const begun = signal()
  const server = await listen(
    { port: 0, host: '127.0.0.1' },
    {
      'GET /slow': async (_request, response) => {
        begun.fire()
        await release.fired
        response.end('answered')
      },
    },
    () => {},
  )
  const { port } = new URL(server.url)
  const silent = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      if (n % 2 === 0) socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\nx-')
      return socket.resume()
    }),
  )
  const slow = fetch(`${server.url}/slow`).then((response) => response.text())
  await begun.fired
  const closed = server.close()
  await Promise.all(silent.map((socket) => once(socket, 'close')))
  release.fire() // had they been waited for, this one would have been cut off with them
  expect(await slow).toBe('answered')
  await closed
})

it('hangs up on who goes on sending after the answer', async () => {
  const { url } = await serve({})
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')))
  socket.write('POST /nowhere HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 404/)
  const endless = setInterval(() => socket.write('1\r\nx\r\n'), 10)
  onTestFinished(() => clearInterval(endless))
  expect(await closed).toBe('closed')
})

it('keeps the connection of who is refused and stops sending in time', async () => {
  const { url } = await serve({ 'GET /fine': (_request, response) => void response.end('fine') })
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  socket.write('POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nx')
  await expect.poll(() => heard).toContain('404')
  socket.write('xGET /fine HTTP/1.1\r\nhost: x\r\n\r\n')
  await expect.poll(() => heard).toContain('fine')
})
