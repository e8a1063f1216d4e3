import type { App, BlockAction } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import type { Json } from '../../src/sandbox/protocol.ts'
import { Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

const plain = (text: string) => ({ type: 'plain_text', text })
const option = (value: string) => ({ text: plain(value), value })
const blocks = [
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'take', text: plain('Take command'), value: 'INC-1' },
      { type: 'static_select', action_id: 'severity', options: [option('sev1'), option('sev2')] },
      { type: 'overflow', action_id: 'more', options: [option('copy'), option('hide')] },
    ],
  },
] as never

/** Posts the buttons and answers what each click said. */
async function buttons(
  open: (configure: (app: App) => void) => Promise<Stand>,
  answer: (body: BlockAction, say: (message: Json) => Promise<unknown>) => Promise<unknown> = async () => {},
) {
  const heard: BlockAction[] = []
  stand = await open((app) => {
    app.action(/.*/, async ({ ack, body, respond }) => {
      heard.push(body as BlockAction)
      await ack()
      await answer(body as BlockAction, (message) => respond(message as never))
    })
  })
  const posted = await stand.client.chat.postMessage({ channel: 'C0ROOM', text: 'card', blocks })
  return { heard, at: { channel: 'C0ROOM', ts: posted.ts ?? '' } }
}

describe.each<[string, (configure: (app: App) => void) => Promise<Stand>]>([
  ['signed HTTP', (configure) => Stand.overHttp(configure)],
  ['Socket Mode', (configure) => Stand.overSocket(configure)],
])('a click over %s', (_way, open) => {
  it('tells who clicked what, where, and with which value', async () => {
    const { heard, at } = await buttons(open)
    expect(await stand.click({ ...at, actionId: 'take' })).toMatchObject({ ok: true })
    await stand.click({ ...at, as: 'U0BEN', actionId: 'severity', value: 'sev2' })
    await stand.click({ ...at, actionId: 'more', value: 'hide' })
    expect(heard[0]).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ANA', username: 'ana' },
      channel: { id: 'C0ROOM', name: 'incident-room' },
      container: { type: 'message', message_ts: at.ts, channel_id: 'C0ROOM', is_ephemeral: false },
      message: { ts: at.ts, bot_id: 'B0TOCSIN', text: 'card' },
      actions: [
        {
          type: 'button',
          action_id: 'take',
          block_id: 'row',
          value: 'INC-1',
          text: { text: 'Take command' },
        },
      ],
    })
    expect(heard[1]).toMatchObject({
      user: { id: 'U0BEN' },
      actions: [{ type: 'static_select', selected_option: { value: 'sev2' } }],
      state: { values: { row: { severity: { selected_option: { value: 'sev2' } } } } },
    })
    expect(heard[2]).toMatchObject({ actions: [{ type: 'overflow', selected_option: { value: 'hide' } }] })
    expect(new Set(heard.map((one) => one.trigger_id)).size).toBe(3)
  })
})

describe('what a click cannot do', () => {
  it.each([
    ['an option that is not there', { actionId: 'severity', value: 'sev9' }, 400],
    ['a select without a choice', { actionId: 'severity' }, 400],
    ['an action that is not there', { actionId: 'nothing' }, 404],
    ['somebody who is not in the channel', { actionId: 'take', as: 'U0GIL', channel: 'C0ALERTS' }, 400],
    ['somebody who is not there', { actionId: 'take', as: 'U1' }, 404],
  ])('%s', async (_what, act, status) => {
    const { heard, at } = await buttons((configure) => Stand.overHttp(configure))
    expect((await stand.control('POST', 'click', { as: 'U0ANA', ...at, ...act })).status).toBe(status)
    expect(heard).toEqual([])
  })
})

