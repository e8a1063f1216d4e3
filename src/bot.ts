import type { Config } from './config/config.ts'
import type { Alert } from './core/alert/alert.ts'
import { alert } from './core/alert/decider.ts'
import { templateSwitches } from './core/comms/template-switches.ts'
import { incident } from './core/incident/decider.ts'
import type { Incident } from './core/incident/incident.ts'
import type { PagerdutyEffect } from './core/pagerduty/react.ts'
import type { Policy } from './core/policy.ts'
import { type MovableClock, systemClock } from './engine/clock.ts'
import { createCycle } from './engine/cycle.ts'
import { createDispatcher } from './engine/dispatch.ts'
import type { Performers } from './engine/outcome.ts'
import { createPresence, recover } from './engine/presence.ts'
import { healthRoutes, whatIsWrong } from './http/health.ts'
import { listen } from './http/server.ts'
import type { Log } from './log.ts'
import { createWebhookCounts } from './outside/webhook-counts.ts'
import { createAlertPart } from './parts/alerts.ts'
import { createDigestPart } from './parts/digest.ts'
import { createEmailPart } from './parts/email.ts'
import { createHeartbeatPart } from './parts/heartbeat.ts'
import { wireMetrics } from './parts/metrics.ts'
import { createOnCallPart } from './parts/on-call.ts'
import { openEngine } from './parts/open-engine.ts'
import { createPagerdutyPart } from './parts/pagerduty.ts'
import { type Part, performersOf, routesOf } from './parts/part.ts'
import { readMessageTemplates, type SlackConnection, wireSlack } from './parts/slack.ts'
import { createStatuspagePart } from './parts/statuspage.ts'
import type { Connected } from './parts/switch-providers.ts'
import { createSwitchPart } from './parts/switches.ts'
import { withDigest } from './policy-file.ts'
import { createPictures } from './report/pictures.ts'

export type Bot = {
  /** Where health, metrics and (in HTTP mode) Slack's requests are served. */
  url: string
  clock: MovableClock
  /** Resolves when nothing is due: no timer, no delivery. What is put off to later does not count. */
  quiet(): Promise<void>
  /** Takes nothing new, finishes what is under way, closes. What is still owed is sent after the next start. */
  stop(): Promise<void>
}

const SETTLE_PAUSE_MS = 5
/** How long pages wait for PagerDuty to say what was done there meanwhile; then they go out without its answer. */
const ASKED_FIRST_MS = 5_000
/** Several replicas may share a PostgreSQL; how soon one notices what another left. */
const SHARED_LOOK_EVERY_MS = 1_000

