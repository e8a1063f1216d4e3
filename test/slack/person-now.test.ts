import { expect, it } from 'vitest'
import { createClient } from '../../src/slack/client.ts'
import { createGroups } from '../../src/slack/groups.ts'
import { createSelf } from '../../src/slack/identity.ts'
import { createPeople } from '../../src/slack/people.ts'
import { silent } from './silent.ts'
import { slackServer } from './slack-server.ts'

async function people() {
  const server = await slackServer()
  let at = 1_000_000
  const now = () => at
  const slack = createClient({ botToken: 'xoxb-1', apiUrl: server.apiUrl }, silent)
  const { identity } = createSelf(slack)
  const groups = createGroups({ slack, now, log: silent })
  return {
    server,
    groups,
    people: createPeople({ slack, groups, identity, now, log: silent }),
    later: (seconds: number) => {
      at += seconds * 1_000
    },
  }
}

it('goes by what Slack says at that moment, not by what it said minutes ago', async () => {
  const { server, people: all, later } = await people()
  expect((await all.personNow('U0BEN')).namedBy).toContain('@on-call')
  server.methods['usergroups.list'] = () => ({ usergroups: [{ id: 'S0CALL', handle: 'on-call', users: [] }] })
  server.methods['users.info'] = () => ({
    user: { id: 'U0BEN', name: 'ben', team_id: 'T1', is_restricted: true, profile: {} },
  })
  later(6)
  expect(await all.personNow('U0BEN')).toMatchObject({ standing: 'guest', namedBy: ['@ben'] })
})

it('asks once for a second tap within seconds', async () => {
  const { server, people: all, later } = await people()
  await Promise.all([all.personNow('U0BEN'), all.personNow('U0ANA')])
  later(3)
  await all.personNow('U0BEN')
  expect(server.called('usergroups.list')).toHaveLength(1)
})

it('without groups names nobody by a handle, which could be a group’s', async () => {
  const { server, people: all, later } = await people()
  await all.person('U0ANA')
  later(60)
  server.methods['users.info'] = () => ({
    user: { id: 'U0ANA', name: 'on-call', team_id: 'T1', profile: { email: 'ana@example.com' } },
  })
  server.mishap('usergroups.list', { error: 'fatal_error' })
  expect(await all.personNow('U0ANA')).toEqual({
    id: 'U0ANA',
    standing: 'member',
    namedBy: ['ana@example.com'],
    groupsUnknown: true,
  })
})

it('knows nobody when Slack cannot say who they are', async () => {
  const { server, people: all, later } = await people()
  await all.personNow('U0BEN')
  later(6)
  server.mishap('users.info', { error: 'fatal_error' })
  expect((await all.personNow('U0BEN')).standing).toBe('unknown')
})
