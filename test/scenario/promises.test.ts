import { describe, expect, it } from 'vitest'
import { openWorkspace } from './workspace.ts'

const LONG = { timeout: 120_000 }

describe('a page', () => {
  it(
    'that nobody answers goes up the ladder to its end, and then the room is told whom to telephone',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, chloe, victor, sofia } = await workspace.people(
        'ana',
        'ben',
        'chloe',
        'victor',
        'sofia',
      )
      await sofia.command('/incident declare sev1 Checkout fails for everybody')
      expect(await ana.told()).toEqual([])
      await workspace.advance(1)
      const [first = ''] = await ana.told()
      expect(first.split('\n')[0]).toMatch(/Please acknowledge.*SEV1 was declared/)
      for (const said of ['Checkout fails', 'Acknowledge', 'Take command', 'I cannot', 'Show'])
        expect(first).toContain(said)
      expect(await sofia.card()).toContain(`<@${ana.id}>`)

      await workspace.advance(5)
      await workspace.advance(5)
      await workspace.advance(5)
      expect([ben, chloe, victor].length).toBe(3)
      for (const person of [ben, chloe, victor]) expect(await person.told()).toHaveLength(1)
      expect((await victor.told())[0]).toContain(`Also asked: <@${ana.id}>, <@${ben.id}>, <@${chloe.id}>`)
      for (let step = 0; step < 4; step += 1) await workspace.advance(5)
      expect(await ana.told()).toHaveLength(2)
      expect(await sofia.room()).not.toContain('Nobody has answered')
      await workspace.advance(5)
      expect(await sofia.room()).toContain('Nobody has answered')
      expect(await sofia.room()).toContain('+1 555 010 0199')
      expect(await sofia.card()).toContain('nobody has answered')
      const calls = async () => (await sofia.room()).split('Nobody has answered').length - 1
      const before = await calls()
      await workspace.advance(10)
      expect(await calls()).toBe(before + 1)
      await chloe.click('Acknowledge')
      expect(await sofia.card()).toContain(`acknowledged by <@${chloe.id}>`)
      await workspace.advance(10)
      expect(await calls()).toBe(before + 1)
    },
  )

  it(
    'answered on the second rung stops, shows it on every copy, and tells late taps who answered',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, chloe, sofia } = await workspace.people('ana', 'ben', 'chloe', 'sofia')
      await sofia.command('/incident declare sev2 Orders API answers 500')
      await workspace.advance(1)
      await workspace.advance(5)
      await ben.click('Acknowledge', (await ben.directMessages()).id)
      expect(await sofia.room()).toContain('*Ben Okafor* acknowledged the page')
      for (const person of [ana, ben]) {
        const [copy = ''] = await person.told()
        expect(copy).toContain(`Acknowledged* by <@${ben.id}>`)
        expect(copy).not.toContain('I cannot')
      }
      await workspace.advance(9)
      expect(await chloe.told()).toEqual([])
      const { answer } = await ana.command('/incident ack')
      expect(answer).toContain(`<@${ben.id}> acknowledged the page`)
    },
  )

  it('is passed on at once by "I cannot", and taken with command by one tap', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, ben, sofia } = await workspace.people('ana', 'ben', 'sofia')
    await sofia.command('/incident declare sev2 Orders API answers 500')
    await workspace.advance(1)
    await ana.click('I cannot', (await ana.directMessages()).id)
    expect(await ben.told()).toHaveLength(1)
    await ben.click('Take command', (await ben.directMessages()).id)
    expect(await sofia.card()).toContain(`<@${ben.id}>`)
    await workspace.advance(10)
    expect((await sofia.room()).match(/paged <@U0\w+> .*as /g)).toHaveLength(2)
  })

  it('wakes nobody when whoever declares takes command at once, nor for a SEV4', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, ben, sofia } = await workspace.people('ana', 'ben', 'sofia')
    await ana.command('/incident declare sev2 Orders API answers 500')
    await ana.click('Take command')
    await sofia.command('/incident declare sev4 A typo')
    await workspace.advance(8)
    expect([...(await ben.told()), ...(await sofia.told())]).toEqual([])
  })

  it(
    'by hand reaches a person with the message first, and the ladder when that person does not answer',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, victor } = await workspace.people('ana', 'ben', 'victor')
      await ana.command('/incident declare sev2 Orders API answers 500')
      await ana.click('Take command')
      const { answer } = await ana.command(`/incident page @victor May we drop the cache?`)
      expect(answer).toContain(`asked to page <@${victor.id}>`)
      expect((await victor.told())[0]).toContain('May we drop the cache?')
      await workspace.advance(5)
      expect(await ana.room()).toContain('got no answer to the page')
      expect(await ben.told()).toHaveLength(1)
    },
  )
})

