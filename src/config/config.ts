import path from 'node:path'
import { z } from 'zod'
import type { AlertSecrets } from '../alerts/webhooks.ts'
import type { EmailConfig } from '../email/config.ts'
import type { HeartbeatConfig } from '../heartbeat/heartbeat.ts'
import type { StatuspageConfig } from '../statuspage/client.ts'
import { address } from './address.ts'
import { alertSecrets, alertVariables } from './alerts.ts'
import { emailConfig, emailVariables } from './email.ts'
import { heartbeatConfig, heartbeatVariables } from './heartbeat.ts'
import { type PagerdutySettings, pagerdutyConfig, pagerdutyVariables } from './pagerduty.ts'
import { type ProvidersConfig, providersConfig, providerVariables } from './providers.ts'
import { statuspageConfig, statuspageVariables } from './statuspage.ts'

/** Environment variables that cannot work together; the message is one sentence that says what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** How the bot reaches Slack: a workspace of its own in the browser, or tokens of a real (or compatible) one. */
export type SlackConfig =
  | { mode: 'embedded'; workspacePort: number; connect: 'http' | 'socket' }
  | { mode: 'http'; botToken: string; signingSecret: string; apiUrl?: string }
  | { mode: 'socket'; botToken: string; appToken: string; apiUrl?: string }

export type Config = {
  port: number
  /** Which addresses the bot listens on: the machine itself in the embedded workspace, all otherwise. */
  host: string
  databaseUrl: string
  /** Where the embedded workspace is kept. */
  dataDir: string
  /** Where the key of the hash chain is kept when it is not in the environment. */
  timelineKey?: string
  timelineKeyFile: string
  policyFile: string
  /** Where an organisation keeps its own templates; those that come with the bot are for what is not there. */
  templateFolders: string[]
  logLevel: string
  slack: SlackConfig
  /** Who may ask for the built-in switches over OFREP, and which web pages; without a token nobody may. */
  ofrep: { tokens: string[]; origins: string[] }
  /** Where the built-in switches are written in flagd's format; absent: nowhere. */
  flagdFile?: string
  /** Keep to Slack's published rate limits. A compatible server of one's own may have none. */
  keepRateLimits: boolean
  /** Where kill switches can live outside. */
  providers: ProvidersConfig
  /** Who may send alerts; a source without a secret is refused. */
  alerts: AlertSecrets
  /** The public status page; absent: none is set up. */
  statuspage?: StatuspageConfig
  /** Where mail is handed over; absent: nobody is told by e-mail. */
  email?: EmailConfig
  /** Where signs of life go. */
  heartbeat?: HeartbeatConfig
  /** How PagerDuty is reached; absent: not at all. */
  pagerduty?: PagerdutySettings
}

const DEFAULT_PORT = 3000
const PORT_MAX = 65_535
/** Shorter ones can be guessed; with other characters they cannot be sent in a header. */
const OFREP_TOKEN = /^[\x21-\x7e]{16,}$/
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const port = (name: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `${name} must be a port number`)
    .transform(Number)
    .refine((number) => number <= PORT_MAX, `${name} must be a port number, at most ${PORT_MAX}`)

const token = (name: string, prefix: string) =>
  z.string().startsWith(prefix, `${name} must begin with ${prefix}; is it another kind of token?`)

/** `a, b` → ['a', 'b'], each of which must pass `check`. */
const listOf = (check: (one: string) => boolean, message: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    )
    .refine((all) => all.every(check), message)

