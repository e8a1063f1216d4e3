import { describe, expect, it } from 'vitest'
import { aPromisingPolicy } from '../a-policy.ts'
import { NOON } from './story.ts'
import { clock, member, watched } from './watch.ts'

const MINUTE = 60_000
const update = { type: 'post-update', update: { summary: 'Still on it' } } as const
const take = { type: 'assign-role', role: 'commander', user: 'UDANA' } as const

/** Commanded, so that nobody is paged and only updates are in play. */
const quiet = (severity: 'sev1' | 'sev3' | 'sev4' = 'sev1') => {
  const policy = aPromisingPolicy()
  const { sev1, sev3, sev4 } = policy.severities
  const { recovery: _, escalateAfterMinutes: __, ...plain } = sev1
  const watch = watched(severity, { ...policy, severities: { sev1: plain, sev2: plain, sev3, sev4 } })
  watch.do(take)
  return watch
}
const told = (watch: ReturnType<typeof quiet>) =>
  watch.happened
    .filter(({ event }) => event.type.startsWith('update'))
    .map(({ event, at }) => `${clock(at)} ${event.type}`)

describe('an update', () => {
  it('is first due a full interval after declaring: nudge, request, and a breach after the grace', () => {
    const watch = quiet().advance(20)
    expect(told(watch)).toEqual(['12:10 update-nudged', '12:15 update-asked', '12:20 update-missed'])
  })

  it('that falls due is seen on the card at once, and not only when something else happens', () => {
    const asked = quiet()
      .advance(16)
      .happened.find(({ event }) => event.type === 'update-asked')
    expect(asked?.effects.map(({ kind }) => kind)).toContain('slack.sync-card')
  })

  it('that was posted makes the next one due a full interval later', () => {
    const watch = quiet().advance(12)
    watch.do(update)
    expect(watch.state.cadence).toMatchObject({ due: NOON + 27 * MINUTE, stage: 'quiet' })
    watch.advance(15)
    expect(told(watch).slice(2)).toEqual(['12:22 update-nudged', '12:27 update-asked'])
  })

  it('that was missed leaves the schedule on its grid', () => {
    const watch = quiet().advance(65)
    const missed = watch.all('update-missed')
    expect(missed.map(({ when, count, inRow }) => [clock(when), count, inRow])).toEqual([
      ['12:20', 1, 1],
      ['12:35', 1, 2],
      ['12:50', 1, 3],
      ['13:05', 1, 4],
    ])
    expect(watch.state).toMatchObject({ breaches: 4, cadence: { due: NOON + 75 * MINUTE } })
  })

  it('posted within the grace is no breach, and ends a row of misses', () => {
    const watch = quiet().advance(34)
    watch.do(update)
    watch.advance(20)
    expect(watch.all('update-missed').map(({ inRow }) => inRow)).toEqual([1, 1])
  })

  it('is missed as often as it was due while the bot was down, in one entry that says how many', () => {
    const watch = quiet().jump(51)
    expect(told(watch)).toEqual(['12:51 update-missed'])
    expect(watch.all('update-missed')).toMatchObject([
      { first: NOON + 15 * MINUTE, count: 3, inRow: 3, next: NOON + 60 * MINUTE },
    ])
    expect(watch.state.breaches).toBe(3)
  })

  it('is not nudged for when it is due already: what was slept through is left out', () => {
    expect(told(quiet().jump(16))).toEqual(['12:16 update-asked'])
  })

  it('may be promised for sooner than the policy asks, not for later', () => {
    const watch = quiet()
    expect(watch.do({ ...update, nextInMinutes: 5 })).toBeUndefined()
    expect(watch.state.cadence).toMatchObject({ due: NOON + 5 * MINUTE, stage: 'nudged' })
    expect(watch.do({ ...update, nextInMinutes: 16 })?.code).toBe('next-update')
    expect(quiet('sev4').do({ ...update, nextInMinutes: 5 })?.code).toBe('no-cadence')
  })

  it('is asked of nobody when the severity promises none, or when it is over', () => {
    expect(told(quiet('sev4').advance(600))).toEqual([])
    const watch = quiet()
    watch.do({ type: 'change-status', status: 'resolved' })
    expect(told(watch.advance(600))).toEqual([])
  })
})

