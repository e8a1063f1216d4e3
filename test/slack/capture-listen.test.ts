import { describe, expect, it } from 'vitest'
import { aBot } from './a-bot.ts'
import { OWN, own, pin, reacted, said, send, TS, timeline, withIncident } from './capture-rig.ts'

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
