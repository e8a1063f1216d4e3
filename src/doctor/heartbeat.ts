import { systemClock } from '../engine/clock.ts'
import { type HeartbeatConfig, heartbeatSystem } from '../heartbeat/heartbeat.ts'
import { ask } from '../outside/ask.ts'
import type { Finding } from './checks.ts'

/**
 * Whether the service that waits for signs of life can be reached. None is sent: that would silence the alarm for a
 * bot that is down. So the front page of the service is asked for, and any answer will do.
 */
export async function examineHeartbeat(config: HeartbeatConfig | undefined): Promise<Finding> {
  const check = 'heartbeat'
  if (config === undefined) {
    const say = 'off, because HEARTBEAT_URL is not set: nobody is told when the bot itself is down'
    return { check, found: 'skipped', say }
  }
  const system = heartbeatSystem(config.url, systemClock().now)
  const { signal } = new AbortController()
  const answer = await ask(system, { method: 'GET', path: '/', signal, missing: '' })
  if (!answer.ok && answer.status === undefined)
    return { check, found: 'wrong', problems: [answer.failure.why] }
  const say = `${new URL(config.url).host} answers; a sign of life goes there every ${config.everySeconds} s. Whether they arrive says tocsin_heartbeats_total`
  return { check, found: 'sound', say }
}
