import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_TOKEN, clientOf, refusal, Stand } from './stand.ts'

let stand: Stand
/** A message of the bot's, a channel of its own, and a file waiting to be completed. */
let ts = ''
let own = ''
let fileId = ''
let canvasId = ''
let bookmarkId = ''

beforeAll(async () => {
  stand = await Stand.open()
  const { client } = stand
  ts = (await client.chat.postMessage({ channel: 'C0ROOM', text: 'first' })).ts ?? ''
  own = (await client.conversations.create({ name: 'own' })).channel?.id ?? ''
  const upload = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 })
  fileId = upload.file_id ?? ''
  await fetch(upload.upload_url ?? '', { method: 'POST', body: 'abc' })
  canvasId = (await client.canvases.create({ title: 'Notes' })).canvas_id ?? ''
  const added = await client.bookmarks.add({
    channel_id: own,
    title: 'x',
    type: 'link',
    link: 'https://a.example',
  })
  bookmarkId = added.bookmark?.id ?? ''
})
afterAll(() => stand.close())

const home = { type: 'home', blocks: [] }
const modal = { type: 'modal', title: { type: 'plain_text', text: 'Hello' }, blocks: [] }

type Args = Record<string, unknown>
/** A call that Slack takes (or `undefined`, when it needs a story of its own), one it refuses, and how. */
const CALLS: Record<string, { good: (() => Args) | undefined; bad: () => Args; error: string }> = {
  'api.test': { good: () => ({}), bad: () => ({ error: 'my_error' }), error: 'my_error' },
  'auth.test': { good: () => ({}), bad: () => ({ token: 'xoxb-other' }), error: 'invalid_auth' },
  'apps.connections.open': { good: undefined, bad: () => ({}), error: 'not_allowed_token_type' },
  'team.info': { good: () => ({}), bad: () => ({ team: 'T1' }), error: 'team_not_found' },
  'bots.info': { good: () => ({ bot: 'B0TOCSIN' }), bad: () => ({ bot: 'B1' }), error: 'bot_not_found' },
  'users.info': { good: () => ({ user: 'U0ANA' }), bad: () => ({ user: 'U1' }), error: 'user_not_found' },
  'users.list': { good: () => ({}), bad: () => ({ cursor: 'nonsense' }), error: 'invalid_cursor' },
  'users.lookupByEmail': {
    good: () => ({ email: 'ana@demo.example' }),
    bad: () => ({ email: 'x@y.z' }),
    error: 'users_not_found',
  },
  'users.conversations': {
    good: () => ({ user: 'U0GIL' }),
    bad: () => ({ types: 'rooms' }),
    error: 'invalid_types',
  },
  'usergroups.list': {
    good: () => ({ include_users: true }),
    bad: () => ({ token: 'xoxb-other' }),
    error: 'invalid_auth',
  },
  'usergroups.users.list': {
    good: () => ({ usergroup: 'S0ONCALL' }),
    bad: () => ({ usergroup: 'S1' }),
    error: 'no_such_subteam',
  },
  'usergroups.users.update': {
    good: () => ({ usergroup: 'S0ONCALL', users: 'U0ANA,U0BEN' }),
    bad: () => ({ usergroup: 'S0ONCALL', users: 'U1' }),
    error: 'invalid_users',
  },
  'conversations.create': {
    good: () => ({ name: 'another' }),
    bad: () => ({ name: 'incident-room' }),
    error: 'name_taken',
  },
  'conversations.info': {
    good: () => ({ channel: 'C0ROOM' }),
    bad: () => ({ channel: 'C1' }),
    error: 'channel_not_found',
  },
  'conversations.list': {
    good: () => ({ limit: 2 }),
    bad: () => ({ limit: 'many' }),
    error: 'invalid_limit',
  },
  'conversations.members': {
    good: () => ({ channel: 'C0ROOM' }),
    bad: () => ({}),
    error: 'channel_not_found',
  },
  'conversations.history': {
    good: () => ({ channel: 'C0ROOM' }),
    bad: () => ({ channel: 'C0GENERAL' }),
    error: 'not_in_channel',
  },
  'conversations.replies': {
    good: () => ({ channel: 'C0ROOM', ts }),
    bad: () => ({ channel: 'C0ROOM', ts: '1.000001' }),
    error: 'thread_not_found',
  },
  'conversations.invite': {
    good: () => ({ channel: own, users: 'U0ANA' }),
    bad: () => ({ channel: own, users: 'U0TOCSIN' }),
    error: 'cant_invite_self',
  },
  'conversations.join': {
    good: () => ({ channel: 'C0ROOM' }),
    bad: () => ({ channel: 'C1' }),
    error: 'channel_not_found',
  },
  'conversations.leave': {
    good: undefined,
    bad: () => ({ channel: 'C0GENERAL' }),
    error: 'cant_leave_general',
  },
  'conversations.setTopic': {
    good: () => ({ channel: own, topic: 'now' }),
    bad: () => ({ channel: own, topic: 'x'.repeat(251) }),
    error: 'too_long',
  },
  'conversations.setPurpose': {
    good: () => ({ channel: own, purpose: 'why' }),
    bad: () => ({ channel: 'C0GENERAL', purpose: 'x' }),
    error: 'not_in_channel',
  },
  'conversations.rename': {
    good: () => ({ channel: own, name: 'renamed' }),
    bad: () => ({ channel: own, name: 'Not Allowed' }),
    error: 'invalid_name_specials',
  },
  'conversations.open': {
    good: () => ({ users: 'U0ANA' }),
    bad: () => ({ users: 'U1' }),
    error: 'user_not_found',
  },
  'conversations.canvases.create': {
    good: () => ({ channel_id: own, document_content: { type: 'markdown', markdown: '# Hi' } }),
    bad: () => ({ channel_id: own }),
    error: 'channel_canvas_already_exists',
  },
  'chat.postMessage': {
    good: () => ({ channel: 'C0ROOM', text: 'hello' }),
    bad: () => ({ channel: 'C0ROOM' }),
    error: 'no_text',
  },
  'chat.postEphemeral': {
    good: () => ({ channel: 'C0ROOM', user: 'U0ANA', text: 'psst' }),
    bad: () => ({ channel: 'C0ALERTS', user: 'U0GIL', text: 'psst' }),
    error: 'user_not_in_channel',
  },
  'chat.update': {
    good: () => ({ channel: 'C0ROOM', ts, text: 'second' }),
    bad: () => ({ channel: 'C0ROOM', ts: '1.000001', text: 'x' }),
    error: 'message_not_found',
  },
  'chat.getPermalink': {
    good: () => ({ channel: 'C0ROOM', message_ts: ts }),
    bad: () => ({ channel: 'C0ROOM', message_ts: '1.000001' }),
    error: 'message_not_found',
  },
  'pins.add': {
    good: () => ({ channel: 'C0ROOM', timestamp: ts }),
    bad: () => ({ channel: 'C0ROOM', timestamp: ts }),
    error: 'already_pinned',
  },
  'pins.list': {
    good: () => ({ channel: 'C0ROOM' }),
    bad: () => ({ channel: 'C1' }),
    error: 'channel_not_found',
  },
  'pins.remove': {
    good: () => ({ channel: 'C0ROOM', timestamp: ts }),
    bad: () => ({ channel: 'C0ROOM', timestamp: ts }),
    error: 'no_pin',
  },
  'reactions.add': {
    good: () => ({ channel: 'C0ROOM', timestamp: ts, name: 'eyes' }),
    bad: () => ({ channel: 'C0ROOM', timestamp: ts, name: 'eyes' }),
    error: 'already_reacted',
  },
  'reactions.get': {
    good: () => ({ channel: 'C0ROOM', timestamp: ts }),
    bad: () => ({ channel: 'C0ROOM', timestamp: 'soon' }),
    error: 'bad_timestamp',
  },
  'reactions.remove': {
    good: () => ({ channel: 'C0ROOM', timestamp: ts, name: 'eyes' }),
    bad: () => ({ channel: 'C0ROOM', timestamp: ts, name: 'eyes' }),
    error: 'no_reaction',
  },
  'bookmarks.add': {
    good: () => ({ channel_id: own, title: 'Board', type: 'link', link: 'https://b.example' }),
    bad: () => ({ channel_id: own, title: 'Board', type: 'link', link: 'b.example' }),
    error: 'invalid_link',
  },
  'bookmarks.list': {
    good: () => ({ channel_id: own }),
    bad: () => ({ channel_id: 'C1' }),
    error: 'channel_not_found',
  },
  'bookmarks.edit': {
    good: () => ({ channel_id: own, bookmark_id: bookmarkId, title: 'y' }),
    bad: () => ({ channel_id: own, bookmark_id: 'Bk1' }),
    error: 'not_found',
  },
  'bookmarks.remove': {
    good: () => ({ channel_id: own, bookmark_id: bookmarkId }),
    bad: () => ({ channel_id: own, bookmark_id: bookmarkId }),
    error: 'not_found',
  },
  'views.publish': {
    good: () => ({ user_id: 'U0ANA', view: home }),
    bad: () => ({ user_id: 'U0ANA', view: modal }),
    error: 'invalid_arguments',
  },
  'views.open': {
    good: undefined,
    bad: () => ({ trigger_id: '1.2.abc', view: modal }),
    error: 'invalid_trigger_id',
  },
  'views.push': {
    good: undefined,
    bad: () => ({ trigger_id: '1.2.abc', view: modal }),
    error: 'invalid_trigger_id',
  },
  'views.update': { good: undefined, bad: () => ({ view_id: 'V1', view: modal }), error: 'not_found' },
  'files.getUploadURLExternal': {
    good: () => ({ filename: 'b.txt', length: 1 }),
    bad: () => ({ filename: 'b.txt', length: 0 }),
    error: 'missing_argument',
  },
  'files.completeUploadExternal': {
    good: () => ({ files: [{ id: fileId, title: 'A' }], channel_id: 'C0ROOM', initial_comment: 'see' }),
    bad: () => ({ files: [{ id: fileId }] }),
    error: 'file_not_found',
  },
  'canvases.access.set': {
    good: () => ({ canvas_id: canvasId, access_level: 'read', user_ids: ['U0ANA'] }),
    bad: () => ({ canvas_id: canvasId, access_level: 'owner', channel_ids: ['C0ROOM'] }),
    error: 'invalid_arguments',
  },
  'canvases.access.delete': {
    good: () => ({ canvas_id: canvasId, user_ids: ['U0ANA'] }),
    bad: () => ({ canvas_id: canvasId, user_ids: ['U0NOBODY'] }),
    error: 'user_not_found',
  },
  'canvases.sections.lookup': {
    good: () => ({ canvas_id: canvasId, criteria: { section_types: ['any_header'] } }),
    bad: () => ({ canvas_id: canvasId, criteria: {} }),
    error: 'invalid_arguments',
  },
  'files.info': { good: () => ({ file: fileId }), bad: () => ({ file: 'F1' }), error: 'file_not_found' },
  'files.delete': {
    good: () => ({ file: fileId }),
    bad: () => ({ file: fileId }),
    error: 'file_not_found',
  },
  'canvases.create': {
    good: () => ({ title: 'T', document_content: { type: 'markdown', markdown: 'x' } }),
    bad: () => ({ document_content: { type: 'html', html: 'x' } }),
    error: 'canvas_creation_failed',
  },
  'canvases.edit': {
    good: () => ({
      canvas_id: canvasId,
      changes: [{ operation: 'insert_at_end', document_content: { type: 'markdown', markdown: 'more' } }],
    }),
    bad: () => ({ canvas_id: 'F1', changes: [] }),
    error: 'canvas_not_found',
  },
  'canvases.delete': {
    good: () => ({ canvas_id: canvasId }),
    bad: () => ({ canvas_id: canvasId }),
    error: 'canvas_not_found',
  },
  'chat.delete': {
    good: () => ({ channel: 'C0ROOM', ts }),
    bad: () => ({ channel: 'C0ROOM', ts }),
    error: 'message_not_found',
  },
  'conversations.archive': {
    good: () => ({ channel: own }),
    bad: () => ({ channel: own }),
    error: 'already_archived',
  },
  // A bot token never unarchives, so there is no good call: only whoever is a person may.
  'conversations.unarchive': { good: undefined, bad: () => ({ channel: own }), error: 'not_in_channel' },
}

