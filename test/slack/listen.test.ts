import { describe, expect, it } from 'vitest'
import { aPolicy } from '../core/a-policy.ts'
import { aBot } from './a-bot.ts'

const story = (messages: { text: string; thread_ts?: unknown }[]) =>
  messages.filter(({ thread_ts }) => thread_ts).map(({ text }) => text)

describe('/incident', () => {
  it('declares in one line: answered at once, a pinned card in the room, which the bot joined by itself', async () => {
    const bot = await aBot()
    const { status, shown } = await bot.type('declare sev3 Orders &lt;!channel&gt; fail')
    expect(status).toBe(200)
    expect(shown).toContain('*INC-1* is declared: 🟡 SEV3 Orders &lt;!channel&gt; fail')
    await bot.quiet()
    const [card] = bot.slack.room().messages
    expect(card?.text).toBe('🟡 SEV3 INC-1 Orders &lt;!channel&gt; fail (Investigating, no commander yet)')
    expect(bot.slack.called('pins.add')).toEqual([{ channel: 'C0ROOM', timestamp: card?.ts }])
  })

  it('opens the form when something is missing, with what was said already in it', async () => {
    const bot = await aBot()
    expect((await bot.type('declare Orders fail')).shown).toBe('')
    expect(JSON.stringify(bot.slack.called('views.open'))).toContain('"initial_value":"Orders fail"')
  })

  it('tells who typed too slowly, or whose form Slack did not open, that nothing was done', async () => {
    const bot = await aBot()
    bot.slack.mishap(
      'views.open',
      { error: 'expired_trigger_id' },
      { error: 'exchanged_trigger_id' },
      { status: 500 },
    )
    expect((await bot.type('')).shown).toContain('Nothing was done')
    expect((await bot.type('')).shown).toBe('')
    expect((await bot.type('')).shown).toContain('did not open the form')
  })

  it('does a repeated request once, and answers it as the first time', async () => {
    const bot = await aBot()
    const [first, again] = await Promise.all([
      bot.type('declare sev3 Twice', { trigger: 'same' }),
      bot.type('declare sev3 Twice', { trigger: 'same' }),
    ])
    const later = await bot.type('declare sev3 Twice', { trigger: 'same' })
    expect(again.shown).toBe(first.shown)
    expect(later.shown).toBe(first.shown)
    expect((await bot.type('list all')).shown.match(/INC-\d/g)).toEqual(['INC-1'])
  })

  it('works on the only open incident without naming it, and tells its story in the thread', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 Orders fail')
    expect((await bot.type('take')).shown).toContain('you took the role Incident commander')
    expect((await bot.type('update Rolled back &amp; watching', { user: 'U0BEN' })).shown).toContain(
      'you posted update 1',
    )
    expect((await bot.type('status identified A bad index')).shown).toContain('*Identified*')
    expect((await bot.type('resolve')).shown).toContain('you resolved it')
    await bot.quiet()
    const { messages } = bot.slack.room()
    expect(story(messages)).toEqual([
      'INC-1: 👤 *Ana* took the role Incident commander',
      'INC-1: 📣 *ben* posted update 1: Rolled back &amp; watching',
      'INC-1: 🎯 *Ana* changed the status from *Investigating* to *Identified*: A bad index',
      'INC-1: ✅ *Ana* resolved it',
    ])
    expect(
      messages.filter(({ thread_ts }) => thread_ts).every(({ thread_ts }) => thread_ts === messages[0]?.ts),
    ).toBe(true)
    expect(messages[0]?.text).toContain('(Resolved)')
    expect(JSON.stringify(messages)).toContain('Rolled back &amp; watching')
  })

  it('asks which one when several are open', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 One')
    await bot.type('declare sev4 Two')
    const { shown } = await bot.type('note Pool &amp; queue')
    expect(shown).toMatch(/Which incident.*INC-2.*INC-1/)
    expect(shown).toContain('`/incident INC-2 note Pool &amp; queue`') // to be sent again as it is
    expect((await bot.type('note INC-9 x')).shown).not.toContain('For example')
    expect((await bot.type('note INC-1 x')).shown).toContain('*INC-1*: you noted')
  })

  it('gives a command that belongs to another one back as a whole, ready to be sent', async () => {
    const bot = await aBot()
    expect((await bot.type('pull safe_mode Wrong &amp; late')).shown).toContain(
      '`/killswitch pull safe_mode Wrong &amp; late`',
    )
  })

  it('says who was there first', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 One')
    await bot.type('status identified', { user: 'U0BEN' })
    expect((await bot.type('status identified')).shown).toMatch(
      /already identified.*<@U0BEN> changed the status/,
    )
  })

  it('shows lists, timelines, help and what it did not understand', async () => {
    const bot = await aBot()
    expect((await bot.type('list')).shown).toContain('No incident is open')
    await bot.type('declare sev3 One')
    expect((await bot.type('list')).shown).toContain('*INC-1* One')
    expect((await bot.type('timeline')).shown).toMatch(/<@U0ANA> declared INC-1/)
    expect((await bot.type('INC-1')).shown).toContain('nobody yet')
    expect((await bot.type('help')).shown).toContain('declare [sev1..sev4]')
    expect((await bot.type('declrae sev1 x')).shown).toContain('Did you mean')
  })

  it('tells a guest before the form, not after it', async () => {
    const bot = await aBot()
    expect((await bot.type('', { user: 'U0GUS' })).shown).toContain('Guests')
    await bot.type('declare sev3 x')
    expect((await bot.type('update', { user: 'U0GUS' })).shown).toContain('Guests')
    expect(bot.slack.called('views.open')).toEqual([])
  })

  it('gives an example when somebody holds several roles', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.type('take')
    await bot.type('take scribe')
    expect((await bot.type('handover <@U0BEN>')).shown).toContain(
      '/incident handover INC-1 commander @person',
    )
  })

  it.each([
    ['U0GUS', 'Guests'],
    ['U0OUT', 'other organisations'],
    ['U0OLD', 'deactivated'],
    ['U0NOBODY', 'could not find out'],
  ])('lets %s do nothing', async (user, why) => {
    const bot = await aBot()
    expect((await bot.type('declare sev3 x', { user })).shown).toContain(why)
    expect((await bot.type('list all')).shown).not.toContain('INC-1')
  })

  it('knows a group of the policy by who is in it', async () => {
    const bot = await aBot({ policy: aPolicy({ may: { ...aPolicy().may, resolve: ['@on-call'] } }) })
    await bot.type('declare sev3 x')
    expect((await bot.type('resolve')).shown).toContain('Only these may resolve')
    expect((await bot.type('resolve', { user: 'U0BEN' })).shown).toContain('you resolved it')
  })

  it('gives a handover only of a role that one holds', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.type('take', { user: 'U0BEN' })
    expect((await bot.type('handover commander &lt;@U0GUS&gt;')).shown).toContain('do not understand')
    expect((await bot.type('handover commander <@U0ANA|ana>')).shown).toMatch(/do not hold.*<@U0BEN> took/)
    expect((await bot.type('handover <@U0GUS|gus>', { user: 'U0BEN' })).shown).toContain('Only full members')
    expect((await bot.type('handover <@U0ANA|ana>', { user: 'U0BEN' })).shown).toContain(
      'handed the role Incident commander over to <@U0ANA>',
    )
  })
})

