import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { card, channel, declared, kinds, NOON, resolve, Story } from './story.ts'

const open = declared
const withChannel = () => declared('sev2').given(card, channel)

describe('what is owed after an entry', () => {
  it('for a declared incident is the card, and a channel when its severity has one; the card tells the rest', () => {
    const declare = (severity: 'sev1' | 'sev4') =>
      new Story().do({ type: 'declare', number: 7, title: 'x', severity }).effects
    expect(declare('sev4')).toEqual([{ kind: 'slack.post-card', lane: 'say', subject: 'room:incident-room' }])
    expect(declare('sev1')).toEqual([
      { kind: 'slack.post-card', lane: 'say', subject: 'room:incident-room' },
      { kind: 'slack.open-channel', lane: 'say', subject: 'incident:INC-7' },
    ])
  })

  it.each<[string, IncidentCommand, boolean]>([
    ['an update', { type: 'post-update', update: { summary: 'x' } }, true],
    ['the end', resolve, true],
    ['a new severity', { type: 'change-severity', severity: 'sev4', reason: 'x' }, true],
    ['another status', { type: 'change-status', status: 'identified' }, false],
    ['a role', { type: 'assign-role', role: 'scribe', user: 'USAM' }, false],
    ['a new title', { type: 'rename', title: 'x' }, false],
  ])('tells %s in the thread and brings the card up to date', (_, command, broadcast) => {
    const [said, shown] = open().do(command).effects
    expect([said, shown]).toEqual([
      { kind: 'slack.say', lane: 'say', subject: 'room:incident-room', args: { to: 'thread', broadcast } },
      { kind: 'slack.sync-card', lane: 'sync', subject: 'card:INC-7' },
    ])
  })

  it('leaves the card alone for a note, which it does not show', () => {
    expect(kinds(open().do({ type: 'note', text: 'x' }).effects)).toEqual(['slack.say'])
  })

  it('says the same in the channel of its own, without broadcasting there', () => {
    const { effects } = withChannel().do({ type: 'post-update', update: { summary: 'x' } })
    const says = effects.filter((effect) => effect.kind === 'slack.say')
    expect(says.map(({ subject, args }) => [subject, args])).toEqual([
      ['room:incident-room', { to: 'thread', broadcast: true }],
      ['channel:CINC', { to: 'channel', broadcast: false }],
    ])
  })

  it('brings the card up to date once it is posted if something happened in the meantime', () => {
    expect(open().do(card).effects).toEqual([])
    expect(kinds(open().given({ type: 'change-status', status: 'identified' }).do(card).effects)).toEqual([
      'slack.sync-card',
    ])
  })

  it('furnishes a channel when it is there', () => {
    expect(kinds(declared('sev1').given(card).do(channel).effects)).toEqual([
      'slack.sync-topic',
      'slack.post-own-card',
      'slack.invite',
      'slack.sync-card',
    ])
  })

  it('invites whoever gets a role, and renews the topic for the commander only', () => {
    const { effects } = withChannel().do({ type: 'assign-role', role: 'commander', user: 'USAM' })
    expect(effects).toContainEqual({
      kind: 'slack.invite',
      lane: 'say',
      subject: 'invite:CINC',
      args: { user: 'USAM' },
    })
    expect(kinds(effects)).toContain('slack.sync-topic')
    const scribe = withChannel().do({ type: 'assign-role', role: 'scribe', user: 'USAM' }).effects
    expect(kinds(scribe)).not.toContain('slack.sync-topic')
  })

  it('invites the people of a higher severity, not of a lower one', () => {
    const change = (severity: 'sev1' | 'sev3') =>
      kinds(withChannel().do({ type: 'change-severity', severity, reason: 'x' }).effects)
    expect(change('sev1')).toContain('slack.invite')
    expect(change('sev3')).not.toContain('slack.invite')
    expect(change('sev3')).toContain('slack.sync-topic')
  })

  it('says where to talk when the channel is lost before the end, and only then', () => {
    const lost = { type: 'record-channel-lost', channel: 'CINC', why: 'archived' } as const
    expect(withChannel().do(lost).effects).toEqual([
      {
        kind: 'slack.say',
        lane: 'say',
        subject: 'room:incident-room',
        args: { to: 'thread', broadcast: true },
      },
      { kind: 'slack.sync-card', lane: 'sync', subject: 'card:INC-7' },
    ])
    expect(kinds(withChannel().given(resolve).do(lost).effects)).toEqual(['slack.sync-card'])
  })

  it('says once that it was not running', () => {
    expect(withChannel().do({ type: 'record-gap', from: NOON, to: NOON + 1 }).effects).toEqual([
      {
        kind: 'slack.say',
        lane: 'say',
        subject: 'room:incident-room',
        args: { to: 'thread', broadcast: true },
      },
    ])
  })
})

describe('a delivery that was given up', () => {
  const failed = (effect: string, story = open()) =>
    story.do({ type: 'record-failure', effect, why: 'x' }).effects

  it('is said loudly and shown on the card', () => {
    expect(kinds(failed('slack.say'))).toEqual(['slack.alarm', 'slack.sync-card'])
    const subjects = failed('slack.invite', withChannel()).map((effect) => effect.subject)
    expect(subjects).toEqual(['room:incident-room', 'channel:CINC', 'card:INC-7'])
  })

  it('reaches who declared when the room itself cannot be reached', () => {
    expect(failed('slack.post-card').map((effect) => effect.subject)).toEqual([
      'room:incident-room',
      'user:UDANA',
    ])
  })

  it('comes to an end even when every delivery fails for ever', () => {
    const story = withChannel()
    const owed = kinds(story.do({ type: 'post-update', update: { summary: 'x' } }).effects)
    let given = 0
    let alarms = 0
    for (let effect = owed.shift(); effect !== undefined; effect = owed.shift()) {
      given++
      expect(given).toBeLessThan(50)
      if (effect === 'slack.alarm') alarms++
      owed.push(...kinds(failed(effect, story)))
    }
    // An alarm that fails too is no second thing that was not delivered.
    expect(story.state.failures).toBe(given - alarms)
  })

  it('is tried again at the next act, once, when it was the card', () => {
    const story = open()
    expect(kinds(failed('slack.post-card', story))).not.toContain('slack.post-card')
    const next = story.do({ type: 'note', text: 'The room is back' })
    expect(kinds(next.effects)).toContain('slack.post-card')
    expect(kinds(story.do({ type: 'note', text: 'Another' }).effects)).not.toContain('slack.post-card')
  })
})

describe('the card in the own channel', () => {
  const posted = { type: 'record-own-card', channel: 'CINC', ts: '1718000000.000200' } as const

  it('changes whenever the one in the room does, and is caught up when it comes late', () => {
    const story = withChannel()
    expect(kinds(story.do({ type: 'rename', title: 'Before' }).effects)).not.toContain('slack.sync-own-card')
    expect(kinds(story.do(posted).effects)).toEqual(['slack.sync-own-card'])
    expect(story.do(posted).events).toEqual([])
    const { effects } = story.do({ type: 'rename', title: 'Checkout' })
    expect(kinds(effects)).toEqual(expect.arrayContaining(['slack.sync-card', 'slack.sync-own-card']))
  })

  it('is forgotten with its channel, and not taken for that of another', () => {
    const story = withChannel()
    expect(story.do({ ...posted, channel: 'COTHER' }).events).toEqual([])
    story.given(posted, { type: 'record-channel-lost', channel: 'CINC', why: 'archived' })
    expect(kinds(story.do({ type: 'rename', title: 'Checkout' }).effects)).not.toContain(
      'slack.sync-own-card',
    )
  })
})
