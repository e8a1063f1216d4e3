import { describe, expect, it } from 'vitest'
import { createSamePeople, type People } from '../../src/pagerduty/people.ts'

const SLACK: Record<string, string> = {
  'ana@example.com': 'U0ANA',
  '@ana': 'U0ANA',
  'ben@work.example': 'U0BEN',
}
const EMAILS: Record<string, string> = { U0ANA: 'ana@example.com', U0BEN: 'ben@work.example', U0BOT: '' }

function same(people: People = {}) {
  return createSamePeople({
    people,
    slackId: async (reference) => SLACK[reference],
    emailOf: async (user) => EMAILS[user],
  })
}
const ana = { id: 'PANA000', name: 'Ana', email: 'ana@example.com' }
const ben = { id: 'PBEN000', name: 'Ben', email: 'ben@home.example' }

describe('the same person in Slack and in PagerDuty', () => {
  it('has the same address', async () => {
    expect(await same().inSlack(ana)).toBe('U0ANA')
    expect(await same().inPagerDuty('U0ANA')).toEqual({ email: 'ana@example.com' })
  })

  it('is nobody when no address leads there', async () => {
    expect(await same().inSlack(ben)).toBeUndefined()
    expect(await same().inSlack({ ...ben, email: '' })).toBeUndefined()
    expect(await same().inPagerDuty('U0BOT')).toBeUndefined()
    expect(await same().inPagerDuty('U0NOBODY')).toBeUndefined()
  })

  it('is whom the policy names, whatever the addresses say', async () => {
    const { inSlack, inPagerDuty } = same({
      'ben@work.example': { pagerduty: 'PBEN000' },
      '@ana': { pagerduty: 'POTHER0' },
    })
    expect(await inSlack(ben)).toBe('U0BEN')
    expect(await inPagerDuty('U0BEN')).toEqual({ id: 'PBEN000' })
    expect(await inPagerDuty('U0ANA')).toEqual({ id: 'POTHER0' })
    expect(await inSlack({ id: 'POTHER0', name: 'A', email: 'ben@work.example' })).toBe('U0ANA')
  })
})
