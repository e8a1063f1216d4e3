import { describe, expect, it } from 'vitest'
import { channelMessages, daysOf, firstUnread, threadMessages } from '../../src/sandbox/page/text/rows.ts'
import type { Message } from '../../src/sandbox/protocol.ts'

const message = (ts: string, changes: Partial<Message> = {}): Message => ({
  ts,
  user: 'U1',
  text: ts,
  blocks: [],
  attachments: [],
  files: [],
  replyCount: 0,
  replyUsers: [],
  reactions: [],
  permalink: '',
  ...changes,
})

const heads = (messages: Message[], newFrom?: string) =>
  daysOf(messages, 'UTC', newFrom).flatMap((day) =>
    day.rows.map((row) => (row.kind === 'new' ? 'new' : row.head)),
  )

describe('groups of messages', () => {
  it('share a head within five minutes of the one before', () => {
    expect(heads([message('1000.0'), message('1299.0'), message('1600.0')])).toEqual([true, false, true])
  })

  it.each([
    ['another person', { user: 'U2' }],
    ['a broadcast', { broadcast: true }],
    ['an ephemeral', { ephemeral: true }],
    ['a system line', { subtype: 'channel_join' }],
    ['a pinned one', { pinnedBy: 'U1' }],
  ])('end at %s', (_, changes) => {
    expect(heads([message('1000.0'), message('1001.0', changes)])).toEqual([true, true])
  })

  it('end after a message that has a thread', () => {
    expect(heads([message('1000.0', { replyCount: 1 }), message('1001.0')])).toEqual([true, true])
  })

  it('begin anew at the "new" line and at midnight of the reader', () => {
    expect(heads([message('1000.0'), message('1001.0')], '1001.0')).toEqual([true, 'new', true])
    const around = [message('86399.0'), message('86401.0')]
    expect(daysOf(around, 'UTC').map((day) => day.key)).toEqual(['1970-01-01', '1970-01-02'])
    expect(daysOf(around, 'Europe/Madrid')).toHaveLength(1)
  })
})

describe('threads', () => {
  const root = message('1.0', { replyCount: 2, threadTs: '1.0' })
  const reply = message('2.0', { threadTs: '1.0' })
  const broadcast = message('3.0', { threadTs: '1.0', broadcast: true })
  const other = message('4.0')
  const all = [root, reply, broadcast, other]

  it('stay out of the channel, but for what was sent there too', () => {
    expect(channelMessages(all)).toEqual([root, broadcast, other])
  })

  it('hold their root and every reply', () => {
    expect(threadMessages(all, '1.0')).toEqual([root, reply, broadcast])
  })
})

describe('the first unread message', () => {
  const all = [message('1.0', { user: 'U2' }), message('2.0'), message('3.0', { user: 'U2' })]

  it('counts only what others said', () => {
    expect(firstUnread(all, 1, 'U1')).toBe('3.0')
    expect(firstUnread(all, 2, 'U1')).toBe('1.0')
  })

  it('is the oldest known one when more are unread than are here', () => {
    expect(firstUnread(all, 50, 'U1')).toBe('1.0')
    expect(firstUnread(all, 0, 'U1')).toBeUndefined()
  })
})
