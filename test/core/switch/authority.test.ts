import { describe, expect, it } from 'vitest'
import type { Person, Standing } from '../../../src/core/authority.ts'
import { STANDINGS } from '../../../src/core/authority.ts'
import type { Asker } from '../../../src/core/decider.ts'
import type { SwitchRules, Who } from '../../../src/core/policy-switches.ts'
import type { ForIncident, SwitchCommand } from '../../../src/core/switch/switch.ts'
import { BEN, INC, member, rules, SwitchStory, switchPolicy, ZOE } from './a-switch.ts'

type Case = { who: string; person: Person; incident?: ForIncident }

const person = (standing: Standing, more: Partial<Person> = {}): Person => ({ id: 'UPAT', standing, ...more })
const holding = (roles: string[], changes: Partial<ForIncident> = {}): ForIncident => ({
  ...INC,
  roles,
  ...changes,
})

/** Every kind of person there is; of a full member also how the policy can come to mean them. */
const CASES: Case[] = [
  ...STANDINGS.filter((standing) => standing !== 'member').map((standing) => ({
    who: `a ${standing} in the right group, with the right id and role`,
    person: person(standing, { id: 'UOWNER', namedBy: ['@on-call', 'pat@example.com'] }),
    incident: holding(['rollback-owner']),
  })),
  { who: 'a member', person: person('member') },
  { who: 'a member of the group', person: person('member', { namedBy: ['@on-call', 'S0ONCALL'] }) },
  { who: 'a member of another group', person: person('member', { namedBy: ['@support'] }) },
  { who: 'the member whom the policy names by id', person: person('member', { id: 'UOWNER' }) },
  { who: 'the member whom it names by e-mail', person: person('member', { namedBy: ['PAT@example.com'] }) },
  { who: 'who holds the role', person: person('member'), incident: holding(['rollback-owner']) },
  { who: 'who holds another role', person: person('member'), incident: holding(['scribe']) },
  { who: 'a member while groups are unknown', person: person('member', { groupsUnknown: true }) },
]

/** Every shape of permission in a policy, and whom of the cases it lets through. */
const SHAPES: { shape: string; who: Who; lets: string[] }[] = [
  { shape: 'nobody', who: [], lets: [] },
  {
    shape: 'members',
    who: 'members',
    lets: CASES.filter((each) => each.person.standing === 'member').map(({ who }) => who),
  },
  { shape: 'a group', who: ['@on-call'], lets: ['a member of the group'] },
  { shape: 'a group by id', who: ['S0ONCALL'], lets: ['a member of the group'] },
  { shape: 'a person by id', who: ['UOWNER'], lets: ['the member whom the policy names by id'] },
  { shape: 'a person by e-mail', who: ['pat@example.com'], lets: ['the member whom it names by e-mail'] },
  { shape: 'a role', who: ['role:rollback-owner'], lets: ['who holds the role'] },
  {
    shape: 'a group and a role',
    who: ['@on-call', 'role:rollback-owner'],
    lets: ['a member of the group', 'who holds the role'],
  },
]

type Act = {
  act: string
  of: 'pull' | 'restore'
  by(story: SwitchStory, actor: Asker, incident?: ForIncident): string[]
}

const given = (incident: ForIncident | undefined) => (incident === undefined ? {} : { incident })

/** Every act that somebody can try, with the switch as it has to be for it, and the events that mean it was let through. */
const ACTS: Act[] = [
  { act: 'pull', of: 'pull', by: (story, actor, incident) => story.pull(actor, given(incident)).types },
  {
    act: 'restore',
    of: 'restore',
    by: (story, actor, incident) => pulledStory(story).restore(actor, given(incident)).types,
  },
  {
    act: 'keep',
    of: 'restore',
    by: (story, actor, incident) => try_(pulledStory(story), keep(incident), actor),
  },
  {
    act: 'put back a drift from pulled',
    of: 'pull',
    by: (story, actor, incident) =>
      try_(drifted(story), { type: 'put-back', reason: 'x', ...given(incident) }, actor),
  },
  {
    act: 'accept a drift from pulled',
    of: 'restore',
    by: (story, actor, incident) =>
      try_(drifted(story), { type: 'accept', reason: 'x', ...given(incident) }, actor),
  },
  {
    act: 'try a failed pull again',
    of: 'pull',
    by: (story, actor, incident) => try_(failed(story), { type: 'try-again', ...given(incident) }, actor),
  },
]

