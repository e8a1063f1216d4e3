import { bannerFlags, withBanners } from './banner-switch.ts'
import { commsProblemLine, commsTemplates } from './comms/create-templates.ts'
import { notConnected, showBanner } from './comms/deliver.ts'
import { loadCommsTemplates } from './comms/templates.ts'
import type { Config } from './config.ts'
import { templateSwitches } from './core/comms/template-switches.ts'
import { LANES } from './core/decider.ts'
import { DIGEST_ID, digest } from './core/digest/digest.ts'
import { incident } from './core/incident/decider.ts'
import type { Incident } from './core/incident/incident.ts'
import { LOG_ID, log as organisationLog } from './core/log/log.ts'
import type { Policy } from './core/policy.ts'
import { ALL_SWITCHES, killSwitch, labelOf } from './core/switch/decider.ts'
import { DECIDERS } from './deciders.ts'
import { chainKey, holdToKey, KEY_FACT } from './engine/chain-key.ts'
import { type MovableClock, systemClock } from './engine/clock.ts'
import { createCycle } from './engine/cycle.ts'
import { type OpenDatabase, openDatabase } from './engine/database.ts'
import { createDispatcher } from './engine/dispatch.ts'
import { createEngine } from './engine/engine.ts'
import { ensureOnly } from './engine/only-stream.ts'
import type { Performer, Performers } from './engine/outcome.ts'
import { createPresence, recover } from './engine/presence.ts'
import { refold } from './engine/refold.ts'
import { createStore, type Store } from './engine/store.ts'
import type { DeclaredFlag } from './flags/flag.ts'
import { createFlags, type Flags } from './flags/flags.ts'
import { LOOK_EVERY_MS } from './flags/limits.ts'
import { healthRoutes } from './http/health.ts'
import { createMetrics } from './http/metrics.ts'
import { listen, type Routes } from './http/server.ts'
import type { Log } from './log.ts'
import { withDigest } from './policy-file.ts'
import { createPolicyShelf } from './policy-shelf.ts'
import { switchesWithoutProvider } from './providers.ts'
import { createPictures } from './report/pictures.ts'
import { createReports } from './report/reports.ts'
import { templateProblemLine } from './report/template.ts'
import { loadTemplates } from './report/templates.ts'
import type { Logbook } from './slack/listen/desk.ts'
import { createSlack } from './slack/slack.ts'
import { type Connected, declaredFlags, switchProviders } from './switch-providers.ts'
import { createSwitchboard } from './switches/switchboard.ts'
import { FOUND_MAX } from './switches/watch.ts'
import { createTimelines } from './timeline/timelines.ts'

/** How Slack is reached, once it is settled where it is. */
export type SlackConnection = Exclude<Config['slack'], { mode: 'embedded' }>

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
/** Several replicas may share a PostgreSQL; how soon one notices what another left. */
const SHARED_LOOK_EVERY_MS = 1_000
const NO_STATUSPAGE =
  'Statuspage is not connected: set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID and start again'
const NO_EMAIL = 'E-mail is not connected: set SMTP_URL and MAIL_FROM and start again'
const OPEN_INCIDENTS_COUNTED = 1_000

