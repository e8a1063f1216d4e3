import type { Policy } from '../core/policy.ts'
import { ALL_SWITCHES } from '../core/switch/decider.ts'
import { standingOf } from '../core/switch/standing.ts'
import type { Switch } from '../core/switch/switch.ts'
import type { Clock } from '../engine/clock.ts'
import type { Performers } from '../engine/outcome.ts'
import { adoptSwitches } from './adopt.ts'
import { createSwitchPerformers, type Incidents } from './perform.ts'
import type { Providers } from './providers.ts'
import { createWatch, FOUND_MAX, type Switches, type Watch } from './watch.ts'

export type Switchboard = {
  performers: Performers
  watch: Watch
  /** Gives every switch of the policy its stream. Once, before anything else is taken. */
  adopt(): Promise<void>
  /** How many stand how: normal, pulled, stuck… */
  standings(): Promise<Record<string, number>>
  /** What whoever shows switches needs of them. */
  side: {
    switches: Switches
    missing(state: Switch): string | undefined
    look(state: Switch): Promise<void>
    lastLook(state: Switch): number | undefined
  }
}

/** All about kill switches but how they are shown: setting, reading back, watching, telling incidents. */
export function createSwitchboard(parts: {
  switches: Switches
  incidents: Incidents
  providers: Providers
  policy: Policy
  clock: Clock
  log: { error(facts: object, message: string): void }
  answerWithinMs?: number
}): Switchboard {
  const { switches, incidents, providers, policy, clock, log } = parts
  const watch = createWatch({ switches, providers, clock, log })
  return {
    performers: createSwitchPerformers({
      providers,
      incidents,
      pause: clock.pause,
      ...(parts.answerWithinMs !== undefined && { answerWithinMs: parts.answerWithinMs }),
    }),
    watch,
    adopt: () => adoptSwitches(switches, policy),
    async standings() {
      const counts: Record<string, number> = {}
      for (const state of await switches.find(ALL_SWITCHES, FOUND_MAX)) {
        const standing = standingOf(state)
        counts[standing] = (counts[standing] ?? 0) + 1
      }
      return counts
    },
    side: {
      switches,
      missing({ terms }) {
        const connection = providers[terms.provider]
        return 'missing' in connection ? connection.missing : undefined
      },
      look: watch.look,
      lastLook({ id }) {
        const look = watch.lastLook(id)
        return look?.failed === undefined ? look?.at : undefined
      },
    },
  }
}
