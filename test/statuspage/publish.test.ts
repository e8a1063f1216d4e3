import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Text } from '../../src/core/comms/comms.ts'
import { TRY_FOR_MS } from '../../src/statuspage/limits.ts'
import type { Mishap } from '../outside/outside-server.ts'
import { anIncident, aPage, deliver, forever, isWatched, KEY, released } from './a-page.ts'

const FIRST: Text = {
  title: 'Some orders fail',
  body: 'We are looking into it.',
  status: 'investigating',
  page: { impact: 'major', parts: { checkout: 'partial_outage' } },
}
const NEXT: Text = { title: 'Some orders fail', body: 'We **found** it.', status: 'identified' }
const OVER: Text = { title: '', body: 'Orders work again.', status: 'resolved' }
const HTML = '<!doctype html><title>Bad gateway</title>'

const delivery = (story: ReturnType<typeof anIncident>, number = 1) =>
  story.state.comms.messages.find((one) => one.number === number)?.deliveries.public

describe('a message to the public', () => {
  it('opens one public incident, which later ones carry on until it is over', async () => {
    const { page, publisher, texts } = await aPage()
    const story = anIncident()
    await deliver(story, publisher(), released(story, FIRST))
    expect(page.shown().incidents).toMatchObject([
      { name: 'Some orders fail', status: 'investigating', impact: 'major', components: ['Checkout'] },
    ])
    expect(isWatched(story)).toBe(true)
    await deliver(story, publisher(), released(story, NEXT))
    await deliver(story, publisher(), released(story, OVER))
    const [incident] = page.incidents()
    expect(page.incidents()).toHaveLength(1)
    expect(incident).toMatchObject({ status: 'resolved', name: 'Some orders fail' })
    expect(texts()).toEqual(['Orders work again.', 'We found it.', 'We are looking into it.'])
    expect(page.components().every(({ state }) => state === 'operational')).toBe(true)
    expect(isWatched(story)).toBe(false)
    expect(delivery(story, 3)).toMatchObject({ state: 'delivered', ref: incident?.updates.at(-1)?.id })
  })

  it('says that it is a correction, and writes to no subscriber when it is not to', async () => {
    const { page, publisher, texts } = await aPage()
    const story = anIncident()
    await deliver(story, publisher(), released(story, FIRST))
    const quiet: Text = { title: '', body: 'It is one order in five.', page: { quiet: true } }
    await deliver(story, publisher(), released(story, quiet, { corrects: 1 }))
    expect(texts()[0]).toBe('Correction: It is one order in five.')
    expect(page.incidents()[0]?.updates.map(({ notified }) => notified)).toEqual([true, false])
    expect(page.incidents()[0]).toMatchObject({ name: 'Some orders fail', status: 'investigating' })
  })

  it('leaves alone what others keep with the incident, and an incident of another Tocsin', async () => {
    const { page, publisher } = await aPage()
    const other = page.create({
      name: 'Theirs',
      metadata: { tocsin: { incident: 'INC-7@1', messages: '1' }, jira: { issue: 'A-1' } },
    })
    const story = anIncident()
    await deliver(story, publisher(), released(story, FIRST))
    expect(page.incidents()).toHaveLength(2)
    expect(other.updates).toHaveLength(1)
    const [ours] = page.incidents()
    if (ours === undefined) throw new Error('It is not there')
    ours.metadata = { ...ours.metadata, jira: { issue: 'A-2' } }
    await deliver(story, publisher(), released(story, NEXT))
    expect(ours.metadata).toMatchObject({ jira: { issue: 'A-2' }, tocsin: { messages: '1 2' } })
  })

  it('opens another public incident when somebody deleted the first, and says so', async () => {
    const { page, publisher } = await aPage()
    const story = anIncident()
    await deliver(story, publisher(), released(story, FIRST))
    for (const one of page.incidents()) page.remove(one)
    await deliver(story, publisher(), released(story, NEXT))
    expect(page.incidents()).toHaveLength(1)
    const drifted = story.entries.find(({ event }) => event.type === 'statuspage-drifted')
    expect(drifted?.event).toMatchObject({ found: 'It was deleted there.' })
  })

  it('goes over what somebody changed there, and that is on the timeline', async () => {
    const { page, publisher } = await aPage()
    const story = anIncident()
    await deliver(story, publisher(), released(story, FIRST))
    const [incident] = page.incidents()
    if (incident) page.change(incident, { status: 'resolved', body: 'All fine' }, 'UBEN')
    await deliver(story, publisher(), released(story, NEXT))
    const kinds = story.entries.map(({ event }) => event.type).slice(-3)
    expect(kinds).toEqual(['statuspage-drifted', 'statuspage-told', 'message-delivered'])
    expect(story.state.comms.statuspage).not.toHaveProperty('drift')
    expect(incident?.status).toBe('identified')
  })
})

