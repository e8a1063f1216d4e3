import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAt, isBusinessDay } from '../../../src/core/calendar.ts'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import type { IncidentCommand, IncidentEvent } from '../../../src/core/incident/incident.ts'
import { STAGES } from '../../../src/core/review/review.ts'
import { aReviewingPolicy } from '../a-policy.ts'
import { type Happened, member, Watch } from '../incident/watch.ts'

const MINUTE = 60_000
const DAY_MINUTES = 24 * 60
const base = aReviewingPolicy()
const policy = aReviewingPolicy({
  organisation: { name: 'Example', timeZone: 'America/New_York' },
  calendar: { ...base.calendar, holidays: [{ date: '06-19', name: 'A day off' }] },
  reviews: {
    ...base.reviews,
    remindBusinessDaysBefore: [3, 1],
    overdue: { everyBusinessDays: 2, times: 4 },
    managersFromTime: 2,
  },
  followUps: { remindBusinessDaysBefore: [1, 0], overdue: { everyBusinessDays: 1, times: 3 } },
})

/** A command; what it asks for is due after `dueDays`, and nothing but a new follow-up is when that is absent. */
type Step =
  | { step: 'advance' | 'jump'; minutes: number }
  | { step: 'restart' }
  | { step: 'command'; command: IncidentCommand; by: string; dueDays?: number }

const person = fc.constantFrom('UANA', 'UBEN', 'UCHLOE')
const number = fc.integer({ min: 1, max: 3 })
const type = <T extends string>(name: T) => fc.constant(name)
const owner = fc.option(fc.record({ user: person }), { nil: undefined })
const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: type('change-status'), status: fc.constant('resolved' as const) }),
  },
  fc.record({ type: type('reopen'), reason: fc.constant('x') }),
  { weight: 2, arbitrary: fc.record({ type: type('own-review') }) },
  { weight: 2, arbitrary: fc.record({ type: type('move-review'), to: fc.constantFrom(...STAGES) }) },
  { weight: 3, arbitrary: fc.record({ type: type('close') }) },
  {
    weight: 4,
    arbitrary: owner.map((by) => ({ type: 'add-follow-up' as const, text: 'x', ...(by && { owner: by }) })),
  },
  fc.record({
    type: type('change-follow-up'),
    number,
    owner: fc.oneof(fc.record({ user: person }), fc.constant('' as const)),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ type: type('change-follow-up'), number, text: fc.constantFrom('y', 'z') }),
  },
  fc.record({ type: type('finish-follow-up'), number }),
  fc.record({ type: type('drop-follow-up'), number, reason: fc.constant('x') }),
  fc.record({ type: type('take-up-follow-up'), number }),
)
const minutes = fc.oneof(
  fc.integer({ min: 0, max: DAY_MINUTES }),
  fc.integer({ min: 1, max: 9 }).map((days) => days * DAY_MINUTES),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ step: type('advance'), minutes }) },
  { weight: 2, arbitrary: fc.record({ step: type('jump'), minutes }) },
  {
    weight: 7,
    arbitrary: fc.record(
      { step: type('command'), command, by: person, dueDays: fc.integer({ min: 0, max: 12 }) },
      { requiredKeys: ['step', 'command', 'by'] },
    ),
  },
  fc.record({ step: type('restart') }),
)
const lives = fc.array(step, { maxLength: 40, size: 'max' })

function live(steps: Step[], see: (watch: Watch) => void = () => {}): Watch {
  const watch = new Watch(policy)
  watch.do({ type: 'declare', number: 7, title: 'x', severity: 'sev3' })
  for (const step of steps) {
    take(watch, step)
    see(watch)
  }
  return watch
}

function take(watch: Watch, step: Step): void {
  if (step.step === 'advance') watch.advance(step.minutes)
  if (step.step === 'jump') watch.jump(step.minutes)
  if (step.step === 'restart') watch.restart()
  if (step.step !== 'command') return
  const { command, dueDays } = step
  const due = watch.now + ((dueDays ?? 4) * DAY_MINUTES + 1) * MINUTE
  const isDated =
    command.type === 'add-follow-up' || (command.type === 'change-follow-up' && dueDays !== undefined)
  watch.do(isDated ? { ...command, due } : command, member(step.by))
  watch.fireDue()
}

type Told = Extract<IncidentEvent, { step: number; due: number }>

/** What is said about one deadline, from when it is set until it is no more: when each was, and which step it took. */
type Deadline = {
  steps: number[]
  from: number
  until: number
  due: number
  told: { at: number; event: Told }[]
}

