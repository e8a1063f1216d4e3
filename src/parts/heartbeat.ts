import type { Config } from '../config/config.ts'
import type { Clock } from '../engine/clock.ts'
import { type Beat, createHeartbeat } from '../heartbeat/heartbeat.ts'
import { type Check, whatIsWrong } from '../http/health.ts'
import type { Log } from '../log.ts'
import type { Part } from './part.ts'

/** Signs of life for whoever watches over the bot, as long as it could answer /readyz with yes. */
export function createHeartbeatPart(parts: {
  config: Pick<Config, 'heartbeat'>
  checks: Record<string, Check>
  clock: Clock
  log: Log
  onBeat(beat: Beat): void
}): Part {
  const { config, checks, clock, log, onBeat } = parts
  if (config.heartbeat === undefined) return {}
  const wrong = () => Object.values(whatIsWrong(checks))[0]
  return createHeartbeat({ config: config.heartbeat, wrong, clock, log, onBeat })
}