describe('what may have been taken', () => {
  it.each<[string, Mishap]>([
    ['an answer that is lost', 'accept-then-drop'],
    ['silence', 'hang'],
    ['a page of a proxy', { status: 502, body: HTML }],
    ['a page that says yes', { status: 200, body: HTML }],
    ['an answer of another shape', { status: 201, body: { ok: true } }],
  ])('after %s is unknown, and stands there once after the next try', async (_what, mishap) => {
    const { server, publisher, texts, page } = await aPage({ timeoutMs: 300 })
    const story = anIncident()
    for (const text of [FIRST, NEXT]) {
      const owed = released(story, text)
      server.mishaps = [{ before: () => {} }, mishap]
      expect(await deliver(story, publisher(), owed)).toMatchObject({ outcome: 'unknown' })
      await deliver(story, publisher(), { ...owed, maybeSent: true })
    }
    expect(texts()).toEqual(['We found it.', 'We are looking into it.'])
    expect(page.incidents()).toHaveLength(1)
  })

  it('is known by its words too, when somebody took our mark away', async () => {
    const { server, publisher, page, texts } = await aPage()
    const story = anIncident()
    for (const text of [FIRST, NEXT, NEXT]) {
      const owed = released(story, text)
      const before = structuredClone(page.incidents()[0]?.metadata)
      server.mishaps = [{ before: () => {} }, 'accept-then-drop']
      await deliver(story, publisher(), owed)
      const [incident] = page.incidents()
      if (incident && before) incident.metadata = before
      await deliver(story, publisher(), { ...owed, maybeSent: true })
    }
    expect(texts()).toEqual(['We found it.', 'We found it.', 'We are looking into it.'])
  })

  it('and whose answer was lost is found again, also when somebody has ended it there since', async () => {
    const { server, publisher, page } = await aPage()
    const story = anIncident()
    const owed = released(story, FIRST)
    server.mishaps = [{ before: () => {} }, 'accept-then-drop']
    await deliver(story, publisher(), owed)
    for (const incident of page.incidents()) page.change(incident, { status: 'resolved', body: 'Over' })
    await deliver(story, publisher(), { ...owed, maybeSent: true })
    expect(page.incidents()).toHaveLength(1)
    expect(delivery(story)).toMatchObject({ state: 'delivered' })
  })

  it('before the bot was killed is found again, also when it was already over', async () => {
    const { publisher, texts, page } = await aPage()
    const story = anIncident()
    for (const text of [OVER, OVER]) {
      const owed = released(story, text)
      await publisher().perform({ ...owed, state: story.state }, forever) // nobody records what came of it
      await deliver(story, publisher(), { ...owed, maybeSent: true })
    }
    expect(texts()).toHaveLength(2)
    expect(page.incidents()).toHaveLength(1)
  })

  it('and was given up is not posted twice by sending it again', async () => {
    const { server, publisher, clock, texts } = await aPage()
    const story = anIncident()
    const owed = released(story, FIRST)
    clock.now = owed.entry.recordedAt + TRY_FOR_MS + 1
    server.mishaps = [{ before: () => {} }, 'accept-then-drop']
    await deliver(story, publisher(), owed)
    expect(delivery(story)).toMatchObject({
      state: 'failed',
      why: expect.stringMatching(/tried for 10 minutes.*may be there all the same/),
    })
    const { effects } = story.do({ type: 'resend-message', number: 1, target: 'public' })
    expect(effects.map(({ kind }) => kind)).toContain('statuspage.publish')
    const again = story.entries.findLast(({ event }) => event.type === 'message-released')
    if (again === undefined) throw new Error('It was not sent again')
    await deliver(story, publisher(), { ...owed, key: 'INC-7:99:0', entry: again })
    expect(delivery(story)).toMatchObject({ state: 'delivered' })
    expect(texts()).toHaveLength(1)
  })

  it('stands there once and in order, whatever accidents happen on the way', async () => {
    const { server, publisher, texts, page } = await aPage()
    const accidents = fc.constantFrom<Mishap>(
      { before: () => {} },
      'drop',
      'accept-then-drop',
      { status: 429 },
      { status: 420 },
      { status: 500, body: HTML },
    )
    const message = fc.record({ mishaps: fc.array(accidents, { maxLength: 8 }), killed: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 3 }), async (messages) => {
        for (const one of page.incidents()) page.remove(one)
        const story = anIncident()
        for (const [index, { mishaps, killed }] of messages.entries()) {
          const owed = released(story, { ...NEXT, body: `Text ${index}` })
          server.mishaps = [...mishaps]
          if (killed) await publisher().perform({ ...owed, state: story.state }, forever)
          while ((await deliver(story, publisher(), owed)).outcome !== 'ok');
        }
        expect(texts()).toEqual(messages.map((_, index) => `Text ${index}`).toReversed())
        expect(page.incidents()).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })
})

describe('what Statuspage does not take', () => {
  it.each<[string, Mishap, number | undefined]>([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '40' } }, 40_000],
    ['420 with Retry-After', { status: 420, headers: { 'retry-after': '40' } }, 40_000],
    ['420 without', { status: 420, body: { error: 'slow down' } }, 10_000],
  ])('for now (%s) is put off for as long as it says', async (_what, mishap, waitMs) => {
    const { server, publisher, clock } = await aPage()
    const story = anIncident()
    const owed = released(story, FIRST)
    server.mishaps = [{ before: () => {} }, mishap]
    const before = clock.now
    expect(await deliver(story, publisher(), owed)).toEqual({
      outcome: 'retry',
      why: 'Statuspage asks for fewer requests.',
      notBefore: before + (waitMs ?? 0),
    })
  })

  it('because of its content is said as it says it, without the key', async () => {
    const { server, publisher } = await aPage()
    const story = anIncident()
    server.mishaps = [
      { before: () => {} },
      { status: 422, body: { error: ['Name is too long', `${KEY} is bad`] } },
    ]
    await deliver(story, publisher(), released(story, FIRST))
    expect(delivery(story)).toMatchObject({
      state: 'failed',
      why: 'Statuspage refused it (HTTP 422). It says: "Name is too long; [secret] is bad". Write a new message that it takes, or correct the components in the policy.',
    })
  })

  it('because of a component that it does not have names it', async () => {
    const { publisher } = await aPage()
    const story = anIncident()
    await deliver(
      story,
      publisher(),
      released(story, { ...FIRST, page: { parts: { gone: 'major_outage' } } }),
    )
    expect(delivery(story)).toMatchObject({ why: expect.stringContaining('Component gone does not exist') })
  })

  it('because of who asks, or for which page, says what to correct', async () => {
    const { client, publisher } = await aPage()
    const story = anIncident()
    await deliver(story, publisher(client({ apiKey: 'other' })), released(story, FIRST))
    expect(delivery(story)).toMatchObject({
      why: 'Statuspage does not accept the secret: check STATUSPAGE_API_KEY.',
    })
    await deliver(story, publisher(client({ pageId: 'gone' })), released(story, FIRST))
    expect(delivery(story, 2)).toMatchObject({
      why: 'Statuspage has no page "gone" for this key: correct STATUSPAGE_PAGE_ID.',
    })
  })

  it('and stops at once when it is told to', async () => {
    const { server, publisher } = await aPage()
    const story = anIncident()
    const stopping = new AbortController()
    server.mishaps = ['hang']
    const outcome = deliver(story, publisher(), released(story, FIRST), stopping.signal)
    while (server.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
    stopping.abort()
    expect(await outcome).toMatchObject({ outcome: 'unknown' })
  })
})

describe('a message whose words were removed', () => {
  it('is not sent', async () => {
    const { publisher, server } = await aPage()
    const story = anIncident()
    const owed = released(story, FIRST)
    await deliver(story, publisher(), { ...owed, entry: { ...owed.entry, redactedBy: 99 } })
    expect(delivery(story)).toMatchObject({ why: 'its words were removed before it was sent' })
    expect(server.received).toEqual([])
  })
})
