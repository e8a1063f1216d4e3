import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import { type IncidentCommand, SEVERITIES, STATUSES } from '../../../src/core/incident/incident.ts'
import { openRuns } from '../../../src/core/ladder/runs.ts'
import { RUNS_KEPT } from '../../../src/core/limits.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { member, Watch } from './watch.ts'

const MINUTE = 60_000
const PEOPLE = ['UDANA', 'UANA', 'UBEN', 'UCHLOE', 'UVICTOR']
const base = aPromisingPolicy()
/** A ladder that goes on in another one, and other waits for each rung. */
const policy = aPromisingPolicy({
  rungs: { ...base.rungs, secondary: { name: 'Secondary', page: ['@secondary'], ackMinutes: 2 } },
  ladders: {
    minor: { rungs: ['on-call'], rounds: 3, alarmEveryMinutes: 7 },
    major: { rungs: ['secondary', 'managers'], next: 'minor', rounds: 2, alarmEveryMinutes: 10 },
  },
})

type Step =
  | { step: 'advance' | 'jump'; minutes: number }
  | { step: 'restart' | 'world' }
  | { step: 'slow'; slow: boolean }
  | { step: 'people'; rung: string; people: string[] }
  | { step: 'unreachable'; people: string[] }
  | { step: 'command'; command: IncidentCommand; by: string }

const minutes = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 90, noNaN: true }))
const run = fc.integer({ min: 1, max: 6 })
const person = fc.constantFrom(...PEOPLE)
const severity = fc.constantFrom(...SEVERITIES)
const target = fc.oneof(
  fc.constantFrom('on-call', 'secondary', 'managers', 'constructor').map((rung) => ({ rung })),
  person.map((user) => ({ user })),
)
const type = <T extends string>(name: T) => fc.constant(name)
const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
  fc.record({ type: type('post-update'), update: fc.constant({ summary: 'x' }) }),
  fc.record({
    type: type('post-update'),
    update: fc.constant({ summary: 'x' }),
    nextInMinutes: fc.integer({ min: 0, max: 40 }),
  }),
  fc.record({ type: type('change-status'), status: fc.constantFrom(...STATUSES) }),
  fc.record({ type: type('reopen'), reason: fc.constant('x') }),
  fc.record({ type: type('change-severity'), severity, reason: fc.constant('x') }),
  fc.record({ type: type('assign-role'), role: type('commander'), user: person }),
  fc.record({ type: type('release-role'), role: type('commander') }),
  fc.record({ type: type('snooze'), minutes: fc.integer({ min: -1, max: 12 }) }),
  fc.record({ type: type('escalate'), reason: fc.constant('x') }),
  fc.record({ type: type('escalate'), to: target, reason: fc.constant('x') }),
  fc.record({ type: type('page'), to: target, text: fc.constant('x') }),
  fc.record({ type: type('acknowledge'), run }),
  fc.record({ type: type('acknowledge') }),
  fc.record({ type: type('decline'), run }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ step: type('advance'), minutes }) },
  { weight: 2, arbitrary: fc.record({ step: type('jump'), minutes }) },
  { weight: 6, arbitrary: fc.record({ step: type('command'), command, by: person }) },
  fc.record({ step: fc.constantFrom('restart' as const, 'world' as const) }),
  fc.record({ step: type('slow'), slow: fc.boolean() }),
  fc.record({
    step: type('people'),
    rung: fc.constantFrom('on-call', 'secondary', 'managers'),
    people: fc.array(person, { maxLength: 3 }),
  }),
  fc.record({ step: type('unreachable'), people: fc.array(person, { maxLength: 3 }) }),
)
const life = fc.record({ severity, steps: fc.array(step, { maxLength: 40 }) })

/** Lives through it; `see` looks after every step, with where in `happened` the step began. */
function live(
  { severity, steps }: { severity: (typeof SEVERITIES)[number]; steps: Step[] },
  see: (watch: Watch, from: number) => void = () => {},
): Watch {
  const watch = new Watch(policy)
  watch.do({ type: 'declare', number: 7, title: 'x', severity })
  see(watch, 0)
  for (const step of steps) {
    const from = watch.happened.length
    take(watch, step)
    see(watch, from)
  }
  return watch
}

function take(watch: Watch, step: Step): void {
  if (step.step === 'advance') watch.advance(step.minutes)
  if (step.step === 'jump') watch.jump(step.minutes)
  if (step.step === 'restart') watch.restart()
  if (step.step === 'world') watch.perform()
  if (step.step === 'slow') watch.slow = step.slow
  if (step.step === 'people') watch.people = { ...watch.people, [step.rung]: step.people }
  if (step.step === 'unreachable') watch.unreachable = new Set(step.people)
  if (step.step === 'command') {
    watch.do(step.command, member(step.by))
    watch.fireDue()
  }
}

/** The next rung that does not stand earlier in the list too: one called again by name has its turn once a round. */
function nextIn(list: { rung: string }[], at: number): number {
  const keys = list.map(({ rung }) => rung)
  return keys.findIndex((key, index) => index > at && keys.indexOf(key) === index)
}

const runs = { numRuns: 300 }