describe('buttons', () => {
  it('take command in one press; a second, late one is told who has it', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    expect((await bot.press('incident.take-command', 'INC-1 -', { user: 'U0BEN' })).status).toBe(200)
    const late = await bot.press('incident.take-command', 'INC-1 -')
    expect(await late.told()).toMatch(/Somebody else became.*<@U0BEN> took the role Incident commander/)
    expect((await bot.type('timeline')).shown.match(/took the role/g)).toHaveLength(1)
  })

  it('take the next step only from the status that was seen', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.press('incident.next-status', 'INC-1 investigating')
    const late = await bot.press('incident.next-status', 'INC-1 investigating', { user: 'U0BEN' })
    expect(await late.told()).toMatch(/is identified by now.*<@U0ANA> changed the status/)
  })

  it('do a repeated press once', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await Promise.all(
      [1, 2, 3].map(() => bot.press('incident.next-status', 'INC-1 investigating', { trigger: 'one' })),
    )
    expect((await bot.type('timeline')).shown.match(/changed the status/g)).toHaveLength(1)
    expect(bot.slack.told).toEqual([])
  })

  it('open forms that know their incident, unless that is over', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.press('incident.update', 'INC-1 -')
    await bot.press('incident.more', 'severity INC-1 -', { menu: true })
    const opened = () =>
      bot.slack.called('views.open').map(({ view }) => (view as { callback_id: string }).callback_id)
    await expect.poll(opened).toEqual(['form.update', 'form.severity'])
    await bot.type('resolve')
    expect(await (await bot.press('incident.update', 'INC-1 -')).told()).toContain('INC-1 is resolved')
  })

  it('turn the pages of a timeline in place', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    for (let n = 1; n <= 16; n += 1) await bot.type(`note number ${n}.`)
    const page = await (await bot.press('incident.timeline-older', 'INC-1 2', { ephemeral: true })).told()
    expect(page).toContain('"replace_original":true')
    expect(page).toMatch(/declared INC-1/)
    expect(page).not.toContain('number 16.')
  })

  it('answer on the home page with a small modal', async () => {
    const bot = await aBot()
    await bot.press('incident.take-command', 'INC-99 -', { home: true })
    await expect
      .poll(() => JSON.stringify(bot.slack.called('views.open')))
      .toContain('belongs to no incident')
  })

  it('with made-up values do nothing', async () => {
    const bot = await aBot()
    for (const value of ['', 'INC-1', '../x y', 'INC-1 -; drop', `INC-${'9'.repeat(400)} -`]) {
      expect(await (await bot.press('incident.take-command', value)).told()).toContain(
        'belongs to no incident',
      )
    }
  })
})

