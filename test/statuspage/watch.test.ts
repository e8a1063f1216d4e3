import { describe, expect, it, onTestFinished } from 'vitest'
import type { CommsCommand } from '../../src/core/comms/comms.ts'
import { PAGE_OPEN } from '../../src/core/comms/page.ts'
import { LOOK_EVERY_MS, REQUEST_EVERY_MS } from '../../src/statuspage/limits.ts'
import { createSpacing } from '../../src/statuspage/spacing.ts'
import { createPageWatch, type Incidents } from '../../src/statuspage/watch.ts'
import { BOT, NOON, type Story } from '../core/incident/story.ts'
import { handClock } from '../engine/hand-clock.ts'
import { anIncident, aPage, deliver, done, isWatched, released } from './a-page.ts'

const SILENT = { warn: () => {}, error: () => {} }
const TEXT = { title: 'Some orders fail', body: 'We are looking into it.' }

/** The watch over one incident, as the engine would lead it. */
async function watched(story: Story) {
  const stand = await aPage()
  const clock = handClock(NOON)
  const incidents = {
    find: async (label: string) => (label === PAGE_OPEN && isWatched(story) ? [story.state] : []),
    handle: async (_id: string, command: CommsCommand) => done(story, command, BOT),
  }
  const watch = createPageWatch({
    incidents: incidents as unknown as Incidents,
    statuspage: stand.client(),
    clock,
    log: SILENT,
  })
  async function begin() {
    const running = watch.run()
    onTestFinished(async () => {
      await watch.stop()
      await running
    })
    await still()
  }
  /** Until it has nothing to do before a later time. */
  async function still() {
    for (;;) {
      const due = await watch.nextDue()
      if (due === undefined || due > clock.now()) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const asked = () => stand.server.received.filter(({ method }) => method === 'GET').length
  return { ...stand, watch, clock, begin, still, asked }
}

describe('the watch over the status page', () => {
  it('asks nothing as long as no public incident is open', async () => {
    const story = anIncident()
    const { begin, asked, clock, still, watch } = await watched(story)
    await begin()
    clock.advance(10 * LOOK_EVERY_MS)
    await still()
    expect(asked()).toBe(0)
    expect(await watch.nextDue()).toBeUndefined()
  })

  it('looks every two minutes, tells a change once, and ends with the public incident', async () => {
    const story = anIncident()
    const { begin, asked, clock, still, page, publisher } = await watched(story)
    await deliver(story, publisher(), released(story, { ...TEXT, status: 'investigating' }))
    const before = asked()
    await begin()
    for (let round = 0; round < 3; round++) {
      clock.advance(LOOK_EVERY_MS)
      await still()
    }
    expect(asked() - before).toBe(4) // once at once, and three times
    expect(story.entries.at(-1)?.event.type).toBe('message-delivered')
    const [incident] = page.incidents()
    if (incident) page.change(incident, { status: 'monitoring', body: 'Better' })
    for (let round = 0; round < 2; round++) {
      clock.advance(LOOK_EVERY_MS)
      await still()
    }
    expect(story.entries.filter(({ event }) => event.type === 'statuspage-drifted')).toHaveLength(1)
    await deliver(story, publisher(), released(story, { ...TEXT, status: 'resolved' }))
    const after = asked()
    clock.advance(10 * LOOK_EVERY_MS)
    await still()
    expect(asked()).toBe(after)
  })

  it('takes trouble for no change, and holds off for as long as it is told', async () => {
    const story = anIncident()
    const { begin, clock, still, server, publisher, watch } = await watched(story)
    await deliver(story, publisher(), released(story, TEXT))
    const entries = story.entries.length
    server.mishaps = [{ status: 429, headers: { 'retry-after': '1800' } }]
    await begin()
    await still()
    expect(story.entries.length).toBe(entries)
    expect(await watch.nextDue()).toBeGreaterThan(clock.now() + 1_700_000)
  })
})

describe('requests', () => {
  it('begin a second apart, whoever makes them', async () => {
    let now = 0
    const pauses: number[] = []
    const pause = async (ms: number) => {
      pauses.push(ms)
      now += ms
    }
    const turn = createSpacing({ now: () => now, pause }, REQUEST_EVERY_MS)
    const begun: number[] = []
    await Promise.all([1, 2, 3].map(() => turn().then(() => begun.push(now))))
    now += 400
    await turn()
    expect(begun).toEqual([0, 1_000, 2_000])
    expect(pauses).toEqual([1_000, 1_000, 600])
  })
})
