import { describe, expect, it } from 'vitest'
import { openWorkspace, type Someone, wordsOf } from './workspace.ts'

const LONG = { timeout: 120_000 }
const ALERTS = '#ops-alerts'

/** A workspace, its people, and the monitoring that fires and resolves. */
async function aWatch() {
  const workspace = await openWorkspace()
  const people = await workspace.people('ana', 'ben', 'chloe', 'victor')
  const tell = async (act: { fire: string } | { resolve: string }) => {
    await workspace.ask('POST', 'alert', act)
    await workspace.ask('POST', 'quiet', {})
  }
  const fire = (what: string) => tell({ fire: what })
  const resolve = (what: string) => tell({ resolve: what })
  return { workspace, ...people, fire, resolve }
}

/** The lines of alerts that somebody sees, without what is told in their threads. */
async function lines(person: Someone): Promise<string[]> {
  const all = await person.messages(ALERTS)
  return all
    .filter(({ user, threadTs, ephemeral }) => user === 'U0TOCSIN' && !threadTs && !ephemeral)
    .map(wordsOf)
}

/** What the bot told this person alone in the channel for alerts. */
async function toldAlone(person: Someone): Promise<string> {
  const all = await person.messages(ALERTS)
  return all
    .filter(({ ephemeral }) => ephemeral)
    .map(wordsOf)
    .join('\n')
}

const story = async (person: Someone, where = ALERTS) => (await person.reads(where)).join('\n')

