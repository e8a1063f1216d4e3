import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { blockIssues } from '../../src/sandbox/blocks/check.ts'
import { coverage } from '../../src/sandbox/coverage.ts'
import type { Json } from '../../src/sandbox/protocol.ts'
import { manifestOf, Stand } from './stand.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const options = [{ text: plain('a'), value: 'a' }]
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }

/** Every element, as small as it gets. */
const ELEMENTS: Record<string, Json> = {
  button: { text: plain('x') },
  checkboxes: { options },
  channels_select: {},
  conversations_select: {},
  datepicker: {},
  datetimepicker: {},
  email_text_input: {},
  external_select: {},
  feedback_buttons: {
    positive_button: { text: plain('+'), value: '1' },
    negative_button: { text: plain('-'), value: '0' },
  },
  icon_button: { icon: 'trash', text: plain('x') },
  image: { alt_text: 'x', image_url: 'https://a.example/x.png' },
  multi_channels_select: {},
  multi_conversations_select: {},
  multi_external_select: {},
  multi_static_select: { options },
  multi_users_select: {},
  number_input: { is_decimal_allowed: true },
  overflow: { options },
  plain_text_input: {},
  radio_buttons: { options },
  rich_text_input: {},
  static_select: { options },
  timepicker: {},
  url_text_input: {},
  users_select: {},
}

const BLOCKS: Record<string, Json> = {
  actions: { elements: [{ type: 'button', text: plain('x') }] },
  alert: { text: plain('x') },
  context: { elements: [plain('x')] },
  context_actions: { elements: [{ type: 'icon_button', ...ELEMENTS.icon_button }] },
  divider: {},
  header: { text: plain('x') },
  image: { alt_text: 'x', image_url: 'https://a.example/x.png' },
  input: { label: plain('x'), element: { type: 'plain_text_input' } },
  markdown: { text: 'x' },
  rich_text: { elements: rich.elements },
  section: { text: plain('x') },
  table: { rows: [[{ type: 'raw_text', text: 'x' }]] },
}

/** The places an element may stand in. */
const places = (element: Json): Json[] => [
  { type: 'actions', elements: [element] },
  { type: 'context', elements: [element] },
  { type: 'context_actions', elements: [element] },
  { type: 'input', label: plain('x'), element },
]

describe('the coverage table', () => {
  it('names every block, and each is taken on some surface', () => {
    expect(coverage().blocks).toEqual(Object.keys(BLOCKS).sort())
    for (const [type, block] of Object.entries(BLOCKS)) {
      const issues = (['message', 'modal'] as const).map((surface) =>
        blockIssues([{ type, ...block }], surface),
      )
      expect([type, issues.some((one) => one.length === 0)]).toEqual([type, true])
    }
  })

  it('names every element, and each is taken in some block', () => {
    expect(coverage().elements).toEqual(Object.keys(ELEMENTS).sort())
    for (const [type, element] of Object.entries(ELEMENTS)) {
      const issues = places({ type, ...element }).map((block) => blockIssues([block], 'message'))
      expect([type, issues.some((one) => one.length === 0)]).toEqual([type, true])
    }
  })

  let stand: Stand
  afterEach(() => stand?.close())

  it('names the events that an app gets in the course of a day, and no others', async () => {
    const events = coverage().events.filter((one) => !one.includes('/'))
    stand = await Stand.overHttp((app: App) => app.event(/.*/, async () => {}), {
      manifest: manifestOf({ only: events }),
    })
    const { client } = stand
    const open = await stand.post<{ channel: string }>('channel', { as: 'U0ANA', create: 'day' })
    const secret = await stand.post<{ channel: string }>('channel', {
      as: 'U0ANA',
      create: 'night',
      private: true,
    })
    for (const { channel } of [open, secret])
      await stand.post('channel', { as: 'U0ANA', channel, invite: ['U0TOCSIN', 'U0BEN'] })
    const { channel } = open
    const { ts = '' } = await stand.type('@probe good morning', { channel })
    await stand.type('whispered', { channel: secret.channel })
    const dm = await stand.post<{ channel: string }>('open-dm', { as: 'U0ANA', with: 'U0TOCSIN' })
    await stand.type('just us', { channel: dm.channel })
    await stand.post('react', { as: 'U0ANA', channel, ts, name: 'eyes' })
    await stand.post('react', { as: 'U0ANA', channel, ts, name: 'eyes', remove: true })
    await client.pins.add({ channel, timestamp: ts })
    await client.pins.remove({ channel, timestamp: ts })
    await client.chat.postMessage({ channel, text: 'aloud', thread_ts: ts, reply_broadcast: true })
    await client.conversations.setPurpose({ channel, purpose: 'the day' })
    await stand.post('channel', { as: 'U0ANA', channel, topic: 'noon', rename: 'noon' })
    await stand.post('leave', { as: 'U0BEN', channel })
    const shared = await stand.post<{ ts: string }>('type', {
      as: 'U0ANA',
      channel,
      text: '',
      files: [{ name: 'a.txt', text: 'x' }],
    })
    const messages = (await stand.channel(channel)).messages
    const file = messages.find((one) => one.ts === shared.ts)?.files[0]?.id
    await stand.post('delete-file', { as: 'U0ANA', file })
    await stand.post('edit', { as: 'U0ANA', channel, ts: shared.ts, text: null })
    await stand.post('edit', { as: 'U0ANA', channel, ts, text: 'good evening' })
    await stand.post('edit', { as: 'U0ANA', channel, ts, text: null })
    await stand.post('channel', { as: 'U0ANA', channel, archive: true })
    await stand.post('channel', { as: 'U0ANA', channel, archive: false })
    await stand.post('channel', { as: 'U0ANA', channel, delete: true })
    await stand.post('group', { group: 'S0ONCALL', users: ['U0BEN'] })
    await stand.post('person', { person: 'U0GIL', title: 'Former contractor' })
    await stand.post('home', { as: 'U0ANA' })
    await stand.quiet()

    const seen = (await stand.deliveries()).map((one) => one.payload.event as Json)
    const types = new Set<unknown>(seen.map((one) => one.type).filter((one) => one !== 'message'))
    const subtypes = new Set(
      seen.flatMap((one) => (one.subtype === undefined ? [] : [`message/${one.subtype}`])),
    )
    const kinds: Record<string, string> = {
      channel: 'message.channels',
      group: 'message.groups',
      im: 'message.im',
    }
    const sent = new Set(
      seen.flatMap((one) => (one.type === 'message' ? [kinds[String(one.channel_type)]] : [])),
    )
    expect([...types, ...subtypes, ...sent].sort()).toEqual(coverage().events.sort())
  })
})
