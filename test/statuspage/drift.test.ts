import { describe, expect, it } from 'vitest'
import type { Text } from '../../src/core/comms/comms.ts'
import { foundAs } from '../../src/statuspage/view.ts'
import { BOT, type Story } from '../core/incident/story.ts'
import type { Mishap } from '../outside/outside-server.ts'
import { anIncident, aPage, deliver, done, forever, isWatched, owedBy, PIA, released } from './a-page.ts'

const FIRST: Text = {
  title: 'Some orders fail',
  body: 'We are looking into it.',
  status: 'investigating',
  page: { impact: 'major', parts: { checkout: 'partial_outage' } },
}
const NEXT: Text = { title: '', body: 'We found it.', status: 'identified' }

/** Two messages are on the page; `changed` is what somebody does there; `look` what the watch would find. */
async function told() {
  const stand = await aPage()
  const story = anIncident()
  for (const text of [FIRST, NEXT]) await deliver(story, stand.publisher(), released(story, text))
  const [incident] = stand.page.incidents()
  if (incident === undefined) throw new Error('It is not there')
  async function look() {
    const entry = story.state.comms.statuspage?.entry ?? 0
    const read = await stand.client().incident(incident?.id ?? '', forever)
    const found = read.ok ? foundAs(read.value) : {}
    return done(story, { type: 'record-statuspage-drift', entry, found }, BOT).events
  }
  return { ...stand, story, incident, look }
}

function putBack(story: Story) {
  const entry = story.state.comms.statuspage?.entry ?? 0
  const { effects } = done(story, { type: 'restore-statuspage', entry })
  return owedBy(story, effects, 'statuspage-restoring')
}

type World = Awaited<ReturnType<typeof told>>
const CHANGES: [string, (world: World) => void, string][] = [
  [
    'the status',
    ({ page, incident }) => page.change(incident, { status: 'resolved', body: 'Over' }),
    'It says Resolved there; we said Identified. An update was added: “Over”.',
  ],
  [
    'the title',
    ({ page, incident }) => page.change(incident, { name: 'Nothing to see' }),
    'Its title is “Nothing to see” there.',
  ],
  [
    'the impact',
    ({ page, incident }) => page.change(incident, { impactOverride: 'minor' }),
    'Its impact is minor there; we said major.',
  ],
  [
    'a part',
    ({ page, incident }) => page.change(incident, { components: { checkout: 'major_outage' } }),
    'Checkout is Major outage there; we said Partial outage.',
  ],
  [
    'another part',
    ({ page, incident }) => page.change(incident, { components: { returns: 'degraded_performance' } }),
    'Returns is Degraded performance there; we said Operational.',
  ],
  [
    'a text',
    ({ page, incident }) => page.rewrite(incident, incident.updates[0]?.id ?? '', 'Softer'),
    'The text of an update was changed: “Softer”.',
  ],
]

describe('what somebody changes there', () => {
  it.each(CHANGES)('(%s) is noticed, and put back when that is wanted', async (_what, change, said) => {
    const world = await told()
    const { story, look, restorer, incident, page } = world
    const before = structuredClone({ ...incident, updates: incident.updates.map(({ body }) => body) })
    change(world)
    expect(await look()).toMatchObject([{ type: 'statuspage-drifted', found: said }])
    expect(await look()).toEqual([]) // no news
    await deliver(story, restorer(), putBack(story))
    expect(incident).toMatchObject({ name: before.name, status: before.status, impactOverride: 'major' })
    expect(page.components().map(({ state }) => state)).toEqual([
      'operational',
      'partial_outage',
      'operational',
      'operational',
      'operational',
    ])
    expect(incident.updates.slice(0, 2).map(({ body }) => body)).toEqual(before.updates)
    expect(incident.updates.at(-1)?.body).toBe('We found it.')
    expect(story.state.comms.statuspage).not.toHaveProperty('drift')
    expect(await look()).toEqual([])
  })

  it('is no news when it was put right there again', async () => {
    const { story, look, page, incident } = await told()
    page.change(incident, { name: 'Other' })
    await look()
    page.change(incident, { name: 'Some orders fail' })
    expect(await look()).toEqual([{ type: 'statuspage-agreed' }])
    expect(
      story.do({ type: 'restore-statuspage', entry: story.state.comms.statuspage?.entry ?? 0 }).rejection
        ?.code,
    ).toBe('no-drift')
  })

  it('stands from then on when it is left as it is', async () => {
    const { story, look, page, incident } = await told()
    page.change(incident, { status: 'resolved', body: 'Over' })
    await look()
    done(story, { type: 'take-statuspage', entry: story.state.comms.statuspage?.entry ?? 0 })
    expect(story.state.comms.statuspage).toMatchObject({ status: 'resolved' })
    expect(isWatched(story)).toBe(false)
    expect(await look()).toEqual([])
  })

  it('is answered as it was on the screen, and not after something else went there', async () => {
    const { story, look, page, incident, publisher } = await told()
    page.change(incident, { name: 'Other' })
    await look()
    const entry = story.state.comms.statuspage?.entry ?? 0
    await deliver(story, publisher(), released(story, { ...NEXT, title: 'Ours' }))
    for (const type of ['take-statuspage', 'restore-statuspage'] as const)
      expect(story.do({ type, entry }).rejection?.code).toBe('no-drift')
  })

  it('is not seen in what was read before, or while, something of ours went there', async () => {
    const { story, look, publisher, client, incident } = await told()
    const entry = story.state.comms.statuspage?.entry ?? 0
    const read = await client().incident(incident.id, forever)
    if (!read.ok) throw new Error(read.why)
    const owed = released(story, { ...NEXT, body: 'More' })
    await publisher().perform({ ...owed, state: story.state }, forever) // there, and not on record yet
    expect(await look()).toEqual([])
    await deliver(story, publisher(), owed)
    const old = { type: 'record-statuspage-drift', entry, found: foundAs(read.value) } as const
    expect(done(story, old, BOT).events).toEqual([])
  })

  it('by deleting it is put back as a new incident', async () => {
    const { story, look, page, incident, restorer } = await told()
    page.remove(incident)
    expect(await look()).toMatchObject([{ found: 'It was deleted there.' }])
    await deliver(story, restorer(), putBack(story))
    expect(page.incidents()).toMatchObject([{ name: 'Some orders fail', status: 'identified' }])
    expect(story.state.comms.statuspage?.id).toBe(page.incidents()[0]?.id)
  })
})

