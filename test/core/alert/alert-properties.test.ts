import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../src/core/alert/alert.ts'
import { alert as decider } from '../../../src/core/alert/decider.ts'
import { allotted } from '../../../src/core/alert/lines.ts'
import { ALERT_LEVELS, type AlertSignal, worse } from '../../../src/core/alert/signal.ts'
import { openClimb, openRuns } from '../../../src/core/ladder/runs.ts'
import { ALERT_MEMBERS_MAX } from '../../../src/core/limits.ts'
import { AlertWatch, anAlertPolicy, aSignal, BOT, member, NOON } from './watch-alert.ts'

const MINUTE = 60_000
const policy = anAlertPolicy()

/** Signals of one group; what is said of a key at one time is always the same, as a source that sends it again says it. */
const history = fc
  .uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      minute: fc.integer({ min: 0, max: 30 }),
      state: fc.constantFrom('firing' as const, 'resolved' as const),
      level: fc.constantFrom(...ALERT_LEVELS),
    }),
    { selector: ({ key, minute, state }) => `${key} ${minute} ${state}`, minLength: 1, maxLength: 12 },
  )
  .map((all) =>
    all.map(({ key, minute, state, level }) =>
      aSignal({
        key,
        state,
        level,
        title: `${key} at ${minute}`,
        at: NOON - minute * MINUTE,
        group: { key: 'g' },
      }),
    ),
  )

/** What a line ends in, apart from when and how it got there. */
function ending({ members, firing, level, status, firstAt, lastAt, title, lineWanted }: Alert) {
  const bare = Object.entries(members).map(([key, { title: _, ...member }]) => [key, member])
  return { members: bare.sort(), firing, level, status, firstAt, lastAt, title, lineWanted }
}

/** The truth about a key: its latest signal; the end is later than a beginning of the same moment. */
function truth(signals: readonly AlertSignal[]): Map<string, AlertSignal> {
  const latest = new Map<string, AlertSignal>()
  for (const signal of signals) {
    const known = latest.get(signal.key)
    const isLater =
      known === undefined || signal.at > known.at || (signal.at === known.at && signal.state === 'resolved')
    if (isLater) latest.set(signal.key, signal)
  }
  return latest
}

describe('whatever order signals come in, and however often', () => {
  it('a line ends in the same', () => {
    fc.assert(
      fc.property(
        history.chain((signals) =>
          fc.record({
            signals: fc.constant(signals),
            shuffled: fc
              .shuffledSubarray([...signals, ...signals], { minLength: signals.length * 2 })
              .chain((all) =>
                fc.tuple(fc.constant(all), fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 24 })),
              ),
          }),
        ),
        ({ signals, shuffled: [all, sizes] }) => {
          const inOrder = [...signals].sort((one, other) => one.at - other.at)
          const plain = new AlertWatch(policy).take(...inOrder)
          const other = new AlertWatch(policy)
          const rest = [...all]
          for (const size of sizes) other.take(...rest.splice(0, size))
          other.take(...rest)
          expect(ending(other.state)).toEqual(ending(plain.state))
        },
      ),
    )
  })

  it('it fires exactly when one of its alerts does, at the level of the worst that does', () => {
    fc.assert(
      fc.property(history, (signals) => {
        const { state } = new AlertWatch(policy).take(...signals)
        const firing = [...truth(signals).values()].filter((signal) => signal.state === 'firing')
        expect(state.firing).toBe(firing.length)
        expect(state.status === 'resolved').toBe(firing.length === 0)
        if (firing.length > 0) expect(state.level).toBe(firing.map(({ level }) => level).reduce(worse))
      }),
    )
  })
})

