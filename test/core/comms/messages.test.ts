import { describe, expect, it } from 'vitest'
import type { CommsCommand } from '../../../src/core/comms/comms.ts'
import type { Asker } from '../../../src/core/decider.ts'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import type { Policy } from '../../../src/core/policy.ts'
import type { Audience, PublicPromise } from '../../../src/core/policy-comms.ts'
import { aPolicy } from '../a-policy.ts'
import { DANA, declared, kinds, SAM, type Story } from '../incident/story.ts'

const TEXT = { title: 'Orders fail', body: 'Some orders fail. Our next update comes by 12:30 UTC.' }
const PIA: Asker = { kind: 'user', id: 'UPIA', standing: 'member', namedBy: ['@press'] }
const GIL: Asker = { kind: 'user', id: 'UGIL', standing: 'guest', namedBy: ['@press'] }
const ROOM = { by: 'slack', channels: ['all'] } as const

function audience(changes: Partial<Audience>): Audience {
  const reach = { by: 'slack' as const, channels: ['all'] }
  return { name: 'x', outside: false, reach, approve: 'none', approveOwn: false, ...changes }
}

const PROMISE: PublicPromise = {
  audience: 'public',
  firstWithinMinutes: 15,
  everyMinutes: 30,
  nudgeBeforeMinutes: 5,
  graceMinutes: 5,
}

function story({ ladder = 'none', ...more }: Partial<Policy> & { ladder?: string } = {}): Story {
  const base = aPolicy()
  const sev2 = { ...base.severities.sev2, ladder, public: PROMISE }
  return declared(
    'sev2',
    aPolicy({
      ...more,
      severities: { ...base.severities, sev2 },
      audiences: {
        public: audience({ outside: true, approve: ['@press'] }),
        staff: audience({}),
        both: audience({ reach: { ...ROOM, channels: ['one', 'two'] } }),
        banner: audience({ outside: true, reach: { by: 'banner', flag: 'banner' } }),
      },
    }),
  )
}

const write = (audiences = ['staff']): CommsCommand => ({ type: 'write-message', audiences, text: TEXT })
const send = (number = 1, revision = 1): CommsCommand => ({ type: 'send-message', number, revision })
const message = (told: Story, number = 1) => told.state.comms.messages[number - 1]

