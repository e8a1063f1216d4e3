import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Bot, startBot } from '../../src/bot.ts'
import { type Config, readConfig } from '../../src/config/config.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { SlackConnection } from '../../src/parts/slack.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts'
import * as launchdarkly from '../launchdarkly/launchdarkly-answers.ts'
import * as unleash from '../unleash/unleash-answers.ts'
import * as webhook from '../webhook/receiver-answers.ts'
import type { Plan } from './plan.ts'
import { LAUNCHDARKLY_HOST, PLACES, UNLEASH_HOST } from './switch-systems.ts'

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

/**
 * The policy that comes with the bot; with PagerDuty, its first rung is looked up there. Where it ran before, some of
 * its switches may have moved to another system since.
 */
function policyFor({ pagerduty, elsewhere }: Plan): Policy {
  const { rungs, switches } = shipped
  const first = rungs['on-call']
  const lookedUp = pagerduty &&
    first && { rungs: { ...rungs, 'on-call': { ...first, page: ['pagerduty:schedule:PONCALL'] } } }
  const moved = elsewhere && {
    switches: Object.fromEntries(
      Object.entries(switches).map(([key, rules]) => [
        key,
        { ...rules, ...PLACES[key as keyof typeof PLACES] },
      ]),
    ),
  }
  return { ...shipped, ...lookedUp, ...moved }
}

/** Of the templates' switches one is as good as all: each is a timeline of its own from the first start on. */
const LEFT_OUT = /^t_(?!order_status_verified)/

/** Several readers in one mail, some of whom a server may refuse, and another audience that gets mail. */
export const MAILED = {
  customers: ['customers@example.com', 'shops@example.com', 'gone@example.com'],
  partners: ['partners@example.com'],
}

function byMail({ audiences: { customers } }: Policy): Policy['audiences'] {
  if (customers === undefined) throw new Error('The policy has no customers')
  const named = (name: string, to: string[]) => ({ ...customers, name, reach: { by: 'email' as const, to } })
  return {
    customers: named('Customers by e-mail', MAILED.customers),
    partners: { ...named('Partners', MAILED.partners), approve: 'none' as const },
  }
}

const shipped: Policy = (() => {
  const read = loadPolicy(path.join(ROOT, 'policy.yml'))
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  const { policy } = read
  const switches = Object.fromEntries(Object.entries(policy.switches).filter(([key]) => !LEFT_OUT.test(key)))
  const restoreStages = policy.restoreStages.map((stage) => ({
    ...stage,
    switches: stage.switches.filter((key) => key in switches),
  }))
  return { ...policy, switches, restoreStages, audiences: { ...policy.audiences, ...byMail(policy) } }
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
    ...(plan.elsewhere && {
      LAUNCHDARKLY_API_URL: `https://${LAUNCHDARKLY_HOST}`,
      LAUNCHDARKLY_TOKEN: launchdarkly.TOKEN,
      UNLEASH_URL: `https://${UNLEASH_HOST}/api`,
      UNLEASH_TOKEN: unleash.TOKEN,
      SWITCH_WEBHOOK_SECRET: webhook.SECRET,
    }),
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
