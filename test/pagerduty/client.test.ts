import { describe, expect, it } from 'vitest'
import { createPagerduty, type PageContent } from '../../src/pagerduty/client.ts'
import { FROM, pagerdutyServer, ROUTING_KEY, TOKEN } from './pagerduty-server.ts'

const NOW = Date.UTC(2026, 0, 15, 3)
const PAGE: PageContent = {
  summary: 'SEV1 INC-7: the checkout answers 500',
  source: 'tocsin',
  severity: 'critical',
  at: NOW,
  class: 'orders',
  details: { incident: 'INC-7', rung: 'On-call engineer' },
  link: { href: 'https://example.slack.com/archives/C1/p1', text: 'INC-7 in Slack' },
}
const trigger = { action: 'trigger', key: 'tocsin:INC-7:1', page: PAGE } as const
const never = new AbortController().signal

async function open(config: { routingKey?: string; apiToken?: string; timeoutMs?: number } = {}) {
  const server = await pagerdutyServer({
    people: { PANA: 'Ana Silva', PBEN: 'Ben Okafor' },
    shifts: [{ user: 'PANA', schedule: 'PSCHED1', policy: 'PPOLICY1', level: 1 }],
  })
  const { timeoutMs = 5_000, ...keys } = config
  const reach = {
    routingKey: ROUTING_KEY,
    apiToken: TOKEN,
    from: FROM,
    apiUrl: server.url,
    eventsUrl: server.url,
    ca: server.ca,
  }
  return { server, pagerduty: createPagerduty({ ...reach, ...keys }, { now: () => NOW, timeoutMs }) }
}

describe('events', () => {
  it('trigger, acknowledge and resolve one incident by its key', async () => {
    const { server, pagerduty } = await open()
    expect(await pagerduty.enqueue(trigger, never)).toEqual({ ok: true, value: undefined })
    expect(server.incidents).toMatchObject([
      { key: 'tocsin:INC-7:1', status: 'triggered', summary: PAGE.summary },
    ])
    await pagerduty.enqueue({ action: 'acknowledge', key: 'tocsin:INC-7:1' }, never)
    expect(server.incidents).toMatchObject([{ status: 'acknowledged' }])
    await pagerduty.enqueue({ action: 'resolve', key: 'tocsin:INC-7:1' }, never)
    expect(server.incidents).toMatchObject([{ status: 'resolved' }])
  })

  it('cuts texts to what PagerDuty takes', async () => {
    const { server, pagerduty } = await open()
    await pagerduty.enqueue(
      { action: 'trigger', key: 'k'.repeat(400), page: { ...PAGE, summary: 'x'.repeat(3_000) } },
      never,
    )
    expect(server.incidents[0]?.summary).toHaveLength(1_024)
    expect(server.incidents[0]?.key).toHaveLength(255)
  })

  it('say which setting is wrong when the routing key is rejected, and never show it', async () => {
    const { pagerduty } = await open({ routingKey: 'f'.repeat(32) })
    const refused = await pagerduty.enqueue(trigger, never)
    expect(refused).toMatchObject({ ok: false, again: 'never', status: 400 })
    expect(JSON.stringify(refused)).toContain('PAGERDUTY_ROUTING_KEY')
    expect(JSON.stringify(refused)).not.toContain('ffffffff')
  })

  it('that were accepted and not answered open nothing twice when they are repeated', async () => {
    const { server, pagerduty } = await open()
    server.mishaps.push('accept-then-drop')
    expect(await pagerduty.enqueue(trigger, never)).toMatchObject({ ok: false, again: 'later' })
    expect(await pagerduty.enqueue(trigger, never)).toMatchObject({ ok: true })
    expect(server.incidents).toHaveLength(1)
  })
})

