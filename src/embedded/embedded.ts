import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { type Bot, startBot } from '../bot.ts'
import { type Config, ConfigError } from '../config/config.ts'
import { COMMANDS } from '../core/commands.ts'
import type { Policy } from '../core/policy.ts'
import { SWITCH_COMMANDS } from '../core/switch/commands.ts'
import { systemClock } from '../engine/clock.ts'
import { makeFolder } from '../engine/folder.ts'
import type { Log } from '../log.ts'
import type { Connected } from '../parts/switch-providers.ts'
import { buildPage, servePage } from '../sandbox/page-build.ts'
import { ON_CALL_SCHEDULE, SECONDARY_SCHEDULE } from '../sandbox/pagerduty/records.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import { equipped, newCredentials, outsideWorld } from './outside-world.ts'
import { withShifts } from './policy.ts'

/** The app as a Slack administrator would install it; the embedded workspace installs it from the same file. */
const MANIFEST = path.join(import.meta.dirname, '..', '..', 'manifest.yml')

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
  const credentials = newCredentials()
  const page = once(() => buildPage().then(servePage))
  let bot: Bot | undefined

  const sandbox = await startSandbox({
    ...credentials.slack,
    ...outsideWorld(credentials, () => bot?.url),
    port: slack.workspacePort,
    stateFile: path.join(config.dataDir, 'workspace.json'),
    manifest: parse(readFileSync(MANIFEST, 'utf8')),
    completions: {
      '/incident': COMMANDS.map(completion),
      '/killswitch': SWITCH_COMMANDS.map(completion),
      '/oncall': onCallCompletions(policy),
    },
    page: async (urlPath) => (await page())(urlPath),
    ...(slack.connect === 'http' && { requestUrl: () => `${bot?.url}/slack/events` }),
    async onAdvance(offsetMs) {
      bot?.clock.setOffset(offsetMs)
      await bot?.quiet()
    },
    onQuiet: async () => bot?.quiet(),
  }).catch((error: Error) => {
    throw new ConfigError(`The embedded workspace cannot start: ${error.message}`)
  })
  const { botToken, appToken, signingSecret } = credentials.slack
  const reach = { botToken, apiUrl: sandbox.apiUrl }
  const connection =
    slack.connect === 'http'
      ? ({ mode: 'http', signingSecret, ...reach } as const)
      : ({ mode: 'socket', appToken, ...reach } as const)
  const clock = systemClock(sandbox.clockOffsetMs)
  const started = await startBot({
    config: equipped(config, sandbox, credentials, policy.organisation.name),
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