describe('a critical alert', () => {
  it('is a line and a page, and one tap within its 5 minutes is all that it takes', LONG, async () => {
    const { workspace, ana, ben, fire } = await aWatch()
    await fire('orders-errors')
    const [line = ''] = await lines(ana)
    expect(line).toContain('🚨 *Critical* · *Orders API: 6.2 % of requests fail*')
    expect(line).toMatch(/To be acknowledged by/)
    expect(line).toContain(`Paged: <@${ana.id}>`)
    const [page = ''] = await ana.told()
    expect(page).toMatch(/Please acknowledge by/)
    expect(page).toMatch(/<http:[^|]+\/archives\/[^|]+\|its line in #ops-alerts>/)

    await workspace.advance(4)
    await ana.click('Acknowledge', (await ana.directMessages()).id)
    expect((await lines(ana))[0]).toContain(`Acknowledged* by <@${ana.id}>`)
    expect((await lines(ana))[0]).not.toContain('Acknowledge\n')
    expect((await ana.told())[0]).toContain(`Acknowledged* by <@${ana.id}>`)
    expect((await ana.told())[0]).not.toContain('I cannot')
    expect(await story(ana)).toContain(`<@${ana.id}> acknowledged it after 4 minutes`)
    await workspace.advance(10)
    expect(await ben.told()).toEqual([])
    expect(await story(ana)).not.toContain('Nobody acknowledged')
  })

  it('that nobody answers climbs the ladder, and everybody is told', LONG, async () => {
    const { workspace, ana, ben, chloe, fire } = await aWatch()
    await fire('orders-errors')
    await workspace.advance(5)
    expect(await ben.told()).toHaveLength(1)
    expect(await story(ana)).toContain('Nobody acknowledged it* within 5 minutes')
    expect(await chloe.told()).toEqual([])
    await workspace.advance(5)
    expect((await chloe.told())[0]).toContain(`Also asked: <@${ana.id}>, <@${ben.id}>`)
    await chloe.click('Acknowledge', ALERTS)
    for (const person of [ana, ben, chloe])
      expect((await person.told()).at(-1)).toContain(`Acknowledged* by <@${chloe.id}>`)
    await workspace.advance(20)
    expect(await ana.told()).toHaveLength(1)
  })

  it('is passed on at once by "I cannot"', LONG, async () => {
    const { ana, ben, fire } = await aWatch()
    await fire('orders-errors')
    await ana.click('I cannot', (await ana.directMessages()).id)
    expect(await ben.told()).toHaveLength(1)
    expect(await story(ana)).toContain(`<@${ana.id}> cannot take the page`)
  })

  it('that is over stops its page and says so on its line', LONG, async () => {
    const { workspace, ana, ben, fire, resolve } = await aWatch()
    await fire('orders-errors')
    await resolve('orders-errors')
    expect((await lines(ana))[0]).toContain('✅ *Resolved*')
    expect((await ana.told())[0]).toContain('The alert is over')
    await workspace.advance(10)
    expect(await ben.told()).toEqual([])
  })
})

describe('milder alerts and storms', () => {
  it('wake nobody when they are milder', LONG, async () => {
    const { workspace, ana, fire } = await aWatch()
    await fire('key-rotation')
    await fire('products-latency')
    expect((await lines(ana)).map((line) => line.split('\n')[0])).toEqual([
      'ℹ️ *Info* · *CONCIERGE_API_KEY is 28 days old*',
      '⚠️ *Warning* · *Products API: p95 is 830 ms*',
    ])
    await workspace.advance(30)
    expect(await ana.told()).toEqual([])
  })

  it('are one line with a count and one page when they have one cause', LONG, async () => {
    const { ana, fire, resolve } = await aWatch()
    await fire('storm')
    const all = await lines(ana)
    expect(all).toHaveLength(1)
    expect(all[0]).toContain('×60')
    expect(all[0]).toContain('*60 alerts*, 60 firing (20 critical, 40 warning)')
    expect(all[0]).toContain('…and 52 more')
    expect(await ana.told()).toHaveLength(1)
    await resolve('storm')
    expect((await lines(ana))[0]).toContain('*60 alerts*, none firing')
  })
})

describe('an alert that is an incident', () => {
  it('declared from its line is linked to it, and each says what becomes of the other', LONG, async () => {
    const { ana, ben, fire, resolve } = await aWatch()
    await fire('orders-errors')
    await ana.click('Declare…', ALERTS)
    const form = JSON.stringify((await ana.modal())?.view)
    expect(form).toContain('"initial_value":"Orders API: 6.2 % of requests fail"')
    expect(form).toMatch(/"initial_options":\[\{"text":\{"type":"plain_text","text":"Orders"/)
    await ana.submit({ severity: 'sev2' })
    await ana.close()
    const [line = ''] = await lines(ana)
    expect(line).toContain('Belongs to *INC-1*')
    expect(line).not.toContain('Declare…')
    expect(await ana.card()).toMatch(/\*Alerts:\* 1 firing\n/)
    expect(await ana.card()).toContain('*ALERT-1* Orders API')

    await ana.command('/incident status monitoring')
    await ben.click('Resolve…')
    expect(JSON.stringify((await ben.modal())?.view)).toContain('One of its alerts still fires')
    await ben.close()
    await resolve('orders-errors')
    expect(await story(ana, '#incident-room')).toMatch(/heard that the critical alert Orders API.*is over/)
    expect(await ana.card()).toContain('*Alerts:* 1 over')
    await ben.click('Resolve…')
    expect(JSON.stringify((await ben.modal())?.view)).not.toContain('still fires')
  })

  it('resolved while it still fires, is told so with what to do', LONG, async () => {
    const { ana, fire } = await aWatch()
    await fire('storefront-down')
    const { answer } = await ana.command('/incident resolve INC-1 It looks fine')
    expect(answer).toContain('One of its alerts still fires')
    expect(await story(ana, '#incident-room')).toMatch(
      /still fires.* If it is not over: `\/incident reopen INC-1/,
    )
  })

  it('can be linked to one that is open', LONG, async () => {
    const { ana, ben, fire } = await aWatch()
    await ana.command('/incident declare sev3 Orders are slow')
    await fire('orders-errors')
    await ben.click('Link to incident…', ALERTS)
    await ben.submit({ incident: 'INC-1' })
    expect((await lines(ana))[0]).toContain('Belongs to *INC-1*')
    expect(await story(ana, '#incident-room')).toContain('linked the critical alert Orders API')
    expect((await ana.told())[0]).toContain('Acknowledged')

    await ana.command('/incident declare sev3 Checkout fails')
    await ben.click('Move…', ALERTS)
    expect(JSON.stringify((await ben.modal())?.view)).not.toContain('INC-1')
    await ben.submit({ incident: 'INC-2' })
    expect((await lines(ana))[0]).toContain('Belongs to *INC-2*')
    expect(await story(ana, '#incident-room')).toMatch(/took the critical alert Orders API.* to INC-2/)
  })

  it(
    'is declared by itself where the policy says so, and joins the incident that is open',
    LONG,
    async () => {
      const { ana, fire, resolve } = await aWatch()
      await fire('storefront-down')
      expect((await lines(ana))[0]).toContain('Belongs to *INC-1*')
      expect(await ana.card()).toContain('The storefront does not answer')
      await resolve('storefront-down')
      expect((await lines(ana))[0]).toContain('✅ *Resolved*')
      expect(await ana.card()).toContain('*Alerts:* 1 over')
    },
  )

  it('declared twice at once is declared once', LONG, async () => {
    const { ana, ben, fire } = await aWatch()
    await fire('orders-errors')
    await ana.click('Declare…', ALERTS)
    await ben.click('Declare…', ALERTS)
    await ana.submit({ severity: 'sev3' })
    const refused = await ben.submit({ severity: 'sev3' })
    expect(JSON.stringify(refused.errors)).toContain('ALERT-1 belongs to INC-1 already')
    await ben.close()
    expect((await ana.command('/incident list')).answer).not.toContain('INC-2')
  })
})

describe('whoever acts on an alert', () => {
  it('silences it for a time with a reason, and it calls again afterwards', LONG, async () => {
    const { workspace, ana, ben, fire, resolve } = await aWatch()
    await fire('orders-errors')
    await ana.click('Silence…', ALERTS)
    await ana.submit({ duration: '30', reason: 'A load test until noon' })
    const [line = ''] = await lines(ana)
    expect(line).toMatch(/🔕 \*Silenced\* until .*by <@U0ANA>\.\n> A load test until noon/)
    await resolve('orders-errors')
    await fire('orders-errors')
    await workspace.advance(20)
    expect(await ben.told()).toEqual([])
    expect(await ana.told()).toHaveLength(1)
    await workspace.advance(11)
    expect(await story(ana)).toContain('Its silence is over')
    expect(await ana.told()).toHaveLength(2)
  })

  it('ends a silence by hand', LONG, async () => {
    const { ana, ben, fire } = await aWatch()
    await fire('products-latency')
    await ana.click('Silence…', ALERTS)
    await ana.submit({ duration: '60', reason: 'Known' })
    await ben.click('End silence', ALERTS)
    expect(await story(ana)).toContain(`<@${ben.id}> ended its silence`)
    expect((await lines(ana))[0]).toContain('Silence…')
  })

  it('sees in a list for them alone what their tap has changed', LONG, async () => {
    const { workspace, ana, fire } = await aWatch()
    await fire('orders-errors')
    await fire('products-latency')
    await ana.command('/incident alerts', ALERTS)
    const list = (await ana.messages(ALERTS)).findLast(({ ephemeral }) => ephemeral)
    const press = { as: ana.id, channel: 'C0ALERTS', ts: list?.ts, actionId: 'alert.acknowledge' }
    await workspace.ask('POST', 'click', { ...press, blockId: 'alert ALERT-1' })
    await workspace.ask('POST', 'quiet', {})
    const [shown = '', ...more] = (await toldAlone(ana)).split('Alerts that fire').slice(1)
    expect(more).toEqual([])
    expect(shown).toMatch(/Products API[\s\S]*Orders API.*acknowledged by <@U0ANA>/)
  })

  it('is told by an old button what has happened already', LONG, async () => {
    const { ana, ben, fire } = await aWatch()
    await fire('orders-errors')
    const { answer } = await ana.command('/incident alerts', ALERTS)
    expect(answer).toContain('Orders API: 6.2 % of requests fail')
    await ben.click('Acknowledge', ALERTS)
    await ana.click('Acknowledge', ALERTS)
    expect(await toldAlone(ana)).toMatch(/was acknowledged already[\s\S]*Acknowledged\* by <@U0BEN>/)
  })

  it('opens all of them from the home page, and sees there what their tap has changed', LONG, async () => {
    const { ana, fire } = await aWatch()
    await fire('orders-errors')
    await fire('products-latency')
    await ana.home()
    const home = (await ana.state()).home
    expect(JSON.stringify(home?.view)).toContain('Show all alerts (1 more)')
    await ana.pressHome('alert.list')
    await ana.press('alert.acknowledge', 'alert ALERT-1')
    expect(JSON.stringify((await ana.modal())?.view)).toMatch(/Orders API[^"]*acknowledged by <@U0ANA>/)
  })

  it('sees critical ones on the home page', LONG, async () => {
    const { ana, fire, resolve } = await aWatch()
    await fire('orders-errors')
    expect(await ana.home()).toMatch(/Critical alerts[\s\S]*Orders API: 6\.2 %/)
    await resolve('all')
    expect(await ana.home()).not.toContain('Critical alerts')
    expect((await ana.command('/incident alerts')).answer).toContain('No alert fires')
  })

  it('is no guest', LONG, async () => {
    const { workspace, ana, fire } = await aWatch()
    const gil = await workspace.person('gil')
    await workspace.ask('POST', 'channel', { as: ana.id, channel: 'C0ALERTS', invite: [gil.id] })
    await fire('orders-errors')
    for (const label of ['Acknowledge', 'Declare…', 'Link to incident…', 'Silence…'])
      await gil.click(label, ALERTS)
    expect((await toldAlone(gil)).match(/Guests can read along/g)).toHaveLength(4)
    expect(await gil.modal()).toBeUndefined()
    expect((await lines(ana))[0]).toContain('To be acknowledged by')
  })
})

describe('when something is missing', () => {
  it('comes to the room when there is no channel for alerts, and says so', LONG, async () => {
    const { workspace, ana, fire } = await aWatch()
    await workspace.ask('POST', 'channel', { as: ana.id, channel: 'C0ALERTS', archive: true })
    await fire('orders-errors')
    const room = await story(ana, '#incident-room')
    expect(room).toContain('Orders API: 6.2 % of requests fail')
    expect(room).toContain('no public channel #ops-alerts')
    await ana.click('Acknowledge')
    expect(await story(ana, '#incident-room')).toContain(`Acknowledged* by <@${ana.id}>`)
  })

  it('is taken once the bot is back', LONG, async () => {
    const { workspace, ana, fire } = await aWatch()
    await fire('orders-errors')
    await workspace.restart({ downMinutes: 7 })
    expect(await lines(ana)).toHaveLength(1)
    expect(await story(ana)).toContain('Nobody acknowledged it')
    expect(await ana.told()).toHaveLength(1)
  })
})
