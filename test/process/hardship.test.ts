import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase } from '../engine/databases.ts'
import { freePort, untilReady } from './bot-process.ts'
import { canMount, shell } from './disks.ts'
import { readBack } from './read-back.ts'
import { depth, folder, signed, world } from './world.ts'

const KEY = 'ab'.repeat(32)

function twice(keys: string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index)
}

describe('the bot on PostgreSQL', () => {
  it('goes on after kill -9 where it was, having lost and repeated nothing', {
    timeout: 90_000,
  }, async () => {
    const { url, start, type, postedKeys } = await world()
    const env = { DATABASE_URL: await emptyDatabase('postgres'), TIMELINE_KEY: KEY, DATA_DIR: folder() }
    const first = start(env)
    await untilReady(first, url)
    expect(await type('/incident declare sev3 Orders API answers 500')).toMatch(/INC-1/)
    for (let n = 0; n < 5; n += 1) expect(await type(`/incident note INC-1 before-${n}-`)).not.toBe('')
    first.child.kill('SIGKILL')
    await first.ended
    const second = start(env)
    await untilReady(second, url)
    expect(await type('/incident update INC-1 Rolled back')).not.toBe('')
    await expect.poll(() => depth(url), { timeout: 30_000 }).toBe(0)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    const { faults, events } = await readBack(env.DATABASE_URL, KEY)
    expect(faults).toEqual([])
    for (let n = 0; n < 5; n += 1) expect(events.split(`before-${n}-`)).toHaveLength(2)
    expect(twice(await postedKeys())).toEqual([])
  })

  it('shares its work with a second bot, which takes over what the first leaves when it is killed', async () => {
    const { url, start, type, postedKeys } = await world()
    const env = { DATABASE_URL: await emptyDatabase('postgres'), TIMELINE_KEY: KEY, DATA_DIR: folder() }
    const first = start(env)
    const port = await freePort()
    const other = `http://127.0.0.1:${port}`
    const second = start({ ...env, PORT: String(port) })
    await Promise.all([untilReady(first, url), untilReady(second, other)])
    expect(await type('/incident declare sev3 Two bots')).toMatch(/INC-1/)
    await Promise.all(Array.from({ length: 10 }, (_, n) => type(`/incident note INC-1 shared-${n}-`)))
    first.child.kill('SIGKILL')
    await first.ended
    await expect.poll(() => depth(other), { timeout: 25_000 }).toBe(0)
    const keys = await postedKeys()
    expect(twice(keys)).toEqual([])
    expect(keys.length).toBeGreaterThan(10)
    expect((await readBack(env.DATABASE_URL, KEY)).faults).toEqual([])
  })
})

describe('the process', () => {
  it('that was suspended goes on when it is let, answering and owing nothing twice', async () => {
    const { url, start, type, postedKeys } = await world()
    const bot = start({ DATA_DIR: folder() })
    await untilReady(bot, url)
    expect(await type('/incident declare sev3 Laptop lid')).toMatch(/INC-1/)
    bot.child.kill('SIGSTOP')
    const typed = type('/incident note INC-1 while-away-')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    bot.child.kill('SIGCONT')
    await typed
    expect(await type('/incident note INC-1 after-')).not.toBe('')
    await expect.poll(() => depth(url), { timeout: 20_000 }).toBe(0)
    expect(twice(await postedKeys())).toEqual([])
  })

  it('that is told to stop while commands come in loses none that it acknowledged, and exits 0', async () => {
    const { url, start, type } = await world()
    const data = folder()
    const bot = start({ DATA_DIR: data })
    await untilReady(bot, url)
    expect(await type('/incident declare sev3 Rolling deploy')).toMatch(/INC-1/)
    const typing = Array.from({ length: 40 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 5))
      return { text: `note-${n}-`, answer: await type(`/incident note INC-1 note-${n}-`) }
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    const acts = await Promise.all(typing)
    const acknowledged = acts.filter(({ answer }) => /recorded|noted/i.test(answer))
    expect(acknowledged.length).toBeGreaterThan(0)
    const { faults, events } = await readBack(path.join(data, 'tocsin.db'), path.join(data, 'timeline.key'))
    expect(faults).toEqual([])
    for (const { text } of acknowledged) expect(events.split(text)).toHaveLength(2)
  })

  it('that is told to stop before it has started exits 0', async () => {
    const { start } = await world()
    const data = folder()
    const bot = start({ DATA_DIR: data })
    await expect.poll(() => readdirSync(data).length, { interval: 5, timeout: 10_000 }).toBeGreaterThan(0)
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
  })
})

