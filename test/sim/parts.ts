import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Bot, startBot } from '../../src/bot.ts'
import { type Config, readConfig } from '../../src/config/config.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { SlackConnection } from '../../src/parts/slack.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts'
import type { Plan } from './plan.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

export const BOT_URL = 'http://127.0.0.1:3000'
export const WORKSPACE_PORT = 4_000
export const WORKSPACE_URL = `http://127.0.0.1:${WORKSPACE_PORT}`
export const TIMELINE_KEY = '5'.repeat(64)
export const SIGNING_SECRET = 'simulated-signing-secret'

const TOKENS = {
  botToken: 'xoxb-simulated',
  appToken: 'xapp-1-simulated',
  signingSecret: SIGNING_SECRET,
  argocdToken: 'simulated-argocd-token',
  statuspageKey: 'simulated-statuspage-key',
}
const PAGERDUTY = {
  token: 'simulated-pagerduty-token',
  routingKey: 'r'.repeat(32),
  webhookSecret: 'w'.repeat(32),
}
const ALERT_TOKEN = 'simulated-alert-token-of-some-length'

/** What a life of the bot is started with; the same in every life of one night. */
export type Parts = {
  startBot: (parts: Parameters<typeof startBot>[0]) => Promise<Bot>
  config: Config
  connection: SlackConnection
  policy: Policy
}

const manifest: unknown = parse(readFileSync(path.join(ROOT, 'manifest.yml'), 'utf8'))

/** The policy that comes with the bot; with PagerDuty, its first rung is looked up there. */
function policyFor({ pagerduty }: Plan): Policy {
  const { rungs } = shipped
  const first = rungs['on-call']
  if (!pagerduty || first === undefined) return shipped
  return { ...shipped, rungs: { ...rungs, 'on-call': { ...first, page: ['pagerduty:schedule:PONCALL'] } } }
}

/** Of the templates' switches one is as good as all: each is a timeline of its own from the first start on. */
const LEFT_OUT = /^t_(?!order_status_verified)/

const shipped: Policy = (() => {
  const read = loadPolicy(path.join(ROOT, 'policy.yml'))
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  const { policy } = read
  const switches = Object.fromEntries(Object.entries(policy.switches).filter(([key]) => !LEFT_OUT.test(key)))
  const restoreStages = policy.restoreStages.map((stage) => ({
    ...stage,
    switches: stage.switches.filter((key) => key in switches),
  }))
  return { ...policy, switches, restoreStages }
})()

/** Slack, Argo CD, the status page, PagerDuty and monitoring as the embedded workspace has them. */
export function worldOf(plan: Plan): SandboxOptions {
  return {
    port: WORKSPACE_PORT,
    ...TOKENS,
    manifest,
    ...(plan.mode === 'http' && { requestUrl: `${BOT_URL}/slack/events` }),
    ...(plan.pagerduty && {
      pagerduty: {
        token: PAGERDUTY.token,
        routingKey: PAGERDUTY.routingKey,
        webhookSecrets: [PAGERDUTY.webhookSecret],
        webhookUrl: () => `${BOT_URL}/hooks/pagerduty`,
      },
    }),
    alerting: { url: (by) => `${BOT_URL}/hooks/${by}`, token: ALERT_TOKEN },
  }
}

export function partsOf(plan: Plan, start: Parts['startBot'], databaseFile: string, world: Sandbox): Parts {
  const config = readConfig({
    PORT: '3000',
    DATABASE_URL: databaseFile,
    TIMELINE_KEY,
    FLAGD_FILE: 'none',
    SLACK_API_URL: world.apiUrl,
    SLACK_BOT_TOKEN: TOKENS.botToken,
    ...(plan.mode === 'http'
      ? { SLACK_SIGNING_SECRET: SIGNING_SECRET }
      : { SLACK_APP_TOKEN: TOKENS.appToken }),
    SLACK_RATE_LIMITS: plan.keepRateLimits ? 'keep' : 'none',
    ARGOCD_URL: world.argocdUrl,
    ARGOCD_TOKEN: TOKENS.argocdToken,
    TEMPLATES_DIR: path.join(ROOT, 'templates'),
  })
  if (config.slack.mode === 'embedded') throw new Error('A simulated night needs a connection to Slack')
  const { pagerduty } = world
  const connected: Config = {
    ...config,
    alerts: { alertmanager: [ALERT_TOKEN], sources: { uptime: [ALERT_TOKEN] } },
    statuspage: { ...world.statuspage, apiKey: TOKENS.statuspageKey },
    email: {
      smtp: { host: 'mail.sim', port: 587, tls: 'starttls' },
      from: { name: 'Demo', address: 'status@demo.example' },
    },
    ...(pagerduty && {
      pagerduty: {
        routingKey: PAGERDUTY.routingKey,
        apiToken: PAGERDUTY.token,
        from: pagerduty.from,
        apiUrl: pagerduty.apiUrl,
        eventsUrl: `https://${pagerduty.eventsHost}`,
        webhookSecrets: [PAGERDUTY.webhookSecret],
      },
    }),
  }
  return { startBot: start, config: connected, connection: config.slack, policy: policyFor(plan) }
}
