import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase } from '../engine/databases.ts'
import { aStand } from '../flags/stand.ts'
import { freePort, spawnBot, untilReady } from './bot-process.ts'
import { folder, world } from './world.ts'

const SETTER = path.join(import.meta.dirname, 'flag-setter.ts')
const KILLS = 4
const TOKEN = 'a-token-of-a-service'

describe.each(['sqlite', 'postgres'] as const)('switches on %s', (kind) => {
  it('are as they were last said to be set, though the process was killed at once', async () => {
    const url = await emptyDatabase(kind)
    const file = path.join(folder(), 'flags.flagd.json')
    let told = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = spawn(process.execPath, [SETTER, url, file], { stdio: ['ignore', 'pipe', 'inherit'] })
      onTestFinished(() => void child.kill('SIGKILL'))
      let said = ''
      child.stdout.on('data', (chunk) => {
        said += chunk
        if (said.split('\n').length > 20) child.kill('SIGKILL')
      })
      await once(child, 'close')
      const last = Number(said.trimEnd().split('\n').at(-1))
      expect(last).toBeGreaterThan(told)
      told = last
      // Whatever moment it was, the file is whole.
      if (existsSync(file)) JSON.parse(readFileSync(file, 'utf8'))
    }
    const { read } = await aStand({ url, declared: [{ key: 'count', normal: 0 }] })
    const found = await read('count')
    expect(found.ok && found.value).toBeGreaterThanOrEqual(told)
    // At most the one that was under way when it was killed came besides.
    expect(found.ok && found.value).toBeLessThanOrEqual(told + 1)
  })
})

describe('the bot in a real workspace', () => {
  const evaluate = (url: string, token: string) =>
    fetch(`${url}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"context":{}}',
    })

  it('serves no switches without a token, and says so', async () => {
    const { url, start } = await world()
    const bot = start({ DATA_DIR: folder(), LOG_LEVEL: 'info' })
    await untilReady(bot, url)
    expect((await evaluate(url, TOKEN)).status).toBe(404)
    expect(bot.said()).toContain('Switches are not served over OFREP: OFREP_TOKEN is not set')
  })

  it('serves them to each of its tokens, writes them to a file, and stops while somebody listens', async () => {
    const { url, start } = await world()
    const data = folder()
    const bot = start({ DATA_DIR: data, OFREP_TOKEN: `${TOKEN},another-token-of-it`, LOG_LEVEL: 'debug' })
    await untilReady(bot, url)
    for (const token of [TOKEN, 'another-token-of-it']) expect((await evaluate(url, token)).status).toBe(200)
    expect((await evaluate(url, 'a-token-of-somebody')).status).toBe(401)
    const stream = await fetch(`${url}/ofrep/v1/events`, { headers: { 'x-api-key': TOKEN } })
    expect(stream.status).toBe(200)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('tocsin_flag_requests_total{outcome="answered"} 2')
    expect(metrics).toContain('tocsin_flag_requests_total{outcome="refused"} 1')
    expect(metrics).toContain('tocsin_flag_listeners 1')
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    await stream.text()
    expect(JSON.parse(readFileSync(path.join(data, 'flags.flagd.json'), 'utf8'))).toHaveProperty('flags')
    expect(bot.said()).not.toContain(TOKEN)
  })
})

it('a switch that was said to be pulled is pulled after the bot was killed at that moment', {
  timeout: 60_000,
}, async () => {
  const data = folder()
  const [port, workspacePort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const start = async () => {
    const env = { PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}`, DATA_DIR: data, OFREP_TOKEN: TOKEN }
    const bot = spawnBot(env)
    onTestFinished(() => void bot.child.kill('SIGKILL'))
    await untilReady(bot, url)
    return bot
  }
  const type = async (text: string) => {
    const response = await fetch(`http://127.0.0.1:${workspacePort}/sandbox/type`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'U0ANA', channel: 'C0ROOM', text }),
    })
    return JSON.stringify(await response.json())
  }
  const safeMode = async () => {
    const response = await fetch(`${url}/ofrep/v1/evaluate/flags/safe_mode`, {
      method: 'POST',
      headers: { 'x-api-key': TOKEN, 'content-type': 'application/json' },
      body: '{"context":{}}',
    })
    return ((await response.json()) as { value: unknown }).value
  }
  let bot = await start()
  await type('/incident declare sev3 class:stylist Wrong replies')
  expect(await safeMode()).toBe(false)
  expect(await type('/killswitch pull safe_mode Wrong replies')).toContain('read back just now')
  bot.child.kill('SIGKILL')
  await bot.ended
  bot = await start()
  expect(await safeMode()).toBe(true)
  const file = path.join(data, 'flags.flagd.json')
  const inFile = () => JSON.parse(readFileSync(file, 'utf8')).flags.safe_mode
  await expect.poll(inFile).toEqual({
    state: 'ENABLED',
    variants: { normal: false, changed: true },
    defaultVariant: 'changed',
  })
})

it('the embedded workspace lets nobody in who has no token', async () => {
  const [port, workspacePort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const bot = spawnBot({ PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}`, DATA_DIR: folder() })
  onTestFinished(() => void bot.child.kill('SIGKILL'))
  await untilReady(bot, url)
  const evaluate = await fetch(`${url}/ofrep/v1/evaluate/flags`, { method: 'POST', body: '{"context":{}}' })
  expect(evaluate.status).toBe(401)
})
