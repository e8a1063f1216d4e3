import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import type { Json } from '../../src/sandbox/protocol.ts'
import { manifestOf, Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

const deaf = (app: App) => {
  app.event(/.*/, async () => {})
}

describe('the app hears', () => {
  it('what people write, with mentions, links and markup made harmless', async () => {
    stand = await Stand.overHttp(deaf)
    await stand.type(
      'hi @ben and @on-call, see #ops-alerts & https://a.example/x?y=1&z=2. <!channel> <@U0ANA>',
    )
    await stand.type('@channel wake up, @nobody')
    await stand.quiet()
    const [first, second] = await stand.events('message')
    expect(first).toMatchObject({
      user: 'U0ANA',
      channel: 'C0ROOM',
      channel_type: 'channel',
      client_msg_id: expect.any(String),
      text: 'hi <@U0BEN> and <!subteam^S0ONCALL>, see <#C0ALERTS|ops-alerts> &amp; <https://a.example/x?y=1&amp;z=2>. &lt;!channel&gt; &lt;@U0ANA&gt;',
    })
    expect(first?.blocks).toMatchObject([
      {
        type: 'rich_text',
        elements: [
          {
            elements: expect.arrayContaining([
              { type: 'user', user_id: 'U0BEN' },
              { type: 'usergroup', usergroup_id: 'S0ONCALL' },
              { type: 'channel', channel_id: 'C0ALERTS' },
            ]),
          },
        ],
      },
    ])
    expect(second?.text).toBe('<!channel> wake up, @nobody')
  })

  it('only of channels it is in and of events it subscribed to', async () => {
    stand = await Stand.overHttp(deaf, { manifest: manifestOf({ events: ['reaction_added'] }) })
    await stand.type('not for bots', { channel: 'C0GENERAL' })
    const { ts } = await stand.type('for all')
    await stand.post('react', { as: 'U0BEN', channel: 'C0ROOM', ts, name: 'eyes' })
    await stand.post('react', { as: 'U0BEN', channel: 'C0ROOM', ts, name: 'eyes', remove: true })
    await stand.quiet()
    expect((await stand.events('message')).map((one) => one.text)).toEqual(['for all'])
    expect(await stand.events('reaction_added')).toEqual([])
    expect(await stand.events('reaction_removed')).toMatchObject([
      {
        user: 'U0BEN',
        reaction: 'eyes',
        item_user: 'U0ANA',
        item: { type: 'message', channel: 'C0ROOM', ts },
      },
    ])
  })

  it('its own messages, with its bot id, and each event under its own id', async () => {
    stand = await Stand.overHttp(deaf)
    await stand.client.chat.postMessage({
      channel: 'C0ROOM',
      text: 'me',
      metadata: { event_type: 'k', event_payload: { a: 1 } },
    })
    await stand.client.chat.postMessage({ channel: 'U0SOFIA', text: 'hello Sofia' })
    await stand.quiet()
    const messages = await stand.events('message')
    expect(messages).toMatchObject([
      { bot_id: 'B0TOCSIN', user: 'U0TOCSIN', text: 'me', channel: 'C0ROOM' },
      { bot_id: 'B0TOCSIN', channel_type: 'im', text: 'hello Sofia' },
    ])
    expect(messages[0]).not.toHaveProperty('metadata')
    const ids = (await stand.deliveries()).map((one) => one.payload.event_id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('edits, deletions, thread broadcasts and files', async () => {
    stand = await Stand.overHttp(deaf)
    const { ts } = await stand.type('one')
    await stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts, text: 'two' })
    const root = await stand.client.chat.postMessage({ channel: 'C0ROOM', text: 'root' })
    await stand.client.chat.postMessage({
      channel: 'C0ROOM',
      text: 'loud',
      thread_ts: root.ts ?? '',
      reply_broadcast: true,
    })
    await stand.client.chat.update({ channel: 'C0ROOM', ts: root.ts ?? '', text: 'root, changed' })
    await stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts, text: null })
    await stand.client.chat.delete({ channel: 'C0ROOM', ts: root.ts ?? '' })
    await stand.post('type', {
      as: 'U0ANA',
      channel: 'C0ROOM',
      text: '',
      files: [{ name: 'a.log', text: 'x' }],
    })
    await stand.quiet()
    expect(await stand.events('message')).toMatchObject([
      { text: 'one' },
      {
        subtype: 'message_changed',
        message: { text: 'two', edited: { user: 'U0ANA' } },
        previous_message: { text: 'one' },
      },
      { text: 'root' },
      { subtype: 'thread_broadcast', text: 'loud', thread_ts: root.ts, root: { text: 'root' } },
      { subtype: 'message_changed', message: { text: 'root, changed', reply_count: 1 } },
      { subtype: 'message_deleted', deleted_ts: ts, previous_message: { text: 'two' } },
      {
        // One with replies is not gone: Slack puts a stone in its place and calls that a change.
        subtype: 'message_changed',
        message: {
          subtype: 'tombstone',
          ts: root.ts,
          user: 'USLACKBOT',
          hidden: true,
          text: 'This message was deleted.',
          reply_count: 1,
        },
        previous_message: { text: 'root, changed', user: 'U0TOCSIN', reply_count: 1 },
      },
      { subtype: 'file_share', files: [{ name: 'a.log' }] },
    ])
    // A thread outlives its first message.
    expect((await stand.channel('C0ROOM')).messages.find((one) => one.ts === root.ts)).toMatchObject({
      subtype: 'tombstone',
      replyCount: 1,
    })
  })

  it('that the stone of a deleted thread goes with the last reply', async () => {
    stand = await Stand.overHttp(deaf)
    const root = await stand.type('root')
    const reply = await stand.type('reply', { threadTs: root.ts ?? '' })
    const remove = (ts?: string) => stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts, text: null })
    await remove(root.ts)
    const { answer } = await stand.control('POST', 'react', {
      as: 'U0ANA',
      channel: 'C0ROOM',
      ts: root.ts,
      name: 'eyes',
    })
    expect(answer).toEqual({ error: 'That message is gone.' })
    await remove(reply.ts)
    await stand.quiet()
    expect((await stand.events('message')).slice(2)).toMatchObject([
      { subtype: 'message_changed', message: { subtype: 'tombstone' } },
      { subtype: 'message_deleted', deleted_ts: reply.ts, previous_message: { thread_ts: root.ts } },
      { subtype: 'message_deleted', deleted_ts: root.ts, previous_message: { subtype: 'tombstone' } },
    ])
    expect((await stand.channel('C0ROOM')).messages.map((one) => one.ts)).not.toContain(root.ts)
  })

  it('nothing of an edit that changes nothing, and of events whose scope it lacks', async () => {
    stand = await Stand.overHttp(deaf, { manifest: manifestOf({ scopes: ['reactions:read'] }) })
    const { ts } = await stand.type('same')
    await stand.post('edit', { as: 'U0ANA', channel: 'C0ROOM', ts, text: 'same' })
    await stand.post('react', { as: 'U0BEN', channel: 'C0ROOM', ts, name: 'pushpin' })
    await stand.quiet()
    expect(await stand.events('message')).toHaveLength(1)
    expect(await stand.events('reaction_added')).toEqual([])
    expect((await stand.channel('C0ROOM')).messages.at(-1)?.editedTs).toBeUndefined()
  })

  it('what happens to channels, members, groups and its home', async () => {
    stand = await Stand.overHttp(deaf)
    const act = (more: Json) => stand.post<{ channel: string }>('channel', { as: 'U0CHLOE', ...more })
    const { channel } = await act({ create: 'war-room' })
    await act({ channel, invite: ['U0TOCSIN', 'U0GIL'] })
    await act({ channel, topic: 'Quiet' })
    await act({ channel, rename: 'calm-room' })
    await act({ channel, archive: true })
    await act({ channel, archive: false })
    await stand.post('group', { group: 'S0ONCALL', users: ['U0BEN'] })
    await act({ channel, delete: true })
    await stand.post('person', { person: 'U0GIL', deleted: true })
    await stand.post('home', { as: 'U0BEN' })
    await stand.type('@probe are you there')
    await stand.quiet()
    expect(await stand.events('member_joined_channel')).toMatchObject([
      { user: 'U0TOCSIN', channel, inviter: 'U0CHLOE' },
      { user: 'U0GIL', channel },
    ])
    expect(await stand.events('channel_rename')).toMatchObject([
      { channel: { id: channel, name: 'calm-room' } },
    ])
    expect(await stand.events('channel_archive')).toMatchObject([{ channel, user: 'U0CHLOE' }])
    expect(await stand.events('channel_unarchive')).toMatchObject([{ channel }])
    expect(await stand.events('subteam_members_changed')).toMatchObject([
      { added_users: ['U0BEN'], removed_users: ['U0ANA'] },
    ])
    expect(await stand.events('subteam_updated')).toMatchObject([
      { subteam: { id: 'S0ONCALL', users: ['U0BEN'] } },
    ])
    expect(await stand.events('channel_deleted')).toMatchObject([{ channel }])
    expect(await stand.events('user_change')).toMatchObject([{ user: { id: 'U0GIL', deleted: true } }])
    expect(await stand.events('app_home_opened')).toMatchObject([{ user: 'U0BEN', tab: 'home' }])
    expect(await stand.events('app_mention')).toMatchObject([{ text: '<@U0TOCSIN> are you there' }])
    const subtypes = (await stand.events('message')).map((one) => one.subtype)
    expect(subtypes).toEqual(
      expect.arrayContaining(['channel_join', 'channel_topic', 'channel_name', 'channel_archive']),
    )
  })
})

