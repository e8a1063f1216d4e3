import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusal, Stand } from './stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.close())

const post = async (text: string, more: Record<string, unknown> = {}) =>
  (await stand.client.chat.postMessage({ channel: 'C0ROOM', text, ...more } as never)).ts ?? ''

describe('posting', () => {
  it('needs membership, an open channel and something to say', async () => {
    const { client } = stand
    expect(await refusal(client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' }))).toBe('not_in_channel')
    expect(await refusal(client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }))).toBe(
      'channel_not_found',
    )
    expect(await refusal(client.chat.postMessage({ channel: 'C0ROOM', text: ' ' }))).toBe('no_text')
    expect(await refusal(client.chat.postMessage({ channel: 'C0ROOM', text: 'x'.repeat(40_001) }))).toBe(
      'msg_too_long',
    )
    expect(
      await refusal(client.chat.postMessage({ channel: 'C0ROOM', text: 'x', thread_ts: '1.000001' })),
    ).toBe('thread_not_found')
    const both = { channel: 'C0ROOM', text: 'x', markdown_text: 'y' } as never
    expect(await refusal(client.chat.postMessage(both))).toBe('markdown_text_conflict')
    const metadata = { event_type: 'k' } as never
    expect(await refusal(client.chat.postMessage({ channel: 'C0ROOM', text: 'x', metadata }))).toBe(
      'invalid_metadata_format',
    )
    const { channel } = await client.conversations.create({ name: 'over' })
    await client.conversations.archive({ channel: channel?.id ?? '' })
    expect(await refusal(client.chat.postMessage({ channel: channel?.id ?? '', text: 'x' }))).toBe(
      'is_archived',
    )
  })

  it('takes a channel by name and a person for their direct message', async () => {
    const { client } = stand
    expect((await client.chat.postMessage({ channel: '#incident-room', text: 'x' })).channel).toBe('C0ROOM')
    const first = await client.chat.postMessage({ channel: 'U0SOFIA', text: 'hello' })
    expect((await client.conversations.open({ users: 'U0SOFIA' })).channel?.id).toBe(first.channel)
    const dm = (await stand.state('U0SOFIA')).channels.find((one) => one.id === first.channel)
    expect(dm).toMatchObject({ kind: 'im', unread: 1, mentions: 1 })
    expect((await stand.state('U0ANA')).channels.some((one) => one.id === first.channel)).toBe(false)
  })

  it('gives each message its own, later ts, also after a fast-forward', async () => {
    const before = await Promise.all(Array.from({ length: 30 }, (_, n) => post(`m${n}`)))
    expect(new Set(before).size).toBe(30)
    await stand.post('advance', { minutes: 15 })
    const after = await post('later')
    expect(Number(after) - Number(before[0])).toBeGreaterThanOrEqual(15 * 60)
    expect(before.every((one) => one < after)).toBe(true)
  })
})

describe('changing', () => {
  it('keeps blocks when only the rest changes, and drops them when only text is given', async () => {
    const { client } = stand
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'card' } }] as never
    const ts = await post('card', { blocks })
    const shown = async () => (await stand.channel('C0ROOM')).messages.find((one) => one.ts === ts)
    await client.chat.update({ channel: 'C0ROOM', ts, text: 'card 2', blocks })
    expect(await shown()).toMatchObject({ text: 'card 2', blocks: [{ type: 'section' }] })
    expect(await shown()).not.toHaveProperty('editedTs')
    await client.chat.update({ channel: 'C0ROOM', ts, text: 'plain' })
    expect(await shown()).toMatchObject({ text: 'plain', blocks: [], editedTs: expect.any(String) })
  })

  it("is not for other people's messages, nor for very long texts", async () => {
    const { ts = '' } = await stand.type('mine')
    const { client } = stand
    expect(await refusal(client.chat.update({ channel: 'C0ROOM', ts, text: 'x' }))).toBe(
      'cant_update_message',
    )
    expect(await refusal(client.chat.delete({ channel: 'C0ROOM', ts }))).toBe('cant_delete_message')
    const own = await post('own')
    expect(await refusal(client.chat.update({ channel: 'C0ROOM', ts: own, text: 'x'.repeat(4_001) }))).toBe(
      'msg_too_long',
    )
    expect(
      (await stand.control('POST', 'edit', { as: 'U0BEN', channel: 'C0ROOM', ts, text: 'stolen' })).status,
    ).toBe(400)
  })
})

