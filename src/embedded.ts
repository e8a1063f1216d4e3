import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { type Bot, startBot } from './bot.ts'
import { type Config, ConfigError } from './config.ts'
import { COMMANDS } from './core/commands.ts'
import type { Policy } from './core/policy.ts'
import { SWITCH_COMMANDS } from './core/switch/commands.ts'
import { systemClock } from './engine/clock.ts'
import { makeFolder } from './engine/folder.ts'
import type { Log } from './log.ts'
import { buildPage, servePage } from './sandbox/page-build.ts'
import { ON_CALL_SCHEDULE, SECONDARY_SCHEDULE } from './sandbox/pagerduty/records.ts'
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts'
import type { Connected } from './switch-providers.ts'
import { withShifts } from './workspace-policy.ts'

/** The app as a Slack administrator would install it; the embedded workspace installs it from the same file. */
const MANIFEST = path.join(import.meta.dirname, '..', 'manifest.yml')

/** The shifts in the workspace's PagerDuty, and for which rungs of the policy that comes with the bot they are. */
const SHIFTS = {
  'on-call': `pagerduty:schedule:${ON_CALL_SCHEDULE}`,
  secondary: `pagerduty:schedule:${SECONDARY_SCHEDULE}`,
}

/**
 * The bot in a workspace of its own: a Slack-compatible server and a page in the browser, in this process.
 * They talk over HTTP and WebSocket like the bot and Slack do; only the clock is shared.
 */
export async function startEmbedded(parts: {
  config: Config
  slack: Extract<Config['slack'], { mode: 'embedded' }>
  policy: Policy
  log: Log
  switchProviders?: Connected
}): Promise<{ bot: Bot; workspaceUrl: string; welcome: string }> {
  const { config, slack, policy, log } = parts
  keepDataIn(config.dataDir)
  const secret = () => randomBytes(16).toString('hex')
  const argocdToken = secret()
  const statuspageKey = secret()
  const mailLogin = { user: 'tocsin', pass: secret() }
  const alertToken = secret()
  const tokens = { botToken: `xoxb-${secret()}`, appToken: `xapp-1-${secret()}`, signingSecret: secret() }
  // Nobody outside needs it; who wants to ask with an SDK of their own sets OFREP_TOKEN.
  const ofrep = { ...config.ofrep, tokens: [...config.ofrep.tokens, secret()] }
  const [flagToken = ''] = ofrep.tokens.slice(-1)
  const pagerduty = { token: secret(), routingKey: secret(), webhookSecret: secret() }
  const page = once(() => buildPage().then(servePage))
  let bot: Bot | undefined

  const sandbox = await startSandbox({
    ...tokens,
    argocdToken,
    statuspageKey,
    mailLogin,
    port: slack.workspacePort,
    stateFile: path.join(config.dataDir, 'workspace.json'),
    manifest: parse(readFileSync(MANIFEST, 'utf8')),
    completions: {
      '/incident': COMMANDS.map(completion),
      '/killswitch': SWITCH_COMMANDS.map(completion),
      '/oncall': onCallCompletions(policy),
    },
    page: async (urlPath) => (await page())(urlPath),
    pagerduty: {
      token: pagerduty.token,
      routingKey: pagerduty.routingKey,
      webhookSecrets: [pagerduty.webhookSecret],
      webhookUrl: () => bot && `${bot.url}/hooks/pagerduty`,
    },
    storefront: { url: () => bot?.url, token: flagToken },
    alerting: { url: (by) => bot && `${bot.url}/hooks/${by}`, token: alertToken },
    ...(slack.connect === 'http' && { requestUrl: () => `${bot?.url}/slack/events` }),
    async onAdvance(offsetMs) {
      bot?.clock.setOffset(offsetMs)
      await bot?.quiet()
    },
    onQuiet: async () => bot?.quiet(),
  }).catch((error: Error) => {
    throw new ConfigError(`The embedded workspace cannot start: ${error.message}`)
  })
  const reach = { botToken: tokens.botToken, apiUrl: sandbox.apiUrl }
  const connection =
    slack.connect === 'http'
      ? ({ mode: 'http', signingSecret: tokens.signingSecret, ...reach } as const)
      : ({ mode: 'socket', appToken: tokens.appToken, ...reach } as const)
  const clock = systemClock(sandbox.clockOffsetMs)
  // An Argo CD or a status page of one's own is not taken for the workspace's.
  const argocd = config.providers.argocd ?? { url: sandbox.argocdUrl, token: argocdToken }
  const statuspage = config.statuspage ?? {
    ...sandbox.statuspage,
    apiKey: statuspageKey,
    unlimited: true as const,
  }
  const email = config.email ?? mailIn(sandbox.smtp, mailLogin, policy.organisation.name)
  const phones = config.pagerduty ?? phonesIn(sandbox.pagerduty, pagerduty.webhookSecret)
  const alerts = {
    alertmanager: [...config.alerts.alertmanager, alertToken],
    sources: { ...config.alerts.sources, uptime: [...(config.alerts.sources.uptime ?? []), alertToken] },
  }
  const equipped = {
    ...config,
    ofrep,
    alerts,
    statuspage,
    ...(email && { email }),
    ...(phones && { pagerduty: phones }),
    providers: { ...config.providers, argocd },
  }
  const started = await startBot({
    config: equipped,
    connection,
    policy: config.pagerduty ? policy : withShifts(policy, SHIFTS),
    log,
    clock,
    ...(parts.switchProviders && { switchProviders: parts.switchProviders }),
  }).catch(async (error) => {
    await sandbox.close()
    throw error
  })
  // Built while nobody waits for it; whoever opens the page sooner waits for this same build.
  page().catch((error) => log.error({ err: error }, 'The page could not be built'))
  bot = {
    ...started,
    async stop() {
      await started.stop()
      await sandbox.close()
    },
  }
  return {
    bot,
    workspaceUrl: sandbox.url,
    welcome: `Tocsin is running in its own workspace. Open ${sandbox.url}`,
  }
}

/** The workspace's own certificate is trusted for its own mail server, and for nothing else. */
function mailIn(smtp: Sandbox['smtp'], auth: { user: string; pass: string }, name: string): Config['email'] {
  if (smtp === undefined) return undefined
  const { port, certificate: ca } = smtp
  const from = { name, address: 'status@demo.example' }
  return { smtp: { host: '127.0.0.1', port, tls: 'starttls', auth, ca }, from }
}

/** The workspace's own PagerDuty, whose certificate is trusted for it and for nothing else. */
function phonesIn(pagerduty: Sandbox['pagerduty'], secret: string): Config['pagerduty'] {
  if (pagerduty === undefined) return undefined
  const { apiUrl, eventsHost, ca, token, routingKey, from } = pagerduty
  const eventsUrl = `https://${eventsHost}`
  return { routingKey, apiToken: token, from, apiUrl, eventsUrl, ca, webhookSecrets: [secret] }
}

function completion({ name, usage, what }: { name: string; usage: string; what: string }) {
  return { text: `${name} ${usage}`.trim(), description: what }
}

/** The rungs by their keys, and help. */
function onCallCompletions({ rungs }: Policy) {
  const known = Object.entries(rungs).map(([key, { name }]) => ({ text: key, description: name }))
  return [...known, { text: 'help', description: 'What /oncall does' }]
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function keepDataIn(folder: string): void {
  try {
    makeFolder(folder)
  } catch (error) {
    throw new ConfigError(
      `The embedded workspace cannot keep its data: ${(error as Error).message}. Set DATA_DIR to another folder.`,
    )
  }
}
