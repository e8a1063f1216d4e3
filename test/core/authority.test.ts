import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { allows, authorise, type Person, STANDINGS } from '../../src/core/authority.ts'
import { ACTS, type Act, type Policy } from '../../src/core/policy.ts'
import { aPolicy } from './a-policy.ts'
import { BOT, DANA, declared, SAM } from './incident/story.ts'

const dana: Person = { id: 'UDANA', standing: 'member' }
const allowing = (who: NonNullable<Policy['may']['rename']>) => aPolicy({ may: { rename: who } })

describe('who may', () => {
  it.each(STANDINGS.filter((standing) => standing !== 'member'))(
    'is never a %s, whatever the policy says',
    (standing) => {
      const policy = allowing(['UDANA', 'role:commander'])
      const person = { ...dana, standing, namedBy: ['UDANA'] }
      for (const act of ACTS) {
        expect(authorise(aPolicy(), person, act)?.code).toBe('no-standing')
        expect(authorise(policy, person, act, { roles: { commander: 'UDANA' } })?.code).toBe('no-standing')
      }
    },
  )

  it.each(STANDINGS.filter((standing) => standing !== 'member'))(
    'is never a %s on any list, by name, by group or by role',
    (standing) => {
      const person = { ...dana, standing, namedBy: ['@on-call'] }
      const lists = [['UDANA'], ['@on-call'], ['role:commander']]
      for (const list of lists) expect(allows(list, person, { roles: { commander: 'UDANA' } })).toBe(false)
    },
  )

  it('is every full member when the policy says members', () => {
    for (const act of ACTS) expect(authorise(aPolicy(), dana, act)).toBeUndefined()
  })

  it('is nobody for an act that the policy does not name, and the sentence says where to change it', () => {
    const answer = authorise(aPolicy({ may: {} }), dana, 'reopen')
    expect(answer).toMatchObject({ code: 'not-allowed', rejected: expect.stringContaining('may.reopen') })
    expect(authorise(allowing([]), dana, 'rename')?.rejected).toMatch(/^Nobody/)
  })

  it('is everybody for acts that came later, as policy.yml says where it leaves them out', () => {
    const listed = Object.keys(parse(readFileSync('policy.yml', 'utf8')).may) as Act[]
    const silent = aPolicy({ may: {} })
    const commander = { roles: { commander: 'UDANA' } }
    const later = listed.slice(listed.indexOf('acknowledge') + 1)
    expect([...listed].sort()).toEqual([...ACTS].sort())
    for (const act of listed) {
      expect(authorise(silent, dana, act, commander) === undefined, act).toBe(later.includes(act))
      const asMember = authorise(silent, dana, act) === undefined
      expect(asMember, act).toBe(later.includes(act) && act !== 'redact')
    }
  })

  it('is a person named by id, e-mail or group, in any case', () => {
    expect(authorise(allowing(['UDANA']), dana, 'rename')).toBeUndefined()
    expect(authorise(allowing(['@On-Call']), { ...dana, namedBy: ['@on-call'] }, 'rename')).toBeUndefined()
    expect(authorise(allowing(['@on-call']), { ...dana, namedBy: ['@support'] }, 'rename')?.code).toBe(
      'not-allowed',
    )
  })

  it('is the present holder of a role, and not the one before', () => {
    const policy = allowing(['role:commander'])
    expect(authorise(policy, dana, 'rename', { roles: { commander: 'UDANA' } })).toBeUndefined()
    expect(authorise(policy, dana, 'rename', { roles: { scribe: 'UDANA' } })?.code).toBe('not-allowed')
    expect(authorise(policy, dana, 'rename')?.code).toBe('not-allowed')
  })

  it('names those who may when it refuses', () => {
    const answer = authorise(allowing(['@on-call', 'role:commander']), dana, 'rename')
    expect(answer?.rejected).toContain("@on-call, the incident's Incident commander")
  })
})

describe('an incident asks the policy', () => {
  it('separately for resolving and for the other statuses', () => {
    const story = declared('sev3', aPolicy({ may: { ...aPolicy().may, resolve: ['role:commander'] } }))
    expect(story.do({ type: 'change-status', status: 'monitoring' }).events).toHaveLength(1)
    expect(story.do({ type: 'change-status', status: 'resolved' }).rejection?.code).toBe('not-allowed')
    story.given({ type: 'assign-role', role: 'commander', user: 'UDANA' })
    expect(story.do({ type: 'change-status', status: 'resolved' }).events).toHaveLength(1)
  })

  it('separately for taking a role and for moving somebody else', () => {
    const { 'assign-role': _, ...may } = aPolicy().may
    const story = declared('sev3', aPolicy({ may }))
    expect(story.do({ type: 'assign-role', role: 'scribe', user: 'USAM' }, DANA).rejection?.code).toBe(
      'not-allowed',
    )
    expect(story.do({ type: 'assign-role', role: 'scribe', user: 'UDANA' }, DANA).events).toHaveLength(1)
    expect(story.do({ type: 'release-role', role: 'scribe' }, SAM).rejection?.code).toBe('not-allowed')
    expect(story.do({ type: 'assign-role', role: 'scribe', user: 'USAM' }, DANA).events).toHaveLength(1) // one's own to hand over
    expect(story.do({ type: 'release-role', role: 'scribe' }, SAM).events).toHaveLength(1)
  })

  it('keeps people and the bot to their own parts', () => {
    expect(declared().do({ type: 'note', text: 'x' }, BOT).rejection?.code).toBe('not-for-the-bot')
    expect(declared().do({ type: 'record-card', channel: 'C', ts: '1' }, DANA).rejection?.code).toBe(
      'not-for-people',
    )
  })
})