/** Every deadline of a life, read from its events alone. */
function deadlines(happened: Happened[], end: number): Deadline[] {
  const all: Deadline[] = []
  const open = new Map<string, Deadline>()
  const begin = (key: string, steps: number[], due: number | undefined, at: number) => {
    finish(key, at)
    if (due === undefined) return
    const deadline = { steps, due, from: at, until: end, told: [] }
    open.set(key, deadline)
    all.push(deadline)
  }
  const finish = (key: string, at: number) => {
    const known = open.get(key)
    if (known) known.until = at
    open.delete(key)
  }
  const dueOf = new Map<number, number | undefined>()
  for (const { event, at } of happened) {
    const key = 'number' in event ? `follow-up ${event.number}` : 'review'
    if (event.type === 'review-started') begin('review', event.steps, event.due, at)
    if (event.type === 'review-cancelled' || event.type === 'closed') finish('review', at)
    if (event.type === 'follow-up-added') {
      dueOf.set(event.number, event.due)
      begin(key, event.steps, event.due, at)
    }
    if (event.type === 'follow-up-changed' && event.to.due !== event.from.due) {
      dueOf.set(event.number, event.to.due)
      begin(key, event.steps, event.to.due, at)
    }
    if (event.type === 'follow-up-taken-up') begin(key, event.steps, dueOf.get(event.number), at)
    if (event.type === 'follow-up-done' || event.type === 'follow-up-dropped') finish(key, at)
    if (/^(review|follow-up)-(reminded|overdue)$/.test(event.type))
      open.get(key)?.told.push({ at, event: event as Told })
  }
  return all
}

const runs = { numRuns: 150 }

describe('for any life of an incident that is over, and any clock', () => {
  it('every step that falls due is said exactly once, those that were missed with the one after them', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const watch = live(steps)
        const count = watch.happened.filter(({ event }) =>
          /^(review|follow-up)-(reminded|overdue)$/.test(event.type),
        ).length
        const all = deadlines(watch.happened, watch.now)
        // Nothing was said about what was not due any more: closed, called off, done, dropped.
        expect(all.flatMap(({ told }) => told)).toHaveLength(count)
        for (const { told, steps: wanted, due } of all) {
          let last = -1
          for (const { at, event } of told) {
            expect(event.step).toBeGreaterThan(last)
            expect(wanted[event.step]).toBeLessThanOrEqual(at)
            expect(wanted[event.step + 1] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at)
            expect(event.due).toBe(due)
            expect(event.type.endsWith('overdue')).toBe((wanted[event.step] ?? 0) > due)
            last = event.step
          }
        }
      }),
      runs,
    )
  })

  it('none is lost: awake, each comes at its own time', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const awake = steps.filter(({ step }) => step !== 'jump')
        const watch = live(awake)
        let reviewed = false
        for (const { event } of watch.happened)
          reviewed ||= event.type === 'review-moved' && event.to === 'reviewed'
        for (const { told, steps: wanted, from, until } of deadlines(watch.happened, watch.now)) {
          const isReview = told[0]?.event.type.startsWith('review')
          if (reviewed && isReview !== false) continue // a review that was done for a while has said nothing meanwhile
          const due = wanted.filter((at) => at > from && at <= until)
          expect(told.map(({ at }) => at)).toEqual(due)
        }
      }),
      runs,
    )
  })

  it('nothing that is due is left unsaid, and every wake-up means something, also after a restart', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, (watch) => {
          const wanted = decider.timers(watch.state)
          for (const { due, name } of wanted) expect(`${name} ${due > watch.now}`).toBe(`${name} true`)
          expect(new Set(wanted.map(({ name }) => name)).size).toBe(wanted.length)
          for (const timer of wanted) {
            const alone = Object.assign(new Watch(policy), { state: watch.state, now: timer.due, slow: true })
            alone.do({ type: 'timer-fired', ...timer }, { kind: 'bot' })
            expect(alone.happened).toHaveLength(1)
            expect(decider.timers(alone.state)).not.toContainEqual(timer)
          }
          expect(decider.timers(watch.restart().state)).toEqual(wanted)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('a closed incident is quiet about its review, has an owner for everything open, and changes only by reopening', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        let before = ''
        live(steps, ({ state }) => {
          const { closed, followUps, review, summary, findings, title, roles } = state
          const record = JSON.stringify({ review: review?.stage, summary, findings, title, roles })
          if (closed === undefined) before = ''
          else {
            expect(decider.timers(state).filter(({ name }) => name.startsWith('review'))).toEqual([])
            expect(followUps.filter((each) => each.state === 'open' && each.owner === undefined)).toEqual([])
            expect(state.status).toBe('resolved')
            if (before !== '') expect(record).toBe(before)
            before = record
          }
        })
      }),
      runs,
    )
  })

  it('what is said is said in the morning of a working day, and to managers only when it is overdue for the second time', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const { happened, now } = live(steps)
        for (const { steps: wanted, told, due } of deadlines(happened, now)) {
          for (const at of wanted) {
            if (dayAt(at, 'America/New_York') === dayAt(due, 'America/New_York')) continue
            expect(isBusinessDay(dayAt(at, 'America/New_York'), policy.calendar)).toBe(true)
            expect(new Date(at).toISOString().slice(11, 16)).toBe('13:00')
          }
          for (const { event } of told) {
            if (event.type !== 'review-overdue') continue
            const times = wanted.filter((at, index) => at > due && index <= event.step).length
            expect(event).toMatchObject({ times, managers: times >= 2 })
          }
        }
      }),
      runs,
    )
  })

  it('is the fold of its entries and nothing else', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const watch = live(steps)
        expect(watch.entries.reduce(decider.evolve, decider.initial)).toEqual(watch.state)
      }),
      { numRuns: 100 },
    )
  })
})