describe('a missed update', () => {
  const nudges = (watch: ReturnType<typeof quiet>) =>
    watch.happened.flatMap(({ event, effects }) =>
      event.type === 'update-missed' ? effects.filter(({ kind }) => kind === 'slack.nudge') : [],
    )

  it('pings the commander past all that is merely said; a second in a row climbs the ladder', () => {
    const watch = quiet().advance(20)
    expect(nudges(watch)).toEqual([
      { kind: 'slack.nudge', lane: 'page', subject: 'user:UDANA', args: { user: 'UDANA' } },
    ])
    expect(watch.pages()).toEqual([])
    watch.advance(15)
    expect(watch.pages()).toEqual(['12:35 UANA'])
    expect(watch.state.runs.at(-1)).toMatchObject({
      trigger: 'updates-missed',
      why: '2 updates in a row were missed',
    })
  })

  it('is for who leads communication or declared, where nobody commands', () => {
    const watch = quiet()
    watch.do({ type: 'release-role', role: 'commander' })
    watch.do({ type: 'assign-role', role: 'communications', user: 'USOFIA' })
    expect(nudges(watch.advance(20))).toMatchObject([{ args: { user: 'USOFIA' } }])
  })
})

describe('a snooze', () => {
  it('puts the update off from when it is due, or from now when that is past', () => {
    const watch = quiet().advance(12)
    watch.do({ type: 'snooze', minutes: 10 })
    expect(watch.state.cadence?.due).toBe(NOON + 25 * MINUTE)
    watch.advance(15)
    watch.do({ type: 'snooze', minutes: 4 })
    expect(watch.state.cadence?.due).toBe(NOON + 31 * MINUTE)
    expect(watch.all('update-missed')).toEqual([])
  })

  it('has a limit in times and length, counted anew after each update', () => {
    const watch = quiet()
    expect(watch.do({ type: 'snooze', minutes: 11 })?.rejected).toContain('1 to 10 minutes')
    expect(watch.do({ type: 'snooze', minutes: 0.5 })?.code).toBe('snooze-length')
    watch.do({ type: 'snooze' })
    watch.do({ type: 'snooze' })
    expect(watch.do({ type: 'snooze' })?.code).toBe('snoozed-enough')
    watch.do(update)
    expect(watch.do({ type: 'snooze' })).toBeUndefined()
  })

  it('is for whom the policy lets, and only where updates are promised', () => {
    const policy = aPromisingPolicy({ may: { ...aPromisingPolicy().may, snooze: ['role:commander'] } })
    const watch = watched('sev1', policy)
    expect(watch.do({ type: 'snooze' }, member('USAM'))?.code).toBe('not-allowed')
    expect(quiet('sev4').do({ type: 'snooze' })?.code).toBe('no-cadence')
  })
})

describe('another interval', () => {
  it('while monitoring counts from the last update; going back tightens it from now, never later than promised', () => {
    const watch = quiet().advance(5)
    watch.do(update)
    watch.advance(3)
    watch.do({ type: 'change-status', status: 'monitoring' })
    expect(watch.state.cadence?.due).toBe(NOON + 35 * MINUTE)
    watch.advance(10)
    watch.do({ type: 'change-status', status: 'investigating' })
    expect(watch.state.cadence?.due).toBe(NOON + 33 * MINUTE)
  })

  it('comes at once with a higher severity, without making anybody late', () => {
    const watch = quiet('sev3').advance(25)
    watch.do({ type: 'change-severity', severity: 'sev1', reason: 'Spreading' })
    expect(watch.state.cadence?.due).toBe(NOON + 30 * MINUTE)
    const fresh = quiet('sev4').advance(25)
    fresh.do({ type: 'change-severity', severity: 'sev1', reason: 'Spreading' })
    expect(fresh.state.cadence?.due).toBe(NOON + 40 * MINUTE)
    fresh.do({ type: 'change-severity', severity: 'sev4', reason: 'No, it is not' })
    expect(fresh.state).not.toHaveProperty('cadence')
  })

  it('begins anew when it is reopened', () => {
    const watch = quiet()
    watch.do({ type: 'change-status', status: 'resolved' })
    expect(watch.state).not.toHaveProperty('cadence')
    watch.advance(100)
    watch.do({ type: 'reopen', reason: 'Back' })
    expect(watch.state.cadence?.due).toBe(NOON + 115 * MINUTE)
  })
})
