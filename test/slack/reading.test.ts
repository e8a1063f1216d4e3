import { describe, expect, it } from 'vitest'
import { ALERT_ACTIONS, alertValue } from '../../src/slack/alert-controls.ts'
import { ACTIONS, controlValue } from '../../src/slack/controls.ts'
import { SWITCH_ACTIONS, switchValue } from '../../src/slack/switch-controls.ts'
import { aBot } from './a-bot.ts'

const SECRET = 'the vault opens with 4711'
const ROOM = 'C0ROOM'

/** A workspace with an incident, a note on it, a decision and an alert, all about the same thing. */
async function told() {
  const bot = await aBot()
  await bot.type(`declare sev3 ${SECRET}`)
  await bot.type(`note ${SECRET}`)
  await bot.type(`decision ${SECRET}`)
  await bot.type(`followup INC-1 ${SECRET}`)
  await bot.fire(SECRET)
  await bot.quiet()
  return bot
}

const ASKED = [
  'list all',
  'INC-1',
  'timeline',
  'timeline INC-1',
  'log',
  'followups',
  'followups INC-1',
  'alerts',
  'class INC-1',
  'status INC-1',
  'review INC-1',
  'timeline INC-99',
  'correct #99 at 10:00 x',
]

describe.each([
  ['U0GUS', 'Guests can read along'],
  ['U0OUT', 'other organisations'],
  ['U0OLD', 'deactivated'],
  ['U0NOBODY', 'could not find out'],
])('%s', (user, why) => {
  it('is told nothing about incidents, alerts and switches, whatever they ask for', async () => {
    const bot = await told()
    for (const text of ASKED) {
      const { shown } = await bot.type(text, { user })
      expect(`${text}: ${shown}`).not.toContain('4711')
      expect(`${text}: ${shown}`).toContain(why)
    }
    for (const text of ['', 'status automation_enabled', 'history'])
      expect((await bot.type(text, { user, command: '/killswitch' })).shown).toContain(why)
  })

  it('is told nothing by a button that they kept', async () => {
    const bot = await told()
    const buttons = [
      [ACTIONS.timeline, controlValue('INC-1', '1')],
      [ACTIONS.open, controlValue('INC-1')],
      [ACTIONS.review, controlValue('INC-1')],
      [ACTIONS.followUps, controlValue('INC-1')],
      [ACTIONS.acknowledge, controlValue('INC-1', '1')],
      [ALERT_ACTIONS.list, '-'],
      [ALERT_ACTIONS.open, alertValue('ALERT-1')],
      [SWITCH_ACTIONS.list, switchValue('all')],
      [SWITCH_ACTIONS.history, switchValue('automation_enabled')],
    ] as const
    for (const [action, value] of buttons) {
      const said = await (await bot.press(action, value, { user, channel: 'C0GENERAL' })).told()
      expect(`${action}: ${said}`).not.toContain('4711')
      expect(`${action}: ${said}`).toContain(why)
    }
  })

  it('sees nothing on the app’s own page', async () => {
    const bot = await told()
    await bot.event({ type: 'app_home_opened', user, tab: 'home', channel: 'D1', event_ts: '1' })
    await bot.quiet()
    const page = JSON.stringify(bot.slack.called('views.publish').at(-1))
    expect(page).not.toContain('4711')
    expect(page).toContain(why)
  })
})

describe('a guest who was invited to the room', () => {
  it('reads along there about its incidents, and about nothing else', async () => {
    const bot = await told()
    const inRoom = { user: 'U0GUS', channel: ROOM }
    expect((await bot.type('timeline INC-1', inRoom)).shown).toContain('4711')
    const pressed = await bot.press(ACTIONS.timeline, controlValue('INC-1', '1'), inRoom)
    expect(await pressed.told()).toContain('4711')
    for (const text of ['log', 'list', 'followups', 'alerts'])
      expect((await bot.type(text, inRoom)).shown).not.toContain('4711')
    expect((await bot.type('note let me', inRoom)).shown).toContain('not act')
  })
})