describe('a message', () => {
  it('goes to each place of its audiences, and every place is told of by itself', () => {
    const told = story().given(write(['both']))
    const { effects } = told.do(send())
    expect(kinds(effects).filter((kind) => kind === 'slack.tell-audience')).toHaveLength(2)
    told.given({ type: 'record-delivered', number: 1, target: 'both#one', ref: 'C1:1' })
    expect(message(told)?.deliveries).toMatchObject({
      'both#one': { state: 'delivered', ref: 'C1:1' },
      'both#two': { state: 'owed' },
    })
  })

  it.each([
    ['nothing', { title: ' ', body: '\u200b' }, ['staff'], 'There is nothing in this message'],
    ['no audience', TEXT, [], 'Choose at least one audience'],
    ['an unknown audience', TEXT, ['stuff'], 'There is no audience stuff'],
    ['too much', { title: '', body: 'x'.repeat(3_001) }, ['staff'], 'The text has 3,001 characters'],
    [
      'an empty text for people',
      { title: '', body: '', clears: true as const },
      ['banner', 'staff'],
      'Only a banner',
    ],
  ])('with %s is refused', (_what, text, audiences, why) => {
    const { rejection } = story().do({ type: 'write-message', audiences, text })
    expect(rejection?.rejected).toContain(why)
  })

  it('that takes a banner down needs no text', () => {
    const text = { title: 'ignored', body: 'ignored', clears: true } as const
    const told = story().given({ type: 'write-message', audiences: ['banner'], text }, send())
    expect(message(told)?.text).toEqual({ title: '', body: '', clears: true })
  })

  it('changed since it was looked at is neither sent nor approved', () => {
    const told = story().given(write(['public']), {
      type: 'edit-message',
      number: 1,
      revision: 1,
      audiences: ['public'],
      text: { ...TEXT, body: 'Other' },
    })
    expect(told.do(send(1, 1)).rejection?.code).toBe('message-changed')
    expect(told.do({ type: 'approve-message', number: 1, revision: 1 }, PIA).rejection?.code).toBe(
      'message-changed',
    )
    expect(message(told)?.stage).toBe('draft')
  })

  it('is approved by whom its audience names, not by its writer and by no guest', () => {
    const told = story()
    told.do(write(['public']), PIA)
    told.do(send(), PIA)
    const approve: CommsCommand = { type: 'approve-message', number: 1, revision: 1 }
    expect(told.do(approve, PIA).rejection?.code).toBe('own-text')
    expect(told.do(approve, DANA).rejection?.code).toBe('may-not-approve')
    expect(told.do(approve, GIL).rejection?.rejected).toContain('Guests')
    const pat: Asker = { kind: 'user', id: 'UPAT', standing: 'member', namedBy: ['@press'] }
    expect(told.do(approve, pat).events.map(({ type }) => type)).toEqual([
      'message-approved',
      'message-released',
    ])
  })

  it('that is declined says why, and an edit takes that away', () => {
    const told = story().given(write(['public']), send())
    told.do({ type: 'decline-message', number: 1, revision: 1, reason: 'Too early' }, PIA)
    expect(message(told)).toMatchObject({ stage: 'draft', declined: { by: 'UPIA', reason: 'Too early' } })
    told.given({
      type: 'edit-message',
      number: 1,
      revision: 1,
      audiences: ['public'],
      text: { ...TEXT, body: 'New' },
    })
    expect(message(told)?.declined).toBeUndefined()
  })

  it('that did not arrive is sent once more, only there and as it was, or told by hand', () => {
    const told = story().given(write(['both']), send(), {
      type: 'record-delivered',
      number: 1,
      target: 'both#one',
    })
    told.given({ type: 'record-undelivered', number: 1, target: 'both#two', why: 'no such channel' })
    expect(told.do({ type: 'resend-message', number: 1, target: 'both#one' }).rejection?.code).toBe(
      'not-failed',
    )
    const { events, effects } = told.do({ type: 'resend-message', number: 1, target: 'both#two' })
    expect(events).toMatchObject([
      { type: 'message-released', text: TEXT, again: true, reach: [{ target: 'both#two' }] },
    ])
    expect(effects.filter(({ kind }) => kind === 'slack.tell-audience')).toHaveLength(1)
    told.given({ type: 'record-undelivered', number: 1, target: 'both#two', why: 'still none' })
    told.given({ type: 'tell-by-hand', number: 1, target: 'both#two' })
    expect(message(told)?.deliveries['both#two']).toMatchObject({ state: 'delivered', byHand: true })
  })

  it('whose delivery was given up has failed there', () => {
    const told = story().given(write(['both']), send())
    const entry = told.entries.find(({ event }) => event.type === 'message-released')?.seq ?? 0
    told.given({
      type: 'record-failure',
      effect: 'slack.tell-audience',
      why: 'gone',
      entry,
      args: { target: 'both#two' },
    })
    expect(message(told)?.deliveries).toMatchObject({
      'both#one': { state: 'owed' },
      'both#two': { state: 'failed', why: 'gone' },
    })
  })

  it('that is on its way once more has not failed because an earlier try was given up', () => {
    const told = story().given(write(['both']), send())
    told.given({ type: 'record-undelivered', number: 1, target: 'both#two', why: 'no such channel' })
    const first = told.entries.find(({ event }) => event.type === 'message-released')?.seq ?? 0
    told.given({ type: 'resend-message', number: 1, target: 'both#two' })
    const late = { effect: 'slack.tell-audience', why: 'late', entry: first, args: { target: 'both#two' } }
    told.given({ type: 'record-failure', ...late })
    expect(message(told)?.deliveries['both#two']?.state).toBe('owed')
  })

  it('corrects only what was sent', () => {
    const told = story().given(write())
    expect(told.do({ ...write(), corrects: 1 } as CommsCommand).rejection?.code).toBe('nothing-to-correct')
    told.given(send(), { ...write(), corrects: 1 } as CommsCommand)
    expect(message(told, 2)).toMatchObject({ corrects: 1, stage: 'draft' })
  })

  it('whose words were removed is not sent', () => {
    const told = story().given(write())
    const [draft] = told.state.comms.messages
    if (draft)
      told.state = {
        ...told.state,
        comms: {
          ...told.state.comms,
          messages: [{ ...draft, text: { title: '[redacted]', body: '[redacted]' } }],
        },
      }
    expect(told.do(send()).rejection?.code).toBe('redacted')
  })
})

