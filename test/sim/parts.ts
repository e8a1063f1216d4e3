import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Bot, startBot } from '../../src/bot.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { Policy } from '../../src/core/policy.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import type { SlackConnection } from '../../src/wire-slack.ts'
import type { Plan } from './plan.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

export const BOT_URL = 'http://127.0.0.1:3000'
export const WORKSPACE_URL = 'http://127.0.0.1:4000'
export const SECRETS = {
  botToken: 'xoxb-simulated',
  appToken: 'xapp-1-simulated',
  signingSecret: 'simulated-signing-secret',
  argocdToken: 'simulated-argocd-token',
}
export const TIMELINE_KEY = '5'.repeat(64)

/** What a life of the bot is started with; the same in every life of one night. */
export type Parts = {
  startBot: (parts: Parameters<typeof startBot>[0]) => Promise<Bot>
  config: Config
  connection: SlackConnection
  policy: Policy
}

export const manifest: unknown = parse(readFileSync(path.join(ROOT, 'manifest.yml'), 'utf8'))

const policy: Policy = (() => {
  const read = loadPolicy(path.join(ROOT, 'policy.yml'))
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  return read.policy
})()

export function partsOf(plan: Plan, start: Parts['startBot'], databaseFile: string): Parts {
  const config = readConfig({
    PORT: '3000',
    DATABASE_URL: databaseFile,
    TIMELINE_KEY,
    FLAGD_FILE: 'none',
    SLACK_API_URL: `${WORKSPACE_URL}/api/`,
    SLACK_BOT_TOKEN: SECRETS.botToken,
    ...(plan.mode === 'http'
      ? { SLACK_SIGNING_SECRET: SECRETS.signingSecret }
      : { SLACK_APP_TOKEN: SECRETS.appToken }),
    SLACK_RATE_LIMITS: plan.keepRateLimits ? 'keep' : 'none',
    ARGOCD_URL: `${WORKSPACE_URL}/argocd`,
    ARGOCD_TOKEN: SECRETS.argocdToken,
    TEMPLATES_DIR: path.join(ROOT, 'templates'),
  })
  if (config.slack.mode === 'embedded') throw new Error('A simulated night needs a connection to Slack')
  return { startBot: start, config, connection: config.slack, policy }
}