describe('reading back', () => {
  it('finds the app key of a message, only when asked and allowed', async () => {
    const metadata = { event_type: 'effect', event_payload: { key: 'inc-1:7:0' } }
    const ts = await post('card', { metadata })
    const read = async (more: object) =>
      (await stand.client.conversations.history({ channel: 'C0ROOM', ...more })).messages?.[0]
    expect(await read({ include_all_metadata: true, oldest: ts, inclusive: true })).toMatchObject({
      ts,
      metadata,
    })
    expect(await read({})).not.toHaveProperty('metadata')
  })

  it('pages through history, newest first, without replies', async () => {
    const root = await post('root')
    await post('reply', { thread_ts: root })
    await post('broadcast', { thread_ts: root, reply_broadcast: true })
    for (let n = 0; n < 5; n++) await post(`m${n}`)
    const seen: string[] = []
    for await (const page of stand.client.paginate('conversations.history', {
      channel: 'C0ROOM',
      limit: 3,
    })) {
      const { messages } = page as unknown as { messages: { text: string }[] }
      expect(messages.length).toBeLessThanOrEqual(3)
      seen.push(...messages.map((one) => one.text))
    }
    expect(seen.slice(0, 7)).toEqual(['m4', 'm3', 'm2', 'm1', 'm0', 'broadcast', 'root'])
    const thread = await stand.client.conversations.replies({ channel: 'C0ROOM', ts: root })
    expect(thread.messages?.map((one) => one.text)).toEqual(['root', 'reply', 'broadcast'])
    expect(thread.messages?.[0]).toMatchObject({ reply_count: 2, reply_users: ['U0TOCSIN'], thread_ts: root })
  })

  it('cuts by oldest and latest', async () => {
    const [a, b, c] = [await post('a'), await post('b'), await post('c')]
    const read = async (more: object) =>
      (await stand.client.conversations.history({ channel: 'C0ROOM', ...more })).messages?.map(
        (one) => one.text,
      )
    expect(await read({ oldest: a })).toEqual(['c', 'b'])
    expect(await read({ oldest: a, latest: c })).toEqual(['b'])
    expect(await read({ oldest: a, latest: c, inclusive: true })).toEqual(['c', 'b', 'a'])
    expect(
      await refusal(stand.client.conversations.history({ channel: 'C0ROOM', oldest: 'yesterday' })),
    ).toBe('invalid_ts_oldest')
    expect(b).not.toBe('')
  })
})

describe('what a person has not seen', () => {
  it('counts messages and mentions of them, their groups and everyone', async () => {
    const marks = async (as: string) => {
      const { unread, mentions } = await stand.channel('C0ROOM', as)
      return { unread, mentions }
    }
    for (const as of ['U0ANA', 'U0BEN']) await stand.post('read', { as, channel: 'C0ROOM' })
    expect(await marks('U0BEN')).toEqual({ unread: 0, mentions: 0 })
    await post('nobody in particular')
    await post('<!subteam^S0SECONDARY> please')
    await post('fallback', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'see <@U0BEN>' } }] })
    await stand.type('@here look')
    expect(await marks('U0BEN')).toEqual({ unread: 4, mentions: 3 })
    // Whoever writes has read what is above.
    expect(await marks('U0ANA')).toEqual({ unread: 0, mentions: 0 })
    await stand.post('read', { as: 'U0BEN', channel: 'C0ROOM' })
    expect(await marks('U0BEN')).toEqual({ unread: 0, mentions: 0 })
  })

  it('leaves out threads they are not part of', async () => {
    const root = await post('root')
    const { ts: own = '' } = await stand.type('mine', { as: 'U0BEN' })
    await stand.post('read', { as: 'U0BEN', channel: 'C0ROOM' })
    await post('elsewhere', { thread_ts: root })
    expect(await stand.channel('C0ROOM', 'U0BEN')).toMatchObject({ unread: 0 })
    await post('to Ben', { thread_ts: own })
    expect(await stand.channel('C0ROOM', 'U0BEN')).toMatchObject({ unread: 1, mentions: 0 })
  })
})

describe('guests and members', () => {
  it('see only what they are in', async () => {
    const names = async (as: string) => (await stand.state(as)).channels.map((one) => one.name)
    expect(await names('U0GIL')).toEqual(['incident-room'])
    const colleagues = ['stakeholders', 'executives', 'announcements', 'support']
    expect(await names('U0ANA')).toEqual(['incident-room', 'ops-alerts', 'general', ...colleagues])
    await stand.post('leave', { as: 'U0ANA', channel: 'C0ALERTS' })
    expect(await stand.channel('C0ALERTS')).toMatchObject({ isMember: false, messages: [] })
    expect((await stand.control('POST', 'join', { as: 'U0GIL', channel: 'C0ALERTS' })).status).toBe(400)
    await stand.post('join', { as: 'U0ANA', channel: 'C0ALERTS' })
    expect((await stand.channel('C0ALERTS')).isMember).toBe(true)
    const guest = await stand.client.users.info({ user: 'U0GIL' })
    expect(guest.user).toMatchObject({ is_restricted: true, is_ultra_restricted: false })
  })

  it('invites answer for each person, and may go on past a mistake', async () => {
    const { client } = stand
    const channel = (await client.conversations.create({ name: 'inc-1' })).channel?.id ?? ''
    await client.conversations.invite({ channel, users: 'U0ANA' })
    const call = client.conversations.invite({ channel, users: 'U0ANA,U0BEN,U0NOBODY' })
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'already_in_channel',
        errors: [
          { user: 'U0ANA', ok: false, error: 'already_in_channel' },
          { user: 'U0NOBODY', ok: false, error: 'user_not_found' },
        ],
      },
    })
    const members = async () => (await client.conversations.members({ channel })).members
    expect(await members()).toEqual(['U0TOCSIN', 'U0ANA'])
    await client.conversations.invite({ channel, users: 'U0ANA,U0BEN', force: true })
    expect(await members()).toEqual(['U0TOCSIN', 'U0ANA', 'U0BEN'])
  })

  it('names are refused as Slack refuses them', async () => {
    const named = (name: string) => refusal(stand.client.conversations.create({ name }))
    expect(await named('')).toBe('invalid_name_required')
    expect(await named('x'.repeat(81))).toBe('invalid_name_maxlength')
    expect(await named('With Capitals')).toBe('invalid_name_specials')
    expect(await named('___')).toBe('invalid_name_punctuation')
    const { channel } = await stand.client.conversations.create({ name: 'inc-1-größe' })
    await stand.client.conversations.archive({ channel: channel?.id ?? '' })
    // An archived channel keeps its name.
    expect(await named('inc-1-größe')).toBe('name_taken')
  })
})
