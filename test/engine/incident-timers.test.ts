import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { incident } from '../../src/core/incident/decider.ts'
import { type IncidentCommand, SEVERITIES, STATUSES } from '../../src/core/incident/incident.ts'
import type { Policy } from '../../src/core/policy.ts'
import { createCycle } from '../../src/engine/cycle.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createStore } from '../../src/engine/store.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'
import { emptyDatabase } from './databases.ts'
import { handClock } from './hand-clock.ts'
import { ANA, KEY } from './rig.ts'

const type = <T extends string>(name: T) => fc.constant(name)
const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
  fc.record({ type: type('post-update'), update: fc.constant({ summary: 'x' }) }),
  fc.record({ type: type('change-status'), status: fc.constantFrom(...STATUSES) }),
  fc.record({ type: type('reopen'), reason: fc.constant('x') }),
  fc.record({
    type: type('change-severity'),
    severity: fc.constantFrom(...SEVERITIES),
    reason: fc.constant('x'),
  }),
  fc.record({ type: type('snooze') }),
  fc.record({ type: type('escalate'), reason: fc.constant('x') }),
  fc.record({ type: type('acknowledge') }),
)
const step = fc.oneof(command, fc.record({ type: type('wait'), minutes: fc.integer({ min: 1, max: 40 }) }))

/** An engine on a new database with the real incident; everything that falls due is fired by hand. */
async function incidentsOn(kind: 'sqlite' | 'postgres', policy: Policy = aPromisingPolicy()) {
  const url = await emptyDatabase(kind)
  const clock = handClock()
  const open = async () => {
    const store = createStore(await openDatabase(url), clock)
    await store.savePolicy(policy.digest, JSON.stringify(policy), 0)
    const parts = {
      store,
      clock,
      chainKey: KEY,
      policy: () => policy,
      policyOf: async () => policy,
      log: console,
    }
    const engine = createEngine({ ...parts, deciders: [incident] })
    return { store, engine, streams: engine.streams(incident) }
  }
  return { clock, open }
}

describe.each(['sqlite', 'postgres'] as const)('the timers that are stored, on %s', (kind) => {
  it('are those that the incident wants, after every commit and every restart', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { clock, open } = await incidentsOn(kind)
        let { store, streams } = await open()
        const began = await streams.begin(
          (number) => ({ type: 'declare', number, title: 'x', severity: 'sev1' }),
          ANA,
        )
        if (began.result !== 'committed') throw new Error('not declared')
        for (const each of steps) {
          if (each.type === 'wait') {
            await clock.advance(each.minutes * 60_000)
            for (const { name, due } of await store.dueTimers(clock.now(), 10)) {
              const fired = { type: 'timer-fired', name, due } as const
              await streams.handle(began.id, fired, { actor: { kind: 'bot' }, via: 'timer' })
            }
            await store.close()
            ;({ store, streams } = await open())
          } else await streams.handle(began.id, each, ANA)
          const state = await streams.load(began.id)
          const stored = (await store.timersOf(began.id)).map(({ name, due }) => ({ name, due }))
          const wanted = state ? incident.timers(state) : []
          const inOrder = (timers: { name: string; due: number }[]) =>
            timers.toSorted((one, other) => one.name.localeCompare(other.name))
          expect(inOrder(stored)).toEqual(inOrder(wanted))
        }
        await store.close()
      }),
      { numRuns: kind === 'sqlite' ? 25 : 8 },
    )
  })
})

const MINUTE = 60_000

describe('a timer that is wanted again for a time at which it has fired already', () => {
  it('fires again, so that a promise to the public goes on when the severity changes it between nudge and due', async () => {
    const policy = aPromisingPolicy()
    const { sev1, sev2 } = policy.severities
    const told = { audience: 'public', firstWithinMinutes: 15, nudgeBeforeMinutes: 5, graceMinutes: 5 }
    const { clock, open } = await incidentsOn('sqlite', {
      ...policy,
      severities: {
        ...policy.severities,
        sev1: { ...sev1, public: { ...told, everyMinutes: 30 } },
        sev2: { ...sev2, public: { ...told, everyMinutes: 60 } },
      },
    })
    const { store, engine, streams } = await open()
    const cycle = createCycle({ store, engine, clock, log: console })
    engine.onCommit(() => cycle.wake())
    const running = cycle.run()
    const later = async (minutes: number) => {
      clock.advance(minutes * MINUTE)
      for (let next = clock.now(); next <= clock.now(); next = (await cycle.nextDue()) ?? Infinity)
        await new Promise((resolve) => setImmediate(resolve))
    }
    const { id } = await streams
      .begin((number) => ({ type: 'declare', number, title: 'x', severity: 'sev2' }), ANA)
      .then((began) => ('id' in began ? began : { id: '' }))
    await later(10) // nudged
    await later(2)
    await streams.handle(id, { type: 'change-severity', severity: 'sev1', reason: 'worse' }, ANA)
    await later(3)
    await later(5)
    const said = (await streams.entries(id)).map(({ event }) => event.type)
    expect(said.filter((type) => type.startsWith('public-'))).toEqual([
      'public-promised',
      'public-nudged',
      'public-promised',
      'public-asked',
      'public-missed',
    ])
    await cycle.stop()
    await running
    await store.close()
  })
})