describe('updates', () => {
  it('are reminded of, asked for, and a second miss in a row climbs the ladder', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, ben } = await workspace.people('ana', 'ben')
    await ana.command('/incident declare sev3 Search is slow')
    await ana.click('Take command')
    expect(await ana.card()).toContain('Next update')
    await workspace.advance(25)
    expect((await ana.told())[0]).toContain('An update is due')
    await workspace.advance(5)
    expect(await ana.room()).toContain('An update is due')
    await workspace.advance(10)
    expect(await ana.room()).toContain('missed: the update due')
    expect(await ben.told()).toEqual([])
    await workspace.advance(30)
    expect(await ben.told()).toHaveLength(1)
    expect((await ben.told())[0]).toContain('2 updates in a row were missed')
    await workspace.advance(30)
    expect(await ana.card()).toContain('3 missed')
  })

  it('open their form from the reminder, filled in, and say when the next one comes', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await workspace.people('ana')
    await ana.command('/incident declare sev3 Search is slow')
    await ana.click('Take command')
    await workspace.advance(25)
    await ana.click('Post update…', (await ana.directMessages()).id)
    expect((await ana.modal())?.type).toBe('modal')
    await ana.submit({ summary: 'Reindexing', impact: 'Search only', 'next-update': '10' })
    expect(await ana.modal()).toBeUndefined()
    await workspace.advance(9)
    expect(await ana.room()).not.toContain('An update is due')
    await workspace.advance(1)
    expect(await ana.room()).toContain('An update is due')
    await ana.click('Snooze 30 min', (await ana.directMessages()).id)
    expect(await ana.room()).toContain('off to')
  })
})

describe('a severity that is raised while somebody is being paged', () => {
  it('goes on above them at once, with tighter updates and a time to be back', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, ben, sofia } = await workspace.people('ana', 'ben', 'sofia')
    await sofia.command('/incident declare sev3 Search is slow')
    await workspace.advance(1)
    expect(await ana.told()).toHaveLength(1)
    await sofia.command('/incident severity sev1 Checkout fails as well')
    expect((await ben.told())[0]).toContain('raised from SEV3 to SEV1')
    expect((await ana.told())[0]).toContain('Called off')
    expect(await sofia.card()).toContain('Back in service')
  })
})

describe('a restart in the middle', () => {
  it(
    'of a climb, of a missed update and of a raised severity loses nothing and does nothing twice',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, chloe, sofia } = await workspace.people('ana', 'ben', 'chloe', 'sofia')
      await sofia.command('/incident declare sev3 Search is slow')
      await workspace.advance(1)
      await workspace.restart()
      await workspace.advance(5)
      expect([await ana.told(), await ben.told()].map((pages) => pages.length)).toEqual([1, 1])
      await sofia.command('/incident severity sev1 Checkout fails as well')
      await workspace.restart()
      expect(await chloe.told()).toHaveLength(1)
      await ben.command('/incident ack')
      await workspace.restart()
      await workspace.advance(15)
      await workspace.advance(5)
      await workspace.restart()
      await workspace.advance(1)
      expect((await sofia.room()).match(/missed: the update due/g)).toHaveLength(1)
      expect((await sofia.told()).filter((text) => text.includes('An update was missed'))).toHaveLength(1)
    },
  )

  it(
    'after 40 minutes down tells of the gap, of all missed updates at once, and takes one step of the ladder',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, ben, chloe, sofia } = await workspace.people('ana', 'ben', 'chloe', 'sofia')
      await sofia.command('/incident declare sev1 Checkout fails for everybody')
      await workspace.advance(1)
      await workspace.restart({ downMinutes: 40 })
      const said = await sofia.room()
      expect(said).toContain('was not running')
      expect(said).toContain('missed: 2 updates')
      expect([await ana.told(), await ben.told(), await chloe.told()].map((pages) => pages.length)).toEqual([
        1, 1, 0,
      ])
      await workspace.advance(5)
      expect(await chloe.told()).toHaveLength(1)
    },
  )
})

it(
  'a fast-forward right after declaring finds nothing half done: the page is told in the room at once',
  LONG,
  async () => {
    const workspace = await openWorkspace()
    const { ana } = await workspace.people('ana')
    const declared = {
      as: ana.id,
      channel: (await ana.channel('#incident-room')).id,
      text: '/incident declare sev2 Search is down',
    }
    await workspace.ask('POST', 'type', declared)
    await workspace.ask('POST', 'advance', { minutes: 1 })
    expect(await ana.room()).toContain('paged')
  },
)
