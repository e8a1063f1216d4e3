import type { App, Receiver } from '@slack/bolt'
import { LogLevel, SocketModeReceiver, webApi } from '@slack/bolt'
import { clientOptions } from './client.ts'
import { sleep, within } from './deadline.ts'
import type { Entrance } from './entrance.ts'
import { sensible, slackCode } from './failure.ts'
import type { Log } from './log.ts'
import { quiet } from './log.ts'

/** While one connection is refreshed, the other one takes what comes. */
const CONNECTIONS = 2
/** Connections opened together would be refreshed together; renewing one early sets their lives apart. */
const APART_MS = 20 * 60_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 15_000
/** How long a polite goodbye may take. */
const GOODBYE_MS = 2_000

export type SocketSettings = { appToken: string; apiUrl?: string; log: Log }

/**
 * Socket Mode over two connections side by side. The library's own reconnecting is off: it waits five
 * seconds even after a planned refresh, and a failure in it is an unhandled rejection that ends the process.
 */
export function createSockets(settings: SocketSettings): Entrance {
  const stopping = new AbortController()
  const lines = Array.from({ length: CONNECTIONS }, () => createLine(settings))
  async function start(): Promise<void> {
    for (const [index, line] of lines.entries()) void keepOpen(line, index, settings.log, stopping.signal)
  }
  async function stop(): Promise<void> {
    stopping.abort()
    await Promise.all(lines.map(({ receiver }) => within(receiver.client.disconnect(), GOODBYE_MS)))
  }
  const receiver: Receiver = {
    init(app: App) {
      for (const line of lines) line.receiver.init(app)
    },
    start,
    stop,
  }
  return {
    receiver,
    start,
    stop,
    connected: () => lines.some((line) => line.open),
  }
}

type Line = { receiver: SocketModeReceiver; open: boolean }

function createLine({ appToken, apiUrl, log }: SocketSettings): Line {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quiet(log, 'socket-mode'),
    logLevel: LogLevel.INFO,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: withoutLogger(clientOptions(apiUrl, log)) },
    // Never answered here: what was not committed must come again.
    async processEventErrorHandler({ error }) {
      log.error({ err: error }, 'a Slack request failed and was not acknowledged')
      return false
    },
  })
  const line: Line = { receiver, open: false }
  receiver.client.on('connected', () => {
    line.open = true
  })
  receiver.client.on('disconnected', () => {
    line.open = false
  })
  return line
}

/** The socket client brings its own logger along. */
function withoutLogger({ logger: _, ...rest }: webApi.WebClientOptions): webApi.WebClientOptions {
  return rest
}

async function keepOpen(line: Line, index: number, log: Log, stop: AbortSignal): Promise<void> {
  let failures = 0
  let renewed = index === 0
  while (!stop.aborted) {
    try {
      const { closed } = await open(line)
      if (stop.aborted) await within(line.receiver.client.disconnect(), GOODBYE_MS) // it was on its way when told to stop
      log.info({ connection: index }, 'connected to Slack')
      failures = 0
      if (!renewed) {
        renewed = true
        const early = await within(closed, APART_MS)
        if (!early.done) await within(line.receiver.client.disconnect(), GOODBYE_MS)
      }
      await closed
      log.info({ connection: index }, 'connection to Slack closed')
    } catch (error) {
      failures += 1
      log.warn({ connection: index, failures, err: error }, 'cannot connect to Slack, trying again')
      await sleep(pauseAfter(error, failures), stop)
    }
  }
}

/** Resolves once connected; `closed` when that is over. */
async function open({ receiver: { client } }: Line): Promise<{ closed: Promise<void> }> {
  let end: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  client.once('disconnected', end)
  try {
    await client.start()
    return { closed }
  } catch (error) {
    client.off('disconnected', end)
    throw error ?? new Error('the connection closed before it was ready')
  }
}

function pauseAfter(error: unknown, failures: number): number {
  if (error instanceof webApi.WebAPIRateLimitedError) return sensible(error.retryAfter) * 1000
  if (slackCode(error) !== undefined) return LONGEST_PAUSE_MS // a refused token or missing scope is not in a hurry
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10))
}
