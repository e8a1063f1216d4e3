import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { DECIDERS } from '../../src/deciders.ts'
import { chainKey } from '../../src/engine/chain-key.ts'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { verify } from '../../src/engine/verify.ts'
import type { Typed } from '../../src/sandbox/protocol.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { type BotProcess, freePort, spawnBot, untilReady } from './bot-process.ts'

/** `KILLS=50 npm test` for the whole night; a few every time. */
const KILLS = Number(process.env.KILLS ?? 5)
const LONGEST_LIFE_MS = 400
const TOKENS = { botToken: 'xoxb-kill', appToken: 'xapp-kill', signingSecret: 'kill' }

describe.each(['http', 'socket'] as const)(
  'the bot over %s, killed at random moments while people work',
  (connect) => {
    it(`loses no acknowledged act and posts nothing twice in ${KILLS} kills`, {
      timeout: 60_000 + KILLS * 10_000,
    }, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-kill-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const port = await freePort()
      const sandbox = await startSandbox({
        ...TOKENS,
        port: 0,
        manifest: parse(readFileSync('manifest.yml', 'utf8')),
        ...(connect === 'http' && { requestUrl: `http://127.0.0.1:${port}/slack/events` }),
      })
      onTestFinished(() => sandbox.close())
      const env = {
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: folder,
        LOG_LEVEL: 'error',
        SLACK_RATE_LIMITS: 'none',
        SLACK_API_URL: sandbox.apiUrl,
        SLACK_BOT_TOKEN: TOKENS.botToken,
        ...(connect === 'http'
          ? { SLACK_SIGNING_SECRET: TOKENS.signingSecret }
          : { SLACK_APP_TOKEN: TOKENS.appToken }),
      }
      const url = `http://127.0.0.1:${port}`
      let bot: BotProcess = spawnBot(env)
      onTestFinished(() => void bot.child.kill('SIGKILL'))
      await untilReady(bot, url)
      const people = workers(sandbox)

      for (let kill = 0; kill < KILLS; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_LIFE_MS))
        bot.child.kill('SIGKILL')
        await bot.ended
        bot = spawnBot(env)
        // Sometimes it is killed again while it starts and recovers.
        if (Math.random() > 0.3) await untilReady(bot, url)
      }
      await untilReady(bot, url)
      const acts = await people.stop()
      await untilNothingIsOwed(url)
      bot.child.kill('SIGTERM')
      expect(await bot.ended).toBe(0)

      const { events, faults, owedKeys } = await readBack(folder)
      expect(faults).toEqual([])
      for (const { text, acknowledged } of acts) {
        const times = events.filter((event) => event.includes(text)).length
        expect(times, `${text} stands on the timeline ${times} times`).toBeLessThanOrEqual(1)
        if (acknowledged) expect(times, `${text} was acknowledged`).toBe(1)
      }
      expect(acts.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(KILLS)

      const posted = await postedKeys(sandbox)
      expect(
        posted.filter((key, index) => posted.indexOf(key) !== index),
        'posted twice',
      ).toEqual([])
      expect(
        owedKeys.filter((key) => !posted.includes(key)),
        'never posted',
      ).toEqual([])
    })
  },
)

/** Two people who declare and note without pause, each text once. */
function workers(sandbox: Sandbox) {
  const acts: { text: string; acknowledged: boolean }[] = []
  let working = true
  async function work(as: string, name: string) {
    for (let n = 1; working; n += 1) {
      const text = `${name}-act-${n}-end`
      const command = n % 10 === 1 ? `/incident declare sev3 ${text}` : `/incident note INC-1 ${text}`
      const response = await fetch(`${sandbox.url}/sandbox/type`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ as, channel: 'C0ROOM', text: command }),
      })
      const typed = (await response.json()) as Typed
      const said = (typed.ephemeral ?? []).map(({ text }) => text).join(' ')
      acts.push({ text, acknowledged: typed.ok && /recorded|declared|noted/i.test(said) })
      // When the bot is away, Slack says so at once; nobody types a thousand times a second.
      await new Promise((resolve) => setTimeout(resolve, typed.ok ? 20 : 50))
    }
  }
  const both = Promise.all([work('U0ANA', 'ana'), work('U0BEN', 'ben')])
  return {
    async stop() {
      working = false
      await both
      return acts
    },
  }
}

async function untilNothingIsOwed(url: string): Promise<void> {
  await expect
    .poll(async () => depthOf(await (await fetch(`${url}/metrics`)).text()), {
      timeout: 120_000,
      interval: 250,
    })
    .toBe(0)
}

function depthOf(metrics: string): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith('tocsin_outbox_depth{'))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

/** What the database says: every event as text, every fault, and the key of every post that was owed. */
async function readBack(folder: string) {
  const database = await openDatabase(path.join(folder, 'tocsin.db'), { readOnly: true })
  const store = createStore(database, systemClock())
  const key = chainKey(undefined, path.join(folder, 'timeline.key'), { mayCreate: false })
  const faults: unknown[] = []
  for await (const fault of verify({ store, chainKey: key, deciders: DECIDERS })) faults.push(fault)
  const rows = await database.reads.selectFrom('entries').select(['stream', 'seq', 'type', 'event']).execute()
  await store.close()
  const notes = rows.filter(({ type }) => type === 'noted')
  return {
    faults,
    events: rows.map(({ event }) => event),
    owedKeys: notes.map(({ stream, seq }) => `${stream}:${seq}:0`),
  }
}

/** The key of every message that the bot posted, as the workspace has them. */
async function postedKeys(sandbox: Sandbox): Promise<string[]> {
  const calls = (await (await fetch(`${sandbox.url}/sandbox/record`)).json()) as {
    method: string
    ok: boolean
    args: { metadata?: unknown }
  }[]
  return calls
    .filter(({ method, ok }) => method === 'chat.postMessage' && ok)
    .map(({ args }) => (typeof args.metadata === 'string' ? JSON.parse(args.metadata) : args.metadata))
    .map((metadata) => metadata?.event_payload?.key)
    .filter((key) => key !== undefined)
}
