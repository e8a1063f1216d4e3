import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WEEKDAYS } from '../../src/core/calendar.ts'
import { type Asker, isRejection } from '../../src/core/decider.ts'
import { digestContent } from '../../src/core/digest/content.ts'
import { type Digest, type DigestCommand, type DigestEvent, digest } from '../../src/core/digest/digest.ts'
import type { Policy } from '../../src/core/policy.ts'
import { anIncident } from '../slack/an-incident.ts'
import { aPolicy } from './a-policy.ts'

const BOT: Asker = { kind: 'bot' }
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A Wednesday, noon. */
const START = Date.parse('2026-06-10T12:00Z')
const weekly = (changes: object = {}) => aPolicy({ weeklyDigest: { weekday: 'monday', hour: 9, ...changes } })

/** The stream of the digest under a clock. */
class Stream {
  state: Digest = digest.initial
  now = START
  due: Extract<DigestEvent, { type: 'digest-due' }>[] = []
  effects: string[] = []

  do(command: DigestCommand, policy: Policy = weekly(), actor = BOT): number {
    const events = digest.decide(this.state, command, { now: this.now, policy, actor })
    if (isRejection(events)) throw new Error(events.rejected)
    for (const event of events) {
      const entry = {
        seq: 1,
        event,
        actor: { kind: 'bot' },
        via: 'timer',
        at: this.now,
        recordedAt: this.now,
      } as const
      this.state = digest.evolve(this.state, entry)
      if (event.type === 'digest-due') this.due.push(event)
      this.effects.push(...digest.react(entry, this.state).map(({ subject }) => subject))
    }
    return events.length
  }

  /** Time passes; what fell due fires, late if the bot was away. */
  pass(ms: number): this {
    this.now += ms
    for (let fired = 0; fired < 10; fired += 1) {
      const [timer] = digest.timers(this.state).filter(({ due }) => due <= this.now)
      if (timer === undefined) return this
      this.do({ type: 'timer-fired', ...timer })
    }
    throw new Error('It falls due for ever')
  }
}

function begun(policy?: Policy): Stream {
  const stream = new Stream()
  stream.do({ type: 'schedule', number: 1 }, policy)
  return stream
}

describe('the weekly digest', () => {
  it('begins once, and a restart puts nothing off', () => {
    const stream = begun()
    expect(stream.do({ type: 'schedule', number: 0 })).toBe(0)
    expect(digest.timers(stream.state)).toEqual([{ name: 'digest', due: Date.parse('2026-06-15T09:00Z') }])
    stream.pass(DAY).do({ type: 'schedule', number: 0 })
    expect(digest.timers(stream.state)).toEqual([{ name: 'digest', due: Date.parse('2026-06-15T09:00Z') }])
  })

  it('comes at its hour, of the time since the last one, once for all weeks when the bot was away', () => {
    const stream = begun().pass(5 * DAY)
    expect(stream.due).toHaveLength(1)
    expect(stream.due[0]).toMatchObject({ from: START, next: Date.parse('2026-06-22T09:00Z') })
    stream.pass(30 * DAY)
    expect(stream.due).toHaveLength(2)
    expect(stream.due[1]?.from).toBe(stream.due[0]?.to)
    expect(stream.effects).toEqual(['room:incident-room', 'room:incident-room'])
  })

  it('follows another day, hour, channel or clock of the policy, and ends when it wants none', () => {
    const stream = begun()
    stream.do({ type: 'schedule', number: 0 }, weekly({ weekday: 'friday', hour: 15, channel: 'managers' }))
    expect(new Date(stream.state.next ?? 0).toISOString()).toBe('2026-06-12T15:00:00.000Z')
    stream.pass(3 * DAY)
    expect(stream.effects).toEqual(['room:managers'])
    stream.do({ type: 'schedule', number: 0 }, aPolicy({ weeklyDigest: 'none' }))
    expect(digest.timers(stream.state)).toEqual([])
    stream.pass(30 * DAY)
    stream.do({ type: 'schedule', number: 0 })
    expect(stream.state.since).toBe(stream.due[0]?.to)
    expect(digest.timers(stream.state)).toHaveLength(1)
  })

  it('is nobody’s to order', () => {
    const stream = begun()
    const ana: Asker = { kind: 'user', id: 'UANA', standing: 'member' }
    expect(() => stream.do({ type: 'schedule', number: 0 }, aPolicy(), ana)).toThrow(/Only the bot/)
  })

  it('never comes twice in a week, and never skips one while the bot is awake, in any time zone', () => {
    const schedule = fc.record({
      weekday: fc.constantFrom(...WEEKDAYS),
      hour: fc.integer({ min: 0, max: 23 }),
    })
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata')
    fc.assert(
      fc.property(
        schedule,
        zones,
        fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 100 }),
        (when, timeZone, hours) => {
          const policy = { ...weekly(when), organisation: { name: 'x', timeZone } }
          const stream = begun(policy)
          for (const each of hours) stream.pass(each * HOUR)
          for (const [index, { to, from, next }] of stream.due.entries()) {
            expect(from).toBe(index === 0 ? START : stream.due[index - 1]?.to)
            expect(next).toBeGreaterThan(to)
            if (index > 0) expect(to - from).toBeGreaterThan(3 * DAY)
          }
          const weeks = (stream.now - START) / (7 * DAY)
          expect(stream.due.length).toBeGreaterThanOrEqual(Math.floor(weeks) - 1)
          expect(stream.due.length).toBeLessThanOrEqual(Math.ceil(weeks))
        },
      ),
    )
  })
})