describe('an event that is not acknowledged', () => {
  it.each(['signed HTTP', 'Socket Mode'])(
    'is sent again at once, after a minute and after five, over %s',
    async (way) => {
      const seen: { num: unknown; reason: unknown; id: unknown }[] = []
      const refusing = (app: App) => {
        app.processEvent = async ({ body, retryNum, retryReason }) => {
          seen.push({ num: retryNum, reason: retryReason, id: (body as Json).event_id })
          throw new Error('not today')
        }
      }
      // By HTTP the refusal is an answer; a socket says nothing, and that takes its time.
      const timing = { ackTimeoutMs: way === 'Socket Mode' ? 50 : 10_000 }
      stand =
        way === 'Socket Mode'
          ? await Stand.overSocket(refusing, { timing })
          : await Stand.overHttp(refusing, { timing })
      await stand.type('hello')
      await expect.poll(() => seen.length).toBe(2)
      await stand.quiet()
      for (const count of [3, 4]) {
        await stand.post('advance', { minutes: 5 })
        await expect.poll(() => seen.length).toBe(count)
        await stand.quiet()
      }
      await stand.post('advance', { minutes: 60 })
      await stand.quiet()
      expect(seen.map((one) => one.num ?? 0).map(Number)).toEqual([0, 1, 2, 3])
      expect(seen[1]?.reason).toBe(way === 'Socket Mode' ? 'timeout' : 'http_error')
      expect(new Set(seen.map((one) => one.id)).size).toBe(1)
      expect((await stand.deliveries()).map((one) => [one.acked, one.retry])).toEqual(
        [0, 1, 2, 3].map((retry) => [false, retry]),
      )
    },
  )
})

describe('a person is told', () => {
  it('that the app did not respond in time', async () => {
    stand = await Stand.overHttp((app) => app.command('/probe', () => new Promise(() => {})), {
      timing: { ackTimeoutMs: 50 },
    })
    const typed = await stand.type('/probe')
    expect(typed).toMatchObject({
      ok: false,
      error: expect.stringContaining("didn't respond in time (operation_timeout)"),
    })
    expect(await stand.deliveries()).toMatchObject([{ type: 'command', acked: false }])
  })

  it('that the app cannot be reached, or that there is no such command', async () => {
    stand = await Stand.open()
    expect(await stand.type('/probe')).toMatchObject({
      ok: false,
      error: expect.stringContaining('dispatch_failed'),
    })
    expect(await stand.type('/prob')).toMatchObject({ ok: false, error: '/prob is not a valid command.' })
    expect((await stand.state()).app.connected).toBe('none')
  })

  it('that commands do not work in threads', async () => {
    stand = await Stand.overHttp(deaf)
    const { ts } = await stand.type('root')
    expect(await stand.type('/probe', { threadTs: ts ?? '' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('not supported in threads'),
    })
  })
})