describe('forms', () => {
  it('declare, and say so in place of the form', async () => {
    const bot = await aBot()
    const { json } = await bot.submit(
      'form.declare',
      { channel: 'C0GENERAL' },
      { title: 'Orders fail', severity: 'sev3' },
    )
    expect(json).toMatchObject({ response_action: 'update', view: { title: { text: 'INC-1 is declared' } } })
  })

  it('show a refusal at the field that it is about, and take it again when put right', async () => {
    const bot = await aBot()
    await bot.submit('form.declare', {}, { title: 'Orders fail', severity: 'sev3' })
    const memory = { incident: 'INC-1' }
    const long = await bot.submit(
      'form.update',
      memory,
      { summary: 'x', impact: 'y'.repeat(800), next: '' },
      { view: 'V9' },
    )
    expect(long.json).toMatchObject({
      response_action: 'errors',
      errors: { impact: expect.stringContaining('at most 750 fit') },
    })
    const right = await bot.submit(
      'form.update',
      memory,
      { summary: 'x', impact: 'y', next: '' },
      { view: 'V9' },
    )
    expect(right).toEqual({ status: 200, json: undefined })
    const guest = await bot.submit('form.role', memory, { role: 'scribe', person: 'U0GUS' })
    expect(guest.json.errors).toEqual({ person: expect.stringContaining('Only full members') })
  })

  it('pressed twice count once', async () => {
    const bot = await aBot()
    const twice = () => bot.submit('form.declare', {}, { title: 'Once', severity: 'sev3' }, { view: 'V5' })
    const [one, other] = await Promise.all([twice(), twice()])
    expect(one.json).toEqual(other.json)
    expect((await bot.type('list all')).shown.match(/INC-\d/g)).toEqual(['INC-1'])
  })

  it('of questions ask for a reason that was not asked for yet, and take it', async () => {
    const bot = await aBot()
    const values = {
      title: 'Odd export',
      severity: 'sev4',
      'triage.answer.data': 'lost',
      'triage.answer.reach': '',
    }
    const { json } = await bot.submit('form.declare', { channel: 'C0GENERAL' }, values, { view: 'V7' })
    expect(json).toMatchObject({ response_action: 'update', view: { callback_id: 'form.declare' } })
    expect(JSON.stringify(json)).toContain('Why SEV4, when the answers say SEV1?')
    expect(JSON.stringify(json)).toContain('"initial_value":"Odd export"')
    expect(json.view.private_metadata).toBe('{"channel":"C0GENERAL"}')
    const blank = await bot.submit('form.declare', {}, { ...values, reason: ' ' }, { view: 'V7' })
    expect(blank.json.errors).toEqual({ reason: expect.stringContaining('is empty') })
    const right = await bot.submit('form.declare', {}, { ...values, reason: 'Not ours' }, { view: 'V7' })
    expect(right.json.view.title.text).toBe('INC-1 is declared')
    expect((await bot.type('list')).shown).toContain('SEV4')
  })

  it('of questions refuse what nobody asked, and ask again about an incident that is there', async () => {
    const bot = await aBot()
    const values = { title: 'x', 'triage.answer.data': 'safe', 'triage.answer.weather': 'bad' }
    const strange = await bot.submit('form.declare', {}, values)
    expect(strange.json.errors).toEqual({ title: expect.stringContaining('questions have changed') })
    expect((await bot.submit('form.triage', {}, { 'triage.answer.data': 'safe' })).json.errors).toEqual({
      'triage.classes': expect.stringContaining('belongs to no incident'),
    })
    await bot.type('declare sev4 x')
    const answers = { 'triage.answer.data': 'safe', 'triage.answer.reach': 'all' }
    const guest = await bot.submit('form.triage', { incident: 'INC-1' }, answers, { user: 'U0GUS' })
    expect(guest.json.errors).toEqual({ 'triage.classes': expect.stringContaining('Guests') })
    expect((await bot.submit('form.triage', { incident: 'INC-1' }, answers)).json).toBeUndefined()
    expect((await bot.type('timeline')).shown).toMatch(/classified it as 🟠 SEV2.*All feel it/)
  })

  it('do what their commands do', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    const memory = { incident: 'INC-1' }
    const sent: [string, Record<string, string>][] = [
      ['form.severity', { severity: 'sev4', reason: 'Few feel it' }],
      ['form.role', { role: 'scribe', person: 'U0BEN' }],
      ['form.note', { note: 'Seen in the log' }],
      ['form.rename', { title: 'Orders fail' }],
      ['form.status', { status: 'resolved', note: 'All quiet' }],
      ['form.reopen', { reason: 'It is back' }],
    ]
    for (const [form, values] of sent)
      expect(await bot.submit(form, memory, values)).toEqual({ status: 200, json: undefined })
    const { shown } = await bot.type('timeline')
    for (const line of [
      'lowered the severity',
      'gave the role Scribe to <@U0BEN>',
      'Seen in the log',
      'renamed it to Orders fail',
      'All quiet',
      'It is back',
    ])
      expect(shown).toContain(line)
  })
})