describe('who was asked to approve', () => {
  const copies = [{ user: 'UPIA', channel: 'D1', ts: '1.1' }]

  it('sees what became of it, also when it was decided while they were being asked', () => {
    const told = story().given(write(['public']), send())
    expect(kinds(told.do({ type: 'record-asked', number: 1, revision: 1, copies }).effects)).toEqual([])
    expect(kinds(told.do({ type: 'drop-message', number: 1 }).effects)).toContain('slack.sync-approval')
    const late = story().given(write(['public']), send(), { type: 'drop-message', number: 1 })
    expect(kinds(late.do({ type: 'record-asked', number: 1, revision: 1, copies }).effects)).toEqual([
      'slack.sync-approval',
    ])
  })

  it('is joined by whoever takes a role while it waits', () => {
    const told = story().given(write(['public']), send())
    const { effects } = told.do({ type: 'assign-role', role: 'communications', user: 'USAM' }, SAM)
    expect(kinds(effects)).toContain('slack.ask-approval')
  })
})

describe('the promise to the public', () => {
  const due = (told: Story) => ((told.state.comms.publicDuty?.due ?? 0) - (told.entries[0]?.at ?? 0)) / 60_000
  const fire = (told: Story, name: string) => {
    const timer = decider.timers(told.state).find((each) => each.name === name)
    if (timer === undefined) throw new Error(`${name} is not wanted`)
    return told.do({ type: 'timer-fired', ...timer }, { kind: 'bot' })
  }

  it('counts from declaring, then from each notice that reaches the public', () => {
    const told = story()
    expect(due(told)).toBe(15)
    told.given(write(['staff']), send())
    expect(due(told)).toBe(15)
    told.do(write(['public']), DANA)
    told.do(send(2), DANA)
    const at = told.entries.length
    told.do({ type: 'approve-message', number: 2, revision: 1 }, PIA)
    expect(due(told)).toBe(at + 30)
  })

  it('keeps a time that the text itself names, when that is sooner', () => {
    const told = story()
    const nextBy = (told.entries[0]?.at ?? 0) + 20 * 60_000
    told.given({ ...write(['public']), nextBy } as CommsCommand, send())
    told.do({ type: 'approve-message', number: 1, revision: 1 }, PIA)
    expect(due(told)).toBe(20)
  })

  it('that falls due is seen on the card at once', () => {
    const told = story()
    told.later(5)
    fire(told, 'public-nudge')
    told.later(10)
    const asked = fire(told, 'public-due')
    expect(asked.events.map(({ type }) => type)).toEqual(['public-asked'])
    expect(asked.effects.map(({ kind }) => kind)).toContain('slack.sync-card')
  })

  it('is due again soon when the notice did not arrive, and kept when it was told by hand', () => {
    const told = story().given(write(['public']), send())
    told.do({ type: 'approve-message', number: 1, revision: 1 }, PIA)
    const before = due(told)
    told.given({ type: 'record-undelivered', number: 1, target: 'public#all', why: 'down' })
    expect(due(told)).toBeLessThan(before)
    told.given({ type: 'tell-by-hand', number: 1, target: 'public#all' })
    expect(due(told)).toBeGreaterThan(before)
  })

  it('begins anew when an incident is reopened days later, with nothing missed in between', () => {
    const told = story().given({ type: 'change-status', status: 'resolved' })
    told.later(3 * 24 * 60).given({ type: 'reopen', reason: 'It is back' })
    const reopened = told.entries.find(({ event }) => event.type === 'reopened')
    expect(told.state.comms.publicDuty?.due).toBe((reopened?.at ?? 0) + 15 * 60_000)
    expect(fire(told, 'public-nudge').events.some(({ type }) => type === 'public-missed')).toBe(false)
  })

  it('missed twice in a row climbs the ladder', () => {
    const told = story({
      ladder: 'main',
      ladders: { main: { rungs: ['a'], rounds: 1, alarmEveryMinutes: 10 } },
      rungs: { a: { name: 'A', page: ['@a'] } },
    })
    told.do({ type: 'assign-role', role: 'commander', user: 'UDANA' }, DANA) // that answers the first climb
    const first = fire(told.later(25), 'public-nudge').events
    expect(first).toMatchObject([{ type: 'public-missed', inRow: 1 }])
    const second = fire(told.later(60), 'public-nudge').events.map(({ type }) => type)
    expect(second).toEqual(expect.arrayContaining(['public-missed', 'escalation-started']))
  })
})
