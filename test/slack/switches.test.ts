import { describe, expect, it } from 'vitest'
import { aPolicy } from '../core/a-policy.ts'
import { rules } from '../core/switch/a-switch.ts'
import { aBot } from './a-bot.ts'
import { type SlackServer, slackServer } from './slack-server.ts'

type Bot = Awaited<ReturnType<typeof aBot>>
const ANA = 'U0ANA'
const BEN = 'U0BEN' // in @on-call

const POLICY = aPolicy({
  switches: {
    stop: rules({ confirm: false }),
    pair: rules({
      confirm: false,
      mayPull: ['@on-call', 'ana@example.com'],
      mayRestore: ['role:rollback-owner'],
      approval: { for: ['pull'], withinMinutes: 10, override: [] },
    }),
    mine: rules({ confirm: false, mayPull: ['role:rollback-owner'], mayRestore: [] }),
  },
  bundles: { all_of_it: { name: 'All of it', does: 'Stops all.', switches: ['stop', 'pair'] } },
  switchTrouble: { tell: ['managers'], everyMinutes: 10 },
  rungs: { managers: { name: 'Managers', page: ['ana@example.com'] } },
})

async function started(prepare: (slack: SlackServer) => void = () => undefined) {
  const slack = await slackServer()
  prepare(slack)
  slack.room().is_member = true
  const bot = await aBot({ policy: POLICY, slack })
  await bot.quiet()
  return { bot, slack }
}
const kill = (bot: Bot, text: string, user = BEN) => bot.type(text, { user, command: '/killswitch' })
const status = async (bot: Bot, key: string) => (await kill(bot, `status ${key}`)).shown
/** How often it was ordered to be pulled. */
const pulls = async (bot: Bot, key: string) => {
  await bot.quiet()
  return (await kill(bot, `history ${key}`)).shown.split('ordered to pull it').length - 1
}

describe('/killswitch over the wire', () => {
  it('pulls for who is in the group just now, and says what was read back', async () => {
    const { bot } = await started()
    expect((await kill(bot, 'pull stop Wrong replies')).shown).toContain('is *off*, read back just now')
    expect(await status(bot, 'stop')).toContain('*off*, pulled by')
  })

  it('repeated by Slack pulls once, and answers the same', async () => {
    const { bot } = await started()
    const once = { user: BEN, command: '/killswitch', trigger: 'same' }
    const first = await bot.type('pull stop Wrong replies', once)
    const second = await bot.type('pull stop Wrong replies', once)
    expect(second.shown).toBe(first.shown)
    expect(await pulls(bot, 'stop')).toBe(1)
  })

  it.each([
    ['U0GUS', 'Guests can read along'],
    ['U0OUT', 'People of other organisations'],
    ['U0OLD', 'deactivated'],
    ['U0BOT', 'Apps and bots'],
    ['U0WHO', 'could not find out who you are'],
    [ANA, 'Only these may pull stop'],
  ])('refuses %s whatever way they try', async (user, why) => {
    const { bot } = await started()
    expect((await kill(bot, 'pull stop Let me', user)).shown).toContain(why)
    const memory = { target: 'stop', user: BEN, act: 'pull', value: false, approved: true }
    await bot.submit('form.switch-pull', memory, { reason: 'Let me' }, { user })
    for (const action of ['switch.do-it', 'switch.approve', 'switch.try-again', 'switch.later'])
      await bot.press(action, 'stop - 1', { user })
    for (const form of [
      'form.switch-restore',
      'form.switch-accept',
      'form.switch-put-back',
      'form.switch-keep',
    ])
      await bot.submit(form, memory, { reason: 'Let me', person: user }, { user })
    await bot.quiet()
    expect(await status(bot, 'stop')).toContain('*on*, as usual')
    expect(await pulls(bot, 'stop')).toBe(0)
  })

  it('believes nothing that a button or a form brings along', async () => {
    const { bot } = await started()
    for (const target of [
      'constructor',
      '__proto__',
      '*all',
      '*step-7',
      'no_such',
      '',
      'stop - 1; drop',
      '../stop',
    ]) {
      const { status: code, json } = await bot.submit(
        'form.switch-pull',
        { target },
        { reason: 'x' },
        { user: BEN },
      )
      expect(code).toBe(200)
      expect(JSON.stringify(json)).toContain('no kill switch that I know')
      const pressed = await bot.press('switch.pull', `${target} - 0`, { user: BEN })
      expect(pressed.status).toBe(200)
    }
    // An incident in which Ben holds nothing, one that is not there, and roles that he says he has.
    for (const incident of ['INC-99', 'INC-1', 'constructor'])
      await bot.submit(
        'form.switch-pull',
        { target: 'mine', roles: ['rollback-owner'] },
        { reason: 'x', incident },
        { user: BEN },
      )
    expect(await pulls(bot, 'mine')).toBe(0)
    expect(await pulls(bot, 'stop')).toBe(0)
  })

  it('lets the holder of a role act in the incident, as long as they hold it', async () => {
    const { bot } = await started()
    await bot.type('declare sev3 Wrong replies', { user: ANA })
    await bot.type('take rollback-owner', { user: ANA })
    expect((await kill(bot, 'pull mine Wrong replies', ANA)).shown).toContain('is *off*')
    expect((await kill(bot, 'restore mine Over', ANA)).shown).toContain('Nobody may restore mine here')
    await kill(bot, 'pull pair Wrong replies', BEN)
    await kill(bot, 'approve pair', ANA)
    await bot.type('release rollback-owner', { user: ANA })
    expect((await kill(bot, 'restore pair Over', ANA)).shown).toContain('Only these may restore pair')
    await bot.type('take rollback-owner', { user: ANA })
    expect((await kill(bot, 'restore pair Over', ANA)).shown).toContain('is *on*, read back')
  })
})

