import type { App, BlockAction, SlackViewAction } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import type { Json } from '../../src/sandbox/protocol.ts'
import { refusal, Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

const plain = (text: string) => ({ type: 'plain_text' as const, text })

function input(id: string, more: Json = {}): Json {
  return {
    type: 'input',
    block_id: `${id}_block`,
    label: plain(id),
    element: { type: 'plain_text_input', action_id: id, ...more },
  }
}

function modal(title: string, blocks: Json[] = [input('title')], more: Json = {}) {
  return { type: 'modal', title: plain(title), submit: plain('Go'), blocks, ...more } as never
}

type Open = (configure: (app: App) => void) => Promise<Stand>
const ways: [string, Open][] = [
  ['signed HTTP', (configure) => Stand.overHttp(configure)],
  ['Socket Mode', (configure) => Stand.overSocket(configure)],
]

describe.each(ways)('a modal over %s', (_way, open) => {
  it('opens from a command, shows errors, and closes when submitted', async () => {
    const submitted: SlackViewAction[] = []
    stand = await open((app) => {
      app.command('/probe', async ({ ack, client, command }) => {
        await client.views.open({
          trigger_id: command.trigger_id,
          view: modal('Declare', undefined, { callback_id: 'declare', private_metadata: 'm' }),
        })
        await ack()
      })
      app.view('declare', async ({ ack, body, view }) => {
        submitted.push(body)
        const title = view.state.values.title_block?.title?.value ?? ''
        await (title.length < 3
          ? ack({ response_action: 'errors', errors: { title_block: 'Too short' } })
          : ack())
      })
    })
    await stand.type('/probe')
    const [view] = (await stand.state()).views
    expect(view).toMatchObject({
      type: 'modal',
      view: { callback_id: 'declare' },
      values: { title_block: { title: { value: null } } },
    })

    expect(await stand.submit({})).toMatchObject({
      ok: false,
      errors: { title_block: expect.stringContaining('required') },
    })
    expect(submitted).toHaveLength(0)

    expect(await stand.submit({ title: 'ab' })).toMatchObject({
      ok: true,
      errors: { title_block: 'Too short' },
    })
    expect((await stand.state()).views[0]).toMatchObject({
      errors: { title_block: 'Too short' },
      values: { title_block: { title: { value: 'ab' } } },
    })

    expect(await stand.submit({ title: 'Orders API 500s' })).toMatchObject({ ok: true })
    expect((await stand.state()).views).toEqual([])
    expect(submitted[1]).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0ANA', username: 'ana' },
      view: {
        private_metadata: 'm',
        state: { values: { title_block: { title: { type: 'plain_text_input', value: 'Orders API 500s' } } } },
      },
    })
  })

  it('is updated and stacked by the acknowledgement', async () => {
    stand = await open((app) => {
      app.command('/probe', async ({ ack, client, command }) => {
        await client.views.open({
          trigger_id: command.trigger_id,
          view: modal('One', undefined, { callback_id: 'one' }),
        })
        await ack()
      })
      app.view('one', async ({ ack }) =>
        ack({ response_action: 'update', view: modal('Two', undefined, { callback_id: 'two' }) }),
      )
      app.view('two', async ({ ack }) =>
        ack({ response_action: 'push', view: modal('Three', undefined, { callback_id: 'three' }) }),
      )
      app.view('three', async ({ ack }) => ack({ response_action: 'clear' }))
    })
    await stand.type('/probe')
    await stand.submit({ title: 'kept' })
    const titles = async () => (await stand.state()).views.map((one) => one.view.title)
    expect(await titles()).toEqual([plain('Two')])
    expect((await stand.state()).views[0]?.values.title_block?.title?.value).toBe('kept')
    await stand.submit({ title: 'x' })
    expect(await titles()).toEqual([plain('Two'), plain('Three')])
    await stand.submit({ title: 'x' })
    expect(await titles()).toEqual([])
  })
})

/** An app that opens what `view` says on every /probe, and whose client the test uses with fresh triggers. */
async function opener(view: () => never, more: (app: App) => void = () => {}) {
  const triggers: string[] = []
  const opened = await Stand.overHttp((app) => {
    app.command('/probe', async ({ ack, client, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: view() })
      await ack()
    })
    app.command('/raw', async ({ ack, command }) => {
      triggers.push(command.trigger_id)
      await ack()
    })
    more(app)
  })
  stand = opened
  return {
    trigger: async () => {
      await opened.type('/raw')
      return triggers.at(-1) ?? ''
    },
  }
}

