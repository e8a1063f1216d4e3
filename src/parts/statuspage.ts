import { notConnected } from '../comms/deliver.ts'
import type { Config } from '../config/config.ts'
import { goesToPage, openPage } from '../core/comms/page.ts'
import { incident } from '../core/incident/decider.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import type { MovableClock } from '../engine/clock.ts'
import type { Log } from '../log.ts'
import { statuspage } from '../statuspage/client.ts'
import { PACE, publish } from '../statuspage/perform.ts'
import { restore } from '../statuspage/restore.ts'
import { createPageWatch } from '../statuspage/watch.ts'
import type { OpenEngine } from './open-engine.ts'
import type { Part } from './part.ts'

const MISSING = 'Statuspage is not connected: set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID and start again'
const NOT_CONNECTED: Part = { performers: { 'statuspage.publish': notConnected(MISSING) } }

/** The public status page: what is told there, put back there, and watched for changes by others. */
export function createStatuspagePart(parts: {
  open: OpenEngine
  config: Partial<Pick<Config, 'statuspage'>>
  policy: Pick<Policy, 'audiences'>
  clock: MovableClock
  log: Log
}): Part {
  const { open, clock, log } = parts
  const { statuspage: config } = parts.config
  if (config === undefined) {
    for (const [key, { name }] of Object.entries(parts.policy.audiences))
      if (goesToPage([key], parts.policy)) log.warn(`"${name}" cannot be told. ${MISSING}.`)
    return NOT_CONNECTED
  }
  const page = statuspage(config, {
    now: clock.now,
    pause: clock.pause,
    ...(config.unlimited && { everyMs: 0 }),
  })
  const hands = { statuspage: page, now: clock.now, paces: config.unlimited ? [] : [PACE] }
  const watch = createPageWatch({
    incidents: open.engine.streams(incident),
    statuspage: page,
    clock,
    log,
  })
  return {
    performers: { 'statuspage.publish': publish(hands), 'statuspage.restore': restore(hands) },
    run: watch.run,
    nextDue: watch.nextDue,
    onCommit({ kind, state }) {
      if (kind === incident.kind && openPage((state as Incident).comms) !== undefined) watch.wake()
    },
    stop: watch.stop,
  }
}