describe('when PagerDuty has trouble', () => {
  const limited = {
    status: 429,
    headers: { 'ratelimit-reset': '37' },
    body: { error: { message: 'Rate Limit Exceeded' } },
  }

  it('waits as long as a 429 asks for, with events and with REST', async () => {
    const { server, pagerduty } = await open()
    server.mishaps.push(limited, limited, limited, limited)
    expect(await pagerduty.enqueue(trigger, never)).toMatchObject({
      ok: false,
      again: 'later',
      notBefore: NOW + 37_000,
    })
    server.mishaps.push(limited, limited, limited, limited)
    expect(await pagerduty.people(never)).toMatchObject({
      ok: false,
      again: 'later',
      notBefore: NOW + 37_000,
      status: 429,
    })
  })

  it.each([
    ['500 with JSON', { status: 500, body: { error: { message: 'Internal Server Error' } } }],
    ['502 with a page for a browser', { status: 502, body: '<html><body>Bad Gateway</body></html>' }],
    ['200 with a page for a browser', { status: 200, body: '<html>Maintenance</html>' }],
    ['200 with another shape', { status: 200, body: { oncalls: 'none' } }],
    ['a broken connection', 'drop'],
    ['an endless answer', 'huge'],
  ] as const)('says so and asks again later: %s', async (_, mishap) => {
    const { server, pagerduty } = await open()
    for (const ask of [() => pagerduty.enqueue(trigger, never), () => pagerduty.people(never)]) {
      server.mishaps.push(mishap)
      const refused = await ask()
      expect(refused).toMatchObject({ ok: false, again: 'later' })
      expect(JSON.stringify(refused)).not.toContain(TOKEN)
      expect(JSON.stringify(refused)).toMatch(/PagerDuty/)
    }
  })

  it.each(['hang', 'trickle'] as const)(
    'gives up on an answer that does not come to its end: %s',
    async (mishap) => {
      const { server, pagerduty } = await open({ timeoutMs: 150 })
      server.mishaps.push(mishap, mishap)
      const why = { ok: false, again: 'later', why: 'PagerDuty did not answer within 0.15 s.' }
      expect(await pagerduty.enqueue(trigger, never)).toMatchObject(why)
      expect(await pagerduty.people(never)).toMatchObject(why)
    },
  )

  it('follows no redirect, so that the token goes nowhere else', async () => {
    const { server, pagerduty } = await open()
    server.mishaps.push({ redirect: 'https://127.0.0.1:1/users' })
    expect(await pagerduty.people(never)).toMatchObject({ ok: false, again: 'never' })
    expect(server.received).toHaveLength(1)
  })

  it('leaves no timer behind that would keep a process', async () => {
    const { server, pagerduty } = await open()
    const before = timers()
    server.mishaps.push(limited, limited, limited, limited)
    await pagerduty.enqueue(trigger, never)
    await pagerduty.enqueue(trigger, never)
    await pagerduty.people(never)
    server.mishaps.push('drop')
    await pagerduty.people(never)
    expect(timers()).toBeLessThanOrEqual(before)
  })
})

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}

describe('REST', () => {
  it('looks incidents up by key, changes them in the name of the user that is set, and notes', async () => {
    const { server, pagerduty } = await open()
    expect(await pagerduty.findIncident(trigger.key, never)).toEqual({ ok: true, value: undefined })
    await pagerduty.enqueue(trigger, never)
    expect(await pagerduty.findIncident(trigger.key, never)).toMatchObject({
      value: { id: 'PINC1', status: 'triggered' },
    })
    expect(await pagerduty.setStatus('PINC1', 'acknowledged', never)).toEqual({ ok: true, value: undefined })
    expect(await pagerduty.addNote('PINC1', 'Rolled back <b>\n', never)).toEqual({
      ok: true,
      value: undefined,
    })
    const asked = { requester: 'PBEN', users: ['PANA'], message: 'Please join' }
    expect(await pagerduty.requestResponders('PINC1', asked, never)).toEqual({ ok: true, value: undefined })
    expect(server.incidents).toMatchObject([
      { status: 'acknowledged', notes: ['Rolled back <b>\n'], asked: ['PANA'] },
    ])
  })

  it('says what the account does not offer', async () => {
    const { server, pagerduty } = await open()
    await pagerduty.enqueue(trigger, never)
    server.state.offersResponders = false
    const asked = { requester: 'PBEN', users: ['PANA'], message: 'Please join' }
    const refused = await pagerduty.requestResponders('PINC1', asked, never)
    expect(refused).toMatchObject({ ok: false, again: 'never', status: 402 })
  })

  it('says which setting is wrong when the token is not accepted', async () => {
    const { pagerduty } = await open({ apiToken: 'wrong-token-wrong' })
    const refused = await pagerduty.people(never)
    expect(refused).toMatchObject({ ok: false, again: 'never', status: 401 })
    expect(JSON.stringify(refused)).toContain('PAGERDUTY_API_TOKEN')
    expect(JSON.stringify(refused)).not.toContain('wrong-token-wrong')
  })

  it('knows whether a schedule or a policy is there', async () => {
    const { pagerduty } = await open()
    expect(await pagerduty.nameOf({ kind: 'schedule', id: 'PSCHED1' }, never)).toEqual({
      ok: true,
      value: 'The schedule PSCHED1',
    })
    expect(await pagerduty.nameOf({ kind: 'policy', id: 'PPOLICY1' }, never)).toMatchObject({ ok: true })
    const gone = await pagerduty.nameOf({ kind: 'policy', id: 'PNOWHERE' }, never)
    expect(gone).toMatchObject({ ok: false, again: 'never', why: expect.stringContaining('PNOWHERE') })
  })
})