/** Wires all parts and starts them. Throws ConfigError, DatabaseUnavailable, CannotListen… with a sentence for people. */
export async function startBot(needs: {
  config: Pick<
    Config,
    'port' | 'host' | 'databaseUrl' | 'timelineKey' | 'timelineKeyFile' | 'keepRateLimits' | 'templateFolders'
  > &
    Partial<
      Pick<
        Config,
        'alerts' | 'ofrep' | 'flagdFile' | 'providers' | 'statuspage' | 'email' | 'pagerduty' | 'heartbeat'
      >
    >
  connection: SlackConnection
  policy: Policy
  log: Log
  clock?: MovableClock
  /** Where kill switches live, as far as it is set up. */
  switchProviders?: Connected
}): Promise<Bot> {
  const { config, connection, log } = needs
  const clock = needs.clock ?? systemClock()
  const messages = readMessageTemplates(config.templateFolders, needs.policy, log)
  const policy = withDigest({ ...needs.policy, switches: templateSwitches(needs.policy, messages) })
  const open = await openEngine({ config, policy, clock, log })
  const { database, store, engine } = open
  const switches = await createSwitchPart({
    open,
    config,
    policy,
    clock,
    log,
    instead: needs.switchProviders,
  })
  const pictures = createPictures()
  const webhooks = createWebhookCounts()
  const alerts = createAlertPart({ open, config, policy, counts: webhooks, clock, log })
  const pagerduty = await createPagerdutyPart({
    open,
    config,
    policy,
    clock,
    log,
    intake: alerts.intake,
    counts: webhooks,
    directory: () => slack.directory,
  })
  const slack = wireSlack({
    open,
    switches,
    pagerduty,
    pictures,
    messages,
    config,
    connection,
    policy,
    clock,
    log,
  })
  const parts: Part[] = [
    alerts,
    createOnCallPart({ open, policy, look: slack.onCall.behind, clock, log }),
    createDigestPart(engine),
    switches,
    createStatuspagePart({ open, config, policy, clock, log }),
    createEmailPart({ config, policy, clock, log }),
    pagerduty,
  ]

  const metrics = wireMetrics({ open, switches, webhooks, clock })
  const shared =
    database.kind === 'postgres' ? { lookEveryMs: SHARED_LOOK_EVERY_MS, isAlive: database.isAlive } : {}
  const spoken = { performers: config.keepRateLimits ? slack.performers : withoutPaces(slack.performers) }
  const dispatcher = createDispatcher({
    ...shared,
    store,
    engine,
    clock,
    log,
    performers: performersOf([...parts, spoken]),
    owner: database.owner,
    random: Math.random,
    onOutcome: metrics.delivered,
  })
  const cycle = createCycle({ ...shared, store, engine, clock, log, onLate: metrics.timerFired })
  const machineTime = () => clock.now() - clock.offset()
  const presence = createPresence({ ...shared, store, engine, clock, machineTime, log })
  const checks = {
    slack: () => (slack.connected() ? undefined : 'Slack is not connected'),
    store: presence.wrong,
    cycle: () => (cycle.isTurning() ? undefined : 'Timers are not being handled'),
  }
  parts.push(createHeartbeatPart({ config, checks, clock, log, onBeat: metrics.beaten }))
  metrics.watch({ ready: () => Object.keys(whatIsWrong(checks)).length === 0, held: cycle.held })
  engine.onCommit((committed) => {
    const { kind, state, entries, effects, timers } = committed
    if (kind === incident.kind) for (const entry of entries) metrics.happened(state as Incident, entry)
    if (kind === alert.kind) for (const entry of entries) metrics.alerted(state as Alert, entry)
    if (effects.length > 0) dispatcher.wake(effects)
    if (timers) cycle.wake()
    for (const part of parts) part.onCommit?.(committed)
    slack.refreshHomes()
  })

  // Nothing of Slack's is taken before what was interrupted is known to be so.
  await recover({ store, engine, clock, log, isAlive: database.isAlive })
  for (const part of parts) await part.begin?.()
  const health = healthRoutes(checks)
  const entrance = slack.requestListener && { 'POST /slack/events': slack.requestListener }
  const routes = routesOf([{ routes: health }, metrics, { routes: entrance ?? {} }, ...parts])
  const onError = (error: unknown) => log.error({ err: error }, 'A request failed')
  const server = await listen(config, routes, onError, metrics.answered).catch(async (error) => {
    await store.close()
    throw error
  })
  // What was answered in PagerDuty while the bot was away must be known before anybody is paged again.
  const paging = dispatcher.ahead('pagerduty.catch-up' satisfies PagerdutyEffect, ASKED_FIRST_MS)
  const running = Promise.all([
    paging.then(() => Promise.all([dispatcher.run(), cycle.run()])),
    presence.run(),
    ...parts.map((part) => part.run?.()),
  ])
  await slack.start()

  async function quiet(): Promise<void> {
    for (;;) {
      await slack.idle()
      await store.drained()
      const next = await Promise.all([dispatcher, cycle, ...parts].map((each: Part) => each.nextDue?.()))
      if (next.every((due) => due === undefined || due > clock.now())) return
      await clock.pause(SETTLE_PAUSE_MS)
    }
  }

  async function stop(): Promise<void> {
    await slack.stop()
    for (const part of parts) part.hangUp?.()
    await server.close()
    presence.stop()
    await Promise.all([dispatcher.stop(), cycle.stop(), ...parts.map((part) => part.stop?.())])
    await running
    await pictures.close()
    await store.close()
  }

  return { url: server.url, clock, quiet, stop }
}

function withoutPaces(performers: Performers): Performers {
  return Object.fromEntries(
    Object.entries(performers).map(([kind, performer]) => [kind, { ...performer, paces: () => [] }]),
  )
}
