import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Message, Typed, WorkspaceState } from '../../src/sandbox/protocol.ts'
import { freePort, spawnBot, untilReady } from './bot-process.ts'

const ROUNDS = 5
const NOTES = 3

it('the embedded workspace and the bot in it, killed together, have every note once', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-embedded-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [port, workspacePort] = [await freePort(), await freePort()]
  const start = async () => {
    const bot = spawnBot({ PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}`, DATA_DIR: folder })
    onTestFinished(() => void bot.child.kill('SIGKILL'))
    await untilReady(bot, `http://127.0.0.1:${port}`)
    return bot
  }
  const workspace = `http://127.0.0.1:${workspacePort}/sandbox`
  const type = async (text: string) => {
    const body = JSON.stringify({ as: 'U0ANA', channel: 'C0ROOM', text })
    const response = await fetch(`${workspace}/type`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return (await response.json()) as Typed
  }

  let bot = await start()
  expect((await type('/incident declare sev3 Search is slow')).ok).toBe(true)
  const acknowledged: string[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < NOTES; n += 1) {
      const note = `note-${round}-${n}-end`
      if ((await type(`/incident note ${note}`)).ok) acknowledged.push(note)
    }
    bot.child.kill('SIGKILL')
    await bot.ended
    bot = await start()
  }

  const thread = async () => {
    const state = (await (await fetch(`${workspace}/state?as=U0ANA`)).json()) as WorkspaceState
    const room = state.channels.find(({ name }) => name === 'incident-room')
    return (room?.messages ?? [])
      .filter((message: Message) => message.threadTs)
      .map((message) => JSON.stringify(message.blocks))
  }
  expect(acknowledged).toHaveLength(ROUNDS * NOTES)
  const untold = async () => {
    const said = (await thread()).join()
    return acknowledged.filter((note) => !said.includes(note))
  }
  await expect.poll(untold, { timeout: 60_000 }).toEqual([])
  const told = await thread()
  for (const note of acknowledged)
    expect(
      told.filter((blocks) => blocks.includes(note)),
      note,
    ).toHaveLength(1)
})
