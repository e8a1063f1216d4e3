import { onTestFinished } from 'vitest'
import type { Asker } from '../../src/core/decider.ts'
import { incident } from '../../src/core/incident/decider.ts'
import { INCIDENT_EFFECTS } from '../../src/core/incident/effects.ts'
import type { Policy } from '../../src/core/policy.ts'
import { killSwitch } from '../../src/core/switch/decider.ts'
import { SWITCH_MESSAGES } from '../../src/core/switch/effects.ts'
import type { Switch } from '../../src/core/switch/switch.ts'
import { createCycle } from '../../src/engine/cycle.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createDispatcher } from '../../src/engine/dispatch.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { Owed, Performers } from '../../src/engine/outcome.ts'
import { createStore } from '../../src/engine/store.ts'
import { type Connected, switchProviders } from '../../src/parts/switch-providers.ts'
import { createSwitchboard } from '../../src/switches/switchboard.ts'
import { aProvider } from '../a-provider.ts'
import { emptyDatabase } from '../engine/databases.ts'
import { handClock } from '../engine/hand-clock.ts'
import { KEY } from '../engine/rig.ts'
import { silent } from '../slack/silent.ts'

export const ANA: Asker = { kind: 'user', id: 'U0ANA', standing: 'member', namedBy: ['@on-call'] }

/** Engine, dispatcher, cycle and the switchboard on a real database; what is said to people is only kept. */
export async function aBoard(options: {
  policy: Policy
  providers: Connected
  url?: string
  kind?: 'sqlite' | 'postgres'
  at?: number
  answerWithinMs?: number
  /** Runs before the effects of these kinds are performed; may never come back, as in a crash. */
  before?(owed: Owed): Promise<void>
  after?(owed: Owed): Promise<void>
}) {
  const { policy } = options
  const url = options.url ?? (await emptyDatabase(options.kind ?? 'sqlite'))
  const clock = handClock(options.at)
  const database = await openDatabase(url)
  const store = createStore(database, clock)
  await store.savePolicy(policy.digest, JSON.stringify(policy), 0)
  const engine = createEngine({
    store,
    clock,
    chainKey: KEY,
    policy: () => policy,
    policyOf: async () => policy,
    deciders: [incident, killSwitch],
    log: silent,
  })
  const switches = engine.streams(killSwitch)
  const incidents = engine.streams(incident)
  const board = createSwitchboard({
    switches,
    incidents,
    providers: switchProviders({
      config: {},
      builtIn: aProvider().provider,
      now: clock.now,
      instead: options.providers,
    }),
    policy,
    clock,
    log: silent,
    answerWithinMs: options.answerWithinMs ?? 8_000,
  })
  const said: Owed[] = []
  const mute = [...SWITCH_MESSAGES, ...INCIDENT_EFFECTS].map((kind) => [
    kind,
    {
      paces: () => [],
      async perform(owed: Owed) {
        said.push(owed)
        return { outcome: 'ok' } as const
      },
    },
  ])
  const performers: Performers = { ...board.performers, ...Object.fromEntries(mute) }
  const hooked = Object.fromEntries(
    Object.entries(performers).map(([kind, { paces, perform }]) => [
      kind,
      {
        paces,
        async perform(owed: Owed, signal: AbortSignal) {
          await options.before?.(owed)
          const outcome = await perform(owed, signal)
          await options.after?.(owed)
          return outcome
        },
      },
    ]),
  )
  const dispatcher = createDispatcher({
    store,
    engine,
    clock,
    performers: hooked,
    owner: database.owner,
    random: () => 0.5,
    log: silent,
  })
  const cycle = createCycle({ store, engine, clock, log: silent })
  engine.onCommit(({ kind, effects, timers }) => {
    if (effects.length > 0) dispatcher.wake(effects)
    if (timers) cycle.wake()
    if (kind === 'switch') board.watch.wake()
  })

  let running: Promise<unknown> | undefined
  let gone = false
  async function stop() {
    if (gone) return
    gone = true
    await Promise.all([dispatcher.stop(), cycle.stop(), board.watch.stop()])
    await running
    await store.close()
  }
  onTestFinished(stop)

  /** Until nothing more happens without the clock moving. */
  async function quiet() {
    for (;;) {
      await store.drained()
      const next = [await dispatcher.nextDue(), await cycle.nextDue(), await board.watch.nextDue()]
      if (next.every((due) => due === undefined || due > clock.now())) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async function called(key: string): Promise<Switch> {
    const [state] = await switches.find(`switch:${key}`, 1)
    if (!state) throw new Error(`There is no switch ${key}`)
    return state
  }

  return {
    url,
    clock,
    store,
    switches,
    incidents,
    board,
    said,
    quiet,
    stop,
    called,
    /** Gives switches their streams and begins to work; everything owed by a process that is gone is taken up. */
    async start() {
      await store.outbox.reclaim(async () => true, clock.now())
      await board.adopt()
      running = Promise.all([dispatcher.run(), cycle.run(), board.watch.run()])
      await quiet()
    },
    /** As if the process had been killed: nothing more is done, and nothing is put in order. */
    async crash() {
      gone = true
      dispatcher.stop().catch(() => undefined) // what hangs in it hangs for ever
      await Promise.all([cycle.stop(), board.watch.stop()])
      await store.close()
    },
    async do(key: string, command: Parameters<typeof switches.handle>[1], actor: Asker = ANA) {
      const { id } = await called(key)
      return switches.handle(id, command, { actor, via: 'command' })
    },
    pull: async (key: string, more: object = {}) => {
      const { id } = await called(key)
      return switches.handle(
        id,
        { type: 'pull', reason: 'Wrong replies', ...more },
        { actor: ANA, via: 'command' },
      )
    },
    async declare() {
      const begun = await incidents.begin(
        (number) => ({ type: 'declare', number, title: 'Wrong replies', severity: 'sev3' }),
        { actor: ANA, via: 'command' },
      )
      if (begun.result !== 'committed') throw new Error('not declared')
      return begun.id
    },
    async history(key: string): Promise<string[]> {
      const { id } = await called(key)
      return (await switches.entries(id)).map(({ event }) => event.type)
    },
    async story(id: string): Promise<string[]> {
      return (await incidents.entries(id))
        .map(({ event }) => event.type)
        .filter((type) => type.startsWith('switch'))
    },
    /** Moves the clock in steps of a second, letting everything happen that falls due. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 1) {
        clock.advance(1_000)
        await quiet()
      }
    },
  }
}
