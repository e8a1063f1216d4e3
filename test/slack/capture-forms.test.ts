import { describe, expect, it } from 'vitest'
import { aBot } from './a-bot.ts'
import { type Bot, OWN, said, submit, TS, timeline, withIncident } from './capture-rig.ts'

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
      view: 'VOWN9',
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
      { view: 'VOWN8' },
    )
    expect(JSON.stringify(later.json)).toContain(`<!date^${minute - 600}^`)
    const wrong = await submit(bot, 'form.add-message', { incident: 'INC-1', time: '9999999999' }, memory, {
      view: 'VOWN7',
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
      (await submit(bot, 'form.evidence', { requests: '', findings: '' }, about, { view: 'VOWN2' })).json,
    ).toMatchObject({ errors: { requests: expect.any(String) } })
    await submit(bot, 'form.evidence', { requests: 'a1\nb2', findings: 'See https://a.example/x' }, about, {
      view: 'VOWN3',
    })
    expect((await bot.type('timeline')).shown).toMatch(
      /added 4 pieces of evidence.*request a1 · request b2 · https:\/\/a.example\/x · See https/,
    )
    const known = await submit(bot, 'form.evidence', { requests: 'a1', findings: '' }, about, {
      view: 'VOWN4',
    })
    expect(known.json).toMatchObject({
      errors: { requests: expect.stringContaining('has all of this already') },
    })
  })

  it('a note that is called evidence is evidence, any other has its kind', async () => {
    const bot = await aBot()
    await bot.type('declare sev3 x')
    await submit(bot, 'form.note', { note: 'req-id a1', kind: 'evidence' }, about)
    await submit(bot, 'form.note', { note: 'We roll back', kind: 'decision' }, about, { view: 'VOWN2' })
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
    expect((await submit(bot, 'form.moment', ahead, about, { view: 'VOWN2' })).json).toMatchObject({
      errors: { time: expect.stringContaining('to come') },
    })
    const order = { moment: 'started', time: String(Math.floor(Date.now() / 1000) + 50), reason: 'x' }
    expect(
      (await submit(bot, 'form.moment', { ...order, reason: '' }, about, { view: 'VOWN3' })).json,
    ).toMatchObject({ errors: { reason: expect.any(String) } })
  })
})
