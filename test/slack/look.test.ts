import { describe, expect, it } from 'vitest'
import type { CaptureCommand, Followed } from '../../src/core/capture/capture.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { aPolicy } from '../core/a-policy.ts'
import { aPerformer } from './hands.ts'
import { BOT } from './slack-server.ts'

const TS = '1768469400.000200'
const REF = { channel: 'C0INC', ts: TS }
const KEY = `C0INC:${TS}`
type Recorded = Extract<CaptureCommand, { type: 'record-message' }>

/** A message in the incident's own channel, and a look at it. */
async function looking(message: object | 'deleted', policy = aPolicy()) {
  const { slack, perform } = await aPerformer()
  const messages =
    message === 'deleted' ? [] : [{ ts: TS, user: 'U0BEN', text: 'Pool exhausted', ...message }]
  slack.channel('inc-7-x', { id: 'C0INC', is_member: true, messages })
  const followed: Followed = { asked: 12, asker: 'U0ANA' }
  return {
    slack,
    look: (given: { attempts?: number } = {}) =>
      perform('slack.look-at-message', {
        lane: 'sync',
        args: REF,
        state: { messages: { [KEY]: followed } },
        policy,
        ...given,
      }),
  }
}
async function lookOf(message: object | 'deleted', policy = aPolicy()) {
  const { look } = await looking(message, policy)
  const outcome = await look()
  if (outcome.outcome !== 'ok') throw new Error(outcome.why)
  return (outcome.command as Recorded).look
}
const pinned = (...users: string[]) => ({ reactions: [{ name: 'pushpin', users, count: users.length }] })

describe('a look at a message', () => {
  it('tells what it says, who said it where, and who pinned it, and which request it answers', async () => {
    const { look } = await looking({
      text: 'Ask <@U0ANA> about <https://a.example/x?a=1&amp;b=2|the panel> &amp; &lt;pool&gt;',
      thread_ts: '1768469300.000100',
      edited: { user: 'U0BEN', ts: '1768469500.000000' },
      ...pinned('U0ANA', 'U0BEN'),
    })
    expect(await look()).toEqual({
      outcome: 'ok',
      command: {
        type: 'record-message',
        ...REF,
        seen: 12,
        look: {
          found: 'message',
          pins: ['U0ANA', 'U0BEN'],
          message: {
            text: 'Ask @Ana about the panel (https://a.example/x?a=1&b=2) & <pool>',
            author: 'U0BEN',
            threadTs: '1768469300.000100',
            edited: '1768469500.000000',
            editedBy: 'U0BEN',
            links: ['https://a.example/x?a=1&b=2'],
            permalink: 'https://example.slack.com/archives/C0INC/p1768469400000200',
          },
        },
      },
    })
  })

  it('counts pins of full members who may, with any tone of skin, and no other reaction', async () => {
    const reactions = [
      { name: 'eyes', users: ['U0BEN'] },
      { name: 'pushpin', users: ['U0GUS', 'U0OUT', 'U0OLD', BOT] },
      { name: 'pushpin::skin-tone-3', users: ['U0ANA'] },
    ]
    expect(await lookOf({ reactions })).toMatchObject({ pins: ['U0ANA'] })
    const strict = aPolicy({ may: { ...aPolicy().may, capture: ['@on-call'] } })
    expect(await lookOf(pinned('U0ANA', 'U0BEN'), strict)).toMatchObject({ pins: ['U0BEN'] })
    const other = aPolicy({ capture: { reaction: 'eyes' } })
    expect(await lookOf({ reactions }, other)).toMatchObject({ pins: ['U0BEN'] })
  })

  it('does not take somebody whom Slack cannot describe just now for nobody', async () => {
    const { slack, look } = await looking(pinned('U0ANA'))
    slack.mishap('users.info', { status: 500 })
    expect(await look()).toMatchObject({ outcome: 'retry' })
    expect(await look({ attempts: 1 })).toMatchObject({ command: { look: { pins: ['U0ANA'] } } })
    const stranger = await looking(pinned('U0WHO', 'U0ANA'))
    expect(await stranger.look()).toMatchObject({ outcome: 'retry' })
    expect(await stranger.look({ attempts: 3 })).toMatchObject({ command: { look: { pins: ['U0ANA'] } } })
  })

  it('finds replies, which only the thread has', async () => {
    const { slack, look } = await looking({ thread_ts: '1768469300.000100', ...pinned('U0ANA') })
    // As the embedded workspace and some proxies do it: asked for a reply, the thread comes with its root first.
    const reply = slack.methods['conversations.replies']
    slack.methods['conversations.replies'] = (args) =>
      args.ts === TS
        ? { messages: [{ ts: '1768469300.000100', thread_ts: '1768469300.000100', text: 'root' }] }
        : (reply?.({ ...args, ts: TS }) ?? {})
    expect(await look()).toMatchObject({
      command: { look: { found: 'message', message: { text: 'Pool exhausted' } } },
    })
  })

  it('tells a deleted message from one that cannot be read', async () => {
    expect(await lookOf('deleted')).toEqual({ found: 'gone' })
    expect(await lookOf({ subtype: 'tombstone', user: 'USLACKBOT' })).toEqual({ found: 'gone' })
    const { slack, look } = await looking({})
    for (const [error, found] of [
      ['thread_not_found', 'gone'],
      ['channel_not_found', 'unreadable'],
      ['not_in_channel', 'unreadable'],
    ] as const) {
      slack.mishap('conversations.replies', { error })
      expect(await look()).toMatchObject({ outcome: 'ok', command: { look: { found } } })
    }
    expect(slack.called('conversations.join')).toEqual([]) // a look is no reason to walk into a channel
  })

  it('waits out rate limits and outages, and is loud about a missing permission', async () => {
    const { slack, look } = await looking({})
    slack.mishap(
      'conversations.replies',
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503 },
      'accept-then-drop',
      { error: 'missing_scope' },
    )
    expect(await look()).toMatchObject({ outcome: 'retry', notBefore: expect.any(Number) })
    expect(await look()).toMatchObject({ outcome: 'unknown' })
    expect(await look()).toMatchObject({ outcome: 'unknown' })
    expect(await look()).toMatchObject({ outcome: 'give-up' })
  })

  it('reads what apps say in blocks and attachments, and knows that no person said it', async () => {
    const alert = {
      text: '',
      bot_id: 'B0ALERTS',
      bot_profile: { name: 'Alertmanager' },
      attachments: [
        { title: 'OrdersApiErrors', text: 'error rate 7 %', fields: [{ title: 'env', value: 'eu-west' }] },
      ],
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Firing*' } }],
    }
    const look = await lookOf({ ...alert, ...pinned('U0ANA') })
    expect(look).toMatchObject({
      message: {
        authorName: 'Alertmanager',
        text: '*Firing*\nOrdersApiErrors\nerror rate 7 %\nenv\neu-west',
      },
    })
    expect(look).not.toHaveProperty('message.author')
    expect(await lookOf({ user: BOT, bot_id: 'B0BOT' })).toEqual({ found: 'own' })
  })

  it('takes files along, and does without an address where Slack gives none', async () => {
    const files = [
      { id: 'F1', name: 'p95.png', mimetype: 'image/png', size: 10, permalink: 'https://x/F1' },
      { id: 'F2', mode: 'tombstone' },
      { id: 'F3', file_access: 'check_file_info' },
    ]
    const { slack, look } = await looking({ files, ...pinned('U0ANA') })
    slack.mishap('chat.getPermalink', { error: 'internal_error' })
    expect(await look()).toMatchObject({
      command: {
        look: {
          message: {
            files: [
              { id: 'F1', name: 'p95.png', type: 'image/png', bytes: 10, permalink: 'https://x/F1' },
              { id: 'F3', name: '', permalink: '' },
            ],
          },
        },
      },
    })
  })
})

