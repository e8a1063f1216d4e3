import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Agent, request } from 'undici'
import { parse } from 'yaml'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { freePort, spawnBot } from '../process/bot-process.ts'
import { benchFolder } from './engine-rig.ts'

const SECRET = 'bench'

/** The bot in a workspace and, on a port of its own, the least that the same could cost: `bare`, a program here. */
export async function startContest(bare: 'bare-bolt.ts' | 'bare-webhook.ts', env: Record<string, string>) {
  const { folder, remove } = benchFolder()
  const agent = new Agent({ connections: 64, pipelining: 1 })
  const [oursPort, barePort] = [await freePort(), await freePort()]
  const tokens = { botToken: 'xoxb-bench', appToken: 'xapp-bench', signingSecret: SECRET }
  const sandbox = await startSandbox({
    ...tokens,
    port: 0,
    manifest: parse(readFileSync('manifest.yml', 'utf8')),
    requestUrl: `http://127.0.0.1:${oursPort}/slack/events`,
  })
  const ours = spawnBot({
    PORT: `${oursPort}`,
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: tokens.botToken,
    SLACK_SIGNING_SECRET: SECRET,
    ...env,
  })
  const theirs = spawn(
    process.execPath,
    [path.join(import.meta.dirname, bare), `${barePort}`, ...(bare === 'bare-bolt.ts' ? [SECRET] : [])],
    { stdio: 'inherit' },
  )

  /** Sends a body to either; what it answered, which is an error unless it has that `status`. */
  async function send(
    to: string,
    status: number,
    body: string,
    headers: Record<string, string>,
  ): Promise<string> {
    const answer = await request(`http://127.0.0.1:${to}`, {
      method: 'POST',
      dispatcher: agent,
      headers,
      body,
    })
    const text = await answer.body.text()
    if (answer.statusCode !== status) throw new Error(`${answer.statusCode} ${text}`)
    return text
  }

  return {
    folder,
    oursPort,
    barePort,
    sandbox,
    ours,
    send,
    /** Sends it signed, as Slack does. */
    sendSigned(port: number, body: string, type: string): Promise<string> {
      const timestamp = `${Math.floor(Date.now() / 1000)}`
      const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')
      return send(`${port}/slack/events`, 200, body, {
        'content-type': type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      })
    },
    async end(): Promise<void> {
      ours.child.kill('SIGKILL')
      theirs.kill('SIGKILL')
      await sandbox.close()
      await agent.close()
      remove()
    },
  }
}
