import type { Instant } from '../core/decider.ts'
import type { Clock } from '../engine/clock.ts'
import { ask, type Outside } from '../outside/ask.ts'
import { CATCH_UP_MS, LOOK_EVERY_MS } from './limits.ts'

/** Where a sign of life goes, and how often. */
export type HeartbeatConfig = { url: string; everySeconds: number }

/** `held`: it was time, but something did not work, so nothing was sent; whoever waits for it raises the alarm. */
export type Beat = 'sent' | 'failed' | 'held'

export type Heartbeat = {
  run(): Promise<void>
  /** Ends at once, also in the middle of a request. */
  stop(): Promise<void>
}

type HeartbeatLog = { info(facts: object, message: string): void; warn(facts: object, message: string): void }

/**
 * Tells a dead man's switch over and over that the bot works, and says nothing while it does not. `wrong`: what does
 * not work, in a sentence; undefined when everything does. A sign that was lost is sent again soon, not a whole
 * interval later.
 */
export function createHeartbeat(parts: {
  config: HeartbeatConfig
  wrong(): string | undefined
  clock: Clock
  log: HeartbeatLog
  onBeat?(beat: Beat): void
}): Heartbeat {
  const { config, clock, log } = parts
  const everyMs = config.everySeconds * 1_000
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  let running = Promise.resolve()
  let before: Beat = 'sent'

  async function run(): Promise<void> {
    let next = clock.now()
    while (!stopping.signal.aborted) {
      const beat = clock.now() >= next ? await turn() : undefined
      if (beat === 'sent') next = clock.now() + everyMs
      if (beat === 'failed') next = clock.now() + Math.min(CATCH_UP_MS, everyMs)
      if (beat !== undefined && !stopping.signal.aborted) tell(beat)
      // What is held is looked at more often than it is told, so that the first sign comes as soon as it may.
      await clock.sleepUntil(beat === 'held' ? clock.now() + LOOK_EVERY_MS : next, stopped)
    }
  }

  async function turn(): Promise<Beat> {
    const wrong = parts.wrong()
    if (wrong === undefined) return send()
    if (before !== 'held') log.warn({ wrong }, 'No sign of life is sent')
    return 'held'
  }

  async function send(): Promise<Beat> {
    const outside = heartbeatSystem(config.url, clock.now)
    const path = pathOf(config.url)
    const question = { method: 'GET', path, signal: stopping.signal, missing: MISSING } as const
    const answer = await ask(outside, question)
    if (answer.ok) return 'sent'
    if (before !== 'failed' && !stopping.signal.aborted)
      log.warn({ why: answer.failure.why }, 'A sign of life did not arrive')
    return 'failed'
  }

  function tell(beat: Beat): void {
    if (beat === 'sent' && before !== 'sent') log.info({}, 'Signs of life are sent again')
    before = beat
    parts.onBeat?.(beat)
  }

  return {
    run() {
      running = run()
      return running
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

const MISSING = 'The service of HEARTBEAT_URL knows no such check: correct HEARTBEAT_URL.'

/** The whole path is the secret: whoever knows it can keep the alarm silent. */
export function heartbeatSystem(url: string, now: () => Instant): Outside {
  const path = pathOf(url)
  return {
    name: 'The service of HEARTBEAT_URL',
    base: new URL(url).origin,
    headers: {},
    secret: path === '/' ? '' : path,
    settings: { secret: 'HEARTBEAT_URL', address: 'HEARTBEAT_URL' },
    now,
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}