describe('a response url', () => {
  const http = (configure: (app: App) => void) => Stand.overHttp(configure)

  it('answers to the person alone, replaces and deletes the message, five times in all', async () => {
    let address = ''
    const { at } = await buttons(http, async (body, say) => {
      address = (body as unknown as Json).response_url as string
      await say({ text: 'only you', replace_original: false })
    })
    await stand.click({ ...at, actionId: 'take' })
    const texts = async (as: string) => (await stand.channel('C0ROOM', as)).messages.map((one) => one.text)
    await expect.poll(() => texts('U0ANA')).toContain('only you')
    expect(await texts('U0BEN')).not.toContain('only you')

    const say = async (body: Json) => {
      const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) })
      return response.status
    }
    expect(await say({ replace_original: true, text: 'card, changed' })).toBe(200)
    expect(await texts('U0BEN')).toContain('card, changed')
    expect(await say({ response_type: 'in_channel', text: 'for all' })).toBe(200)
    expect(await texts('U0BEN')).toContain('for all')
    expect(await say({})).toBe(500)
    expect(await say({ text: 'x', blocks: [{ type: 'section' }] })).toBe(400)
    expect(await say({ delete_original: true })).toBe(200)
    expect(await texts('U0BEN')).not.toContain('card, changed')
    expect(await say({ text: 'five' })).toBe(200)
    expect(await say({ text: 'six' })).toBe(404)
  })

  it('works where the bot is not a member, and ends after half an hour', async () => {
    let address = ''
    stand = await Stand.overHttp((app) => {
      app.command('/probe', async ({ ack, command, respond }) => {
        address = command.response_url
        await ack()
        await respond('from outside')
      })
    })
    await stand.type('/probe', { channel: 'C0GENERAL' })
    await expect
      .poll(async () => (await stand.channel('C0GENERAL')).messages.at(-1)?.text)
      .toBe('from outside')
    await stand.post('advance', { minutes: 31 })
    expect((await fetch(address, { method: 'POST', body: '{"text":"late"}' })).status).toBe(404)
  })

  it('replaces what only one person sees, and a click there carries no message', async () => {
    const { heard } = await buttons(http, (_body, say) => say({ replace_original: true, text: 'done' }))
    const posted = await stand.client.chat.postEphemeral({
      channel: 'C0ROOM',
      user: 'U0ANA',
      text: 'choose',
      blocks,
    })
    const at = { channel: 'C0ROOM', ts: posted.message_ts }
    expect((await stand.control('POST', 'click', { as: 'U0BEN', ...at, actionId: 'take' })).status).toBe(404)
    await stand.click({ ...at, actionId: 'take' })
    await expect.poll(async () => (await stand.channel('C0ROOM')).messages.at(-1)?.text).toBe('done')
    expect(heard[0]).toMatchObject({ container: { is_ephemeral: true } })
    expect(heard[0]).not.toHaveProperty('message')
    expect((await stand.channel('C0ROOM')).messages.at(-1)).toMatchObject({
      ts: posted.message_ts,
      blocks: [],
    })
  })
})

describe('shortcuts, the home tab and options', () => {
  it('reach the app with what they are on', async () => {
    const heard: Json[] = []
    stand = await Stand.overSocket((app) => {
      app.shortcut(/.*/, async ({ ack, body }) => {
        heard.push(body as unknown as Json)
        await ack()
      })
      app.event('app_home_opened', async ({ client, event }) => {
        const view = {
          type: 'home',
          blocks: [
            {
              type: 'section',
              text: plain('Home'),
              accessory: { type: 'external_select', action_id: 'find', min_query_length: 0 },
            },
          ],
        }
        await client.views.publish({ user_id: event.user, view: view as never })
      })
      app.options('find', async ({ ack, options }) =>
        ack({ options: [option(`${options.value}-1`)] as never }),
      )
      app.action('find', async ({ ack, action }) => {
        heard.push(action as unknown as Json)
        await ack()
      })
    })
    const { ts } = await stand.type('The database is slow')
    await stand.post('shortcut', { as: 'U0BEN', callbackId: 'probe_global' })
    await stand.post('shortcut', { as: 'U0BEN', callbackId: 'probe_message', channel: 'C0ROOM', ts })
    expect(heard[0]).toMatchObject({ type: 'shortcut', callback_id: 'probe_global', user: { id: 'U0BEN' } })
    expect(heard[1]).toMatchObject({
      type: 'message_action',
      message_ts: ts,
      message: { user: 'U0ANA', text: 'The database is slow' },
      channel: { id: 'C0ROOM' },
    })
    expect(
      (await stand.control('POST', 'shortcut', { as: 'U0BEN', callbackId: 'probe_message' })).status,
    ).toBe(404)

    await stand.post('home', { as: 'U0ANA' })
    await expect.poll(async () => (await stand.state()).home?.type).toBe('home')
    const asked = await stand.post<{ options: Json[] }>('options', {
      as: 'U0ANA',
      action_id: 'find',
      query: 'db',
      home: true,
    })
    expect(asked.options).toMatchObject([{ value: 'db-1' }])
    await stand.click({ home: true, actionId: 'find', value: 'db-1' })
    expect(heard[2]).toMatchObject({ type: 'external_select', selected_option: { value: 'db-1' } })
    expect(
      (await stand.control('POST', 'click', { as: 'U0ANA', home: true, actionId: 'find', value: 'db-2' }))
        .status,
    ).toBe(400)
  })
})
