import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt'
import type {
  Acked,
  ApiCall,
  Delivery,
  Disconnect,
  Fault,
  Submitted,
  Typed,
  WorkspaceState,
} from '../../src/sandbox/protocol.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts'

const BOT_TOKEN = 'xoxb-sandbox'
export const APP_TOKEN = 'xapp-sandbox'
const SIGNING_SECRET = 'signing-secret'

/** The clients' own complaints are expected here: most tests provoke them. */
const SILENT: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

const SCOPES = [
  'commands',
  'chat:write',
  'channels:manage',
  'channels:read',
  'channels:history',
  'channels:join',
  'groups:read',
  'groups:write',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'reactions:read',
  'reactions:write',
  'pins:read',
  'pins:write',
  'bookmarks:read',
  'bookmarks:write',
  'usergroups:read',
  'usergroups:write',
  'users:read',
  'users:read.email',
  'team:read',
  'files:read',
  'files:write',
  'canvases:read',
  'canvases:write',
  'metadata.message:read',
]

const EVENTS = [
  'app_home_opened',
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
  'member_joined_channel',
  'channel_archive',
  'channel_unarchive',
  'channel_rename',
  'file_shared',
  'file_deleted',
  'subteam_members_changed',
  'subteam_updated',
  'channel_deleted',
  'user_change',
]

