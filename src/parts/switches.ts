import { showBanner } from '../comms/deliver.ts'
import type { Config } from '../config/config.ts'
import { incident } from '../core/incident/decider.ts'
import type { Policy } from '../core/policy.ts'
import { killSwitch, labelOf } from '../core/switch/decider.ts'
import type { MovableClock } from '../engine/clock.ts'
import type { DeclaredFlag } from '../flags/flag.ts'
import { createFlags, type Flags } from '../flags/flags.ts'
import { LOOK_EVERY_MS } from '../flags/limits.ts'
import type { Log } from '../log.ts'
import { createSwitchboard, type Switchboard } from '../switches/switchboard.ts'
import { bannerFlags, withBanners } from './banner-switch.ts'
import type { OpenEngine } from './open-engine.ts'
import type { Part } from './part.ts'
import { switchesWithoutProvider } from './providers.ts'
import { type Connected, declaredFlags, switchProviders } from './switch-providers.ts'

export type SwitchPart = Part & {
  /** What is counted of them, for the metrics. */
  counts: Flags['counts']
  standings: Switchboard['standings']
  /** What whoever shows switches needs of them. */
  side: Switchboard['side']
}

/** Kill switches: the bot's own flags, the providers outside, and the board that sets and watches them all. */
export async function createSwitchPart(parts: {
  open: OpenEngine
  config: Partial<Pick<Config, 'ofrep' | 'flagdFile' | 'providers'>>
  policy: Policy
  clock: MovableClock
  log: Log
  /** Providers that are used instead of those that the configuration says. */
  instead: Connected | undefined
}): Promise<SwitchPart> {
  const { open, config, policy, clock, log } = parts
  const flags = await openFlags(parts)
  const killSwitches = open.engine.streams(killSwitch)
  const providers = switchProviders({
    config: config.providers ?? {},
    builtIn: withBanners(flags.provider, policy, async (key) => {
      const [known] = await killSwitches.find(labelOf(key), 1)
      return known?.wanted?.value
    }),
    now: clock.now,
    instead: parts.instead,
  })
  for (const sentence of switchesWithoutProvider(policy.switches, providers)) log.warn(sentence)
  const board = createSwitchboard({
    switches: killSwitches,
    incidents: open.engine.streams(incident),
    providers,
    policy,
    clock,
    log,
  })
  return {
    performers: { ...board.performers, 'flags.show-banner': showBanner(flags.provider) },
    routes: flags.routes,
    begin: board.adopt,
    async run() {
      await Promise.all([board.watch.run(), flags.run()])
    },
    nextDue: board.watch.nextDue,
    onCommit({ kind }) {
      if (kind === killSwitch.kind) board.watch.wake()
    },
    hangUp: flags.hangUp,
    async stop() {
      await board.watch.stop()
      await flags.stop()
    },
    counts: flags.counts,
    standings: board.standings,
    side: board.side,
  }
}

function openFlags(parts: Parameters<typeof createSwitchPart>[0]): Promise<Flags> {
  const { open, config, policy, clock, log } = parts
  const { tokens = [], origins = [] } = config.ofrep ?? {}
  if (tokens.length === 0) log.info('Switches are not served over OFREP: OFREP_TOKEN is not set')
  return createFlags({
    reads: open.database.reads,
    write: open.store.write,
    declared: distinct([...declaredFlags(policy), ...bannerFlags(policy)]),
    clock,
    log,
    ...(tokens.length > 0 && { serve: { tokens, origins } }),
    ...(config.flagdFile !== undefined && { file: config.flagdFile }),
    ...(open.database.kind === 'postgres' && { lookEveryMs: LOOK_EVERY_MS }),
  })
}

/** What the policy says of a flag as a switch counts before what a banner needs of it. */
function distinct(flags: readonly DeclaredFlag[]): DeclaredFlag[] {
  return flags.filter(({ key }, index) => flags.findIndex((other) => other.key === key) === index)
}
