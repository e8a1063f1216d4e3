import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockIssues } from '../../src/sandbox/blocks/check.ts'
import type { Json } from '../../src/sandbox/protocol.ts'
import { Stand } from './stand.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (more: Json = {}) => ({ type: 'section', text: mrkdwn('hi'), ...more })
const actions = (...elements: Json[]) => ({ type: 'actions', elements })
const input = (element: Json) => ({ type: 'input', label: plain('label'), element })
const button = (more: Json = {}) => ({ type: 'button', action_id: 'b', text: plain('Go'), ...more })
const option = (value: string) => ({ text: plain(value), value })
const options = (count: number) => Array.from({ length: count }, (_, n) => option(`o${n}`))
const confirm = {
  title: plain('Sure?'),
  text: mrkdwn('Really'),
  confirm: plain('Yes'),
  deny: plain('No'),
  style: 'danger',
}

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterAll(() => stand.close())

const send = (blocks: unknown) =>
  stand.client.apiCall('chat.postMessage', { channel: 'C0ROOM', text: 'x', blocks })

const GOOD: Record<string, Json> = {
  'a section of fields with an accessory': {
    type: 'section',
    fields: [mrkdwn('a'), plain('b')],
    accessory: button({ confirm }),
  },
  'a header with an emoji': { type: 'header', text: { ...plain(':rotating_light: Down'), emoji: true } },
  'a context of texts and an image': {
    type: 'context',
    elements: [mrkdwn('a'), { type: 'image', alt_text: 'x', image_url: 'https://a.example/x.png' }],
  },
  'an image': {
    type: 'image',
    alt_text: 'graph',
    image_url: 'https://a.example/x.png',
    title: plain('Graph'),
  },
  'every kind of button': actions(
    button({ style: 'primary', value: 'v' }),
    button({ action_id: 'c', url: 'https://a.example' }),
  ),
  'a menu of groups': actions({
    type: 'static_select',
    action_id: 's',
    option_groups: [{ label: plain('g'), options: options(2) }],
  }),
  'pickers with first values': actions(
    { type: 'datepicker', action_id: 'd', initial_date: '2026-01-31' },
    { type: 'timepicker', action_id: 't', initial_time: '23:59', timezone: 'Europe/Madrid' },
    { type: 'datetimepicker', action_id: 'dt', initial_date_time: 1_700_000_000 },
  ),
  'boxes with formatted labels': actions({
    type: 'checkboxes',
    action_id: 'x',
    options: [{ text: mrkdwn('*a*'), value: 'a', description: mrkdwn('b') }],
  }),
  'a markdown block': { type: 'markdown', text: '# Title\n\n- one' },
  'a table': {
    type: 'table',
    rows: [
      [{ type: 'raw_text', text: 'a' }],
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }],
    ],
    column_settings: [{ align: 'right' }],
  },
  'rich text of every kind': {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'a', style: { bold: true } },
          { type: 'user', user_id: 'U0ANA' },
          { type: 'usergroup', usergroup_id: 'S0ONCALL' },
          { type: 'channel', channel_id: 'C0ROOM' },
          { type: 'emoji', name: 'wave' },
          { type: 'link', url: 'https://a.example', text: 'x' },
          { type: 'date', timestamp: 1_700_000_000, format: '{date_short}', fallback: 'then' },
          { type: 'broadcast', range: 'here' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [] }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'q' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }], border: 0 },
    ],
  },
  feedback: {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'f',
        positive_button: { text: plain('+'), value: '1' },
        negative_button: { text: plain('-'), value: '0' },
      },
      { type: 'icon_button', action_id: 'i', icon: 'trash', text: plain('Delete') },
    ],
  },
}