/** A manifest with most of what the workspace can do, less what a test takes away; `only`: these events. */
export function manifestOf(less: { scopes?: string[]; events?: string[]; only?: string[] } = {}): unknown {
  return {
    display_information: { name: 'Probe' },
    features: {
      bot_user: { display_name: 'Probe' },
      app_home: { home_tab_enabled: true, messages_tab_enabled: true },
      slash_commands: [
        { command: '/probe', description: 'Probes', usage_hint: '[start|stop]', should_escape: true },
        { command: '/raw', description: 'Does not escape', should_escape: false },
      ],
      shortcuts: [
        { name: 'Probe', type: 'global', callback_id: 'probe_global', description: 'Anywhere' },
        { name: 'Probe this', type: 'message', callback_id: 'probe_message', description: 'On a message' },
      ],
    },
    oauth_config: { scopes: { bot: SCOPES.filter((one) => !less.scopes?.includes(one)) } },
    settings: {
      event_subscriptions: { bot_events: less.only ?? EVENTS.filter((one) => !less.events?.includes(one)) },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  }
}

type Closing = () => Promise<unknown>

/** A workspace, what drives it over HTTP, and the apps connected to it. `close` ends all of it. */
/** Far above any pause of a busy machine. The client also waits this long before it connects anew. */
const PONG_WITHIN_MS = 5_000

export class Stand {
  readonly sandbox: Sandbox
  readonly client: webApi.WebClient
  #closing: Closing[]

  constructor(sandbox: Sandbox, closing: Closing[]) {
    this.sandbox = sandbox
    this.#closing = closing
    this.client = clientOf(sandbox, BOT_TOKEN)
  }

  static async open(options: Partial<SandboxOptions> = {}): Promise<Stand> {
    const sandbox = await startSandbox({
      port: 0,
      signingSecret: SIGNING_SECRET,
      botToken: BOT_TOKEN,
      appToken: APP_TOKEN,
      manifest: manifestOf(),
      ...options,
    })
    return new Stand(sandbox, [])
  }

  /** A workspace and a Bolt app that gets signed HTTP from it. */
  static async overHttp(
    configure: (app: App) => void,
    options: Partial<SandboxOptions> = {},
  ): Promise<Stand> {
    let requestUrl: string | undefined
    const stand = await Stand.open({ requestUrl: () => requestUrl, ...options })
    const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logger: SILENT, port: 0 })
    const app = stand.#app(receiver)
    configure(app)
    const server = await app.start(0)
    const address = 'address' in server ? server.address() : null
    if (typeof address !== 'object' || address === null) throw new Error('the app does not listen')
    requestUrl = `http://127.0.0.1:${address.port}/slack/events`
    stand.#closing.push(() => app.stop())
    return stand
  }

  /** A workspace and a Bolt app with one or more sockets to it. */
  static async overSocket(
    configure: (app: App) => void,
    options: Partial<SandboxOptions> & { sockets?: number; pongWithinMs?: number } = {},
  ): Promise<Stand> {
    const { sockets = 1, pongWithinMs = PONG_WITHIN_MS, ...rest } = options
    const stand = await Stand.open(rest)
    for (let n = 0; n < sockets; n++) await stand.connect(configure, pongWithinMs)
    return stand
  }

  /** One more socket. */
  async connect(configure: (app: App) => void, pongWithinMs: number): Promise<void> {
    const receiver = new SocketModeReceiver({
      appToken: APP_TOKEN,
      logger: SILENT,
      clientPingTimeout: pongWithinMs,
      installerOptions: { clientOptions: { slackApiUrl: this.sandbox.apiUrl } },
    })
    const app = this.#app(receiver)
    configure(app)
    await app.start()
    this.#closing.push(() => app.stop())
  }

  #app(receiver: HTTPReceiver | SocketModeReceiver): App {
    return new App({
      token: BOT_TOKEN,
      receiver,
      logger: SILENT,
      ignoreSelf: false,
      clientOptions: { slackApiUrl: this.sandbox.apiUrl, retryConfig: { retries: 0 } },
    })
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0)) await close()
    await this.sandbox.close()
  }

  async post<T>(name: string, body: unknown): Promise<T> {
    const { status, answer } = await this.control('POST', name, body)
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(answer)}`)
    return answer as T
  }

  async control(method: string, name: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.sandbox.url}/sandbox/${name}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) }),
    })
    return { status: response.status, answer: (await response.json()) as unknown }
  }

  async get<T>(name: string): Promise<T> {
    return (await this.control('GET', name)).answer as T
  }

  state(as = 'U0ANA'): Promise<WorkspaceState> {
    return this.get(`state?as=${as}`)
  }

  async channel(id: string, as = 'U0ANA') {
    const found = (await this.state(as)).channels.find((one) => one.id === id)
    if (!found) throw new Error(`${as} does not see ${id}`)
    return found
  }

  type(text: string, more: { as?: string; channel?: string; threadTs?: string } = {}): Promise<Typed> {
    return this.post('type', { as: 'U0ANA', channel: 'C0ROOM', text, ...more })
  }

  click(act: Record<string, unknown>): Promise<Acked> {
    return this.post('click', { as: 'U0ANA', ...act })
  }

  submit(values: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<Submitted> {
    return this.post('submit', { as: 'U0ANA', values, ...more })
  }

  faults(...faults: Fault[]): Promise<unknown> {
    return this.post('faults', faults)
  }

  disconnect(how: Disconnect = {}): Promise<unknown> {
    return this.post('disconnect', how)
  }

  quiet(): Promise<unknown> {
    return this.post('quiet', {})
  }

  record(): Promise<ApiCall[]> {
    return this.get('record')
  }

  deliveries(): Promise<Delivery[]> {
    return this.get('deliveries')
  }

  /** The `event` of every delivered event with this type, oldest first. */
  async events(type: string): Promise<Record<string, unknown>[]> {
    const all = await this.deliveries()
    return all
      .filter((one) => one.type === 'event')
      .map((one) => one.payload.event as Record<string, unknown>)
      .filter((one) => one.type === type)
  }
}

/** The real client, which fails at once instead of trying again. */
export function clientOf(sandbox: Sandbox, token: string): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
  })
}

/** The Slack error code of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error && typeof error === 'object' && 'data' in error) {
      const data = error.data as { error?: string }
      if (data.error) return data.error
    }
    throw error
  }
  throw new Error('the call was accepted')
}
