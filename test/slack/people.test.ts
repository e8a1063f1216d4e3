import { describe, expect, it } from 'vitest'
import { createClient } from '../../src/slack/client.ts'
import { createGroups } from '../../src/slack/groups.ts'
import { createSelf } from '../../src/slack/identity.ts'
import { createPeople } from '../../src/slack/people.ts'
import { profileOf } from '../../src/slack/profile.ts'
import { expand } from '../../src/slack/references.ts'
import { silent } from './silent.ts'
import { PEOPLE, slackServer } from './slack-server.ts'

const HOUR = 60 * 60_000

async function aWorkspace() {
  const server = await slackServer()
  const clock = { now: 0 }
  const now = () => clock.now
  const slack = createClient({ botToken: 'xoxb-1', apiUrl: server.apiUrl }, silent)
  const { identity } = createSelf(slack)
  const groups = createGroups({ slack, now, log: silent })
  const people = createPeople({ slack, groups, identity, now, log: silent })
  return { server, clock, people, groups }
}

describe('who somebody is', () => {
  it.each([
    [{ id: 'U1', name: 'ana' }, 'member'],
    [{ id: 'U1', is_restricted: true }, 'guest'],
    [{ id: 'U1', is_ultra_restricted: true }, 'guest'],
    [{ id: 'U1', is_restricted: true, deleted: true }, 'deactivated'],
    [{ id: 'U1', is_bot: true }, 'bot'],
    [{ id: 'USLACKBOT' }, 'bot'],
    [{ id: 'U1', is_workflow_bot: true }, 'bot'],
    [{ id: 'U1', is_stranger: true }, 'outsider'],
    [{ id: 'U1', team_id: 'T9' }, 'outsider'],
    [{ id: 'U1', team_id: 'T9', enterprise_user: { teams: ['T9', 'T1'] } }, 'member'],
    [{ id: 'U1', is_invited_user: true }, 'unknown'],
  ])('%j is %s', (user, standing) => {
    expect(profileOf(user, 'T1').standing).toBe(standing)
  })

  it('comes with every name by which the policy may mean them', async () => {
    const { people } = await aWorkspace()
    expect(await people.person('U0BEN')).toEqual({
      id: 'U0BEN',
      standing: 'member',
      namedBy: ['@ben', 'ben@example.com', '@on-call', 'S0CALL'],
    })
  })

  it('never takes a display name, or the name of a group, for somebody’s own', async () => {
    const { server, people } = await aWorkspace()
    server.methods['users.info'] = () => ({
      user: { id: 'U0EVE', name: 'on-call', team_id: 'T1', profile: { display_name: 'commander' } },
    })
    expect((await people.person('U0EVE')).namedBy).toEqual([])
  })

  it('is asked once for all when the bot starts, and again after a while', async () => {
    const { server, clock, people } = await aWorkspace()
    await people.preload()
    await people.person('U0ANA')
    expect(server.called('users.info')).toEqual([])
    clock.now = HOUR
    await people.person('U0ANA')
    expect(server.called('users.info')).toEqual([{ user: 'U0ANA' }])
  })

  it('is believed for a day when Slack cannot be asked, and then no longer', async () => {
    const { server, clock, people } = await aWorkspace()
    await people.preload()
    server.mishap('users.info', { status: 500 }, { status: 500 })
    clock.now = HOUR
    expect((await people.person('U0ANA')).standing).toBe('member')
    clock.now = 25 * HOUR
    expect((await people.person('U0ANA')).standing).toBe('unknown')
  })

  it('changes at once when Slack says so', async () => {
    const { server, people } = await aWorkspace()
    expect((await people.person('U0ANA')).standing).toBe('member')
    server.methods['users.info'] = () => ({ user: { ...PEOPLE[0], deleted: true } })
    people.forget('U0ANA')
    expect((await people.person('U0ANA')).standing).toBe('deactivated')
  })

  it('loses group membership only when Slack says so, not when it cannot be asked', async () => {
    const { server, people, groups } = await aWorkspace()
    expect((await people.person('U0BEN')).namedBy).toContain('@on-call')
    server.mishap('usergroups.list', { status: 500 })
    groups.forget()
    expect((await people.person('U0BEN')).namedBy).toContain('@on-call')
    server.methods['usergroups.list'] = () => ({ usergroups: [] })
    groups.forget()
    expect((await people.person('U0BEN')).namedBy).not.toContain('@on-call')
  })
})

describe('whom the policy names', () => {
  it('is found by handle, group, e-mail and id; who is not found is named', async () => {
    const { people, groups } = await aWorkspace()
    const named = [
      '@on-call',
      '@ana',
      'BEN@example.com',
      'U0GUS',
      'S0CALL',
      '@nobody',
      'no@example.com',
      'S0NONE',
    ]
    expect(await expand(named, people, groups)).toEqual({
      found: ['U0BEN', 'U0ANA', 'U0GUS'],
      missing: ['@nobody', 'no@example.com', 'S0NONE'],
    })
  })
})