describe('two people over the wire', () => {
  it('are two, in whatever order and however often buttons and forms come', async () => {
    const { bot } = await started()
    expect((await kill(bot, 'pull pair Wrong replies', ANA)).shown).toContain(
      'a second person has to approve',
    )
    for (const value of ['pair - 1', 'pair INC-1 1', 'pair - 2', 'pair - 0', 'stop - 1'])
      await bot.press('switch.approve', value, { user: ANA })
    await bot.submit(
      'form.switch-pull',
      { target: 'pair' },
      { reason: 'Again', second: 'override' },
      { user: ANA },
    )
    await bot.submit('form.switch-pull', { target: 'pair' }, { reason: 'Again' }, { user: ANA })
    await kill(bot, 'approve pair', ANA)
    expect(await pulls(bot, 'pair')).toBe(0)
    await Promise.all([
      bot.press('switch.approve', 'pair - 1', { user: BEN, trigger: 'one' }),
      bot.press('switch.approve', 'pair - 1', { user: BEN, trigger: 'one' }),
      bot.press('switch.approve', 'pair - 1', { user: BEN, trigger: 'two' }),
    ])
    expect(await pulls(bot, 'pair')).toBe(1)
    expect(await status(bot, 'pair')).toContain('*off*, pulled by <@U0ANA>')
    const late = await (await bot.press('switch.approve', 'pair - 1', { user: BEN })).told()
    expect(late).toContain('was approved already')
  })

  it('opened again and sent twice, a form asks once', async () => {
    const { bot } = await started()
    const send = () =>
      bot.submit('form.switch-pull', { target: 'pair' }, { reason: 'Wrong' }, { user: ANA, view: 'V77' })
    await Promise.all([send(), send()])
    await bot.quiet()
    const history = (await kill(bot, 'history pair')).shown
    expect(history.split('asked for approval').length - 1).toBe(1)
  })
})

describe('when Slack cannot say who is in which group', () => {
  it('nobody acts by a group, it is said so and who may, and it works again when Slack does', async () => {
    const down = { error: 'fatal_error' }
    // From the start, so that nothing is known from before.
    const { bot, slack } = await started((before) =>
      before.mishap('usergroups.list', ...Array.from({ length: 20 }, () => down)),
    )
    const refused = (await kill(bot, 'pull pair Wrong replies', BEN)).shown
    expect(refused).toContain('Slack did not tell me who is in which group')
    expect(refused).toContain('@on-call, ana@example.com')
    expect((await kill(bot, 'pull pair Wrong replies', ANA)).shown).toContain('second person')
    slack.mishap('usergroups.list')
    expect((await kill(bot, 'approve pair', BEN)).shown).toContain('is *off*')
  })
})
