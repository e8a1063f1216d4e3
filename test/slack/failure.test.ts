import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webApi } from '@slack/bolt'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOptions, createClient } from '../../src/slack/client.ts'
import {
  DEFAULT_RETRY_AFTER_SECONDS,
  LONGEST_RETRY_AFTER_SECONDS,
  outcomeOf,
} from '../../src/slack/failure.ts'
import { silent } from './silent.ts'

const NOW = 1_000_000

type Answer = (req: IncomingMessage, res: ServerResponse) => void

/** What becomes of a post when the server answers so; and how often the client asked. */
async function outcomeWhen(answer: Answer) {
  let asked = 0
  const server = createServer((req, res) => {
    asked += 1
    req.resume().on('end', () => answer(req, res))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const outcome = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`)
  return { outcome, asked }
}

async function post(apiUrl: string, timeout?: number) {
  const slack = timeout
    ? new webApi.WebClient('xoxb-1', { ...clientOptions(apiUrl, silent), timeout })
    : createClient({ botToken: 'xoxb-1', apiUrl }, silent)
  try {
    await slack.chat.postMessage({ channel: 'C1', text: 'x' })
    return { outcome: 'ok' }
  } catch (error) {
    return outcomeOf(error, NOW)
  }
}

const json =
  (body: unknown, status = 200, headers = {}) =>
  (_: IncomingMessage, res: ServerResponse) =>
    void res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

describe('a refused or lost call', () => {
  it.each([
    ['channel_not_found', 'give-up'],
    ['is_archived', 'give-up'],
    ['invalid_auth', 'give-up'],
    ['msg_too_long', 'give-up'],
    ['a_code_nobody_knows', 'give-up'],
    ['ratelimited', 'retry'],
    ['rate_limited', 'retry'],
    ['service_unavailable', 'retry'],
    ['team_added_to_org', 'retry'],
    ['request_timeout', 'retry'],
    ['internal_error', 'unknown'],
    ['fatal_error', 'unknown'],
  ])('%s: %s', async (error, outcome) => {
    expect((await outcomeWhen(json({ ok: false, error }))).outcome).toMatchObject({ outcome })
  })

  it('429 waits as long as Slack says, and asks no second time by itself', async () => {
    const { outcome, asked } = await outcomeWhen(
      json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '7' }),
    )
    expect(outcome).toEqual({ outcome: 'retry', why: 'rate limited', notBefore: NOW + 7_000 })
    expect(asked).toBe(1)
  })

  it.each([[{}], [{ 'retry-after': 'soon' }]])('429 with %j waits a default', async (headers) => {
    const { outcome } = await outcomeWhen(json({}, 429, headers))
    expect(outcome).toEqual({
      outcome: 'retry',
      why: 'rate limited',
      notBefore: NOW + DEFAULT_RETRY_AFTER_SECONDS * 1000,
    })
  })

  it.each(['86400', '9'.repeat(400)])(
    '429 that asks for %s seconds is asked again in minutes',
    async (asked) => {
      const { outcome } = await outcomeWhen(json({}, 429, { 'retry-after': asked }))
      expect(outcome).toMatchObject({ outcome: 'retry' })
      expect('notBefore' in outcome && outcome.notBefore).toBeLessThanOrEqual(
        NOW + LONGEST_RETRY_AFTER_SECONDS * 1000,
      )
    },
  )

  it.each([500, 502, 503, 504])('HTTP %i may have been accepted', async (status) => {
    const { outcome, asked } = await outcomeWhen(json({}, status))
    expect(outcome).toMatchObject({ outcome: 'unknown' })
    expect(asked).toBe(1)
  })

  it.each([400, 404, 413])('HTTP %i will never work', async (status) => {
    expect((await outcomeWhen(json({}, status))).outcome).toMatchObject({ outcome: 'give-up' })
  })

  it('a proxy’s page instead of an answer, and an empty one, may have been accepted', async () => {
    const page = await outcomeWhen((_, res) => res.end('<html>Please log in</html>'))
    const nothing = await outcomeWhen((_, res) => res.end())
    expect([page.outcome, nothing.outcome]).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }])
  })

  it('a connection reset after sending may have been accepted, and is not tried again here', async () => {
    const { outcome, asked } = await outcomeWhen((req) => void req.socket.resetAndDestroy())
    expect(outcome).toMatchObject({ outcome: 'unknown' })
    expect(asked).toBe(1)
  })

  it('an answer that breaks off may have been accepted', async () => {
    const { outcome } = await outcomeWhen((req, res) => {
      res.writeHead(200, { 'content-length': '100' }).write('{"ok":')
      setImmediate(() => req.socket.destroy())
    })
    expect(outcome).toMatchObject({ outcome: 'unknown' })
  })

  it('no answer in time may have been accepted', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close().closeAllConnections())
    const outcome = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, 50)
    expect(outcome).toMatchObject({ outcome: 'unknown' })
  })

  it('a server that is not there, or has no such name, has surely accepted nothing', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await post(`http://127.0.0.1:${port}/api/`)).toMatchObject({ outcome: 'retry' })
    expect(await post('http://no-such-host.invalid/api/')).toMatchObject({ outcome: 'retry' })
  })

  it('does not take a bug of ours for the world’s doing', () => {
    const bug = new TypeError('x is not a function')
    expect(() => outcomeOf(bug, NOW)).toThrow(bug)
  })
})
