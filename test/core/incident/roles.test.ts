import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { holderOf, rolesOf } from '../../../src/core/incident/roles.ts'
import { aPolicy } from '../a-policy.ts'
import { BOT, DANA, declared, SAM } from './story.ts'

const danaCommands: IncidentCommand = { type: 'assign-role', role: 'commander', user: 'UDANA' }
const samCommands: IncidentCommand = { type: 'assign-role', role: 'commander', user: 'USAM' }

describe('roles', () => {
  it('are taken, and a taking of what another holds is a handover', () => {
    const story = declared().given(danaCommands)
    const { events, state } = story.do(samCommands, SAM)
    expect(events).toEqual([{ type: 'role-assigned', role: 'commander', user: 'USAM', from: 'UDANA' }])
    expect(holderOf(state, 'commander')).toBe('USAM')
  })

  it('tell whoever holds one already that nothing changed', () => {
    expect(declared().given(danaCommands).do(danaCommands).rejection?.code).toBe('holds-already')
  })

  it('are not taken away by a click on a card that showed them free', () => {
    const story = declared().given(danaCommands)
    const stale = story.do({ ...samCommands, expected: '' }, SAM)
    expect(stale.rejection).toMatchObject({
      code: 'role-moved',
      rejected: expect.stringContaining('Somebody else'),
    })
    expect(story.do({ ...samCommands, expected: 'UDANA' }, SAM).events).toHaveLength(1)
    const released = declared().do({ ...samCommands, expected: 'UDANA' }, SAM)
    expect(released.rejection?.rejected).toContain('laid the role down')
  })

  it.each(['constructor', '__proto__', 'toString', 'Commander', ''])('do not include %j', (role) => {
    const { rejection } = declared().do({ type: 'assign-role', role, user: 'UDANA' })
    expect(rejection?.code).toBe('unknown-role')
    expect(rejection?.rejected).toContain('commander, communications, scribe, rollback-owner')
    expect(declared().do({ type: 'release-role', role }).rejection?.code).toBe('unknown-role')
  })

  it.each(['guest', 'bot', 'outsider', 'deactivated', 'unknown'] as const)(
    'are not given to a %s',
    (standing) => {
      const command: IncidentCommand = { type: 'assign-role', role: 'scribe', user: 'UX', standing }
      expect(declared().do(command).rejection?.code).toBe('cannot-hold')
    },
  )

  it('can be laid down once', () => {
    const story = declared().given(danaCommands, { type: 'assign-role', role: 'scribe', user: 'UDANA' })
    expect(rolesOf(story.state, 'UDANA')).toEqual(['commander', 'scribe'])
    const { events, state } = story.do({ type: 'release-role', role: 'commander' }, DANA)
    expect(events).toEqual([{ type: 'role-released', role: 'commander', user: 'UDANA' }])
    expect(state.roles).toEqual({ scribe: 'UDANA' })
    expect(story.do({ type: 'release-role', role: 'commander' }).rejection?.code).toBe('nobody-holds')
  })

  it('are for people to give', () => {
    expect(declared().do(danaCommands, BOT).rejection?.code).toBe('not-for-the-bot')
  })

  it('that only some may hold go to nobody else, neither taken nor given', () => {
    const policy = aPolicy()
    const owner = { name: 'Rollback owner', does: 'Rolls back.', heldBy: ['@rollback-owners', 'UDANA'] }
    const story = declared('sev3', { ...policy, roles: { ...policy.roles, 'rollback-owner': owner } })
    const give = { type: 'assign-role', role: 'rollback-owner', user: 'USAM' } as const
    for (const namedBy of [undefined, ['@support']]) {
      const { rejection } = story.do({ ...give, ...(namedBy && { namedBy }) })
      expect(rejection?.code).toBe('cannot-hold')
      expect(rejection?.rejected).toContain('Only these may be Rollback owner: @rollback-owners, UDANA.')
    }
    expect(story.do({ ...give, namedBy: ['@Rollback-Owners'] }).events).toHaveLength(1)
    expect(story.do({ ...give, user: 'UDANA' }).events).toHaveLength(1)
    expect(story.do({ ...give, role: 'scribe' }).events).toHaveLength(1)
  })
})
