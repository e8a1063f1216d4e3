import type { Stage } from './acts/acting.ts'
import { closedPayloads } from './acts/submitting.ts'
import { type AlertReceiver, AlertSource } from './alerting/alert-source.ts'
import { openingAlerting } from './alerting/records.ts'
import { type Completions, readManifest } from './app.ts'
import { appHears, eventCallback } from './app-events.ts'
import { WorkspaceClock } from './clock.ts'
import { Control } from './control/control.ts'
import { isLoopback } from './control/guard.ts'
import { Streams } from './control/streams.ts'
import { Deliveries } from './deliver.ts'
import { HttpTransport } from './deliver-http.ts'
import { SocketTransport } from './deliver-socket.ts'
import { Faults } from './faults.ts'
import { FileBytes } from './file-bytes.ts'
import { found } from './founding.ts'
import { listen, serve } from './http-server.ts'
import { Journal } from './journal.ts'
import { SLACK_TIMING, type Timing } from './limits.ts'
import type { MailLogin } from './mail/mail-server.ts'
import { type PagerDuty, type PagerDutyOptions, startPagerDuty } from './pagerduty/server.ts'
import { filesFolder, loadState, StateFile } from './persist.ts'
import { ResponseUrls } from './response-urls.ts'
import { type PageProvider, route } from './routes.ts'
import { STATUS_PAGE_ID, StatusService } from './statuspage/status-service.ts'
import type { FlagService } from './storefront/asking.ts'
import { Shop } from './storefront/shop.ts'
import { Triggers } from './triggers.ts'
import { Tiers } from './web-api/tiers.ts'
import { WebApi } from './web-api/web-api.ts'
import { Workspace } from './workspace.ts'

export type SandboxOptions = {
  /** 0: any free port. */
  port: number
  /** A loopback address; default 127.0.0.1. */
  host?: string
  /** Keeps the workspace over a restart. Absent: it lives in memory. */
  stateFile?: string
  /** Where signed HTTP goes when no socket is connected; a function when it is only known later. */
  requestUrl?: string | (() => string | undefined)
  signingSecret: string
  botToken: string
  appToken: string
  /** The parsed `manifest.yml` of the app that is installed here. */
  manifest: unknown
  /** Words to complete after each slash command; without them, those in its usage hint. */
  completions?: Completions
  /** Awaited before a fast-forward is answered; milliseconds ahead of real time, in all. */
  onAdvance?: (clockOffsetMs: number) => Promise<void>
  /** Resolves once the bot has nothing left to do. */
  onQuiet?: () => Promise<void>
  page?: PageProvider
  /** With which the app reaches the workspace's Argo CD; absent: there is none. */
  argocdToken?: string
  /** With which the app reaches the workspace's status page; absent: there is none. */
  statuspageKey?: string
  /** With which the app hands mail over; absent: there is no mail server. */
  mailLogin?: MailLogin
  /** Opens a PagerDuty account, with which phones ring. */
  pagerduty?: PagerDutySetup
  /** Opens a shop whose switches are served there. */
  storefront?: FlagService
  /** Sets up monitoring that sends its alerts there. */
  alerting?: AlertReceiver
  /** Enforces Slack's rate limits from the start. */
  rateLimits?: boolean
  /** Slack's own times, shortened by tests. */
  timing?: Partial<Timing>
}

/** The credentials of the app, and where its webhooks go; the address may be known only later. */
export type PagerDutySetup = Pick<PagerDutyOptions, 'token' | 'routingKey' | 'webhookSecrets' | 'webhookUrl'>

export type Sandbox = {
  /** `http://127.0.0.1:4000` */
  url: string
  /** With a trailing slash, as the Slack clients want it. */
  apiUrl: string
  /** Where Argo CD is, for the app. */
  argocdUrl: string
  /** Where Statuspage's API is, for the app, and the id of the page there. */
  statuspage: { apiUrl: string; pageId: string }
  /** Where mail is handed over, after STARTTLS with this certificate (PEM). */
  smtp: { port: number; certificate: string } | undefined
  /** How the app reaches PagerDuty, when there is one. */
  pagerduty: PagerDuty | undefined
  readonly clockOffsetMs: number
  /** Milliseconds since the epoch on the workspace's clock. */
  now(): number
  /** Drops the sockets, stops serving, and writes the state. */
  close(): Promise<void>
}

