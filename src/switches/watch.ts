import type { Instant } from '../core/decider.ts'
import { ALL_SWITCHES } from '../core/switch/decider.ts'
import { isOut } from '../core/switch/standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from '../core/switch/switch.ts'
import { MINUTE } from '../core/time-units.ts'
import type { Clock } from '../engine/clock.ts'
import type { Streams } from '../engine/streams.ts'
import { createWatching, type Watching } from '../outside/watching.ts'
import { readAt } from './ask-provider.ts'
import type { Providers } from './providers.ts'

export type Switches = Streams<Switch, SwitchCommand, SwitchEvent>

/** More switches than a policy may hold, with those that it no longer names. */
export const FOUND_MAX = 200
/** After a change it is looked at again soon: something set late by an earlier try would show by then. */
const SOON_MS = MINUTE
/** What could not be read is read again this soon. */
const AGAIN_MS = MINUTE

export type Look = { at: Instant; failed?: string }

export type Watch = Watching & {
  /** Reads one switch back now, and puts on its timeline what is new. */
  look(state: Switch): Promise<void>
  /** When a switch was read last by this process. */
  lastLook(id: string): Look | undefined
}

/**
 * Reads every switch back now and then, pulled or not, so that what is changed elsewhere is noticed. Nothing new
 * leaves no trace on the timeline, so these looks are not timers of the switch.
 */
export function createWatch(parts: {
  switches: Switches
  providers: Providers
  clock: Clock
  log: { error(facts: object, message: string): void }
}): Watch {
  const { switches, providers, clock, log } = parts
  const looks = new Map<string, Look>()

  function dueAt(state: Switch): Instant {
    const { order, terms, observed, retired, id } = state
    if (order !== undefined || (retired && !isOut(state))) return Number.POSITIVE_INFINITY
    const last = looks.get(id)
    if (last === undefined) return 0
    const regular = last.at + (last.failed === undefined ? terms.checkEveryMinutes * MINUTE : AGAIN_MS)
    const changed = observed !== undefined && observed.at > last.at
    return changed ? Math.min(regular, observed.at + SOON_MS) : regular
  }

  async function look(state: Switch): Promise<void> {
    const { id, orders: order, terms } = state
    if (state.order !== undefined) return // whoever sets it reads it back
    const connection = providers[terms.provider]
    const read =
      'missing' in connection
        ? { ok: false as const, why: connection.missing }
        : await readAt(connection.provider, terms.at, watching.stopped)
    if (watching.stopped.aborted) return
    looks.set(id, { at: clock.now(), ...(!read.ok && { failed: read.why }) })
    // A provider that was never set up is no news, unless something is pulled there.
    if ('missing' in connection && !isOut(state)) return
    const command: SwitchCommand = read.ok
      ? { type: 'record-observed', order, value: read.value }
      : { type: 'record-unreadable', order, why: read.why }
    await switches.handle(id, command, { actor: { kind: 'bot' }, via: 'delivery' })
  }

  const known = () => switches.find(ALL_SWITCHES, FOUND_MAX)
  const earliest = (all: Switch[]) => Math.min(...all.map(dueAt), Number.POSITIVE_INFINITY)

  /** One provider's switches one after the other, the providers side by side. */
  async function round(): Promise<Instant> {
    const all = await known()
    const due = all.filter((state) => dueAt(state) <= clock.now())
    const groups = Map.groupBy(due, ({ terms }) => terms.provider)
    await Promise.all([...groups.values()].map(lookAtAll))
    return due.length > 0 ? clock.now() : earliest(all)
  }

  async function lookAtAll(some: Switch[]): Promise<void> {
    for (const state of some) {
      if (watching.stopped.aborted) return
      await look(state)
    }
  }

  const watching = createWatching({
    clock,
    round,
    due: async () => earliest(await known()),
    onTrouble: (error) => log.error({ err: error }, 'Kill switches could not be looked at; trying again'),
  })
  return {
    ...watching,
    look,
    lastLook: (id) => looks.get(id),
  }
}
