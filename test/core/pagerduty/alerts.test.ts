import { describe, expect, it } from 'vitest'
import { alert as decider } from '../../../src/core/alert/decider.ts'
import type { Via } from '../../../src/core/decider.ts'
import { AlertWatch, aSignal, BOT, member } from '../alert/watch-alert.ts'

const KEY = 'tocsin:ALERT-7:1'
const ANA = member('UANA')

/** A critical alert whose first rung is Chloe, whom only PagerDuty knows. */
function ringing() {
  const watch = new AlertWatch()
  watch.people['on-call'] = []
  watch.take(aSignal())
  const [run] = watch.state.runs
  expect(run).toMatchObject({ run: 1, phase: 'paged' }) // the rung after the empty one
  watch.do({
    type: 'record-page',
    run: 1,
    step: 1,
    people: [],
    skipped: [],
    pagerduty: { people: [{ id: 'PCHLOE', name: 'Chloe Martin' }] },
  })
  watch.do({ type: 'record-pagerduty-paged', run: 1, step: 1, key: KEY })
  return watch
}
const owed = (watch: AlertWatch) =>
  watch.effects.filter(({ kind }) => kind.startsWith('pagerduty.')).map(({ kind }) => kind)
const heard = { incident: { id: 'PINC1' }, key: KEY } as const

describe('an alert that PagerDuty was asked to page for', () => {
  it('is acknowledged by an answer there, under the name of who gave it', () => {
    const watch = ringing()
    watch.do({
      type: 'record-pagerduty-heard',
      heard: { ...heard, what: 'acknowledged', who: 'Chloe Martin', at: watch.now },
    })
    expect(watch.state).toMatchObject({ status: 'acknowledged', answered: { name: 'Chloe Martin' } })
    expect(watch.state.runs.every(({ phase }) => phase === 'over')).toBe(true)
    expect(owed(watch)).not.toContain('pagerduty.acknowledge')
    watch.advance(30)
    expect(watch.state.missed).toBe(0)
  })

  it('is acknowledged when it was answered there, however late that is told', () => {
    const watch = ringing()
    const at = watch.now + 60_000
    const before = watch.state
    const [run] = before.runs
    watch.advance(4)
    watch.do({ type: 'acknowledge', pagerduty: { key: KEY, at } }, ANA)
    expect(watch.all('alert-acknowledged')).toMatchObject([{ afterMs: at - before.firedAt }])
    expect(watch.all('acknowledged')).toMatchObject([{ afterMs: at - (run?.calledAt ?? 0) }])
  })

  it('is acknowledged there by an answer here, and over there when nothing fires any more', () => {
    const watch = ringing()
    watch.do({ type: 'acknowledge' }, ANA)
    expect(owed(watch)).toContain('pagerduty.acknowledge')
    watch.take(aSignal({ state: 'resolved', at: watch.now }))
    expect(owed(watch).at(-1)).toBe('pagerduty.resolve')
  })

  it('that was answered there by somebody of the workspace is theirs', () => {
    const watch = ringing()
    expect(watch.do({ type: 'acknowledge', pagerduty: { key: KEY, at: watch.now } }, ANA)).toBeUndefined()
    expect(watch.state).toMatchObject({ status: 'acknowledged', answered: { by: 'UANA' } })
    expect(owed(watch)).not.toContain('pagerduty.acknowledge')
  })
})

describe('an alert that came from PagerDuty', () => {
  it('is acknowledged there when it was here, and not when it was there', () => {
    const state = {
      ...new AlertWatch().take(aSignal({ source: 'pagerduty' })).state,
      status: 'acknowledged' as const,
    }
    const kinds = (via: Via) =>
      decider
        .react(
          {
            seq: 9,
            event: { type: 'alert-acknowledged', afterMs: 1 },
            actor: BOT,
            via,
            at: 0,
            recordedAt: 0,
          },
          state,
        )
        .map(({ kind }) => kind)
    expect(kinds('button')).toContain('pagerduty.set-status')
    expect(kinds('webhook')).not.toContain('pagerduty.set-status')
  })
})

describe('an alert that PagerDuty has, after an absence', () => {
  const gap = (watch: AlertWatch) => {
    const from = watch.now
    watch.now += 4 * 60 * 60_000
    watch.do({ type: 'record-gap', from, to: watch.now })
  }

  it('is found among those that are told of it, asks what was done there, and does that here', () => {
    const watch = ringing()
    expect(decider.labels(watch.state)).toContain('open')
    const at = watch.now + 90_000
    gap(watch)
    expect(watch.owed('pagerduty.catch-up')).toMatchObject([{ args: { key: KEY, before: 'triggered' } }])
    const learned = { ...heard, what: 'acknowledged', who: 'Chloe Martin', at, asked: at } as const
    watch.do({ type: 'record-pagerduty-heard', heard: learned })
    expect(watch.state).toMatchObject({ status: 'acknowledged', answered: { name: 'Chloe Martin' } })
    const known = watch.entries.length
    const late = { ...heard, what: 'acknowledged', who: 'Chloe Martin', at: at + 400 } as const
    watch.do({ type: 'record-pagerduty-heard', heard: late })
    expect(watch.entries.length).toBe(known)
  })

  it('and of which PagerDuty knows nothing is not asked about', () => {
    const watch = new AlertWatch()
    watch.take(aSignal())
    expect(decider.labels(watch.state)).not.toContain('open')
    const before = watch.entries.length
    gap(watch)
    expect(watch.entries.length).toBe(before)
  })
})

describe('an answer on the phone that is heard late', () => {
  const heardLate = (watch: AlertWatch, afterMinutes: number, by: 'Chloe' | 'Ana') => {
    const at = watch.state.firedAt + afterMinutes * 60_000
    watch.now = at + 9 * 60 * 60_000
    const learned = { ...heard, what: 'acknowledged', who: 'Chloe Martin', at } as const
    if (by === 'Chloe') watch.do({ type: 'record-pagerduty-heard', heard: learned })
    else watch.do({ type: 'acknowledge', pagerduty: { key: KEY, at } }, ANA)
    return { missed: watch.all('acknowledgement-missed').length, answers: watch.all('alert-acknowledged') }
  }

  it('and was in time counts from when it was given', () => {
    for (const by of ['Chloe', 'Ana'] as const)
      expect(heardLate(ringing(), 3, by)).toMatchObject({ missed: 0, answers: [{ afterMs: 180_000 }] })
  })

  it('and was not says that it was not', () => {
    for (const by of ['Chloe', 'Ana'] as const)
      expect(heardLate(ringing(), 7, by)).toMatchObject({ missed: 1, answers: [{ afterMs: 420_000 }] })
  })
})