const BAD: Record<string, [unknown, string]> = {
  'a type nobody knows': [[{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
  'no type': [[{}], 'missing required field: type [json-pointer:/blocks/0]'],
  'the name of what every object has': [
    [{ type: 'constructor' }],
    'unsupported type: constructor [json-pointer:/blocks/0/type]',
  ],
  'a block that is a text': [['hi'], 'must provide an object [json-pointer:/blocks/0]'],
  '51 blocks': [
    Array.from({ length: 51 }, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  'a property nobody knows': [
    [section({ colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  'a section with nothing': [
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0]',
  ],
  'an empty text': [
    [section({ text: mrkdwn('') })],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  'a text of 3001': [
    [section({ text: mrkdwn('x'.repeat(3_001)) })],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  'eleven fields': [
    [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  'a field of 2001': [
    [{ type: 'section', fields: [mrkdwn('x'.repeat(2_001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  'a header in mrkdwn': [
    [{ type: 'header', text: mrkdwn('x') }],
    'must be a valid enum value [plain_text] [json-pointer:/blocks/0/text/type]',
  ],
  'a header of 151': [
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  'a context of eleven': [
    [{ type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  'a button in a context': [
    [{ type: 'context', elements: [button()] }],
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  '26 buttons': [
    [actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `b${n}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  'actions without elements': [
    [actions()],
    'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]',
  ],
  'two elements of one action id': [
    [actions(button(), button())],
    '`action_id` b already exists for another element [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  'two blocks of one id': [
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    '`block_id` a already exists [json-pointer:/blocks/1/block_id]',
  ],
  'a button of 76': [
    [actions(button({ text: plain('x'.repeat(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  'a button value of 2001': [
    [actions(button({ value: 'x'.repeat(2_001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  'a button in a third colour': [
    [actions(button({ style: 'warning' }))],
    'must be a valid enum value [primary, danger] [json-pointer:/blocks/0/elements/0/style]',
  ],
  'a confirm without a way out': [
    [actions(button({ confirm: { ...confirm, deny: undefined } }))],
    'missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]',
  ],
  'a select without options': [
    [actions({ type: 'static_select', action_id: 's' })],
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
  ],
  '101 options': [
    [actions({ type: 'static_select', action_id: 's', options: options(101) })],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  'an option of 76': [
    [actions({ type: 'static_select', action_id: 's', options: [option('x'.repeat(76))] })],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  'an option value of 151': [
    [
      actions({
        type: 'static_select',
        action_id: 's',
        options: [{ text: plain('x'), value: 'x'.repeat(151) }],
      }),
    ],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  'a first option that is none of them': [
    [actions({ type: 'static_select', action_id: 's', options: options(2), initial_option: option('o9') })],
    'initial_option must be one of the options [json-pointer:/blocks/0/elements/0]',
  ],
  'six in an overflow': [
    [actions({ type: 'overflow', action_id: 'o', options: options(6) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  'eleven boxes': [
    [actions({ type: 'checkboxes', action_id: 'x', options: options(11) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  'a text input outside an input': [
    [actions({ type: 'plain_text_input', action_id: 'p' })],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  'a button in an input': [
    [input(button())],
    'unsupported type: button [json-pointer:/blocks/0/element/type]',
  ],
  'a date that is none': [
    [actions({ type: 'datepicker', action_id: 'd', initial_date: 'tomorrow' })],
    'must be a valid date [json-pointer:/blocks/0/elements/0/initial_date]',
  ],
  'an image without words': [
    [{ type: 'image', image_url: 'https://a.example/x.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  'an image from nowhere': [
    [{ type: 'image', alt_text: 'x', image_url: 'nowhere' }],
    'must be a valid URL [json-pointer:/blocks/0/image_url]',
  ],
  'markdown of 12001': [
    [{ type: 'markdown', text: 'x'.repeat(12_001) }],
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  'an alert, which is for modals': [
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  'a video, which is not here': [
    [{ type: 'video' }],
    'unsupported type: video [json-pointer:/blocks/0/type]',
  ],
  'rich text of an unknown kind': [
    [{ type: 'rich_text', elements: [{ type: 'rich_text_poem', elements: [] }] }],
    'unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]',
  ],
  'focus in a message': [
    [input({ type: 'plain_text_input', action_id: 'p', focus_on_load: true })],
    'invalid additional property: focus_on_load [json-pointer:/blocks/0/element/focus_on_load]',
  ],
}

describe('blocks', () => {
  it.each(Object.entries(GOOD))('%s: taken', async (_what, block) => {
    expect(await send([block])).toMatchObject({ ok: true })
  })

  it.each(Object.entries(BAD))('%s: refused, saying what and where', async (_what, [blocks, message]) => {
    await expect(send(blocks)).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        errors: expect.arrayContaining([message]),
        response_metadata: { messages: expect.arrayContaining([`[ERROR] ${message}`]) },
      },
    })
  })

  it('that are no list are not blocks at all', async () => {
    await expect(send({ type: 'divider' })).rejects.toMatchObject({
      data: { error: 'invalid_blocks_format' },
    })
  })

  it('get the ids that the app left out', async () => {
    const answer = await send([{ type: 'divider' }, actions({ type: 'button', text: plain('x') })])
    const { blocks: stored } = (answer as unknown as { message: { blocks: Json[] } }).message
    expect(stored[0]).toMatchObject({ type: 'divider', block_id: expect.any(String) })
    expect(stored[1]).toMatchObject({ elements: [{ action_id: expect.any(String) }] })
  })

  it('are taken as wide as they are documented', () => {
    const widest = [
      { type: 'header', text: plain('x'.repeat(150)) },
      section({ text: mrkdwn('x'.repeat(3_000)) }),
      actions(
        ...Array.from({ length: 25 }, (_, n) =>
          button({ action_id: `b${n}`, value: 'x'.repeat(2_000), text: plain('x'.repeat(75)) }),
        ),
      ),
      actions({
        type: 'static_select',
        action_id: 's',
        options: options(100),
        placeholder: plain('x'.repeat(150)),
      }),
      { type: 'markdown', text: 'x'.repeat(12_000) },
    ]
    expect(blockIssues(widest, 'message')).toEqual([])
  })

  it('allow one table and 12,000 characters of markdown in all', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }
    expect(blockIssues([table, table], 'message')).toMatchObject([{ message: 'only one table is allowed' }])
    const markdown = { type: 'markdown', text: 'x'.repeat(7_000) }
    expect(blockIssues([markdown, markdown], 'message')).toHaveLength(1)
  })

  it('differ by surface', () => {
    const alert = { type: 'alert', text: plain('x'), level: 'warning' }
    expect(blockIssues([alert], 'modal')).toEqual([])
    expect(blockIssues([alert], 'home')).toHaveLength(1)
    expect(blockIssues([{ type: 'markdown', text: 'x' }], 'home')).toHaveLength(1)
    const focused = (id: string) => input({ type: 'plain_text_input', action_id: id, focus_on_load: true })
    expect(blockIssues([focused('a'), focused('b')], 'modal')).toHaveLength(1)
  })
})
