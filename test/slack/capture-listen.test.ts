import { describe, expect, it } from 'vitest'
import { aBot } from './a-bot.ts'

type Bot = Awaited<ReturnType<typeof aBot>>
const OWN = 'C0INC'
const TS = `${Math.floor(Date.now() / 1000) - 1_200}.000200`

/** A bot with an incident that has the channel C0INC of its own, where Ben has said something. */
async function withIncident(options: { messages?: object[] } = {}) {
  const bot = await aBot()
  const create = bot.slack.methods['conversations.create']
  bot.slack.methods['conversations.create'] = (args) => {
    const made = bot.slack.channel(String(args.name), { id: OWN, is_member: true, creator: 'U0BOT' })
    made.messages.push({ ts: TS, user: 'U0BEN', text: 'Pool exhausted', ...options.messages?.[0] })
    if (create === undefined) throw new Error('There is no such method')
    return { channel: made }
  }
  await bot.type('declare sev2 Orders fail')
  await bot.quiet()
  return bot
}
const own = (bot: Bot) => {
  const found = bot.slack.called('conversations.replies') // what was looked at
  return found.filter(({ channel }) => channel === OWN)
}
const said = (bot: Bot, more: object) => {
  const channel = bot.slack.methods['conversations.info']?.({ channel: OWN })?.channel as {
    messages: Record<string, unknown>[]
  }
  Object.assign(channel.messages.find(({ ts }) => ts === TS) ?? {}, more)
}
const reacted = (type: 'added' | 'removed', more: object = {}) => ({
  type: `reaction_${type}`,
  user: 'U0ANA',
  reaction: 'pushpin',
  item: { type: 'message', channel: OWN, ts: TS },
  item_user: 'U0BEN',
  event_ts: '1768469500.000000',
  ...more,
})
let events = 0
const send = async (bot: Bot, event: object, given?: string) => {
  events += 1
  const id = given ?? `EvC${events}`
  const { status } = await bot.event(event, id)
  await bot.quiet()
  return status
}
/** What was entered comes first: that is what a test is about. */
const submit = (
  bot: Bot,
  form: string,
  values: Record<string, string>,
  memory: object,
  given?: { view?: string },
) => bot.submit(form, memory, values, given)
const timeline = async (bot: Bot) => (await bot.type('timeline INC-1')).shown
const pin = { reactions: [{ name: 'pushpin', users: ['U0ANA'] }] }