function keep(incident: ForIncident | undefined): SwitchCommand {
  return { type: 'keep', reason: 'x', owner: 'UANA', ownerStanding: 'member', ...given(incident) }
}
function pulledStory(story: SwitchStory): SwitchStory {
  story.state = {
    ...story.state,
    incident: 'INC-7',
    wanted: wanted(false),
    observed: { value: false, at: 0 },
    pulledAt: 0,
  }
  return story
}
function drifted(story: SwitchStory): SwitchStory {
  pulledStory(story).reads(true)
  return story
}
function failed(story: SwitchStory): SwitchStory {
  story.state = {
    ...story.state,
    orders: 1,
    wanted: wanted(false),
    order: {
      order: 1,
      act: 'pull',
      value: false,
      by: 'UX',
      reason: 'x',
      key: 'k',
      since: 0,
      tries: 1,
      retryAt: 9e15,
      alarms: 0,
      alarmAt: 9e15,
    },
  }
  return story
}
function wanted(value: boolean) {
  return { value, position: value ? ('normal' as const) : ('safe' as const), at: 0, by: 'UX', reason: 'x' }
}
function try_(story: SwitchStory, command: SwitchCommand, actor: Asker): string[] {
  return story.do(command, actor).types
}

describe('who may', () => {
  for (const { act, of, by } of ACTS) {
    it.each(SHAPES)(`${act} when the policy lets $shape`, ({ who, lets }) => {
      // Only the permission of this act is given; that of the other must not be enough.
      const other = of === 'pull' ? { mayPull: who, mayRestore: [] } : { mayRestore: who, mayPull: [] }
      const let_ = CASES.filter(({ person: each, incident }) => {
        const story = new SwitchStory(switchPolicy(other))
        story.reads(true)
        const before = JSON.stringify([story.state.wanted, story.state.orders])
        const types = by(story, { kind: 'user', ...each }, incident)
        const refused = types.length === 0 || types.includes('refused')
        if (refused && act === 'pull')
          expect(JSON.stringify([story.state.wanted, story.state.orders])).toBe(before)
        return !refused
      }).map((each) => each.who)
      expect(let_).toEqual(lets)
    })
  }

  it('later is for who may pull or restore, and nobody else', () => {
    for (const [may, lets] of [
      [{ mayPull: ['@on-call'], mayRestore: [] }, true],
      [{ mayPull: [], mayRestore: ['@on-call'] }, true],
      [{ mayPull: [], mayRestore: [] }, false],
    ] as [Partial<SwitchRules>, boolean][]) {
      const story = pulledStory(new SwitchStory(switchPolicy(may)))
      expect(story.do({ type: 'later' }, BEN).types).toEqual([lets ? 'put-off' : 'refused'])
    }
  })

  it('counts roles only in the incident in question', () => {
    const policy = switchPolicy({ mayPull: ['role:rollback-owner'], mayRestore: ['role:rollback-owner'] })
    const pull = new SwitchStory(policy)
    pull.reads(true)
    expect(pull.pull(ZOE, { incident: holding(['rollback-owner'], { open: false }) }).types).toEqual([
      'refused',
    ])
    const restore = pulledStory(new SwitchStory(policy))
    expect(restore.restore(ZOE, { incident: holding(['rollback-owner'], { id: 'INC-8' }) }).types).toEqual([
      'refused',
    ])
    // Resolved, it is restored by who held the role to the end.
    const over = holding(['rollback-owner'], { open: false })
    expect(restore.restore(ZOE, { incident: over }).types).toEqual(['restore-ordered'])
    // Back at its daily value it is no incident's any more: what is changed then takes an open one.
    restore.reads(true)
    restore.reads(false)
    expect(restore.restore(ZOE, { incident: over }).rejection?.code).toBe('not-allowed')
    expect(restore.restore(ZOE, { incident: holding(['rollback-owner'], { id: 'INC-8' }) }).types).toEqual([
      'restore-ordered',
    ])
  })
})