type Step =
  | { step: 'take'; signals: AlertSignal[] }
  | { step: 'advance'; minutes: number }
  | { step: 'acknowledge' | 'end-silence' }
  | { step: 'silence'; minutes: number }
  | { step: 'nobody' | 'somebody' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: history.map((signals) => ({ step: 'take' as const, signals: signals.slice(0, 3) })),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: 40 }).map((minutes) => ({ step: 'advance' as const, minutes })),
  },
  fc.constantFrom('acknowledge' as const, 'end-silence' as const).map((name) => ({ step: name })),
  fc.integer({ min: 1, max: 60 }).map((minutes) => ({ step: 'silence' as const, minutes })),
  fc.constantFrom('nobody' as const, 'somebody' as const).map((name) => ({ step: name })),
)

function go(watch: AlertWatch, { step: name, ...given }: Step): void {
  if ('signals' in given) {
    // Of the present: what comes later is later.
    watch.take(...given.signals.map((signal) => ({ ...signal, at: signal.at + (watch.now - NOON) })))
  } else if ('minutes' in given && name === 'advance') watch.advance(given.minutes)
  else if ('minutes' in given) watch.do({ type: 'silence', minutes: given.minutes }, member('UANA'))
  else if (name === 'nobody') watch.people = {}
  else if (name === 'somebody') watch.people = { 'on-call': ['UANA'] }
  else if (name === 'acknowledge' || name === 'end-silence') watch.do({ type: name }, member('UANA'))
}

describe('through whatever happens', () => {
  it('what is critical is being paged, or somebody has taken it upon them, or it is over', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const watch = new AlertWatch(policy)
        for (const each of steps) {
          go(watch, each)
          const { status, level } = watch.state
          if (status === 'firing' && level === 'critical') expect(openClimb(watch.state)).toBeDefined()
        }
      }),
    )
  })

  it('nobody is called while it is acknowledged, silenced or over', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const watch = new AlertWatch(policy)
        for (const each of steps) {
          go(watch, each)
          if (watch.state.status !== 'firing') expect(openRuns(watch.state)).toEqual([])
        }
      }),
    )
  })

  it('its state is the fold of its entries, and no wake-up falls due for ever', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const watch = new AlertWatch(policy)
        for (const each of steps) go(watch, each)
        expect(watch.entries.reduce(decider.evolve, decider.initial)).toEqual(watch.state)
        watch.take(
          aSignal({ key: 'a', state: 'resolved', at: watch.now }),
          aSignal({ key: 'b', state: 'resolved', at: watch.now }),
          aSignal({ key: 'c', state: 'resolved', at: watch.now }),
        )
        if (watch.state.answered?.how !== 'silenced') expect(decider.timers(watch.state)).toEqual([])
      }),
    )
  })
})

describe('a storm', () => {
  it('loses none of its alerts: every key that came is counted once, in one line or the next', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 2_500 }), { minLength: 1, maxLength: 700 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (batches) => {
          const lines: AlertWatch[] = []
          for (const keys of batches) {
            const signals = keys.map((key) => aSignal({ key: `k${key}`, level: 'info' }))
            const states = lines.map(({ state }) => state)
            for (const [line, some] of allotted(signals, states, NOON, policy.alerts)) {
              const known = lines.find(({ state }) => state === line)
              if (known !== undefined) known.take(...some)
              else
                for (let from = 0; from < some.length; from += ALERT_MEMBERS_MAX) {
                  const fresh = new AlertWatch(policy)
                  fresh.do(
                    {
                      type: 'take',
                      number: lines.length + 1,
                      storm: true,
                      signals: some.slice(from, from + ALERT_MEMBERS_MAX),
                    },
                    BOT,
                  )
                  lines.push(fresh)
                }
            }
          }
          const counted = lines.reduce((sum, { state }) => sum + state.firing, 0)
          expect(counted).toBe(new Set(batches.flat()).size)
          for (const { state } of lines)
            expect(Object.keys(state.members).length).toBeLessThanOrEqual(ALERT_MEMBERS_MAX)
        },
      ),
      { numRuns: 20 },
    )
  })
})