describe('reactions', () => {
  it('put a message on the timeline, however often they are delivered', async () => {
    const bot = await withIncident()
    said(bot, pin)
    for (const id of ['EvP', 'EvP', 'EvQ']) expect(await send(bot, reacted('added'), id)).toBe(200)
    expect((await timeline(bot)).match(/Pool exhausted/g)).toHaveLength(1)
    expect(bot.slack.called('chat.postEphemeral')).toMatchObject([{ channel: OWN, user: 'U0ANA' }])
  })

  it('are remembered before Slack forgets them: an outage and a storm of 429 only put the look off', async () => {
    const bot = await withIncident()
    said(bot, pin)
    const busy = { status: 429, headers: { 'retry-after': '1' } }
    bot.slack.mishap('conversations.replies', { status: 503 }, busy, busy)
    expect((await bot.event(reacted('added'), 'EvStorm')).status).toBe(200)
    await expect.poll(() => timeline(bot), { timeout: 20_000, interval: 200 }).toContain('Pool exhausted')
    expect((await timeline(bot)).match(/Pool exhausted/g)).toHaveLength(1)
  })

  it('taken away withdraw it; of what was never captured they mean nothing', async () => {
    const bot = await withIncident()
    await send(bot, reacted('removed'))
    expect(own(bot)).toEqual([])
    said(bot, pin)
    await send(bot, reacted('added'))
    said(bot, { reactions: [] })
    await send(bot, reacted('removed'))
    expect(await timeline(bot)).toContain('took back #')
  })

  it('that are no pin, or on something else, or elsewhere, are left alone', async () => {
    const bot = await withIncident()
    said(bot, pin)
    await send(bot, reacted('added', { reaction: 'eyes' }))
    await send(bot, reacted('added', { item: { type: 'file', file: 'F1' } }))
    await send(bot, reacted('added', { item: { type: 'message', channel: 'C0GENERAL', ts: TS } }))
    expect(bot.slack.called('conversations.replies')).toEqual([])
    expect(bot.slack.called('chat.postEphemeral')).toEqual([])
  })

  it('of guests count for nothing, and they are told so alone', async () => {
    const bot = await withIncident()
    said(bot, { reactions: [{ name: 'pushpin', users: ['U0GUS'] }] })
    await send(bot, reacted('added', { user: 'U0GUS' }))
    expect(own(bot)).toEqual([])
    expect(JSON.stringify(bot.slack.called('chat.postEphemeral'))).toContain('Guests')
    expect(await timeline(bot)).not.toContain('Pool exhausted')
  })

  it('in the room are asked about when several are open, and the answer is followed', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 One')
    await bot.type('declare sev3 Two')
    await bot.quiet()
    bot.slack.room().messages.push({ ts: TS, user: 'U0BEN', text: 'Which one is it', ...pin })
    await send(bot, reacted('added', { item: { type: 'message', channel: 'C0ROOM', ts: TS } }), 'EvAsk')
    await send(bot, reacted('added', { item: { type: 'message', channel: 'C0ROOM', ts: TS } }), 'EvAsk')
    const asked = bot.slack.called('chat.postEphemeral')
    expect(asked).toHaveLength(1) // also when Slack delivers it twice
    expect(JSON.stringify(asked)).toMatch(
      /incident\.capture\.0.*INC-2 C0ROOM:.*incident\.capture\.1.*INC-1 C0ROOM:/,
    )
    const told = await bot.press('incident.capture.0', `INC-2 C0ROOM:${TS}`, { ephemeral: true })
    expect(await told.told()).toContain('I put it on the timeline of *INC-2*')
    await bot.quiet()
    expect((await bot.type('timeline INC-2')).shown).toContain('Which one is it')
  })

  it('in the room come again when Slack cannot say which thread they are in', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 One')
    await bot.quiet()
    bot.slack.room().messages.push({ ts: TS, user: 'U0BEN', text: 'In the room', ...pin })
    bot.slack.mishap('conversations.replies', { status: 503 })
    const event = reacted('added', { item: { type: 'message', channel: 'C0ROOM', ts: TS } })
    expect(await send(bot, event, 'EvRoom')).toBe(500)
    expect(await send(bot, event, 'EvRoom')).toBe(200)
    expect((await bot.type('timeline INC-1')).shown).toContain('In the room')
  })
})

describe('messages', () => {
  const changed = (message: object, before: object = {}) => ({
    type: 'message',
    subtype: 'message_changed',
    channel: OWN,
    channel_type: 'channel',
    hidden: true,
    ts: '1768469600.000000',
    message: { type: 'message', ts: TS, user: 'U0BEN', ...message },
    previous_message: { type: 'message', ts: TS, user: 'U0BEN', ...before },
  })

  it('that are on the timeline are looked at when they are edited or deleted, others never', async () => {
    const bot = await withIncident()
    await send(bot, changed({ edited: { ts: '1768469600.000000', user: 'U0BEN' } }))
    expect(own(bot)).toEqual([])
    said(bot, pin)
    await send(bot, reacted('added'))
    said(bot, { text: 'Pool exhausted twice', edited: { ts: '1768469600.000000', user: 'U0BEN' } })
    await send(bot, changed({ edited: { ts: '1768469600.000000', user: 'U0BEN' } }))
    expect(await timeline(bot)).toMatch(/changed the message of #\d+.*Pool exhausted twice/)
    const looks = own(bot).length
    await send(
      bot,
      changed(
        { edited: { ts: '1768469600.000000' }, attachments: [{}] },
        { edited: { ts: '1768469600.000000' } },
      ),
    ) // a preview
    expect(own(bot)).toHaveLength(looks)
    bot.slack.mishap('conversations.replies', { error: 'thread_not_found' })
    await send(bot, {
      type: 'message',
      subtype: 'message_deleted',
      channel: OWN,
      channel_type: 'channel',
      ts: '1768469700.000000',
      deleted_ts: TS,
    })
    expect(await timeline(bot)).toContain('was deleted; what was captured stays')
  })

  const shared = (more: object = {}) => ({
    type: 'message',
    subtype: 'file_share',
    channel: OWN,
    channel_type: 'channel',
    ts: '1768469800.000100',
    user: 'U0BEN',
    text: 'The dashboard',
    files: [
      {
        id: 'F1',
        name: '<!channel> p95.png',
        mimetype: 'image/png',
        size: 340_000,
        permalink: 'https://x.slack.com/files/F1',
      },
    ],
    ...more,
  })

  it('with files are evidence where people work on it, once, and nowhere else', async () => {
    const bot = await withIncident()
    await send(bot, shared())
    await send(bot, shared())
    await send(bot, shared({ channel: 'C0GENERAL', files: [{ id: 'F2', name: 'else.png' }] }))
    await send(bot, shared({ user: 'U0BOT', bot_id: 'B0BOT', files: [{ id: 'F3', name: 'chart.png' }] }))
    const told = await timeline(bot)
    expect(
      told.match(/shared <https:\/\/x\.slack\.com\/files\/F1\|&lt;!channel&gt; p95.png> \(340 kB\)/g),
    ).toHaveLength(1)
    expect(told).not.toContain('else.png')
    expect(told).not.toContain('chart.png') // the bot's own
  })

  it('in the thread of a card belong to its incident', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 One')
    await bot.quiet()
    const [card] = bot.slack.room().messages
    await send(bot, shared({ channel: 'C0ROOM', thread_ts: card?.ts }))
    expect((await bot.type('timeline INC-1')).shown).toContain('p95.png')
  })

  it('of which there are many cost nothing: no look at the store, and no call to Slack', async () => {
    const bot = await withIncident()
    const calls = bot.slack.calls.length
    const plain = {
      type: 'message',
      channel: OWN,
      channel_type: 'channel',
      user: 'U0BEN',
      text: 'hello <@U0ANA>',
    }
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, n) => bot.event({ ...plain, ts: `17684699${n}.000100` }, `EvM${n}`)),
    )
    expect(all.every(({ status }) => status === 200)).toBe(true)
    expect(bot.slack.calls.length).toBe(calls)
  })
})

