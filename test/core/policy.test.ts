import { describe, expect, it } from 'vitest'
import { type PolicyContent, placedReferences } from '../../src/core/policy.ts'
import { checkPolicy, readPolicy } from '../../src/core/policy-check.ts'
import { aPolicy } from './a-policy.ts'

function content(changes: object = {}): PolicyContent {
  const { digest: _, ...policy } = aPolicy()
  return { ...policy, ...changes }
}

const may = (changes: object) => content({ may: { ...content().may, ...changes } })
const sev4 = (changes: object) =>
  content({ severities: { ...content().severities, sev4: { ...content().severities.sev4, ...changes } } })

describe('a policy', () => {
  it('that is sound comes back whole, with its digest and the defaults filled in', () => {
    const { invite: _, ...plain } = content().severities.sev4
    const severities = { ...content().severities, sev4: plain }
    expect(readPolicy({ ...content(), severities }, () => 'd')).toEqual({
      policy: { ...content(), digest: 'd' },
    })
  })

  it.each<[string, object, (string | number)[], RegExp]>([
    ['a missing setting', content({ organisation: { name: 'x' } }), ['organisation', 'timeZone'], /missing/],
    [
      'a time zone of another planet',
      content({ organisation: { name: 'x', timeZone: 'Mars/Olympus' } }),
      ['organisation', 'timeZone'],
      /time zone/,
    ],
    [
      'a channel with #',
      content({ channels: { room: '#room', alerts: 'a' } }),
      ['channels', 'room'],
      /channel name/,
    ],
    ['a misspelt act', may({ declar: 'members' }), ['may', 'declar'], /mean `declare`/],
    [
      'a misspelt setting deep inside',
      sev4({ dedicatedchannel: true }),
      ['severities', 'sev4', 'dedicatedchannel'],
      /`dedicatedChannel`/,
    ],
    [
      'a fifth severity',
      content({ severities: { ...content().severities, sev5: {} } }),
      ['severities', 'sev5'],
      /not a setting/,
    ],
    ['everyone instead of members', may({ note: 'everyone' }), ['may', 'note'], /who may/],
    ['a bad reference in a list', may({ note: ['@ok', 'on call'] }), ['may', 'note', 1], /reference/],
    ['a role that does not exist', may({ note: ['role:king'] }), ['may', 'note', 0], /no role "king"/],
    [
      'a role reference to an inherited name',
      may({ note: ['role:constructor'] }),
      ['may', 'note', 0],
      /no role/,
    ],
    ['a group named twice', may({ note: ['@a', '@a'] }), ['may', 'note', 1], /twice/],
    [
      'an invitation to no channel',
      sev4({ invite: ['@on-call'] }),
      ['severities', 'sev4', 'invite'],
      /no channel/,
    ],
    ['a severity without criteria', sev4({ criteria: [] }), ['severities', 'sev4', 'criteria'], /empty/],
    [
      'a role key with capitals',
      content({ roles: { ...content().roles, Chief: { name: 'C', does: 'x' } } }),
      ['roles', 'Chief'],
      /key of a role/,
    ],
    [
      'text for true or false',
      sev4({ dedicatedChannel: 'yes' }),
      ['severities', 'sev4', 'dedicatedChannel'],
      /is text/,
    ],
  ])('with %s has one problem, at its place', (_, value, path, message) => {
    expect(checkPolicy(value)).toEqual([
      expect.objectContaining({ path, message: expect.stringMatching(message) }),
    ])
  })

  it('without a commander is refused', () => {
    const { commander: _, ...roles } = content().roles
    expect(checkPolicy(content({ roles }))).toMatchObject([
      { path: ['roles'], message: expect.stringContaining('"commander"') },
    ])
  })

  it.each([undefined, null, 3, 'text', [], () => 1])('is not %s', (value) => {
    expect(checkPolicy(value).length).toBeGreaterThan(0)
  })

  it('says where it names each person and group, and no roles among them', () => {
    expect(placedReferences(may({ note: ['role:scribe', '@support'] }))).toEqual([
      { path: ['severities', 'sev1', 'invite', 0], reference: '@on-call' },
      { path: ['severities', 'sev2', 'invite', 0], reference: '@on-call' },
      { path: ['may', 'note', 1], reference: '@support' },
    ])
  })
})