describe('what became of a pin', () => {
  const captured: IncidentEvent = {
    type: 'message-captured',
    ...REF,
    text: 'x',
    threadTs: '1768469300.000100',
    by: 'U0ANA',
    how: 'reaction',
    happenedAt: 1,
  }
  const tell = async (event: IncidentEvent, given: object = {}, ...mishaps: { error: string }[]) => {
    const { slack, perform } = await aPerformer()
    slack.channel('inc-7-x', { id: 'C0INC', is_member: true })
    slack.mishap('chat.postEphemeral', ...mishaps)
    const outcome = await perform('slack.tell', {
      args: { user: 'U0ANA', channel: 'C0INC' },
      event,
      ...given,
    })
    return { outcome, told: slack.called('chat.postEphemeral') }
  }

  it('is told to that person alone, where they pinned it', async () => {
    const { outcome, told } = await tell(captured)
    expect(outcome).toEqual({ outcome: 'ok' })
    expect(told).toMatchObject([{ channel: 'C0INC', user: 'U0ANA', thread_ts: '1768469300.000100' }])
    expect(told[0]?.text).toBe(
      ':pushpin: On the timeline of *INC-7*. Take the :pushpin: away to withdraw it.',
    )
  })

  it('names the emoji of the policy', async () => {
    const { told } = await tell(captured, { policy: aPolicy({ capture: { reaction: 'eyes' } }) })
    expect(told[0]?.text).toContain('Take the :eyes: away')
  })

  it('is not worth a second message, nor an alarm when nobody can be told', async () => {
    expect((await tell(captured, { maybeSent: true })).told).toEqual([])
    expect((await tell(captured, {}, { error: 'user_not_in_channel' })).outcome).toEqual({ outcome: 'ok' })
    expect((await tell(captured, { attempts: 3 })).told).toEqual([])
    expect((await tell({ type: 'look-asked', ...REF })).told).toEqual([])
  })
})
