import { describe, expect, it } from 'vitest'
import { examinePagerduty, pagerdutyWays } from '../src/doctor-pagerduty.ts'
import { createPagerduty } from '../src/pagerduty/client.ts'
import { ROUTING_KEY, stand } from './sandbox/pagerduty/stand.ts'

type Asked = Parameters<typeof examinePagerduty>[0]

const rungs = {
  'on-call': { name: 'On-call', page: ['pagerduty:schedule:PONCALL', '@on-call'] },
  policy: { name: 'Policy', page: ['pagerduty:policy:PENGINE'] },
}

async function examined(changes: Partial<Asked> & { inSlack?: string[] } = {}) {
  const { pagerduty, clock } = await stand()
  const { apiUrl, token, ca, from } = pagerduty
  const now = () => clock.now()
  const config = { apiUrl, apiToken: token, ca, from, routingKey: ROUTING_KEY, eventsUrl: apiUrl }
  const { inSlack = ['ana', 'ravi', 'ben', 'chloe'], ...rest } = changes
  const emails = inSlack.map((name) => `${name}@demo.example`)
  return examinePagerduty({
    pagerduty: createPagerduty(config, { now }),
    from,
    policy: { rungs, people: {} },
    unknown: async (references) => new Set(references.filter((one) => !emails.includes(one))),
    now,
    ...rest,
  })
}

describe('the doctor, of PagerDuty', () => {
  it('has nothing to say where nothing is set up and nothing needs it, and misses it where something does', async () => {
    const none = { 'on-call': { name: 'On-call', page: ['@on-call'] } }
    expect(await examined({ pagerduty: undefined, policy: { rungs: none, people: {} } })).toEqual([])
    expect(await examined({ pagerduty: undefined })).toEqual([
      {
        check: 'PagerDuty',
        found: 'wrong',
        problems: [expect.stringMatching(/\(on-call, policy\).*set PAGERDUTY_API_TOKEN/)],
      },
    ])
  })

  it('names what it found there, and that everybody on call is somebody in Slack', async () => {
    expect(await examined()).toEqual([
      {
        check: 'PagerDuty',
        found: 'sound',
        say: '7 people; on-call: Engineering on-call, policy: Engineering',
      },
      { check: expect.any(String), found: 'sound', say: expect.stringContaining('4 of 7 people') },
    ])
  })

  it('lists whoever comes on call and is nobody in Slack, with what to write', async () => {
    const [, found] = await examined({ inSlack: ['ana', 'ben', 'chloe'] })
    expect(found).toMatchObject({
      found: 'wrong',
      problems: [expect.stringMatching(/^Ravi Nair \(ravi@demo\.example\).*for .*pagerduty: P0RAVI0/)],
    })
  })

  it('believes the policy’s word for somebody, unless PagerDuty has no such user', async () => {
    const people = { 'r.nair@work.example': { pagerduty: 'P0RAVI0' } }
    const policy = { rungs, people }
    expect((await examined({ inSlack: ['ana', 'ben', 'chloe'], policy }))[1]).toMatchObject({
      found: 'sound',
    })
    const gone = { rungs, people: { '@gone': { pagerduty: 'PGONE00' } } }
    expect((await examined({ policy: gone }))[1]).toMatchObject({
      found: 'wrong',
      problems: ['people: @gone is PGONE00, but PagerDuty has no such user.'],
    })
  })

  it('misses schedules that are not there, and the user that the bot acts as', async () => {
    const policy = { rungs: { a: { name: 'A', page: ['pagerduty:schedule:PNOWHERE'] } }, people: {} }
    const [found] = await examined({ policy, from: 'nobody@demo.example' })
    expect(found).toMatchObject({
      found: 'wrong',
      problems: [expect.stringMatching(/^rung a: .*PNOWHERE/), expect.stringContaining('PAGERDUTY_FROM')],
    })
  })

  it('says when one side cannot be asked', async () => {
    expect((await examined({ unknown: undefined }))[1]).toMatchObject({ found: 'skipped' })
    const failing = async () => {
      throw new Error('no route')
    }
    expect((await examined({ unknown: failing }))[1]).toMatchObject({
      problems: ['Slack could not be asked: no route'],
    })
    const config = { apiUrl: 'https://127.0.0.1:1', apiToken: 't', eventsUrl: 'https://127.0.0.1:1' }
    const pagerduty = createPagerduty(config, { now: () => 0 })
    expect(await examined({ pagerduty })).toMatchObject([{ check: 'PagerDuty', found: 'wrong' }])
  })
})

describe('the ways to PagerDuty and back', () => {
  const all = {
    apiUrl: 'https://api.pagerduty.com',
    eventsUrl: 'https://events.pagerduty.com',
    routingKey: 'r',
    apiToken: 't',
    from: 'tocsin@example.com',
    webhookSecrets: ['s'],
  }

  it('are sound when all are set up, and each that is missing is named with what it means', () => {
    expect(pagerdutyWays(all)).toMatchObject([{ found: 'sound' }])
    const { routingKey: _, from: __, ...rest } = all
    const [finding] = pagerdutyWays({ ...rest, webhookSecrets: [] })
    expect(finding).toMatchObject({
      found: 'wrong',
      problems: [
        expect.stringContaining('PAGERDUTY_ROUTING_KEY'),
        expect.stringContaining('PAGERDUTY_WEBHOOK_SECRET'),
        expect.stringContaining('PAGERDUTY_FROM'),
      ],
    })
  })
})