describe('the shortcut', () => {
  const chosen = (message: object, more: object = {}) => ({
    type: 'message_action',
    callback_id: 'shortcut.add-message',
    trigger_id: 's1',
    message_ts: TS,
    response_url: '',
    user: { id: 'U0ANA', team_id: 'T1' },
    team: { id: 'T1' },
    channel: { id: 'D0SECRET', name: 'directmessage' },
    message: { type: 'message', ts: TS, user: 'U0BEN', text: 'Three customers called', ...message },
    ...more,
  })
  const open = async (bot: Bot, message: object = {}, more: object = {}) => {
    const payload = chosen(message, { response_url: `${bot.slack.url}/told/s1`, ...more })
    const form = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
    const { status } = await bot.send(form, 'application/x-www-form-urlencoded')
    await bot.quiet()
    return status
  }
  const view = (bot: Bot) =>
    bot.slack.called('views.open').at(-1)?.view as { private_metadata: string; blocks: unknown[] }

  it('works where the bot may not read: what came along is taken', async () => {
    const bot = await withIncident()
    expect(await open(bot)).toBe(200)
    const memory = JSON.parse(view(bot).private_metadata)
    const { json } = await submit(
      bot,
      'form.add-message',
      { incident: 'INC-1', comment: 'From outside' },
      memory,
    )
    expect(JSON.stringify(json)).toContain('On the timeline of *INC-1*')
    expect(await timeline(bot)).toMatch(
      /captured what <@U0BEN>.*Three customers called · Comment: From outside/,
    )
  })

  it('takes of a very long message what fits, says so, and reads the rest where it can', async () => {
    const bot = await withIncident()
    const long = `${'“x”\n'.repeat(2_000)}the end`
    await open(bot, { text: long })
    expect(view(bot).private_metadata.length).toBeLessThanOrEqual(3_000)
    const memory = JSON.parse(view(bot).private_metadata)
    await submit(bot, 'form.add-message', { incident: 'INC-1' }, memory)
    await bot.quiet()
    expect(bot.slack.called('conversations.replies')).toMatchObject([{ channel: 'D0SECRET', ts: TS }])
    expect(await timeline(bot)).toContain('captured what <@U0BEN>')
    expect(await timeline(bot)).not.toContain('said more') // it could not be read

    said(bot, { text: long })
    await open(bot, { text: long }, { channel: { id: OWN, name: 'inc-1-orders-fail' } })
    await submit(bot, 'form.add-message', { incident: 'INC-1' }, JSON.parse(view(bot).private_metadata), {
      view: 'V9',
    })
    await bot.quiet()
    expect(await timeline(bot)).toMatch(/<@U0BEN> changed the message of #\d+/)
  })

  it('has the time that was chosen, or to the second the message’s own when it was left alone', async () => {
    const bot = await withIncident()
    await open(bot)
    const memory = JSON.parse(view(bot).private_metadata)
    const minute = Math.floor(Number(TS) / 60) * 60
    const { json } = await submit(
      bot,
      'form.add-message',
      { incident: 'INC-1', time: String(minute) },
      memory,
    )
    expect(JSON.stringify(json)).toContain(`<!date^${Math.floor(Number(TS))}^`)
    const later = await submit(
      bot,
      'form.add-message',
      { incident: 'INC-1', time: String(minute - 600), kind: 'impact' },
      memory,
      { view: 'V8' },
    )
    expect(JSON.stringify(later.json)).toContain(`<!date^${minute - 600}^`)
    const wrong = await submit(bot, 'form.add-message', { incident: 'INC-1', time: '9999999999' }, memory, {
      view: 'V7',
    })
    expect(wrong.json).toMatchObject({
      response_action: 'errors',
      errors: { time: expect.stringContaining('still to come') },
    })
  })

  it('says so where it cannot be followed: no incident, a guest, a trigger that came too late, a form without its message', async () => {
    const bot = await aBot()
    await open(bot)
    expect(JSON.stringify(bot.slack.told.at(-1))).toContain('There is no incident yet')
    await bot.type('declare sev3 x')
    await open(bot, {}, { user: { id: 'U0GUS', team_id: 'T1' } })
    expect(JSON.stringify(bot.slack.told.at(-1))).toContain('Guests')
    bot.slack.mishap('views.open', { error: 'expired_trigger_id' })
    await open(bot)
    expect(JSON.stringify(bot.slack.told.at(-1))).toContain('Nothing was done')
    const { json } = await submit(bot, 'form.add-message', { incident: 'INC-1' }, {})
    expect(json).toMatchObject({ response_action: 'errors' })
  })

  it('submitted twice adds it once', async () => {
    const bot = await withIncident()
    await open(bot)
    const memory = JSON.parse(view(bot).private_metadata)
    await Promise.all([1, 2].map(() => submit(bot, 'form.add-message', { incident: 'INC-1' }, memory)))
    expect((await timeline(bot)).match(/Three customers called/g)).toHaveLength(1)
  })
})

describe('/incident evidence, note and moment by their forms', () => {
  const about = { incident: 'INC-1' }

  it('read ids, links and words, and say in the field what cannot be read', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.type('evidence')
    expect(bot.slack.called('views.open').at(-1)?.view).toMatchObject({ callback_id: 'form.evidence' })
    const wrong = await submit(bot, 'form.evidence', { requests: 'ok <b>', findings: '' }, about)
    expect(wrong.json).toMatchObject({
      errors: { requests: expect.stringContaining('is not the id of a request') },
    })
    expect(
      (await submit(bot, 'form.evidence', { requests: '', findings: '' }, about, { view: 'V2' })).json,
    ).toMatchObject({ errors: { requests: expect.any(String) } })
    await submit(bot, 'form.evidence', { requests: 'a1\nb2', findings: 'See https://a.example/x' }, about, {
      view: 'V3',
    })
    expect((await bot.type('timeline')).shown).toMatch(
      /added 4 pieces of evidence.*request a1 · request b2 · https:\/\/a.example\/x · See https/,
    )
    const known = await submit(bot, 'form.evidence', { requests: 'a1', findings: '' }, about, { view: 'V4' })
    expect(known.json).toMatchObject({
      errors: { requests: expect.stringContaining('has all of this already') },
    })
  })

  it('a note that is called evidence is evidence, any other has its kind', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await submit(bot, 'form.note', { note: 'req-id a1', kind: 'evidence' }, about)
    await submit(bot, 'form.note', { note: 'We roll back', kind: 'decision' }, about, { view: 'V2' })
    const { shown } = await bot.type('timeline')
    expect(shown).toContain('added evidence')
    expect(shown).toContain('noted a decision')
  })

  it('a moment needs a time, and a refusal stands at the field that it is about', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await bot.type('moment started')
    expect(JSON.stringify(bot.slack.called('views.open').at(-1))).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"Started"',
    )
    expect((await submit(bot, 'form.moment', { moment: 'started', reason: 'x' }, about)).json).toMatchObject({
      errors: { time: 'Say when it was.' },
    })
    const ahead = { moment: 'started', time: '9999999999', reason: 'x' }
    expect((await submit(bot, 'form.moment', ahead, about, { view: 'V2' })).json).toMatchObject({
      errors: { time: expect.stringContaining('to come') },
    })
    const order = { moment: 'started', time: String(Math.floor(Date.now() / 1000) + 50), reason: 'x' }
    expect(
      (await submit(bot, 'form.moment', { ...order, reason: '' }, about, { view: 'V3' })).json,
    ).toMatchObject({ errors: { reason: expect.any(String) } })
  })
})
