import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { addressProblem, baseAddress } from '../../src/outside/address.ts'
import { ask, type Outside } from '../../src/outside/ask.ts'
import { askAgainAt } from '../../src/outside/wait.ts'
import { unleash } from '../../src/unleash/provider.ts'
import { aFeature, TOKEN, unleashAnswer } from '../unleash/unleash-answers.ts'
import { certificateForLoopback } from './certificate.ts'
import { outsideServer } from './outside-server.ts'

const forever = new AbortController().signal
const NOW = Date.UTC(2026, 0, 15, 3)

function outside(base: string, change: Partial<Outside> = {}): Outside {
  const settings = { secret: 'THE_TOKEN', address: 'THE_URL' }
  return { name: 'The system', base, headers: {}, secret: 'secret-1', settings, now: () => NOW, ...change }
}
const question = { method: 'GET', path: '/x', signal: forever, missing: 'Nothing is there.' } as const

describe('over TLS', () => {
  const place = { project: 'shop', feature: 'assistant', environment: 'production' }
  const secured = (certificate: { key: string; cert: string }) =>
    outsideServer((request) => unleashAnswer({ assistant: aFeature(true) }, request), certificate)

  it('a certificate that nobody vouches for is refused, and what to do is said', async () => {
    const { url, received } = await secured(certificateForLoopback())
    const provider = unleash({ url, token: TOKEN }, { now: () => NOW })
    expect(await provider.read(place, forever)).toMatchObject({
      again: 'never',
      why: expect.stringMatching(/certificate is not trusted .*NODE_EXTRA_CA_CERTS/),
    })
    expect(received).toEqual([])
  })

  it('an authority of one’s own is trusted when it is named', async () => {
    const certificate = certificateForLoopback()
    const { url } = await secured(certificate)
    const authority = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-ca-')), 'ca.pem')
    writeFileSync(authority, certificate.cert)
    const program = `
      import { unleash } from './src/unleash/provider.ts'
      const provider = unleash(${JSON.stringify({ url, token: TOKEN })}, { now: () => 0 })
      console.log(JSON.stringify(await provider.read(${JSON.stringify(place)}, new AbortController().signal)))`
    expect(await run(program, { NODE_EXTRA_CA_CERTS: authority })).toEqual({ ok: true, value: true })
  })
})

describe('a request', () => {
  it('goes behind the path of the address', async () => {
    const server = await outsideServer(() => ({ status: 200, body: {} }))
    await ask(outside(baseAddress(`${server.url}/argocd/?x#y`)), question)
    expect(server.received[0]?.path).toBe('/argocd/x')
  })

  it('to where nobody is fails for now, by the code and nothing else', async () => {
    const answer = await ask(outside(await formerAddress()), question)
    expect(answer).toMatchObject({
      failure: { again: 'later', why: 'The system cannot be reached (ECONNREFUSED).' },
    })
  })

  it('with a secret that no header can hold fails without showing it', async () => {
    const secret = 'first\nsecond'
    const answer = await ask(
      outside('http://127.0.0.1:1', { secret, headers: { authorization: secret } }),
      question,
    )
    expect(answer.ok).toBe(false)
    expect(JSON.stringify(answer)).not.toMatch(/first|second/)
  })

  it('that was stopped before it began asks nobody', async () => {
    const server = await outsideServer(() => ({ status: 200, body: {} }))
    const answer = await ask(outside(server.url), { ...question, signal: AbortSignal.abort() })
    expect(answer).toMatchObject({ failure: { why: expect.stringContaining('stopped') } })
    expect(server.received).toEqual([])
  })

  it('takes an answer up to the limit, and none beyond it', async () => {
    const server = await outsideServer(() => ({ status: 200, body: 'x'.repeat(1_000) }))
    expect(await ask(outside(server.url, { answerBytesMax: 1_000 }), question)).toMatchObject({ ok: true })
    expect(await ask(outside(server.url, { answerBytesMax: 999 }), question)).toMatchObject({
      failure: { why: expect.stringContaining('999 bytes') },
    })
  })

  it('shows no more of what the other side says than a line', async () => {
    const server = await outsideServer(() => ({
      status: 422,
      body: { message: `first\n\u202esecond\u0000 ${'x'.repeat(5_000)}` },
    }))
    const answer = await ask(outside(server.url), question)
    const why = answer.ok ? '' : answer.failure.why
    expect(why).toContain('"first second xxx')
    expect(why.length).toBeLessThan(400)
  })
})

describe('when to ask again', () => {
  const at = (headers: Record<string, string>) => askAgainAt(new Headers(headers), NOW)
  const theirNow = NOW - 3_600_000 // their clock is an hour slow
  const date = new Date(theirNow).toUTCString()

  it.each([
    ['seconds', { 'retry-after': '120' }, 120],
    ['a date on their clock', { 'retry-after': new Date(theirNow + 30_000).toUTCString(), date }, 30],
    ['a moment in seconds on their clock', { 'x-ratelimit-reset': String(theirNow / 1_000 + 30), date }, 30],
    ['a moment in milliseconds', { 'x-ratelimit-reset': String(NOW + 30_000) }, 30],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['what is over already', { 'retry-after': new Date(NOW - 30_000).toUTCString() }, 0],
    ['a week, of which an hour is enough', { 'retry-after': '604800' }, 3_600],
  ])('is told as %s', (_what, headers, seconds) => {
    expect(at(headers)).toBe(NOW + seconds * 1_000)
  })

  it.each(['', 'soon', '-5', 'NaN'])('is not told by "%s"', (text) => {
    expect(at({ 'retry-after': text })).toBeUndefined()
  })
})

describe('an address for a secret', () => {
  it.each(['https://flags.example.com/api', 'http://localhost:4242', 'http://127.0.0.1/', 'http://[::1]:1/'])(
    'may be %s',
    (text) => expect(addressProblem(text)).toBeUndefined(),
  )
  it.each([
    'http://flags.example.com',
    'http://evil-localhost',
    'http://127.0.0.1.example.com',
    'ftp://x',
    'x',
    'https://a:b@example.com',
  ])('may not be %s', (text) => expect(addressProblem(text)).toEqual(expect.any(String)))
})

/** Where somebody listened until just now. */
function formerAddress(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(`http://127.0.0.1:${port}`))
    })
  })
}

/** Runs a program in a process of its own, since authorities are read when a process starts. */
function run(program: string, env: Record<string, string>): Promise<unknown> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd: path.join(import.meta.dirname, '..', '..'),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (data) => {
      said += data
    })
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`ended with ${code}`)),
    )
  })
}