/** Wires all parts and starts them. Throws ConfigError, DatabaseUnavailable, CannotListen… with a sentence for people. */
export async function startBot(parts: {
  config: Pick<
    Config,
    'port' | 'host' | 'databaseUrl' | 'timelineKey' | 'timelineKeyFile' | 'keepRateLimits' | 'templateFolders'
  > &
    Partial<Pick<Config, 'ofrep' | 'flagdFile' | 'providers'>>
  connection: SlackConnection
  policy: Policy
  log: Log
  clock?: MovableClock
  /** Where kill switches live, as far as it is set up. */
  switchProviders?: Connected
  /** Who tells readers outside of Slack, as far as it is set up. */
  audiences?: { statuspage?: Performer; email?: Performer }
}): Promise<Bot> {
  const { config, log } = parts
  const messages = loadCommsTemplates(config.templateFolders)
  for (const problem of messages.problems)
    log.error({ template: commsProblemLine(problem) }, 'A template of messages has a mistake and is left out')
  const policy = withDigest({ ...parts.policy, switches: templateSwitches(parts.policy, messages.templates) })
  const clock = parts.clock ?? systemClock()
  const database = await openDatabase(config.databaseUrl)
  const store = createStore(database, clock)
  const isNew = (await store.fact(KEY_FACT)) === undefined
  const key = chainKey(config.timelineKey, config.timelineKeyFile, { mayCreate: isNew })
  await holdToKey(key, (fingerprint) => store.firstFact(KEY_FACT, fingerprint))
  const policies = await createPolicyShelf(store, policy, clock)
  await refold({ store, deciders: DECIDERS, log })
  const engine = createEngine({
    store,
    clock,
    chainKey: key,
    policy: () => policy,
    policyOf: policies.of,
    deciders: DECIDERS,
    log,
  })
  const incidents = engine.streams(incident)
  const entriesOfNone = engine.streams(organisationLog)
  const logbook: Logbook = {
    entriesOfTypes: entriesOfNone.entriesOfTypes,
    async put(command, request) {
      await ensureOnly(entriesOfNone, LOG_ID, (number) => ({ type: 'begin' as const, number }))
      return entriesOfNone.handle(LOG_ID, command, request)
    },
  }
  const digests = engine.streams(digest)
  const flags = await openFlags({ config, policy, database, store, clock, log })
  const killSwitches = engine.streams(killSwitch)
  const providers = switchProviders({
    config: config.providers ?? {},
    builtIn: withBanners(flags.provider, policy, async (key) => {
      const [known] = await killSwitches.find(labelOf(key), 1)
      return known?.wanted?.value
    }),
    now: clock.now,
    instead: parts.switchProviders,
  })
  for (const sentence of switchesWithoutProvider(policy.switches, providers)) log.warn(sentence)
  const switchboard = createSwitchboard({
    switches: killSwitches,
    incidents,
    providers,
    policy,
    clock,
    log,
  })
  const templates = loadTemplates(config.templateFolders)
  for (const problem of templates.problems)
    log.error(
      { template: templateProblemLine(problem) },
      'A template has a mistake; the plain report is used',
    )
  const pictures = createPictures()
  const reports = createReports({ incidents, policyOf: policies.of, templates, pictures, now: clock.now })
  const slack = createSlack({
    config: parts.connection,
    incidents,
    logbook,
    levers: switchboard.side,
    policy,
    policyOf: policies.of,
    reports,
    templates: commsTemplates(messages.templates, () => killSwitches.find(ALL_SWITCHES, FOUND_MAX)),
    files: store.files,
    timelines: createTimelines(incidents, clock.now),
    now: clock.now,
    log,
  })

  const metrics = createMetrics({
    now: clock.now,
    flags: flags.counts,
    switches: switchboard.standings,
    backlog: async () =>
      (await store.outbox.backlog()).map((row) => ({ ...row, lane: LANES[row.lane] ?? '' })),
    async openIncidents() {
      const open = await incidents.find('open', OPEN_INCIDENTS_COUNTED)
      return Object.fromEntries(
        Object.entries(Object.groupBy(open, ({ severity }) => severity)).map(([severity, all]) => [
          severity,
          all.length,
        ]),
      )
    },
  })
  const shared =
    database.kind === 'postgres' ? { lookEveryMs: SHARED_LOOK_EVERY_MS, isAlive: database.isAlive } : {}
  const dispatcher = createDispatcher({
    ...shared,
    store,
    engine,
    clock,
    log,
    performers: {
      ...switchboard.performers,
      'statuspage.publish': parts.audiences?.statuspage ?? notConnected(NO_STATUSPAGE),
      'email.send': parts.audiences?.email ?? notConnected(NO_EMAIL),
      'flags.show-banner': showBanner(flags.provider),
      ...(config.keepRateLimits ? slack.performers : withoutPaces(slack.performers)),
    },
    owner: database.owner,
    random: Math.random,
    onOutcome: metrics.delivered,
  })
  const cycle = createCycle({ ...shared, store, engine, clock, log, onLate: metrics.timerFired })
  const presence = createPresence({ ...shared, store, clock, log })
  engine.onCommit(({ kind, state, entries, effects, timers }) => {
    if (kind === incident.kind) for (const entry of entries) metrics.happened(state as Incident, entry)
    if (effects.length > 0) dispatcher.wake(effects)
    if (timers) cycle.wake()
    if (kind === killSwitch.kind) switchboard.watch.wake()
    slack.refreshHomes()
  })

  const routes: Routes = {
    ...healthRoutes({
      slack: () => (slack.connected() ? undefined : 'Slack is not connected'),
      store: () => (presence.isWritable() ? undefined : 'The database cannot be written'),
      cycle: () => (cycle.isTurning() ? undefined : 'Timers are not being handled'),
    }),
    ...metrics.routes,
    ...flags.routes,
    ...(slack.requestListener && { 'POST /slack/events': slack.requestListener }),
  }
  // Nothing of Slack's is taken before what was interrupted is known to be so.
  await ensureOnly(digests, DIGEST_ID, (number) => ({ type: 'schedule' as const, number }))
  await digests.handle(
    DIGEST_ID,
    { type: 'schedule', number: 0 },
    { actor: { kind: 'bot' }, via: 'recovery' },
  )
  await recover({ store, engine, clock, log, isAlive: database.isAlive })
  await switchboard.adopt()
  const server = await listen(config, routes, (error) => log.error({ err: error }, 'A request failed')).catch(
    async (error) => {
      await store.close()
      throw error
    },
  )
  const running = Promise.all([
    dispatcher.run(),
    cycle.run(),
    presence.run(),
    switchboard.watch.run(),
    flags.run(),
  ])
  await slack.start()

  async function quiet(): Promise<void> {
    for (;;) {
      await slack.idle()
      await store.drained()
      const next = [await dispatcher.nextDue(), await cycle.nextDue(), await switchboard.watch.nextDue()]
      if (next.every((due) => due === undefined || due > clock.now())) return
      await clock.pause(SETTLE_PAUSE_MS)
    }
  }

  async function stop(): Promise<void> {
    await slack.stop()
    flags.hangUp()
    await server.close()
    presence.stop()
    await Promise.all([dispatcher.stop(), cycle.stop(), switchboard.watch.stop()])
    await flags.stop()
    await running
    await pictures.close()
    await store.close()
  }

  return { url: server.url, clock, quiet, stop }
}