describe('putting ours back', () => {
  it('says what was released last once more, though it was written first', async () => {
    const { publisher, restorer, page } = await aPage()
    const story = anIncident()
    done(story, { type: 'write-message', audiences: ['public'], text: { ...FIRST, body: 'Written first' } })
    done(story, { type: 'send-message', number: 1, revision: 1 })
    await deliver(story, publisher(), released(story, { ...FIRST, body: 'Written second' }))
    const { effects } = done(story, { type: 'approve-message', number: 1, revision: 1 }, PIA)
    await deliver(story, publisher(), owedBy(story, effects, 'message-released'))
    const [incident] = page.incidents()
    if (incident === undefined) throw new Error('It is not there')
    page.change(incident, { status: 'resolved', body: 'Over' })
    const entry = story.state.comms.statuspage?.entry ?? 0
    done(story, { type: 'record-statuspage-drift', entry, found: {} }, BOT)
    await deliver(story, restorer(), putBack(story))
    expect(incident.updates.at(-1)?.body).toBe('Written first')
  })

  it.each<[string, Mishap]>([
    ['a lost answer', 'accept-then-drop'],
    ['trouble', { status: 502, body: '<!doctype html>' }],
  ])('says ours once more and no more often, after %s', async (_what, mishap) => {
    const { story, look, page, incident, restorer, server } = await told()
    page.change(incident, { status: 'resolved', body: 'Over' })
    await look()
    const owed = putBack(story)
    server.mishaps = [{ before: () => {} }, mishap]
    expect(await deliver(story, restorer(), owed)).toMatchObject({ outcome: 'unknown' })
    await deliver(story, restorer(), { ...owed, maybeSent: true })
    expect(incident.updates.map(({ body }) => body)).toEqual([
      'We are looking into it.',
      'We found it.',
      'Over',
      'We found it.',
    ])
    expect(story.state.comms.statuspage).not.toHaveProperty('restoring')
  })

  it('that is refused says why, and can be tried again', async () => {
    const { story, look, page, incident, restorer, server } = await told()
    page.change(incident, { name: 'Other' })
    await look()
    server.mishaps = [{ before: () => {} }, { status: 403, body: { error: 'read only' } }]
    await deliver(story, restorer(), putBack(story))
    expect(story.entries.at(-1)?.event).toMatchObject({
      type: 'statuspage-unrestored',
      why: expect.stringContaining('read only'),
    })
    await deliver(story, restorer(), putBack(story))
    expect(incident.name).toBe('Some orders fail')
  })

  it('is over when a message of ours went there first', async () => {
    const { story, look, page, incident, publisher, restorer, server } = await told()
    page.change(incident, { name: 'Other' })
    await look()
    const owed = putBack(story)
    await deliver(story, publisher(), released(story, { ...NEXT, title: 'Some orders fail' }))
    const before = server.received.length
    expect(await deliver(story, restorer(), owed)).toEqual({ outcome: 'ok' })
    expect(server.received.length).toBe(before)
  })
})
