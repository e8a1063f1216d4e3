import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { parse } from 'yaml'
import type { PagerDuty } from '../../src/sandbox/pagerduty/server.ts'
import type { Typed, WorkspaceState } from '../../src/sandbox/protocol.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { type BotProcess, freePort, spawnBot } from './bot-process.ts'

const TOKENS = {
  botToken: 'xoxb-world',
  appToken: 'xapp-world',
  signingSecret: 'world',
  statuspageKey: 'statuspage-world',
}

const PAGERDUTY = {
  token: 'pagerduty-world',
  routingKey: 'r'.repeat(32),
  webhookSecrets: ['never used'],
  webhookUrl: () => undefined,
}

/** A folder that is gone when the test ends. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'tocsin-process-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/**
 * A workspace that outlives the bots, which are real processes and reach it over signed HTTP or a socket.
 * `phones`: with PagerDuty, whose webhooks reach nobody.
 */
export async function world({
  connect = 'http',
  phones = false,
}: {
  connect?: 'http' | 'socket'
  phones?: boolean
} = {}) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const sandbox = await startSandbox({
    ...TOKENS,
    port: 0,
    manifest: parse(readFileSync('manifest.yml', 'utf8')),
    ...(connect === 'http' && { requestUrl: `${url}/slack/events` }),
    ...(phones && { pagerduty: PAGERDUTY }),
  })
  onTestFinished(() => sandbox.close())

  /** Starts a bot; it is killed when the test ends. */
  function start(env: Record<string, string>): BotProcess {
    const bot = spawnBot({
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      SLACK_RATE_LIMITS: 'none',
      SLACK_API_URL: sandbox.apiUrl,
      SLACK_BOT_TOKEN: TOKENS.botToken,
      ...(connect === 'http'
        ? { SLACK_SIGNING_SECRET: TOKENS.signingSecret }
        : { SLACK_APP_TOKEN: TOKENS.appToken }),
      ...(sandbox.pagerduty && reachOf(sandbox.pagerduty)),
      STATUSPAGE_API_URL: sandbox.statuspage.apiUrl,
      STATUSPAGE_API_KEY: TOKENS.statuspageKey,
      STATUSPAGE_PAGE_ID: sandbox.statuspage.pageId,
      ...env,
    })
    onTestFinished(() => void bot.child.kill('SIGKILL'))
    return bot
  }

  /** A person types in the room; what only they see in answer. */
  async function type(text: string, as = 'U0ANA'): Promise<string> {
    const response = await fetch(`${sandbox.url}/sandbox/type`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, channel: 'C0ROOM', text }),
    })
    const typed = (await response.json()) as Typed
    return typed.ok ? (typed.ephemeral ?? []).map((message) => message.text).join(' ') : ''
  }

  /** What a person does there, by the workspace's control interface. */
  async function act(where: string, body: object): Promise<void> {
    const response = await fetch(`${sandbox.url}/sandbox/${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${where}: ${await response.text()}`)
  }

  /** The workspace as a person sees it. */
  async function state(as: string): Promise<WorkspaceState> {
    return (await fetch(`${sandbox.url}/sandbox/state?as=${as}`)).json() as Promise<WorkspaceState>
  }

  /** The keys of all messages that were posted, in order. */
  async function postedKeys(): Promise<string[]> {
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

  return { url, port, sandbox, start, type, act, state, postedKeys }
}

/** How a bot reaches the workspace's PagerDuty, whose certificate is in a file that is gone when the test ends. */
function reachOf({ apiUrl, eventsHost, token, routingKey, from, ca }: PagerDuty): Record<string, string> {
  const certificate = path.join(folder(), 'pagerduty.pem')
  writeFileSync(certificate, ca)
  return {
    PAGERDUTY_API_URL: apiUrl,
    PAGERDUTY_EVENTS_URL: `https://${eventsHost}`,
    PAGERDUTY_API_TOKEN: token,
    PAGERDUTY_ROUTING_KEY: routingKey,
    PAGERDUTY_FROM: from,
    NODE_EXTRA_CA_CERTS: certificate,
  }
}

/** A request as Slack signs it. */
export function signed(
  body: string,
  more: { at?: number; secret?: string; type?: string } = {},
): RequestInit {
  const timestamp = String(Math.floor((more.at ?? Date.now()) / 1_000))
  const mac = createHmac('sha256', more.secret ?? TOKENS.signingSecret).update(`v0:${timestamp}:${body}`)
  return {
    method: 'POST',
    headers: {
      'content-type': more.type ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac.digest('hex')}`,
    },
    body,
  }
}

/** How much is owed or parked, by the bot's own account. */
export async function depth(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const lines = metrics.split('\n').filter((line) => line.startsWith('tocsin_outbox_depth{'))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}
