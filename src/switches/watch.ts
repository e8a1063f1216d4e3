import type { Instant } from '../core/decider.ts'
import { ALL_SWITCHES } from '../core/switch/decider.ts'
import { isOut } from '../core/switch/standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from '../core/switch/switch.ts'
import type { Clock } from '../engine/clock.ts'
import type { Streams } from '../engine/streams.ts'
import { readAt } from './ask-provider.ts'
import type { Providers } from './providers.ts'

export type Switches = Streams<Switch, SwitchCommand, SwitchEvent>

/** More switches than a policy may hold, with those that it no longer names. */
export const FOUND_MAX = 200
const MINUTE_MS = 60_000
/** After a change it is looked at again soon: something set late by an earlier try would show by then. */
const SOON_MS = MINUTE_MS
/** What could not be read is read again this soon. */
const AGAIN_MS = MINUTE_MS
const TROUBLE_PAUSE_MS = 1_000

export type Look = { at: Instant; failed?: string }

export type Watch = {
  run(): Promise<void>
  stop(): Promise<void>
  /** Something about a switch has changed: the next look may be due sooner. */
  wake(): void
  /** Reads one switch back now, and puts on its timeline what is new. */
  look(state: Switch): Promise<void>
  /** When a switch was read last by this process. */
  lastLook(id: string): Look | undefined
  nextDue(): Promise<Instant | undefined>
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
  const stopped = new AbortController()
  let wake = () => {}
  let running = Promise.resolve()
  let busy = false

  function dueAt(state: Switch): Instant {
    const { order, terms, observed, retired, id } = state
    if (order !== undefined || (retired && !isOut(state))) return Number.POSITIVE_INFINITY
    const last = looks.get(id)
    if (last === undefined) return 0
    const regular = last.at + (last.failed === undefined ? terms.checkEveryMinutes * MINUTE_MS : AGAIN_MS)
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
        : await readAt(connection.provider, terms.at, stopped.signal)
    if (stopped.signal.aborted) return
    looks.set(id, { at: clock.now(), ...(!read.ok && { failed: read.why }) })
    // A provider that was never set up is no news, unless something is pulled there.
    if ('missing' in connection && !isOut(state)) return
    const command: SwitchCommand = read.ok
      ? { type: 'record-observed', order, value: read.value }
      : { type: 'record-unreadable', order, why: read.why }
    await switches.handle(id, command, { actor: { kind: 'bot' }, via: 'delivery' })
  }

  /** One provider's switches one after the other, the providers side by side. */
  async function round(): Promise<Instant> {
    busy = true
    try {
      const all = await switches.find(ALL_SWITCHES, FOUND_MAX)
      const due = all.filter((state) => dueAt(state) <= clock.now())
      const groups = Map.groupBy(due, ({ terms }) => terms.provider)
      await Promise.all([...groups.values()].map(lookAtAll))
      return Math.min(...(due.length > 0 ? [clock.now()] : all.map(dueAt)), Number.POSITIVE_INFINITY)
    } finally {
      busy = false
    }
  }

  async function lookAtAll(some: Switch[]): Promise<void> {
    for (const state of some) {
      if (stopped.signal.aborted) return
      await look(state)
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      try {
        await clock.sleepUntil(await round(), woken)
      } catch (error) {
        log.error({ err: error }, 'Kill switches could not be looked at; trying again')
        await clock.pause(TROUBLE_PAUSE_MS)
      }
    }
  }

  return {
    run() {
      running = run()
      return running
    },
    async stop() {
      stopped.abort()
      wake()
      await running
    },
    wake: () => wake(),
    look,
    lastLook: (id) => looks.get(id),
    async nextDue() {
      if (busy) return clock.now()
      const all = await switches.find(ALL_SWITCHES, FOUND_MAX)
      const next = Math.min(...all.map(dueAt), Number.POSITIVE_INFINITY)
      return next === Number.POSITIVE_INFINITY ? undefined : next
    },
  }
}
