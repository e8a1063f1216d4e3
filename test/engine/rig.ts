import { createSecretKey } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Policy } from '../../src/core/policy.ts'
import { createCycle } from '../../src/engine/cycle.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createDispatcher } from '../../src/engine/dispatch.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { Outcome, Owed, Pace, Performer, Performers } from '../../src/engine/outcome.ts'
import { refold } from '../../src/engine/refold.ts'
import { createStore } from '../../src/engine/store.ts'
import { emptyDatabase } from './databases.ts'
import { errand } from './errand.ts'
import { handClock } from './hand-clock.ts'

export const KEY = createSecretKey(Buffer.alloc(32, 7))
export const POLICY = { digest: 'p1' } as Policy
export const ANA = { actor: { kind: 'user', id: 'U0ANA', standing: 'member' }, via: 'command' } as const

type Answer = (owed: Owed) => Outcome | Promise<Outcome>

/** An engine on a real database with the errand decider, a clock that stands still, and a world that answers as told. */
export async function rig(
  options: {
    url?: string
    answer?: Answer
    paces?: Pace[] | Performer['paces']
    kind?: 'sqlite' | 'postgres'
    /** Whether states of another version are folded anew, as at every start. */
    refold?: boolean
  } = {},
) {
  const url = options.url ?? (await emptyDatabase(options.kind ?? 'sqlite'))
  const clock = handClock()
  const database = await openDatabase(url)
  const store = createStore(database, clock)
  await store.savePolicy(POLICY.digest, JSON.stringify(POLICY), 0)
  const policyOf = async () => POLICY
  const logged: { level: string; message: string; facts: object }[] = []
  const log = {
    info: (facts: object, message: string) => void logged.push({ level: 'info', message, facts }),
    warn: (facts: object, message: string) => void logged.push({ level: 'warn', message, facts }),
    error: (facts: object, message: string) => void logged.push({ level: 'error', message, facts }),
  }
  if (options.refold !== false) await refold({ store, deciders: [errand], log })
  const engine = createEngine({
    store,
    clock,
    chainKey: KEY,
    policy: () => POLICY,
    policyOf,
    deciders: [errand],
    log,
  })
  const errands = engine.streams(errand)

  const sent: Owed[] = []
  const world = { answer: options.answer ?? ((): Outcome => ({ outcome: 'ok' })) }
  const performer = {
    perform: async (owed: Owed) => {
      sent.push(owed)
      return world.answer(owed)
    },
    paces: (effect: Parameters<Performer['paces']>[0]) =>
      typeof options.paces === 'function' ? options.paces(effect) : (options.paces ?? []),
  }
  const performers: Performers = { 'post.tell': performer, 'post.sign': performer, 'post.nag': performer }
  const dispatcher = createDispatcher({
    store,
    engine,
    clock,
    performers,
    owner: database.owner,
    random: () => 0.5,
    log,
  })
  const cycle = createCycle({ store, engine, clock, log })
  engine.onCommit(({ effects, timers }) => {
    if (effects.length > 0) dispatcher.wake(effects)
    if (timers) cycle.wake()
  })

  /** Until nothing more happens without the clock moving. */
  async function quiet() {
    for (;;) {
      await store.drained()
      const next = [await dispatcher.nextDue(), await cycle.nextDue()].filter((due) => due !== undefined)
      if (next.every((due) => due > clock.now())) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  let running: Promise<unknown> | undefined
  async function stop() {
    await Promise.all([dispatcher.stop(), cycle.stop()])
    await running
    running = undefined
  }
  onTestFinished(async () => {
    await stop()
    await store.close()
  })
  return {
    url,
    clock,
    database,
    store,
    engine,
    errands,
    sent,
    world,
    dispatcher,
    cycle,
    logged,
    log,
    quiet,
    stop,
    start() {
      running = Promise.all([dispatcher.run(), cycle.run()])
    },
    kinds: () => sent.map(({ kind }) => kind),
  }
}