function openFlags(parts: {
  config: Partial<Pick<Config, 'ofrep' | 'flagdFile'>>
  policy: Policy
  database: OpenDatabase
  store: Store
  clock: MovableClock
  log: Log
}): Promise<Flags> {
  const { config, policy, database, store, clock, log } = parts
  const { tokens = [], origins = [] } = config.ofrep ?? {}
  if (tokens.length === 0) log.info('Switches are not served over OFREP: OFREP_TOKEN is not set')
  return createFlags({
    reads: database.reads,
    write: store.write,
    declared: distinct([...declaredFlags(policy), ...bannerFlags(policy)]),
    clock,
    log,
    ...(tokens.length > 0 && { serve: { tokens, origins } }),
    ...(config.flagdFile !== undefined && { file: config.flagdFile }),
    ...(database.kind === 'postgres' && { lookEveryMs: LOOK_EVERY_MS }),
  })
}

/** What the policy says of a flag as a switch counts before what a banner needs of it. */
function distinct(flags: readonly DeclaredFlag[]): DeclaredFlag[] {
  return flags.filter(({ key }, index) => flags.findIndex((other) => other.key === key) === index)
}

function withoutPaces(performers: Performers): Performers {
  return Object.fromEntries(
    Object.entries(performers).map(([kind, performer]) => [kind, { ...performer, paces: () => [] }]),
  )
}
