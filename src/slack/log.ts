import type { Logger } from '@slack/bolt'
import { LogLevel } from '@slack/bolt'

/** The part of pino's interface that is used here: fields first, then a sentence. */
export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * The Slack libraries' logger over ours. Their debug lines hold whole requests and messages, so debug goes
 * nowhere; level INFO makes them not even build those lines.
 */
export function quiet(log: Log, part: string): Logger {
  return {
    debug() {},
    info: (...message) => log.debug({ part }, sentence(message)),
    warn: (...message) => log.warn({ part }, sentence(message)),
    error: (...message) => log.warn({ part }, sentence(message)), // who calls the library judges what it means
    setLevel() {},
    setName() {},
    getLevel: () => LogLevel.INFO,
  }
}

const LONGEST_LINE = 500

function sentence(parts: unknown[]): string {
  const words = parts.map((part) => (part instanceof Error ? part.message : String(part)))
  return words.join(' ').slice(0, LONGEST_LINE)
}
