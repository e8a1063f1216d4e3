import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort, spawnBot, untilReady } from './bot-process.ts'

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'tocsin-start-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function started(env: Record<string, string> = {}) {
  const [port, workspacePort] = [await freePort(), await freePort()]
  const bot = spawnBot({ PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}`, DATA_DIR: folder(), ...env })
  onTestFinished(() => void bot.child.kill('SIGKILL'))
  return { bot, url: `http://127.0.0.1:${port}`, workspace: `http://127.0.0.1:${workspacePort}` }
}

describe('starting', () => {
  it('without any token opens the embedded workspace and prints one line with its address', async () => {
    const { bot, url, workspace } = await started()
    await untilReady(bot, url)
    await expect.poll(() => bot.said()).toBe(`Tocsin is running in its own workspace. Open ${workspace}\n`)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${workspace}/sandbox/state?as=U0ANA`)).status).toBe(200)
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
  })

  it.each([
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not/],
    [{ POLICY_FILE: '/nowhere/policy.yml' }, /^The policy cannot be used:\n {2}\/nowhere\/policy.yml:1:1 /],
    [{ DATABASE_URL: '/dev/null/x.db' }, /^The database \/dev\/null\/x.db cannot be opened/],
    [{ DATABASE_URL: 'postgres://127.0.0.1:1/x' }, /^PostgreSQL cannot be reached: .*ECONNREFUSED/],
    [
      { DATA_DIR: '/dev/null/x' },
      /cannot keep its data: .*\/dev\/null\/x.* Set DATA_DIR to another folder\.$/m,
    ],
    [{ DATA_DIR: '/proc/x/y' }, /cannot keep its data: the folder \/proc\/x cannot be made .* Set DATA_DIR/],
    [
      { DATA_DIR: 'package.json' },
      /^The embedded workspace cannot keep its data: package\.json cannot be a folder/,
    ],
    [{ TIMELINE_KEY: 'short' }, /^TIMELINE_KEY must be 64 hex digits/],
  ])('with %j says what to do in one sentence and exits 1', async (env, sentence) => {
    const { bot } = await started(env)
    expect(await bot.ended).toBe(1)
    expect(bot.said()).toMatch(sentence)
    expect(bot.said()).not.toContain('    at ')
  })

  it('says which line of the policy is wrong', async () => {
    const file = path.join(folder(), 'policy.yml')
    writeFileSync(file, 'organisation: { name: Acme, timeZone: Mars/Olympus }\n')
    const { bot } = await started({ POLICY_FILE: file })
    expect(await bot.ended).toBe(1)
    expect(bot.said()).toContain(`${file}:1:`)
    expect(bot.said()).toContain('time zone')
  })

  it('says that the port is taken', async () => {
    const first = await started()
    await untilReady(first.bot, first.url)
    const port = new URL(first.url).port
    const { bot } = await started({ PORT: port })
    expect(await bot.ended).toBe(1)
    expect(bot.said()).toBe(`Port ${port} is in use. Set PORT to a free one.\n`)
  })

  it('refuses to share a database file with a running bot', async () => {
    const data = folder()
    const first = await started({ DATA_DIR: data })
    await untilReady(first.bot, first.url)
    const { bot } = await started({ DATA_DIR: data })
    expect(await bot.ended).toBe(1)
    expect(bot.said()).toMatch(/^Another Tocsin is running on /)
  })
})