describe('what Slack refuses of views', () => {
  it('a trigger twice, a stale one, and a stack of four', async () => {
    const triggers: string[] = []
    stand = await Stand.overHttp(
      (app) => {
        app.command('/raw', async ({ ack, command }) => {
          triggers.push(command.trigger_id)
          await ack()
        })
      },
      { timing: { triggerLifeMs: 0 } },
    )
    await stand.type('/raw')
    expect(
      await refusal(stand.client.views.open({ trigger_id: triggers[0] ?? '', view: modal('Late') })),
    ).toBe('expired_trigger_id')
    await stand.close()

    const { trigger } = await opener(() => modal('One'))
    const first = await trigger()
    await stand.client.views.open({ trigger_id: first, view: modal('One') })
    expect(await refusal(stand.client.views.open({ trigger_id: first, view: modal('Again') }))).toBe(
      'exchanged_trigger_id',
    )
    await stand.client.views.push({ trigger_id: await trigger(), view: modal('Two') })
    await stand.client.views.push({ trigger_id: await trigger(), view: modal('Three') })
    expect(await refusal(stand.client.views.push({ trigger_id: await trigger(), view: modal('Four') }))).toBe(
      'push_limit_reached',
    )
    expect((await stand.state()).views).toHaveLength(3)
  })

  it('an update with an old hash', async () => {
    const { trigger } = await opener(() => modal('One'))
    const { view } = await stand.client.views.open({ trigger_id: await trigger(), view: modal('One') })
    const ids = { view_id: view?.id ?? '', hash: view?.hash ?? '' }
    await stand.client.views.update({ ...ids, view: modal('Two') })
    expect(await refusal(stand.client.views.update({ ...ids, view: modal('Three') }))).toBe('hash_conflict')
  })

  it.each([
    [
      'a long title',
      modal('x'.repeat(25)),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'inputs without a submit',
      modal('T', undefined, { submit: undefined }),
      'missing required field: submit [json-pointer:/view]',
    ],
    [
      'long metadata',
      modal('T', [], { private_metadata: 'x'.repeat(3_001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'too many blocks',
      modal(
        'T',
        Array.from({ length: 101 }, () => ({ type: 'divider' })),
      ),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'a block only messages have',
      modal('T', [{ type: 'markdown', text: '*hi*' }]),
      'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
    [
      'two blocks of one id',
      modal('T', [input('a'), input('a')]),
      '`block_id` a_block already exists [json-pointer:/view/blocks/1/block_id]',
    ],
  ])('%s', async (_what, view, message) => {
    const { trigger } = await opener(() => view)
    const call = stand.client.views.open({ trigger_id: await trigger(), view })
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: expect.arrayContaining([`[ERROR] ${message}`]) },
      },
    })
  })

  it('a view over 250 kB, and an external id that is taken', async () => {
    const { trigger } = await opener(() => modal('One', [], { external_id: 'mine' }))
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'é'.repeat(3_000) } }
    const large = modal(
      'T',
      Array.from({ length: 100 }, () => section),
    )
    expect(await refusal(stand.client.views.open({ trigger_id: await trigger(), view: large }))).toBe(
      'view_too_large',
    )
    await stand.type('/probe')
    const again = stand.client.views.open({
      trigger_id: await trigger(),
      view: modal('Two', [], { external_id: 'mine' }),
    })
    expect(await refusal(again)).toBe('duplicate_external_id')
  })

  it('an answer with errors for no input, or with a broken view', async () => {
    const answers: Json[] = [
      { response_action: 'errors', errors: { nowhere: 'x' } },
      { response_action: 'update', view: { type: 'modal' } },
      { response_action: 'dance' },
    ]
    await opener(
      () => modal('One', undefined, { callback_id: 'one' }),
      (app) => app.view('one', async ({ ack }) => ack(answers.shift() as never)),
    )
    await stand.type('/probe')
    for (let n = 0; n < 3; n++) {
      expect(await stand.submit({ title: 'x' })).toMatchObject({
        ok: false,
        error: expect.stringContaining('trouble'),
      })
    }
    expect((await stand.state()).views).toHaveLength(1)
  })
})