describe('every method of the coverage table', () => {
  it('is in this test', async () => {
    const { methods } = await stand.get<{ methods: string[] }>('coverage')
    expect(methods).toEqual(Object.keys(CALLS).sort())
  })

  it.each(Object.entries(CALLS))(
    '%s answers the real client and refuses a bad argument',
    async (method, call) => {
      if (call.good) expect(await stand.client.apiCall(method, call.good())).toMatchObject({ ok: true })
      expect(await refusal(stand.client.apiCall(method, call.bad()))).toBe(call.error)
    },
  )
})

describe('the door of the Web API', () => {
  const call = (path: string, init: RequestInit) =>
    fetch(`${stand.sandbox.apiUrl}${path}`, { method: 'POST', ...init })

  it('answers an unknown method with 200, which a client does not retry', async () => {
    const response = await call('chat.shout', {})
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ ok: false, error: 'unknown_method' })
    expect(await refusal(stand.client.apiCall('constructor'))).toBe('unknown_method')
  })

  it('takes forms, JSON and multipart, and the token in the header or the body', async () => {
    const blocks = [{ type: 'divider' }]
    const header = { authorization: 'Bearer xoxb-sandbox' }
    const form = new FormData()
    form.set('channel', 'C0ROOM')
    form.set('text', 'multipart')
    form.set('token', 'xoxb-sandbox')
    const answers = await Promise.all([
      call('chat.postMessage', {
        headers: { ...header, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ channel: 'C0ROOM', text: 'json', blocks }),
      }),
      call('chat.postMessage', {
        body: new URLSearchParams({
          token: 'xoxb-sandbox',
          channel: 'C0ROOM',
          text: 'form',
          blocks: JSON.stringify(blocks),
        }),
      }),
      call('chat.postMessage', { body: form }),
    ])
    for (const one of answers) expect(await one.json()).toMatchObject({ ok: true, channel: 'C0ROOM' })
  })

  it.each([
    ['no token', {}, 'not_authed'],
    ['a wrong token', { authorization: 'Bearer xoxb-nobody' }, 'invalid_auth'],
    ['an app token', { authorization: `Bearer ${APP_TOKEN}` }, 'not_allowed_token_type'],
  ])('refuses %s', async (_what, headers, error) => {
    const response = await call('chat.postMessage', {
      headers: headers as Record<string, string>,
      body: 'channel=C0ROOM&text=x',
    })
    expect(await response.json()).toMatchObject({ ok: false, error })
  })

  it('refuses broken JSON and blocks that are not JSON', async () => {
    const headers = { authorization: 'Bearer xoxb-sandbox' }
    const broken = await call('chat.postMessage', {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{',
    })
    expect(await broken.json()).toMatchObject({ ok: false, error: 'invalid_json' })
    const blocks = await call('chat.postMessage', {
      headers,
      body: new URLSearchParams({ channel: 'C0ROOM', blocks: '[oops' }),
    })
    expect(await blocks.json()).toMatchObject({ ok: false, error: 'invalid_blocks_format' })
  })

  it('refuses a body larger than it reads', async () => {
    const response = await call('chat.postMessage', { body: 'x'.repeat(8_000_001) })
    expect(response.status).toBe(413)
  })

  it('gives a socket address to an app token only', async () => {
    const answer = await clientOf(stand.sandbox, APP_TOKEN).apps.connections.open()
    expect(answer.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/)
  })

  it('uploads by the client in one call', async () => {
    const answer = await stand.client.filesUploadV2({
      channel_id: 'C0ROOM',
      filename: 'log.txt',
      content: 'line one',
      initial_comment: 'the log',
    })
    expect(answer.ok).toBe(true)
    const message = (await stand.channel('C0ROOM')).messages.at(-1)
    expect(message).toMatchObject({
      subtype: 'file_share',
      text: 'the log',
      files: [{ name: 'log.txt', size: 8 }],
    })
    const file = await fetch(message?.files[0]?.url ?? '')
    expect(await file.text()).toBe('line one')
    expect(file.headers.get('content-security-policy')).toContain('sandbox')
  })
})
