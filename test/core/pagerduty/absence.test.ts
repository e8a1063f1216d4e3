import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen } from '../../../src/core/ladder/runs.ts'
import type { Heard, HeardKind, PagerdutyPage } from '../../../src/core/pagerduty/pages.ts'
import { type Agent, doneMeanwhile, type Standing } from '../../../src/core/pagerduty/standing.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { BOT, DANA } from '../incident/story.ts'
import { type Watch, watched } from '../incident/watch.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const KEY = 'tocsin:INC-7:1'
const THERE = { id: 'PINC1' }
const CHLOE: Agent = { id: 'PCHLOE', type: 'user_reference', summary: 'Chloe Martin' }
const BEN: Agent = { id: 'PBEN', type: 'user_reference', summary: 'Ben Okafor' }

/** SEV1 whose first rung is Chloe, whom only PagerDuty knows; her page is on its way. */
function calling(): Watch {
  const policy = aPromisingPolicy()
  const { recovery: _, escalateAfterMinutes: __, ...sev1 } = policy.severities.sev1
  const quiet = { ...sev1, updates: 'none' } as const
  const watch = watched('sev1', { ...policy, severities: { ...policy.severities, sev1: quiet } })
  watch.people['on-call'] = []
  watch.onCall = { 'on-call': { people: [{ id: 'PCHLOE', name: 'Chloe Martin' }] } }
  return watch.advance(1)
}

function ringing(): Watch {
  const watch = calling()
  watch.do({ type: 'record-pagerduty-paged', run: 1, step: 1, key: KEY }, BOT)
  return watch
}

/** The bot comes back after so long, and is told so before anything that fell due. */
function back(watch: Watch, minutes: number) {
  const from = watch.now
  watch.now += minutes * MINUTE
  watch.toPagerduty.length = 0
  watch.do({ type: 'record-gap', from, to: watch.now }, BOT)
  return watch.toPagerduty
}

const page = (watch: Watch): PagerdutyPage => watch.state.pagerduty?.[0] ?? expect.fail('there is no page')
const hear = (watch: Watch, heard: Omit<Heard, 'key' | 'incident'>) =>
  watch.do({ type: 'record-pagerduty-heard', heard: { key: KEY, incident: THERE, ...heard } }, BOT)

/** Asks, as the performer does. */
function ask(watch: Watch, there: Standing, before = page(watch).status): boolean {
  const isWaiting = watch.state.runs.filter(({ run }) => run === 1).some(isOpen)
  const done = doneMeanwhile(page(watch), there, { before, isWaiting })
  if (done === undefined) return false
  const { by, to, until, ...rest } = done
  const who = by?.type === 'user_reference' ? { who: by.summary ?? '' } : {}
  hear(watch, { ...rest, ...who, ...(to && { to: to.map(({ summary }) => summary ?? '') }), asked: until })
  return true
}

/** An incident there as it was opened, and its whole seconds. */
function standing(changes: Partial<Standing> = {}, openedAt = 0): Standing {
  return {
    incident: THERE,
    status: 'triggered',
    createdAt: openedAt,
    changedAt: openedAt,
    acknowledgements: [],
    assignments: [{ at: openedAt, to: CHLOE }],
    isDirect: false,
    ...changes,
  }
}

