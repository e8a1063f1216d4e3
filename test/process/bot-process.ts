import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '..', '..')
const MAIN = path.join(ROOT, 'src', 'main.ts')

/** The bot as a real process, started as `npm start` does. */
export type BotProcess = {
  child: ChildProcess
  /** What it has printed so far, standard output and error together. */
  said(): string
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | string>
}

export function spawnBot(env: Record<string, string>): BotProcess {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk
    })
  }
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string)
  return { child, said: () => said, ended }
}

/** Waits until the process answers `ready` at `url`; throws with what it said if it ends before. */
export async function untilReady(bot: BotProcess, url: string): Promise<void> {
  let over: number | string | undefined
  bot.ended.then((end) => {
    over = end
  })
  for (;;) {
    if (over !== undefined) throw new Error(`The bot ended with ${over}: ${bot.said()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
