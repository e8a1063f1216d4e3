import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Typed, WorkspaceState } from '../../src/sandbox/protocol.ts'
import { freePort } from '../process/bot-process.ts'

/**
 * A newcomer's first minutes: what is committed, in a clean directory, by the README's command and nothing
 * else, and one incident from declaring to resolving. Exit 1 with what went wrong.
 */
const ROOT = path.join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-smoke-'))
const clone = path.join(folder, 'tocsin')
let failed: unknown
try {
  run('git', ['clone', '--quiet', ROOT, clone], ROOT)
  run('npm', ['ci'], clone)
  await firstMinutes()
} catch (error) {
  failed = error
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (failed !== undefined) {
  console.error(failed)
  process.exit(1)
}

async function firstMinutes(): Promise<void> {
  const [port, workspacePort] = [await freePort(), await freePort()]
  const startedAt = performance.now()
  const bot = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...withoutTokens(), PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  bot.stdout.on('data', (chunk) => {
    said += chunk
  })
  const ended = once(bot, 'exit')
  try {
    await until(
      'the health endpoint answers',
      async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200,
    )
    console.log(`ready ${Math.round(performance.now() - startedAt)} ms after npm start`)
    await until('one line says what to open', async () =>
      said.includes(`Open http://127.0.0.1:${workspacePort}`),
    )
    await oneIncident(`http://127.0.0.1:${workspacePort}`)
    await pageIsServed(`http://127.0.0.1:${workspacePort}`)
  } finally {
    bot.kill('SIGTERM') // to npm alone, as a supervisor would
    const [code] = await ended
    if (code !== 0) failed = new Error(`npm start ended with ${code} after SIGTERM`)
  }
}

async function oneIncident(workspace: string): Promise<void> {
  for (const text of [
    '/incident declare sev2 Orders API answers 500',
    '/incident take commander',
    '/incident update Pool exhausted; adding connections',
    '/incident resolve Error rate is back to normal',
  ]) {
    const response = await fetch(`${workspace}/sandbox/type`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'U0ANA', channel: 'C0ROOM', text }),
    })
    const typed = (await response.json()) as Typed
    if (!typed.ok) throw new Error(`${text}: ${typed.error}`)
    console.log(`${text}  →  ${typed.ephemeral?.map((message) => message.text).join(' ')}`)
  }
  await until('the card in #incident-room says resolved', async () => {
    const state = (await (await fetch(`${workspace}/sandbox/state?as=U0ANA`)).json()) as WorkspaceState
    const room = state.channels.find(({ name }) => name === 'incident-room')
    const card = room?.messages.find(({ ts }) => room.pins.includes(ts))
    return /resolved/i.test(JSON.stringify(card))
  })
}

async function pageIsServed(workspace: string): Promise<void> {
  const html = await (await fetch(workspace)).text()
  const script = /src="([^"]+\.js)"/.exec(html)?.[1]
  if (!script || (await fetch(new URL(script, `${workspace}/`))).status !== 200)
    throw new Error('The page is not served')
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const GIVE_UP_AFTER_MS = 60_000
  const startedAt = performance.now()
  while (!(await holds().catch(() => false))) {
    if (performance.now() - startedAt > GIVE_UP_AFTER_MS) throw new Error(`Never came true: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function run(command: string, args: string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: withoutTokens() })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

/** As on a newcomer's machine: no token, and none of what npm told this process about itself. */
function withoutTokens(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  for (const name of Object.keys(env))
    if (/^(SLACK|PORT|DATABASE|DATA_DIR|npm_(?!config_registry))/.test(name)) delete env[name]
  return env
}
