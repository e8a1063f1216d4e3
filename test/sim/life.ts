import type { Loop, Owner } from './loop.ts'
import type { Parts } from './parts.ts'

/** One life of the bot's process: from its start until it is killed or the night is over. */
export type Life = {
  owner: Owner
  connections: { close(): void }[]
  /** Seams until it dies; 0: it does not. */
  seamsLeft: number
  /** What it cannot start without; said by a failed start. */
  bot: { stop(): Promise<void>; quiet(): Promise<void> } | undefined
}

type LifeLog = Record<
  'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
  (facts: unknown, message?: string) => void
>

export function lifeOf(number: number, aheadMs: number): Life {
  const owner = { name: `bot ${number}`, alive: true, aheadMs }
  return { owner, connections: [], seamsLeft: 0, bot: undefined }
}

/** Starts the real bot in a life. `failed`: it ended by itself, with a sentence. */
export function begin(
  life: Life,
  loop: Loop,
  parts: Parts,
  hears: {
    log(level: string, facts: unknown, message: string): void
    failed(error: unknown): void
    up(): void
  },
): Promise<void> {
  const log = logOf(life.owner, hears.log)
  return loop.as(life.owner, () => {
    parts
      .startBot({
        config: parts.config,
        connection: parts.connection,
        policy: parts.policy,
        log: log as never,
      })
      .then(
        (bot) => {
          life.bot = bot
          hears.up()
        },
        (error) => {
          if (life.owner.alive) hears.failed(error)
        },
      )
  })
}

function logOf(owner: Owner, hears: (level: string, facts: unknown, message: string) => void): LifeLog {
  const at = (level: string) => (facts: unknown, message?: string) => {
    if (owner.alive) hears(level, facts, message ?? String(facts))
  }
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
  }
}
