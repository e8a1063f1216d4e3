import { describe, expect, it } from 'vitest'
import { ALERT_ACTIONS, ALERT_FORMS, alertValue } from '../../src/slack/alert-controls.ts'
import { aBot } from './a-bot.ts'
import { slackServer } from './slack-server.ts'

/** A bot whose one alert fires, in a workspace with a channel for it. */
async function alerted() {
  const slack = await slackServer()
  slack.channel('ops-alerts', { id: 'C0OPS' })
  const bot = await aBot({ slack })
  await bot.fire('Orders API answers 500')
  const line = () =>
    JSON.stringify(slack.called('chat.update').findLast(({ channel }) => channel === 'C0OPS') ?? {})
  return { ...bot, slack, line }
}

describe('a press on an alert', () => {
  it('that names none that there is does nothing, and says so', async () => {
    const bot = await alerted()
    for (const value of ['ALERT-99 -', 'ALERT-1', 'INC-1 -', 'x'])
      expect(await (await bot.press(ALERT_ACTIONS.acknowledge, value)).told()).toContain(
        'no alert that I know',
      )
    await bot.quiet()
    expect(bot.line()).not.toContain('Acknowledged')
  })

  it('twice, as Slack delivers it, is one', async () => {
    const bot = await alerted()
    const press = () => bot.press(ALERT_ACTIONS.acknowledge, alertValue('ALERT-1'), { trigger: 'same' })
    await press()
    await press()
    await bot.quiet()
    expect(bot.slack.told).toEqual([])
    expect(bot.line()).toContain('Acknowledged* by <@U0ANA>')
  })

  it.each([
    ['U0GUS', 'Guests can read along'],
    ['U0OUT', 'People of other organisations'],
    ['U0OLD', 'deactivated'],
    ['U0BOT', 'Apps and bots'],
  ])('by %s is refused, whatever is pressed', async (user, sentence) => {
    const bot = await alerted()
    const { acknowledge, declare, link, silence, endSilence } = ALERT_ACTIONS
    for (const action of [acknowledge, declare, link, silence, endSilence])
      expect(await (await bot.press(action, alertValue('ALERT-1'), { user })).told()).toContain(sentence)
    expect(bot.slack.called('views.open')).toEqual([])
  })

  it('to link says that no incident is open, and what to do', async () => {
    const bot = await alerted()
    expect(await (await bot.press(ALERT_ACTIONS.link, alertValue('ALERT-1'))).told()).toContain(
      'No incident is open',
    )
  })
})

describe('a form about an alert', () => {
  const memory = { alert: 'ALERT-1' }

  it('links to nothing that is over', async () => {
    const bot = await alerted()
    await bot.type('declare sev3 Orders are slow')
    await bot.type('resolve INC-1 It was nothing')
    const { json } = await bot.submit(ALERT_FORMS.link, memory, { incident: 'INC-1' })
    expect(json).toMatchObject({
      response_action: 'errors',
      errors: { incident: expect.stringContaining('over') },
    })
    await bot.type('declare sev3 Orders are slow again')
    expect((await bot.submit(ALERT_FORMS.link, memory, { incident: 'INC-2' })).json).toBeUndefined()
    await bot.quiet()
    expect(bot.line()).toContain('Belongs to *INC-2*')
  })

  it.each([
    [{ reason: ' ' }, 'empty'],
    [{ reason: 'A test', duration: '9999999' }, 'minutes'],
    [{ reason: 'A test', duration: 'x' }, 'minutes'],
  ])('silences nothing with %o', async (values, said) => {
    const bot = await alerted()
    const { json } = await bot.submit(ALERT_FORMS.silence, memory, { duration: '60', ...values } as never)
    expect(json).toMatchObject({
      response_action: 'errors',
      errors: { reason: expect.stringContaining(said) },
    })
  })

  it('whose memory was lost or forged says that it belongs to nothing', async () => {
    const bot = await alerted()
    const values = { duration: '60', reason: 'A test' }
    for (const lost of [{}, { alert: 'ALERT-99' }])
      expect((await bot.submit(ALERT_FORMS.silence, lost, values)).json).toMatchObject({
        response_action: 'errors',
      })
  })

  it('by a guest is refused', async () => {
    const bot = await alerted()
    const { json } = await bot.submit(
      ALERT_FORMS.silence,
      memory,
      { duration: '60', reason: 'x' },
      { user: 'U0GUS' },
    )
    expect(JSON.stringify(json)).toContain('Guests can read along')
  })
})