describe('for any sequence of commands, times and restarts', () => {
  it('no rung is skipped, and none is called twice in a round, but by name', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const watch = live(steps)
        const rungs = new Map(
          watch.all('escalation-started').map((started) => [started.run, [...started.rungs]]),
        )
        const place = new Map<number, { round: number; at: number; called: string[] }>()
        for (const called of watch.all('rung-called')) {
          const list = rungs.get(called.run) ?? []
          if (called.inserted) {
            const later = list.splice(called.at).filter(({ rung }) => rung !== called.rung.rung)
            list.push(called.rung, ...later)
          }
          const before = place.get(called.run) ?? { round: 1, at: -1, called: [] }
          const sameRound = called.round === before.round
          expect(called.at).toBe(called.inserted ? before.at + 1 : nextIn(list, sameRound ? before.at : -1))
          if (!sameRound) {
            expect(called.round).toBe(before.round + 1)
            expect(nextIn(list, before.at)).toBe(-1)
          }
          expect(list[called.at]?.rung).toBe(called.rung.rung)
          const inRound = sameRound ? before.called : []
          if (!called.inserted) expect(inRound).not.toContain(called.rung.rung)
          place.set(called.run, {
            round: called.round,
            at: called.at,
            called: [...inRound, called.rung.rung],
          })
        }
        // Nobody is given up on before every rung had its turn in the last round.
        for (const { run } of watch.all('nobody-answered')) {
          expect(nextIn(rungs.get(run) ?? [], place.get(run)?.at ?? -1)).toBe(-1)
        }
      }),
      runs,
    )
  })

  it('nobody is paged twice for one rung', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const watch = live(steps)
        const named = watch
          .all('people-paged')
          .flatMap(({ run, step, people }) => people.map(({ user }) => `${run}.${step} ${user}`))
        expect(new Set(named).size).toBe(named.length)
        const sent = watch.happened.flatMap(({ effects }) =>
          effects.filter(({ kind }) => kind === 'slack.page').map(({ subject }) => subject),
        )
        expect(new Set(sent).size).toBe(sent.length)
      }),
      runs,
    )
  })

  it('an answer always stops the run, whatever was in flight', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const over = new Set<number>()
        for (const { event, effects } of live(steps).happened) {
          if ('run' in event && over.has(event.run)) {
            expect(['page-sent', 'page-failed']).toContain(event.type)
            expect(effects.filter(({ lane }) => lane === 'page')).toEqual([])
          }
          if (event.type === 'acknowledged' || event.type === 'escalation-ended') over.add(event.run)
        }
      }),
      runs,
    )
  })

  it('a page is owed by the very commit that makes it due, and no deadline is left behind', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const watch = live(steps, ({ state, now }) => {
          for (const { name, due } of decider.timers(state))
            expect(`${name} ${due > now}`).toBe(`${name} true`)
        })
        for (const { event, effects, at } of watch.happened) {
          if (event.type === 'rung-called') {
            expect(effects.map(({ kind }) => kind)).toEqual(['slack.page-rung'])
            expect(event.due).toBeGreaterThan(at)
            expect(event.due).toBeLessThanOrEqual(at + event.rung.ackMinutes * MINUTE)
          }
          if (event.type === 'people-paged')
            expect(effects.filter(({ kind }) => kind === 'slack.page')).toHaveLength(event.people.length)
          const atOnce = effects.filter(({ kind }) => !kind.endsWith('-report'))
          expect(atOnce.every(({ notBefore }) => notBefore === undefined)).toBe(true)
        }
      }),
      runs,
    )
  })

  it('every missed update is one breach: none twice, none left out', () => {
    fc.assert(
      fc.property(life, (steps) => {
        let upTo = 0
        const watch = live(steps)
        for (const { event, at } of watch.happened) {
          // Once people were told, or something else was promised, the grid begins anew.
          if (event.type === 'update-posted' || event.type === 'reopened') upTo = at
          if (/^(updates-snoozed|promised|status-changed)$/.test(event.type)) upTo = 0
          if (event.type !== 'update-missed') continue
          const { first, count, next } = event
          expect(count).toBeGreaterThan(0)
          expect(first).toBeGreaterThanOrEqual(upTo)
          const interval = (next - first) / count
          const grace = 5 * MINUTE
          expect(next - interval + grace).toBeLessThanOrEqual(at)
          expect(next + grace).toBeGreaterThan(at)
          upTo = next
        }
        const total = watch.all('update-missed').reduce((sum, { count }) => sum + count, 0)
        expect(watch.state.breaches).toBe(total)
      }),
      runs,
    )
  })

  it('every wake-up that is wanted means something, and is not wanted again for the same time', () => {
    fc.assert(
      fc.property(life, (steps) => {
        live(steps, (watch) => {
          const wanted = decider.timers(watch.state)
          expect(new Set(wanted.map(({ name }) => name)).size).toBe(wanted.length)
          for (const timer of wanted) {
            const alone = Object.assign(new Watch(policy), { state: watch.state, now: timer.due, slow: true })
            expect(alone.do({ type: 'timer-fired', ...timer }, { kind: 'bot' })).toBeUndefined()
            expect(alone.happened.length).toBeGreaterThan(0)
            expect(decider.timers(alone.state)).not.toContainEqual(timer)
            expect(decider.timers(watch.restart().state)).toEqual(wanted)
          }
        })
      }),
      { numRuns: 100 },
    )
  })

  it('SEV4 is quiet: only people page in it', () => {
    fc.assert(
      fc.property(life, (steps) => {
        let severity = steps.severity
        for (const { event } of live(steps).happened) {
          if (event.type === 'severity-changed') severity = event.to
          if (event.type === 'escalation-started' && severity === 'sev4')
            expect(event.trigger).toBe('by-hand')
        }
      }),
      runs,
    )
  })

  it('there is one climb at a time, and what is over is forgotten in the end', () => {
    fc.assert(
      fc.property(life, (steps) => {
        live(steps, ({ state }) => {
          const open = openRuns(state)
          expect(open.filter(({ kind }) => kind === 'ladder').length).toBeLessThanOrEqual(1)
          expect(state.runs.length).toBeLessThanOrEqual(Math.max(RUNS_KEPT, open.length))
          if (state.status === 'resolved') expect([...open, ...decider.timers(state)]).toEqual([])
        })
      }),
      runs,
    )
  })
})
