import path from 'node:path'
import { expect, it } from 'vitest'
import { lineServer } from '../email/line-server.ts'
import { untilReady } from './bot-process.ts'
import { folder, world } from './world.ts'

/** Kills the bot when it has handed the text of a mail over, and before it hears that it was taken. */
it('a bot that is killed while a mail server has its mail sends no second one, and says so', {
  timeout: 120_000,
}, async () => {
  const { url, start, act, state } = await world()
  let kill = () => {}
  const { config, texts } = await lineServer({ text: () => kill() })
  const env = {
    DATABASE_URL: path.join(folder(), 'tocsin.db'),
    SMTP_URL: `smtp://127.0.0.1:${config.smtp.port}`,
    MAIL_FROM: 'status@example.com',
  }
  const bot = start(env)
  await untilReady(bot, url)
  kill = () => bot.child.kill('SIGKILL')
  await act('type', {
    as: 'U0ANA',
    channel: 'C0ROOM',
    text: '/incident declare sev2 Orders cannot be placed',
  })
  await act('type', { as: 'U0ANA', channel: 'C0ROOM', text: '/incident take INC-1' })
  await act('type', { as: 'U0SOFIA', channel: 'C0ROOM', text: '/incident comms INC-1' })
  const opened = async () => (await state('U0SOFIA')).views.at(-1)
  const press = async (actionId: string) =>
    act('click', { as: 'U0SOFIA', viewId: (await opened())?.id, actionId })
  await expect.poll(opened, { timeout: 20_000 }).toBeDefined()
  await press('comms.write:first-public-notice')
  const form = async () => (await opened())?.view.callback_id
  await expect.poll(form, { timeout: 20_000 }).toBe('form.write-message')
  const audiences = ['customers']
  await act('submit', {
    as: 'U0SOFIA',
    values: { 'ask.affected': 'Some orders cannot be placed', audiences },
  })
  await expect.poll(form, { timeout: 20_000 }).toBe('form.message')
  await act('submit', { as: 'U0SOFIA', values: {} })
  const asked = async () => {
    const { channels } = await state('U0ANA')
    return channels
      .filter(({ kind }) => kind === 'im')
      .flatMap(({ id, messages }) =>
        messages.map(({ ts, blocks }) => ({ id, ts, words: JSON.stringify(blocks) })),
      )
      .find(({ words }) => words.includes('Please approve'))
  }
  await expect.poll(asked, { timeout: 20_000 }).toBeDefined()
  const request = await asked()
  await act('click', {
    as: 'U0ANA',
    channel: request?.id,
    ts: request?.ts,
    actionId: 'incident.approve-message',
  }).catch(() => {}) // its answer dies with the bot
  await bot.ended
  expect(texts).toHaveLength(1)

  const again = start(env)
  await untilReady(again, url)
  const story = async () => {
    const { channels } = await state('U0ANA')
    return JSON.stringify(channels.find(({ name }) => name === 'incident-room')?.messages)
  }
  await expect
    .poll(story, { timeout: 20_000 })
    .toContain('does not know whether message 1 arrived at Customers by e-mail')
  expect(texts).toHaveLength(1)
})
