import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Typed, WorkspaceState } from '../../src/sandbox/protocol.ts'
import { outsideServer } from '../outside/outside-server.ts'
import { freePort, spawnBot, untilReady } from './bot-process.ts'
import { readBack } from './read-back.ts'
import { depth, folder, world } from './world.ts'

/** `npm run hardship` asks for far more than a run that people wait for: gigabytes, and thousands of commands. */
const BODY_MEGABYTES = Number(process.env.BODY_MB ?? 200)
const COMMANDS = Number(process.env.COMMANDS ?? 100)
/** How much the process may grow while it is troubled: less than one body, of the five that it is sent at once. */
const GROWTH_MAX = 192 * 1024 * 1024
const SOCKETS = 500

type Running = { url: string; port: number }

async function metric({ url }: Running, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (.+)$`, 'm').exec(text)?.[1])
}

/** Sends a large body to its end, whatever is answered meanwhile, unless the other side hangs up. */
async function pour(to: Running, where: string, headers: Record<string, string> = {}): Promise<Poured> {
  const socket = connect(to.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1').slice(0, 100)
  })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  const bytes = BODY_MEGABYTES * MEGABYTE.length
  const lines = Object.entries({ host: 'x', 'content-length': bytes, ...headers })
  socket.write(`POST ${where} HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`)
  for (let sent = 0; sent < BODY_MEGABYTES && !socket.destroyed; sent += 1)
    if (!socket.write(MEGABYTE))
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed])
  socket.end()
  await closed
  return { where, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), bytes: socket.bytesWritten }
}

type Poured = { where: string; status: number; bytes: number }
const MEGABYTE = Buffer.alloc(1024 * 1024, 'x')

describe('a bot that is troubled from outside', () => {
  it('takes no more of a body than it may, keeps its size, and answers people meanwhile', {
    timeout: 60_000 + BODY_MEGABYTES * 500,
  }, async () => {
    const here = await world()
    const bot = here.start({
      DATA_DIR: folder(),
      LOG_LEVEL: 'silent',
      OFREP_TOKEN: 'a-token-of-a-service',
      PAGERDUTY_WEBHOOK_SECRET: 'a-secret-of-pagerduty',
      ALERTMANAGER_TOKEN: 'a-token-of-alertmanager',
    })
    await untilReady(bot, here.url)
    expect(await here.type('/incident declare sev3 Large bodies')).toMatch(/INC-1/)
    const before = await metric(here, 'process_resident_memory_bytes')
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const json = { 'content-type': 'application/json' }
    const key = { ...json, 'x-api-key': 'a-token-of-a-service' }
    const pouring = [
      pour(here, '/slack/events', form),
      pour(here, '/ofrep/v1/evaluate/flags', key),
      pour(here, '/hooks/pagerduty', json),
      pour(here, '/hooks/alertmanager', { ...json, authorization: 'Bearer a-token-of-alertmanager' }),
      pour(here, '/nowhere'),
    ]
    expect(await here.type('/incident note INC-1 meanwhile-')).toMatch(/recorded|noted/i)
    const poured = await Promise.all(pouring)
    if (BODY_MEGABYTES > 1_000) console.log(poured)
    for (const { status } of poured) expect([0, 400, 401, 404, 413, 503]).toContain(status)
    expect(await metric(here, 'process_resident_memory_bytes')).toBeLessThan(before + GROWTH_MAX)
    expect((await fetch(`${here.url}/readyz`)).status).toBe(200)
    expect(await metric(here, 'tocsin_requests_refused_total')).toBeGreaterThan(0)
  })

  it('gives back what hundreds of silent and slow connections took, and is ready all the while', async () => {
    const here = await world()
    const bot = here.start({ DATA_DIR: folder() })
    await untilReady(bot, here.url)
    const before = await metric(here, 'tocsin_open_resources')
    const sockets: Socket[] = await Promise.all(
      Array.from({ length: SOCKETS }, async (_, n) => {
        const socket = connect(here.port, '127.0.0.1').on('error', () => {})
        await once(socket, 'connect')
        if (n % 2 === 0) socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\nx-')
        return socket
      }),
    )
    expect((await fetch(`${here.url}/readyz`)).status).toBe(200)
    expect(await here.type('/incident declare sev3 Slow loris')).toMatch(/INC-1/)
    expect(await metric(here, 'tocsin_open_resources')).toBeGreaterThan(before + SOCKETS / 2)
    for (const socket of sockets) socket.destroy()
    await expect
      .poll(() => metric(here, 'tocsin_open_resources'), { timeout: 10_000 })
      .toBeLessThan(before + 20)
  })

  it('does not grow with what it has done', { timeout: 60_000 + COMMANDS * 200 }, async () => {
    const here = await world()
    const bot = here.start({ DATA_DIR: folder() })
    await untilReady(bot, here.url)
    expect(await here.type('/incident declare sev3 A long night')).toMatch(/INC-1/)
    const work = async (count: number) => {
      for (let n = 0; n < count; n += 1)
        expect(await here.type(`/incident note INC-1 step-${n}-`)).toMatch(/recorded|noted/i)
      await expect.poll(() => depth(here.url), { timeout: 60_000 }).toBe(0)
    }
    await work(50)
    const memory = await metric(here, 'process_resident_memory_bytes')
    const open = await metric(here, 'tocsin_open_resources')
    await work(COMMANDS)
    expect(await metric(here, 'process_resident_memory_bytes')).toBeLessThan(memory + GROWTH_MAX)
    await expect
      .poll(() => metric(here, 'tocsin_open_resources'), { timeout: 10_000 })
      .toBeLessThan(open + 20)
  })
})

describe('a heartbeat', () => {
  it('goes out while the bot can work, and not while Slack cannot be reached', async () => {
    const service = await outsideServer(() => ({ status: 200, body: 'OK' }))
    const [here, cut] = [await world(), await world()]
    const beat = (name: string) => ({ DATA_DIR: folder(), HEARTBEAT_URL: `${service.url}/${name}` })
    const beats = (name: string) => service.received.filter(({ path: where }) => where === `/${name}`)
    const bot = here.start(beat('well'))
    cut.start({ ...beat('cut'), SLACK_API_URL: 'http://127.0.0.1:1/api/', LOG_LEVEL: 'silent' })
    await untilReady(bot, here.url)
    await expect.poll(() => beats('well').length, { timeout: 10_000 }).toBe(1)
    await expect
      .poll(() => metric(cut, 'tocsin_heartbeats_total').catch(() => 0), { timeout: 20_000 })
      .toBeGreaterThan(0)
    expect((await (await fetch(`${cut.url}/metrics`)).text()).match(/tocsin_heartbeats_total{.*/g)).toEqual([
      expect.stringContaining('outcome="held"'),
    ])
    expect(beats('cut')).toEqual([])
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
  })
})

describe('time that jumps', () => {
  it('is told when the process was stopped for minutes, and never runs backwards', {
    timeout: 60_000,
  }, async () => {
    const data = folder()
    const offset = path.join(folder(), 'offset')
    const [port, workspacePort] = [await freePort(), await freePort()]
    const url = `http://127.0.0.1:${port}`
    const bot = spawnBot({
      PORT: `${port}`,
      WORKSPACE_PORT: `${workspacePort}`,
      DATA_DIR: data,
      CLOCK_OFFSET_FILE: offset,
      NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'moved-clock.mjs')}`,
    })
    onTestFinished(() => void bot.child.kill('SIGKILL'))
    await untilReady(bot, url)
    const ask = async <T>(where: string, body?: object): Promise<T> => {
      const response = await fetch(`http://127.0.0.1:${workspacePort}/sandbox/${where}`, {
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      })
      return (await response.json()) as T
    }
    const type = async (text: string) => {
      const typed = await ask<Typed>('type', { as: 'U0ANA', channel: 'C0ROOM', text })
      return (typed.ephemeral ?? []).map((message) => message.text).join(' ')
    }
    const room = async () => JSON.stringify((await ask<WorkspaceState>('state?as=U0ANA')).channels)
    expect(await type('/incident declare sev4 Laptop lid')).toMatch(/INC-1/)
    await expect.poll(() => depth(url), { timeout: 20_000 }).toBe(0)

    // A process cannot tell minutes of standing still from a moment in which the clock went on by minutes.
    bot.child.kill('SIGSTOP')
    writeFileSync(offset, String(7 * 60_000))
    bot.child.kill('SIGUSR2')
    await new Promise((resolve) => setTimeout(resolve, 300))
    bot.child.kill('SIGCONT')
    await expect.poll(room, { timeout: 15_000 }).toMatch(/was not running|was away/i)
    expect(await type('/incident note INC-1 after the lid')).toMatch(/recorded|noted/i)

    writeFileSync(offset, String(-60 * 60_000))
    bot.child.kill('SIGUSR2')
    expect(await type('/incident note INC-1 an hour earlier')).toMatch(/recorded|noted/i)
    await expect.poll(room, { timeout: 15_000 }).toContain('an hour earlier')
    await expect.poll(() => depth(url), { timeout: 20_000 }).toBe(0)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)

    const { faults, rows } = await readBack(path.join(data, 'tocsin.db'), path.join(data, 'timeline.key'))
    expect(faults).toEqual([])
    const times = rows.filter(({ stream }) => stream === 'INC-1').map(({ recordedAt }) => recordedAt)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(readFileSync(offset, 'utf8')).toBe('-3600000')
  })
})