const environment = z.object({
  PORT: port('PORT').optional(),
  WORKSPACE_PORT: port('WORKSPACE_PORT').optional(),
  WORKSPACE_CONNECT: z.enum(['http', 'socket'], 'WORKSPACE_CONNECT must be http or socket').default('socket'),
  HOST: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('data'),
  POLICY_FILE: z.string().default('policy.yml'),
  TEMPLATES_DIR: z.string().optional(),
  TIMELINE_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`).optional(),
  SLACK_BOT_TOKEN: token('SLACK_BOT_TOKEN', 'xoxb-').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: token('SLACK_APP_TOKEN', 'xapp-').optional(),
  SLACK_API_URL: address('SLACK_API_URL').optional(),
  OFREP_TOKEN: listOf(
    (token) => OFREP_TOKEN.test(token),
    'OFREP_TOKEN must have at least 16 characters without spaces; several are separated by commas',
  ),
  OFREP_ORIGINS: listOf(
    isOrigin,
    'OFREP_ORIGINS must be origins such as https://shop.example, separated by commas, or *',
  ),
  FLAGD_FILE: z.string().optional(),
  SLACK_RATE_LIMITS: z.enum(['keep', 'none'], 'SLACK_RATE_LIMITS must be keep or none').optional(),
  ...providerVariables,
  ...alertVariables,
  ...statuspageVariables,
  ...emailVariables,
  ...heartbeatVariables,
  ...pagerdutyVariables,
})
type Environment = z.infer<typeof environment>

/** The only reader of the environment. Throws ConfigError; an empty variable counts as absent. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = environment.safeParse(present)
  if (!parsed.success)
    throw new ConfigError(`${parsed.error.issues[0]?.message ?? 'The environment is not valid'}.`)
  const values = parsed.data
  const slack = slackConfig(values)
  const embedded = slack.mode === 'embedded'
  if (!embedded && values.OFREP_ORIGINS.length > 0 && values.OFREP_TOKEN.length === 0)
    unusable(
      'OFREP_ORIGINS is set, but OFREP_TOKEN is not: set both to let web pages ask for the switches, or neither.',
    )
  const statuspage = statuspageConfig(values, unusable)
  const email = emailConfig(values, unusable)
  const heartbeat = heartbeatConfig(values, unusable)
  const pagerduty = pagerdutyConfig(values, unusable)
  return {
    port: values.PORT ?? DEFAULT_PORT,
    host: values.HOST ?? (embedded ? '127.0.0.1' : '0.0.0.0'),
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? path.join(values.DATA_DIR, 'tocsin.db'),
    ...(values.TIMELINE_KEY !== undefined && { timelineKey: values.TIMELINE_KEY }),
    timelineKeyFile: keyFile(values),
    policyFile: values.POLICY_FILE,
    templateFolders: [values.TEMPLATES_DIR ?? path.join(path.dirname(values.POLICY_FILE), 'templates')],
    logLevel: values.LOG_LEVEL ?? (embedded ? 'warn' : 'info'),
    slack,
    ofrep: { tokens: values.OFREP_TOKEN, origins: values.OFREP_ORIGINS },
    ...(values.FLAGD_FILE !== 'none' && {
      flagdFile: values.FLAGD_FILE ?? path.join(values.DATA_DIR, 'flags.flagd.json'),
    }),
    keepRateLimits: (values.SLACK_RATE_LIMITS ?? (embedded ? 'none' : 'keep')) === 'keep',
    alerts: alertSecrets(values),
    providers: providersConfig(values, unusable),
    ...(statuspage && { statuspage }),
    ...(email && { email }),
    ...(heartbeat && { heartbeat }),
    ...(pagerduty && { pagerduty }),
  }
}

function unusable(sentence: string): never {
  throw new ConfigError(sentence)
}

/** Beside the database when that is a file, so that both are backed up together. */
function keyFile({ DATABASE_URL, DATA_DIR }: Environment): string {
  const file = DATABASE_URL !== undefined && !/^postgres(ql)?:/.test(DATABASE_URL) ? DATABASE_URL : undefined
  return path.join(file ? path.dirname(file.replace(/^(sqlite|file):(\/\/)?/, '')) : DATA_DIR, 'timeline.key')
}

/** As a browser sends it: scheme and host, without a path. */
function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text)
}

function slackConfig(values: Environment): SlackConfig {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = values
  const apiUrl = values.SLACK_API_URL === undefined ? {} : { apiUrl: values.SLACK_API_URL }
  if (botToken !== undefined) {
    if (appToken !== undefined) return { mode: 'socket', botToken, appToken, ...apiUrl }
    if (signingSecret !== undefined) return { mode: 'http', botToken, signingSecret, ...apiUrl }
    throw new ConfigError(
      'SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP): set one of them, or unset SLACK_BOT_TOKEN to use the embedded workspace.',
    )
  }
  const lonely = (['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'] as const).filter(
    (name) => values[name],
  )
  if (lonely.length > 0) {
    throw new ConfigError(
      `${lonely.join(' and ')} ${lonely.length > 1 ? 'are' : 'is'} set, but SLACK_BOT_TOKEN is not: set it to connect to Slack, or unset ${lonely.length > 1 ? 'them' : 'it'} to use the embedded workspace.`,
    )
  }
  const workspacePort = values.WORKSPACE_PORT ?? (values.PORT === 0 ? 0 : (values.PORT ?? DEFAULT_PORT) + 1)
  if (workspacePort > PORT_MAX || (workspacePort !== 0 && workspacePort === (values.PORT ?? DEFAULT_PORT))) {
    throw new ConfigError(
      `WORKSPACE_PORT must be a port of its own, other than PORT and at most ${PORT_MAX}.`,
    )
  }
  return { mode: 'embedded', workspacePort, connect: values.WORKSPACE_CONNECT }
}