describe('after an absence', () => {
  it('PagerDuty is asked about each page that it has, and may have', () => {
    const watch = ringing()
    expect(back(watch, 3)).toEqual([
      {
        kind: 'pagerduty.catch-up',
        lane: 'page',
        subject: `pagerduty:INC-7:${KEY}`,
        args: { key: KEY, before: 'triggered' },
      },
    ])
    const asked = back(calling(), 3).map(({ subject, args }) => [subject, args])
    expect(asked).toEqual([['pagerduty:INC-7:1', { run: 1, step: 1, before: 'wanted' }]])
  })

  it('nothing is asked when nothing is open there', () => {
    const watch = ringing()
    hear(watch, { what: 'resolved', at: watch.now })
    expect(back(watch, 300)).toEqual([])
  })

  it('an acknowledgement that was never told stops the ladder, and is said to have been asked for', () => {
    const watch = ringing()
    const at = watch.now + 90 * SECOND
    back(watch, 240)
    ask(watch, standing({ status: 'acknowledged', changedAt: at, acknowledgements: [{ at, by: CHLOE }] }))
    const [run] = watch.state.runs
    expect(run).toMatchObject({ phase: 'over', end: { how: 'acknowledged', who: 'Chloe Martin' } })
    expect(watch.all('acknowledged')).toMatchObject([{ pagerduty: { at, asked: at } }])
    watch.fireDue()
    expect(watch.pages()).toEqual([])
  })

  it('what nobody there did is not told: the ladder goes on', () => {
    const watch = ringing()
    back(watch, 240)
    expect(ask(watch, standing())).toBe(false)
    watch.fireDue()
    expect(watch.all('rung-called')).toHaveLength(2)
  })

  it('resolved there by somebody, it is answered', () => {
    const watch = ringing()
    const changedAt = watch.now + 60 * SECOND
    back(watch, 240)
    ask(watch, standing({ status: 'resolved', changedAt, changedBy: BEN, assignments: [] }))
    expect(page(watch).status).toBe('resolved')
    expect(watch.state.runs[0]).toMatchObject({ phase: 'over', end: { who: 'Ben Okafor' } })
    expect(watch.all('pagerduty-heard')).toMatchObject([{ what: 'resolved', asked: expect.any(Number) }])
  })

  it('given on after it was acknowledged, it rings again; so it does when the acknowledgement ran out', () => {
    for (const assignments of [[{ at: 3 * MINUTE, to: BEN }], []]) {
      const watch = ringing()
      const begun = watch.now
      const later = assignments.map((one) => ({ ...one, at: begun + one.at }))
      hear(watch, { what: 'acknowledged', at: begun + 500, who: 'Chloe Martin' })
      back(watch, 240)
      ask(watch, standing({ changedAt: begun + 3 * MINUTE, assignments: later }, begun))
      expect(page(watch).status).toBe('triggered')
      const [heard] = watch.all('pagerduty-heard')
      if (later.length > 0)
        expect(heard).toMatchObject({ what: 'escalated', to: ['Ben Okafor'], asked: expect.any(Number) })
      else expect(heard).toMatchObject({ what: 'unacknowledged', asked: expect.any(Number) })
    }
  })

  it('an acknowledgement that PagerDuty was told of only now is not taken for one that ran out', () => {
    const watch = ringing()
    const [asked] = back(watch, 240)
    watch.do({ type: 'acknowledge' }, DANA)
    watch.do({ type: 'record-pagerduty-told', key: KEY, status: 'acknowledged' }, BOT)
    const before = asked?.args?.before as PagerdutyPage['status']
    expect(ask(watch, standing({ changedAt: watch.now }), before)).toBe(false)
  })
})

type Act = 'acknowledge' | 'resolve' | 'escalate' | 'time-out' | 'reassign'

/** An incident there as people and time treat it; it tells of everything, and says how it stands in whole seconds. */
class There {
  status: Standing['status'] = 'triggered'
  now: number
  createdAt: number
  changedAt: number
  changedBy: Agent | undefined
  acknowledgements: Standing['acknowledgements'] = []
  assignments: Standing['assignments']
  isDirect = false
  told: Omit<Heard, 'key' | 'incident'>[] = []

  constructor(now: number) {
    this.now = now
    this.createdAt = now
    this.changedAt = now
    this.assignments = [{ at: now, to: CHLOE }]
  }