describe('hostile and broken requests', () => {
  it('are refused with the right status, and the bot goes on', async () => {
    const { url, start, type } = await world()
    const bot = start({ DATA_DIR: folder(), LOG_LEVEL: 'silent' })
    await untilReady(bot, url)
    const status = async (request: RequestInit) => (await fetch(`${url}/slack/events`, request)).status
    const command = 'command=%2Fincident&text=list&user_id=U0ANA&trigger_id=t1&channel_id=C0ROOM&team_id=T1'
    expect(await status({ method: 'POST', body: command })).toBe(401)
    expect(await status(signed(command, { secret: 'wrong' }))).toBe(401)
    expect(await status(signed(command, { at: Date.now() - 6 * 60_000 }))).toBe(401)
    expect(await status(signed('null', { type: 'application/json' }))).toBe(400)
    expect(await status(signed('{"type":', { type: 'application/json' }))).toBe(400)
    expect(await status(signed('payload=nonsense'))).toBe(400)
    expect(await status(signed(`text=${'x'.repeat(3 * 1024 * 1024)}`))).toBe(413)
    expect((await fetch(`${url}/slack/events`)).status).toBe(404)
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404)
    expect((await fetch(`${url}/%00%ff`)).status).toBe(404)
    expect(await type('/incident list')).not.toBe('')
    expect(bot.child.exitCode).toBeNull()
  })

  it('that come slowly or not at all keep nobody from an answer, nor the bot from stopping', async () => {
    const { url, port, start, type } = await world()
    const bot = start({ DATA_DIR: folder() })
    await untilReady(bot, url)
    const sockets: Socket[] = []
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    for (let n = 0; n < 500; n += 1) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      if (n % 2 === 0) socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\nx-')
      sockets.push(socket)
    }
    expect(await type('/incident declare sev3 Slow loris')).toMatch(/INC-1/)
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
  })
})

describe('readiness', () => {
  it('says that Slack is away until it can be reached', async () => {
    const { url, start } = await world()
    const bot = start({ DATA_DIR: folder(), LOG_LEVEL: 'silent', SLACK_API_URL: 'http://127.0.0.1:1/api/' })
    await expect
      .poll(
        () =>
          fetch(`${url}/healthz`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200)
    const ready = await fetch(`${url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ ready: false, wrong: { slack: 'Slack is not connected' } })
    expect(bot.child.exitCode).toBeNull()
  })
})

describe('a database that can only be read', () => {
  it.skipIf(!canMount())('ends the start with a sentence that says what to do', async () => {
    const data = folder()
    shell(`mount -t tmpfs -o size=8m tmpfs ${data}`)
    onTestFinished(() => void shell(`umount -l ${data}`))
    const { url, start } = await world()
    const first = start({ DATA_DIR: data })
    await untilReady(first, url)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(shell(`mount -o remount,ro ${data}`)).toBe(0)
    const second = start({ DATA_DIR: data })
    expect(await second.ended).toBe(1)
    expect(second.said()).toBe(
      `The database ${data}/tocsin.db cannot be opened: ${data} can only be read. Mount it for writing, or set DATABASE_URL to elsewhere.\n`,
    )
  })
})