describe('a refusal', () => {
  it('says who may, where that stands, and is on record with what was wanted; at once again only as an answer', () => {
    const story = new SwitchStory(switchPolicy({ mayPull: ['@on-call', 'role:rollback-owner'] }))
    const first = story.pull(ZOE, { incident: INC })
    expect(first.events).toMatchObject([
      { type: 'refused', act: 'pull', code: 'not-allowed', reason: 'Wrong replies', incident: 'INC-7' },
    ])
    const [event] = first.events
    const sentence = event?.type === 'refused' ? event.sentence : ''
    expect(sentence).toContain("Only these may pull stop: @on-call, the incident's Rollback owner")
    expect(sentence).toContain('switches.stop.mayPull')
    expect(first.effects).toMatchObject([{ kind: 'switch.tell-incident', args: { incident: 'INC-7' } }])
    expect(story.pull(ZOE).rejection?.code).toBe('not-allowed')
    expect(story.restore(ZOE).types).toEqual(['refused'])
    story.later(1)
    expect(story.pull(ZOE).types).toEqual(['refused'])
  })

  it('while groups cannot be asked says so, names who may, and lets through whom the policy names otherwise', () => {
    const story = new SwitchStory(switchPolicy({ mayPull: ['@on-call', 'UBOB'] }))
    const unsure = (id: string): Asker => ({
      kind: 'user',
      id,
      standing: 'member',
      namedBy: [],
      groupsUnknown: true,
    })
    const [refused] = story.pull(unsure('UANA')).events
    expect(refused).toMatchObject({ type: 'refused', code: 'groups-unknown' })
    expect(refused?.type === 'refused' && refused.sentence).toContain('@on-call, UBOB')
    expect(story.pull(unsure('UBOB')).types).toEqual(['pull-ordered'])
  })

  it('can be asked of those who may, by the one who was refused, once in a while', () => {
    const story = new SwitchStory()
    story.reads(true)
    const ask = { type: 'ask', act: 'pull', reason: 'Wrong replies', incident: INC } as const
    expect(story.do(ask, { kind: 'user', id: 'UGUS', standing: 'guest' }).rejection?.code).toBe('no-standing')
    const asked = story.do(ask, ZOE)
    expect(asked.types).toEqual(['help-asked'])
    expect(asked.effects).toMatchObject([
      { kind: 'slack.switch-ask', args: { ask: 1 } },
      { kind: 'switch.tell-incident' },
    ])
    expect(story.do(ask, ZOE).rejection?.code).toBe('asked-already')
    expect(
      story.do({ type: 'record-asked', ask: 1, copies: [{ user: 'UANA', channel: 'D1', ts: '1.1' }] }).types,
    ).toEqual(['ask-sent'])
    const done = story.pull(member('UANA', '@on-call'), { incident: INC })
    expect(done.events).toMatchObject([{ type: 'ask-ended', ask: 1, how: 'done' }, { type: 'pull-ordered' }])
    expect(done.effects).toContainEqual(expect.objectContaining({ kind: 'slack.switch-sync-ask' }))
  })
})

it('a policy that says nothing lets nobody', () => {
  expect(rules({ mayPull: [], mayRestore: [] })).toMatchObject({ mayPull: [], mayRestore: [] })
})