describe('what is in it', () => {
  const now = START
  const review = (due: number, stage: 'draft' | 'reviewed' = 'draft') => ({
    review: {
      begunAt: 0,
      stage,
      asked: '',
      schedule: { due, steps: [], next: 0 },
      managersFrom: 2,
    },
  })
  const followUp = (number: number, due?: number) => ({
    number,
    text: 'x',
    state: 'open' as const,
    by: 'U0ANA',
    at: 0,
    ...(due !== undefined && { due }),
  })

  it('is the longest overdue first, then what is due within a week', () => {
    const late = anIncident({ id: 'INC-1', number: 1, ...review(now - DAY) })
    const later = anIncident({ id: 'INC-2', number: 2, ...review(now - 2 * DAY) })
    const soon = anIncident({ id: 'INC-3', number: 3, ...review(now + DAY) })
    const far = anIncident({ id: 'INC-4', number: 4, ...review(now + 8 * DAY) })
    const done = anIncident({ id: 'INC-5', number: 5, ...review(now - DAY, 'reviewed') })
    const owing = anIncident({
      followUps: [
        followUp(1, now + 2 * DAY),
        followUp(2, now - 1),
        followUp(3),
        { ...followUp(4, now), state: 'done' },
      ],
    })
    const content = digestContent(
      { open: [], reviews: [late, later, soon, far, done], owing: [owing], over: [] },
      now - 7 * DAY,
      now,
    )
    expect(content.overdueReviews.map(({ id }) => id)).toEqual(['INC-2', 'INC-1'])
    expect(content.dueReviews.map(({ id }) => id)).toEqual(['INC-3'])
    expect(content.toClose.map(({ id }) => id)).toEqual(['INC-5'])
    expect(content.overdueFollowUps.map(({ followUp: { number } }) => number)).toEqual([2])
    expect(content.dueFollowUps.map(({ followUp: { number } }) => number)).toEqual([1])
    expect(content.openFollowUps).toBe(3)
  })

  it('counts what was declared and resolved since the last one, each once', () => {
    const over = (number: number, declaredAt: number, resolvedAt: number) =>
      anIncident({
        id: `INC-${number}`,
        number,
        declaredAt,
        resolvedAt,
        status: 'resolved',
        severity: 'sev2',
      })
    const open = anIncident({ id: 'INC-9', number: 9, declaredAt: now - DAY, severity: 'sev1' })
    const content = digestContent(
      {
        open: [open],
        reviews: [],
        owing: [],
        over: [
          over(1, now - 30 * DAY, now - 20 * DAY),
          over(2, now - 8 * DAY, now - 6 * DAY),
          over(3, now - 3 * DAY, now - 3 * DAY + HOUR),
          over(4, now - 2 * DAY, now - 2 * DAY + 3 * HOUR),
        ],
      },
      now - 7 * DAY,
      now,
    )
    expect(content.declared).toEqual([
      { severity: 'sev1', count: 1 },
      { severity: 'sev2', count: 2 },
    ])
    expect(content.resolved).toBe(3)
    expect(content.medianOpenMs).toBe(3 * HOUR)
  })
})