describe('the shortcut, the home page and events', () => {
  it('open the form to declare', async () => {
    const bot = await aBot()
    expect((await bot.shortcut('shortcut.declare')).status).toBe(200)
    expect(JSON.stringify(bot.slack.called('views.open'))).toContain('form.declare')
  })

  it('show what is open and what is mine, and keep showing it', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.event({ type: 'app_home_opened', user: 'U0ANA', tab: 'home', channel: 'D1', event_ts: '1' })
    expect(JSON.stringify(bot.slack.called('views.publish').at(-1))).toContain('no role in an open incident')
    await bot.type('take')
    await expect
      .poll(() => JSON.stringify(bot.slack.called('views.publish').at(-1)), { timeout: 5_000 })
      .toContain('you are *Incident commander*')
  })

  it('put a lost channel on the timeline once, however often Slack says so', async () => {
    const bot = await aBot()
    await bot.type('declare sev1 x')
    await bot.quiet()
    const archived = { type: 'channel_archive', channel: 'C0INC1X', user: 'U0ANA', event_ts: '1' }
    expect((await bot.event(archived, 'Ev1')).status).toBe(200)
    await bot.event(archived, 'Ev1')
    await bot.event(archived, 'Ev2')
    expect((await bot.type('timeline')).shown.match(/can no longer use the channel/g)).toHaveLength(1)
  })
})

describe('what is not Slack, or not well formed', () => {
  it('is refused with the right status, and does not end the bot', async () => {
    const bot = await aBot()
    const FORM = 'application/x-www-form-urlencoded'
    expect((await bot.send('null', 'application/json')).status).toBe(400)
    expect((await bot.send('payload=null', FORM)).status).toBe(400)
    expect((await bot.send('payload=%7B', FORM)).status).toBe(400)
    expect((await bot.send('[]', 'application/json')).status).toBe(400)
    expect((await bot.send('{}', 'application/json', Math.floor(Date.now() / 1000) - 600)).status).toBe(401)
    expect((await bot.send(`text=${'x'.repeat(3_000_000)}`, FORM)).status).toBe(413)
    expect((await bot.send('command=%2Fincident', `${FORM}; charset=utf-8`)).status).not.toBe(400)
    expect((await bot.type('list')).status).toBe(200)
  })
})
