import { type Bot, startBot } from './bot.ts'
import { ConfigError, readConfig } from './config/config.ts'
import { ChainKeyUnusable } from './engine/chain-key.ts'
import { DatabaseUnavailable } from './engine/database.ts'
import { CannotListen } from './http/server.ts'
import { createLog, type Log } from './log.ts'
import { loadPolicy } from './policy-file.ts'
import { BadToken } from './slack/identity.ts'

/** Mistakes of whoever starts the bot: their messages are sentences for people, and no stack helps. */
const FOR_PEOPLE = [BadToken, ConfigError, DatabaseUnavailable, ChainKeyUnusable, CannotListen]

/** A drain that hangs must not keep the process: what is owed is in the database. */
const DRAIN_LONGEST_MS = 20_000

/** Starts the bot from the environment, or ends the process with exit 1 and a sentence. */
export async function start(): Promise<void> {
  try {
    const config = readConfig(process.env)
    const log = createLog(config.logLevel)
    const policy = readPolicy(config.policyFile)
    const { bot, welcome } =
      config.slack.mode === 'embedded'
        ? await (await import('./embedded/embedded.ts')).startEmbedded({
            config,
            slack: config.slack,
            policy,
            log,
          })
        : await startInSlack({ config, connection: config.slack, policy, log })
    stopOnSignal(bot, log)
    console.log(welcome)
  } catch (error) {
    const forPeople = FOR_PEOPLE.some((kind) => error instanceof kind)
    console.error(forPeople ? (error as Error).message : error)
    process.exit(1)
  }
}

function readPolicy(file: string) {
  const read = loadPolicy(file)
  if ('policy' in read) return read.policy
  const lines = read.problems.map(
    ({ line, column, message, allowed }) =>
      `  ${file}:${line}:${column} ${message}${allowed ? ` Allowed: ${allowed}.` : ''}`,
  )
  throw new ConfigError(`The policy cannot be used:\n${lines.join('\n')}`)
}

async function startInSlack(parts: Parameters<typeof startBot>[0]): Promise<{ bot: Bot; welcome: string }> {
  const bot = await startBot(parts)
  const by = parts.connection.mode === 'socket' ? 'by Socket Mode' : `at ${bot.url}/slack/events`
  return { bot, welcome: `Tocsin works with Slack ${by}; whether it is connected says ${bot.url}/readyz` }
}

function stopOnSignal(bot: Bot, log: Log): void {
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return // Ctrl-C reaches a process of npm's twice: from the terminal, and passed on by npm
    stopping = true
    log.info({ signal }, 'Stopping')
    setTimeout(() => process.exit(0), DRAIN_LONGEST_MS).unref()
    bot.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'Could not stop cleanly; what is owed is in the database')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => stop(signal))
  }
}
