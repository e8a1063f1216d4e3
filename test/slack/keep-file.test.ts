import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { aPolicy } from '../core/a-policy.ts'
import { aPerformer } from './hands.ts'

const PNG = Buffer.alloc(300_000, 7)
const keeping = aPolicy({ capture: { reaction: 'pushpin', keepFiles: { maxMegabytes: 1 } } })
type Serve = (req: IncomingMessage, res: ServerResponse) => void
const whole: Serve = (_, res) => res.setHeader('content-type', 'image/png').end(PNG)

/** A file in Slack, shared in an incident, and the effect that keeps it. */
async function aFile(
  given: {
    facts?: object
    serve?: Serve
    event?: Partial<Extract<IncidentEvent, { type: 'file-shared' }>>
    policy?: ReturnType<typeof aPolicy>
  } = {},
) {
  const { slack, files, perform } = await aPerformer()
  const facts = {
    id: 'F1',
    name: 'p95.png',
    mimetype: 'image/png',
    size: PNG.length,
    permalink: 'https://x.slack.com/files/F1',
    url_private: `${slack.url}/files/F1/p95.png`,
    ...given.facts,
  }
  slack.files.set('F1', { facts, serve: given.serve ?? whole })
  const file = { id: 'F1', name: 'p95.png', type: 'image/png', bytes: PNG.length, permalink: 'https://x/F1' }
  const event: IncidentEvent = {
    type: 'file-shared',
    file,
    channel: 'C0INC',
    ts: '1.1',
    fetch: true,
    happenedAt: 1,
    ...given.event,
  }
  return {
    slack,
    files,
    keep: (more: { attempts?: number; evidence?: object } = {}) => {
      const { evidence = { 'file:F1': { at: 1, of: 3 } }, ...rest } = more
      return perform('slack.keep-file', {
        lane: 'file',
        args: { file: 'F1' },
        event,
        policy: given.policy ?? keeping,
        state: { evidence: evidence as never },
        ...rest,
      })
    },
  }
}
const notKept = (why: RegExp) => ({
  outcome: 'ok',
  command: { type: 'record-file', notKept: expect.stringMatching(why) },
})