describe('what a person enters', () => {
  it('becomes the state of every kind of input', async () => {
    const option = (value: string) => ({ text: plain(value.toUpperCase()), value })
    const options = [option('a'), option('b'), option('c')]
    const blocks = Object.entries({
      select: { type: 'static_select', options, initial_option: option('a') },
      several: { type: 'multi_static_select', options },
      boxes: { type: 'checkboxes', options },
      radio: { type: 'radio_buttons', options },
      who: { type: 'users_select' },
      where: { type: 'channels_select' },
      talk: { type: 'conversations_select', response_url_enabled: true },
      day: { type: 'datepicker' },
      hour: { type: 'timepicker' },
      when: { type: 'datetimepicker' },
      mail: { type: 'email_text_input' },
      page: { type: 'url_text_input' },
      count: { type: 'number_input', is_decimal_allowed: false, max_value: '10' },
      rich: { type: 'rich_text_input' },
    }).map(([id, element]) => ({
      type: 'input',
      optional: true,
      block_id: id,
      label: plain(id),
      element: { action_id: id, ...element },
    }))
    const seen: Json[] = []
    await opener(
      () => modal('All', blocks, { callback_id: 'all' }),
      (app) =>
        app.view('all', async ({ ack, body, view }) => {
          seen.push({ values: view.state.values, urls: (body as unknown as Json).response_urls })
          await ack()
        }),
    )
    await stand.type('/probe')
    expect(await stand.submit({ mail: 'nobody', page: 'nowhere', count: 11 })).toMatchObject({
      ok: false,
      errors: { mail: expect.any(String), page: expect.any(String), count: expect.any(String) },
    })
    expect((await stand.control('POST', 'submit', { as: 'U0ANA', values: { select: 'z' } })).status).toBe(400)
    await stand.submit({
      several: ['a', 'c'],
      boxes: ['b'],
      radio: 'c',
      who: 'U0BEN',
      where: 'C0ROOM',
      talk: 'C0ALERTS',
      day: '2026-01-31',
      hour: '13:05',
      when: 1_700_000_000,
      mail: 'a@b.example',
      page: 'https://b.example/x',
      count: 3,
      rich: 'hi <there>',
    })
    expect(seen[0]?.values).toMatchObject({
      select: { select: { type: 'static_select', selected_option: { value: 'a' } } },
      several: { several: { selected_options: [{ value: 'a' }, { value: 'c' }] } },
      boxes: {
        boxes: { selected_options: [{ value: 'b', text: { type: 'plain_text', text: 'B', emoji: true } }] },
      },
      radio: { radio: { selected_option: { value: 'c' } } },
      who: { who: { selected_user: 'U0BEN' } },
      where: { where: { selected_channel: 'C0ROOM' } },
      talk: { talk: { selected_conversation: 'C0ALERTS' } },
      day: { day: { selected_date: '2026-01-31' } },
      hour: { hour: { selected_time: '13:05' } },
      when: { when: { selected_date_time: 1_700_000_000 } },
      mail: { mail: { value: 'a@b.example' } },
      page: { page: { value: 'https://b.example/x' } },
      count: { count: { value: '3' } },
      rich: {
        rich: {
          rich_text_value: {
            type: 'rich_text',
            elements: [{ elements: [{ type: 'text', text: 'hi <there>' }] }],
          },
        },
      },
    })
    expect(seen[0]?.urls).toEqual([
      expect.objectContaining({ channel_id: 'C0ALERTS', block_id: 'talk', action_id: 'talk' }),
    ])
  })

  it('in an input that dispatches is told at once, in another only on submit', async () => {
    const heard: BlockAction[] = []
    const asking = { ...input('asking'), dispatch_action: true }
    await opener(
      () => modal('Two inputs', [asking, input('silent')]),
      (app) =>
        app.action(/.*/, async ({ ack, body }) => {
          heard.push(body as BlockAction)
          await ack()
        }),
    )
    await stand.type('/probe')
    const viewId = (await stand.state()).views[0]?.id
    await stand.click({ viewId, actionId: 'asking', value: 'now' })
    await stand.click({ viewId, actionId: 'silent', value: 'later' })
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({
      container: { type: 'view', view_id: viewId },
      actions: [{ type: 'plain_text_input', action_id: 'asking', block_id: 'asking_block', value: 'now' }],
      view: { state: { values: { asking_block: { asking: { value: 'now' } } } } },
    })
    expect((await stand.state()).views[0]?.values.silent_block?.silent?.value).toBe('later')
  })

  it('closing tells the app only when the view asks for it', async () => {
    const closed: unknown[] = []
    await opener(
      () => modal('Noted', [], { callback_id: 'noted', notify_on_close: true }),
      (app) =>
        app.view({ callback_id: 'noted', type: 'view_closed' }, async ({ ack, body }) => {
          closed.push((body as unknown as Json).is_cleared)
          await ack()
        }),
    )
    await stand.type('/probe')
    expect(await stand.post('close', { as: 'U0ANA' })).toMatchObject({ ok: true })
    expect((await stand.state()).views).toEqual([])
    expect(closed).toEqual([false])
  })
})