  do(act: Act, by: Agent, afterMs: number): void {
    if (this.status === 'resolved' || (act === 'time-out' && this.status !== 'acknowledged')) return
    if (act === 'acknowledge' && this.acknowledgements.some((one) => one.by.id === by.id)) return
    this.now += afterMs
    this.changedAt = this.now
    const isPersons = act !== 'time-out'
    this.changedBy = isPersons ? by : undefined
    const whats = {
      acknowledge: 'acknowledged',
      resolve: 'resolved',
      escalate: 'escalated',
      'time-out': 'unacknowledged',
      reassign: 'reassigned',
    } satisfies Record<Act, HeardKind>
    this.status = act === 'acknowledge' ? 'acknowledged' : act === 'resolve' ? 'resolved' : 'triggered'
    if (act === 'acknowledge') this.acknowledgements = [...this.acknowledgements, { at: this.now, by }]
    else this.acknowledgements = []
    const to = by === CHLOE ? BEN : CHLOE
    if (act === 'resolve') this.assignments = []
    if (act === 'escalate' || act === 'reassign') this.assignments = [{ at: this.now, to }]
    this.isDirect = act === 'reassign'
    this.told.push({ what: whats[act], at: this.now, ...(isPersons && { who: by.summary ?? '' }) })
  }

  standing(): Standing {
    const whole = (at: number) => Math.floor(at / SECOND) * SECOND
    return {
      incident: THERE,
      status: this.status,
      createdAt: whole(this.createdAt),
      changedAt: whole(this.changedAt),
      ...(this.changedBy && { changedBy: this.changedBy }),
      acknowledgements: this.acknowledgements.map(({ at, by }) => ({ at: whole(at), by })),
      assignments: this.assignments.map(({ at, to }) => ({ at: whole(at), to })),
      isDirect: this.isDirect,
    }
  }
}

const act = fc.record({
  act: fc.constantFrom<Act>('acknowledge', 'acknowledge', 'resolve', 'escalate', 'time-out', 'reassign'),
  by: fc.constantFrom(CHLOE, BEN),
  afterMs: fc.integer({ min: 1_000, max: 400_000 }),
})
/** Which of what it has told arrives, before it is asked and after; some of it twice, some never. */
const life = fc.record({
  acts: fc.array(act, { maxLength: 8 }),
  askedAfter: fc.nat(8),
  first: fc.array(fc.nat(20), { maxLength: 8 }),
  after: fc.array(fc.nat(20), { maxLength: 16 }),
  all: fc.boolean(),
})

describe('what was done in PagerDuty', () => {
  it('ends the same, heard by webhooks, by asking, or by both in whatever order', () => {
    fc.assert(
      fc.property(life, ({ acts, askedAfter, first, after }) => {
        const watch = ringing()
        const there = new There(watch.now)
        for (const { act, by, afterMs } of acts.slice(0, askedAfter)) there.do(act, by, afterMs)
        const before = page(watch).status
        watch.now = Math.max(watch.now, there.now) + 3 * 60 * MINUTE
        for (const at of first) {
          const heard = there.told[at % Math.max(1, there.told.length)]
          if (heard) hear(watch, heard)
        }
        const answer = there.standing()
        const isNews = ask(watch, answer, before === 'wanted' ? before : page(watch).status)
        expect(page(watch).status).toBe(there.status)
        if (there.acknowledgements.length > 0 || there.status === 'resolved')
          expect(watch.state.runs.filter(({ run }) => run === 1).some(isOpen)).toBe(false)
        // All that it had told before it was asked changes nothing any more.
        const [state, entries] = [watch.state, watch.entries.length]
        if (isNews) {
          for (const at of after) {
            const heard = there.told[at % Math.max(1, there.told.length)]
            if (heard) hear(watch, heard)
          }
          expect(watch.entries.length).toBe(entries)
          expect(watch.state).toEqual(state)
        }
        // What happens later is told, and believed.
        const from = there.told.length
        for (const { act, by, afterMs } of acts.slice(askedAfter)) there.do(act, by, afterMs)
        watch.now = Math.max(watch.now, there.now)
        for (const heard of there.told.slice(from)) hear(watch, heard)
        expect(page(watch).status).toBe(there.status)
        // Asked again, it says nothing new.
        const known = watch.entries.length
        ask(watch, there.standing())
        expect(watch.entries.length).toBe(known)
      }),
      { numRuns: 1_000 },
    )
  })
})