describe('keeping a file', () => {
  it('downloads it with the bot’s token, and says what it was', async () => {
    const { slack, files, keep } = await aFile()
    expect(await keep()).toMatchObject({
      outcome: 'ok',
      command: {
        type: 'record-file',
        file: { id: 'F1', bytes: PNG.length },
        kept: { sha256: createHash('sha256').update(PNG).digest('hex') },
      },
    })
    expect(files.kept.get('INC-7 F1')).toEqual(PNG)
    expect(slack.fetched).toEqual([{ file: 'F1', authorization: 'Bearer xoxb-1' }])
  })

  it('does it once, and not for what is no evidence any more', async () => {
    const { slack, files, keep } = await aFile()
    expect(await keep({ evidence: { 'file:F1': { at: 1, of: 3, kept: true } } })).toEqual({ outcome: 'ok' })
    files.kept.set('INC-7 F1', Buffer.from('a part'))
    expect(await keep({ evidence: {} })).toEqual({ outcome: 'ok' })
    expect(files.kept.size).toBe(0)
    expect(slack.fetched).toEqual([])
  })

  it('keeps none that is too large, whatever Slack says of its size', async () => {
    const large = await aFile({ facts: { size: 1_000_001 } })
    expect(await large.keep()).toMatchObject(
      notKept(/it has 1.1 MB, and the policy keeps files of up to 1 MB/),
    )
    expect(large.slack.fetched).toEqual([])
    let sent = 0
    const serve: Serve = (_, res) => {
      res.setHeader('content-type', 'image/png')
      const more = () => {
        while (sent < 50_000_000 && !res.destroyed) {
          sent += 100_000
          if (!res.write(Buffer.alloc(100_000))) return res.once('drain', more)
        }
        return res.end()
      }
      more()
    }
    const lying = await aFile({ facts: { size: 10 }, serve })
    expect(await lying.keep()).toMatchObject(notKept(/larger than the policy allows/))
    expect(lying.files.kept.size).toBe(0)
    expect(sent).toBeLessThan(20_000_000) // it was not read to its end
  })

  it('begins anew when the download is cut off, and gives up in time, without an alarm', async () => {
    const serve: Serve = (_, res) => {
      res.setHeader('content-type', 'image/png').setHeader('content-length', PNG.length)
      res.write(PNG.subarray(0, 1_000), () => res.destroy())
    }
    const { files, keep } = await aFile({ serve })
    expect(await keep()).toMatchObject({ outcome: 'retry' })
    expect(await keep({ attempts: 3 })).toMatchObject(notKept(/could not be downloaded/))
    expect(files.kept.size).toBe(0)
    const short = await aFile({ serve: (_, res) => res.setHeader('content-type', 'image/png').end('x') })
    expect(await short.keep()).toMatchObject({ outcome: 'retry', why: `only 1 of ${PNG.length} bytes came` })
  })

  it('gives its token to nobody but Slack', async () => {
    const elsewhere = await aFile()
    const neighbour = elsewhere.slack.url.replace('127.0.0.1', 'localhost')
    for (const url of [
      `${neighbour}/files/F1`,
      `${elsewhere.slack.url}/files/F1`,
      'https://drive.example.com/F1',
      'http://127.0.0.1:1/files/F1',
      'https://127.0.0.1.evil.example/F1',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      const { slack, keep } = await aFile({ facts: { url_private: url } })
      expect(await keep()).toMatchObject(notKept(/outside of Slack/))
      expect(slack.fetched).toEqual([])
    }
    expect(elsewhere.slack.fetched).toEqual([])
    const external = await aFile({ facts: { is_external: true } })
    expect(await external.keep()).toMatchObject(notKept(/outside of Slack/))
    const moved = await aFile({
      serve: (_, res) => res.writeHead(302, { location: `${elsewhere.slack.url}/files/F1` }).end(),
    })
    expect(await moved.keep()).toMatchObject(notKept(/did not hand it out \(HTTP 302\)/))
    expect(elsewhere.slack.fetched).toEqual([])
  })

  it('is not taken in by a login page', async () => {
    const login: Serve = (_, res) =>
      res.setHeader('content-type', 'text/html; charset=utf-8').end('<html>Sign in</html>')
    const { files, keep } = await aFile({ serve: login })
    expect(await keep()).toMatchObject(notKept(/files:read/))
    expect(files.kept.size).toBe(0)
  })

  it('waits out rate limits and outages of Slack', async () => {
    const { slack, keep } = await aFile({ serve: (_, res) => res.writeHead(503).end() })
    slack.mishap('files.info', { status: 429, headers: { 'retry-after': '3' } })
    expect(await keep()).toMatchObject({ outcome: 'retry', notBefore: expect.any(Number) })
    expect(await keep()).toMatchObject({ outcome: 'retry', why: 'HTTP 503' })
  })

  it('of which only the id is known is looked up, also where nothing is kept', async () => {
    const stub = { file: { id: 'F1', name: '', type: '', bytes: 0, permalink: '' } }
    const { slack, keep } = await aFile({ policy: aPolicy(), event: stub })
    expect(await keep()).toMatchObject({
      command: {
        type: 'record-file',
        described: true,
        file: { name: 'p95.png', permalink: 'https://x.slack.com/files/F1' },
      },
    })
    expect(slack.fetched).toEqual([])
    slack.files.clear()
    expect(await keep()).toMatchObject(notKept(/deleted in Slack/))
  })

  it('is undone when its words are removed', async () => {
    const { files, perform } = await aPerformer()
    files.kept.set('INC-7 F1', PNG)
    expect(await perform('slack.forget-file', { lane: 'file', args: { file: 'F1' } })).toEqual({
      outcome: 'ok',
    })
    expect(files.kept.size).toBe(0)
  })
})