/**
 * Starts the embedded workspace: a server that the real Slack clients work against.
 * @throws Error with one sentence when the manifest, the state file or the host is not usable.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1'
  if (!isLoopback(host))
    throw new Error(`The workspace listens only on this machine; ${host} is another address.`)
  const clock = new WorkspaceClock()
  const app = readManifest(options.manifest, options.completions)
  const bytes = new FileBytes(options.stateFile && filesFolder(options.stateFile))
  const data = (options.stateFile && (await loadState(options.stateFile, bytes))) || found(app, clock)
  clock.offsetMs = data.clockOffsetMs
  const workspace = new Workspace(app, clock, data, bytes)
  const faults = new Faults()
  const pagerduty =
    options.pagerduty &&
    (await startPagerDuty({
      ...options.pagerduty,
      data: workspace.pagerduty,
      clock,
      faults,
      web: () => workspace.url,
      changed: () => workspace.changed(),
    }))
  const { mailbox } = workspace
  const { mailLogin: login } = options
  // Half a second of code, and not for workspaces without mail.
  const { startMailServer } = login ? await import('./mail/mail-server.ts') : {}
  const mail = login && (await startMailServer?.({ host, login, mailbox, faults, clock }))
  const parts = assemble(options, workspace, { faults, pagerduty })
  const server = serve((request, response) => route(parts, request, response))
  server.on('upgrade', (request, stream, head) => parts.sockets.upgrade(request, stream, head))
  const port = await listen(server, options.port, host)
  workspace.url = `http://${host === '::1' ? '[::1]' : host}:${port}`
  if (options.alerting) workspace.alerts = monitoring(workspace, options.alerting, data.alerting)
  return {
    url: workspace.url,
    apiUrl: `${workspace.url}/api/`,
    argocdUrl: `${workspace.url}/argocd`,
    statuspage: { apiUrl: `${workspace.url}/statuspage`, pageId: STATUS_PAGE_ID },
    smtp: mail,
    pagerduty,
    get clockOffsetMs() {
      return clock.offsetMs
    },
    now: () => clock.now(),
    close: async () => {
      parts.streams.close()
      parts.shop?.close()
      await mail?.close()
      workspace.alerts?.close()
      await parts.sockets.close()
      await pagerduty?.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await workspace.bytes.close()
      await parts.stateFile?.close()
      clock.close()
    },
  }
}

function monitoring(workspace: Workspace, receiver: AlertReceiver, data = openingAlerting()): AlertSource {
  return new AlertSource({
    data,
    clock: workspace.clock,
    changed: () => workspace.changed(),
    receiver,
    url: () => `${workspace.url}/#//alerts`,
  })
}

function assemble(
  options: SandboxOptions,
  workspace: Workspace,
  { faults, pagerduty }: { faults: Faults; pagerduty: PagerDuty | undefined },
) {
  const { clock } = workspace
  const timing = { ...SLACK_TIMING, ...options.timing }
  const journal = new Journal()
  const sockets = new SocketTransport(clock, timing, () => workspace.changed())
  const requestUrl = typeof options.requestUrl === 'string' ? options.requestUrl : undefined
  const http = new HttpTransport({
    url: typeof options.requestUrl === 'function' ? options.requestUrl : () => requestUrl,
    secret: options.signingSecret,
    clock,
    ackTimeoutMs: timing.ackTimeoutMs,
  })
  const deliveries = new Deliveries({ clock, timing, faults, journal, transports: [sockets, http] })
  const triggers = new Triggers(clock, timing.triggerLifeMs)
  const responseUrls = new ResponseUrls(workspace)
  const stage: Stage = { workspace, deliveries, triggers, responseUrls, offers: new Map() }
  const streams = new Streams(clock, () => ({ version: workspace.version }))
  const stateFile = options.stateFile
    ? new StateFile(options.stateFile, clock, () => workspace.data())
    : undefined
  workspace.onChange(() => {
    streams.changed()
    stateFile?.changed()
  })
  workspace.onHappening((happening) => {
    if (appHears(workspace, happening)) deliveries.event(eventCallback(workspace, happening.event))
  })
  const webApi = new WebApi({
    base: {
      workspace,
      triggers,
      socketUrl: () => {
        const path = sockets.ticket()
        return path && workspace.url.replace(/^http/, 'ws') + path
      },
      cleared: (views) => void closedPayloads(stage, views, true),
    },
    tokens: { bot: options.botToken, app: options.appToken },
    faults,
    tiers: new Tiers(clock),
    journal,
    alwaysTiers: options.rateLimits === true,
    saved: async () => stateFile?.saved(),
  })
  const { onAdvance, onQuiet, page, botToken, argocdToken, statuspageKey } = options
  const shop = options.storefront && new Shop(clock, options.storefront)
  const outside = {
    hasArgocd: argocdToken !== undefined,
    hasStorefront: shop !== undefined,
    hasStatusPage: statuspageKey !== undefined,
    hasMail: options.mailLogin !== undefined,
    account: pagerduty?.account,
  }
  const control = new Control({ stage, sockets, faults, journal, onAdvance, onQuiet, pagerduty, outside })
  const statusService =
    statuspageKey === undefined ? undefined : new StatusService({ workspace, faults, apiKey: statuspageKey })
  const tokens = { botToken, argocdToken, statusService }
  const served = { workspace, webApi, control, streams, shop, responseUrls, sockets, stateFile, page }
  return { ...served, ...tokens, faults }
}
