import { describe, expect, it } from 'vitest'
import { aPerformer } from './hands.ts'

const SECRET = 'hunter2'
const REDACTED = {
  type: 'entry-redacted',
  entry: 12,
  reason: 'a password',
  recordedAt: Date.UTC(2026, 0, 15),
} as const
const OWN = { id: 'C0INC', name: 'inc-7-x' }

/** A room and a channel in which the bot told of entry 12, beside what others and other entries said. */
async function told() {
  const { slack, perform } = await aPerformer()
  const own = slack.channel(OWN.name, { id: OWN.id, is_member: true })
  let count = 0
  const say = (channel: { messages: object[] }, key: string | undefined, more: object = {}) => {
    count += 1
    const metadata = { event_type: 'tocsin_effect', event_payload: { key, stream: 'INC-7' } }
    const message = {
      ts: `1768435${200 + count}.000100`,
      user: 'U0BOT',
      text: SECRET,
      ...(key && { metadata }),
      ...more,
    }
    channel.messages.push(message)
    return message
  }
  const card = { channel: 'C0ROOM', ts: '1768435200.000050' }
  const thread = { thread_ts: card.ts }
  return {
    slack,
    own,
    say,
    thread,
    redact: () => perform('slack.redact-copies', { event: REDACTED, state: { card, channel: OWN } }),
  }
}

describe('the bot’s own copies of redacted words', () => {
  it('are overwritten wherever the entry was told, and nothing else is', async () => {
    const { slack, own, say, thread, redact } = await told()
    const copies = [
      say(slack.room(), 'INC-7:12:0', thread),
      say(slack.room(), 'INC-7:12:1'),
      say(own, 'INC-7:12:2', { attachments: [{ text: SECRET }] }),
    ]
    const others = [
      say(slack.room(), 'INC-7:1:0', thread),
      say(slack.room(), 'INC-7:120:0', thread),
      say(own, 'INC-71:12:0'),
      say(own, undefined),
    ]
    expect(await redact()).toEqual({ outcome: 'ok' })
    expect(JSON.stringify(copies)).not.toContain(SECRET)
    expect(JSON.stringify(copies)).toContain('The words of #12 were removed by <@U0DANA>')
    expect(copies[2]).toMatchObject({ attachments: [], metadata: { event_payload: { key: 'INC-7:12:2' } } })
    for (const { text } of others) expect(text).toBe(SECRET)
  })

  it('are deleted where Slack lets them be changed no more', async () => {
    const { slack, own, say, redact } = await told()
    slack.methods['chat.delete'] = ({ ts }) => {
      own.messages = own.messages.filter((message) => message.ts !== ts)
      return {}
    }
    say(own, 'INC-7:12:0')
    slack.mishap('chat.update', { error: 'edit_window_closed' })
    expect(await redact()).toEqual({ outcome: 'ok' })
    expect(own.messages).toEqual([])
  })

  it('in a channel that is gone keep nobody from removing the others', async () => {
    const { slack, own, say, redact } = await told()
    const copy = say(slack.room(), 'INC-7:12:1')
    own.is_archived = true
    expect(await redact()).toEqual({ outcome: 'ok' })
    expect(copy.text).not.toContain(SECRET)
  })

  it('are looked for again when Slack did not answer', async () => {
    const { slack, own, say, redact } = await told()
    const copy = say(own, 'INC-7:12:0')
    slack.mishap('chat.update', { status: 503 })
    expect(await redact()).toMatchObject({ outcome: 'unknown' })
    expect(await redact()).toEqual({ outcome: 'ok' })
    expect(copy.text).not.toContain(SECRET)
  })
})
