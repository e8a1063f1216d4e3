import { describe, expect, it } from 'vitest'
import { INCIDENT_EFFECTS } from '../../src/core/incident/effects.ts'
import { MINUTE } from '../../src/core/time-units.ts'
import { createPerformers } from '../../src/slack/perform/performers.ts'
import { aPolicy } from '../core/a-policy.ts'
import { AT, anEntry } from './an-incident.ts'
import { aPerformer, handsOn } from './hands.ts'
import { BOT, slackServer } from './slack-server.ts'

const OWN = { id: 'C0INC', name: 'inc-7-x' }
const LOST = { type: 'record-channel-lost', channel: 'C0INC' }

describe('every effect that an incident can owe', () => {
  it('has somebody to do it', async () => {
    expect(Object.keys(createPerformers(handsOn(await slackServer()))).sort()).toEqual(
      INCIDENT_EFFECTS.filter((kind) => kind.startsWith('slack.')).sort(),
    )
  })
})

describe('the card', () => {
  it('is posted with its key, pinned and recorded', async () => {
    const { slack, perform } = await aPerformer()
    const outcome = await perform('slack.post-card')
    const [card] = slack.room().messages
    expect(outcome).toEqual({
      outcome: 'ok',
      command: { type: 'record-card', channel: 'C0ROOM', ts: card?.ts },
    })
    expect(card?.metadata).toEqual({
      event_type: 'tocsin_effect',
      event_payload: { key: 'INC-7:3:0', stream: 'INC-7' },
    })
    expect(slack.called('pins.add')).toEqual([{ channel: 'C0ROOM', timestamp: card?.ts }])
  })

  it('whose post was accepted but never answered is found, not posted twice', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    expect(await perform('slack.post-card')).toMatchObject({ outcome: 'unknown' })
    const again = await perform('slack.post-card', { maybeSent: true })
    expect(again).toMatchObject({ outcome: 'ok', command: { ts: slack.room().messages[0]?.ts } })
    expect(slack.room().messages).toHaveLength(1)
  })

  it('is found also when Slack’s clock is far behind ours, and posted anew when that one is of long ago', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    await perform('slack.post-card')
    slack.methods['conversations.history'] = ({ oldest }) => ({
      messages: slack.room().messages.filter(({ ts }) => Number(ts) >= Number(oldest)),
    })
    const at = Number(slack.room().messages[0]?.ts) * 1_000
    const entry = (ahead: number) => anEntry({ type: 'noted', text: 'Seen' }, { at: at + ahead * MINUTE })
    await perform('slack.post-card', { maybeSent: true, entry: entry(12) })
    expect(slack.room().messages).toHaveLength(1)
    await perform('slack.post-card', { maybeSent: true, entry: entry(90) })
    expect(slack.room().messages).toHaveLength(2)
  })

  it('whose post was not accepted is posted after a look', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', { status: 503 })
    expect(await perform('slack.post-card')).toMatchObject({ outcome: 'unknown' })
    await perform('slack.post-card', { maybeSent: true })
    expect(slack.room().messages).toHaveLength(1)
  })

  it('is not mistaken for the one of another effect', async () => {
    const { slack, perform } = await aPerformer()
    await perform('slack.post-card', { key: 'INC-6:1:0' })
    await perform('slack.post-card', { maybeSent: true })
    expect(slack.room().messages).toHaveLength(2)
  })

  it('counts as maybe posted while its pin waits, so that the next try looks first', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('pins.add', { status: 429, headers: { 'retry-after': '1' } }, { error: 'already_pinned' })
    expect(await perform('slack.post-card')).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.post-card', { maybeSent: true, attempts: 1 })).toMatchObject({
      outcome: 'ok',
    })
    expect(slack.room().messages).toHaveLength(1)
  })

  it('stands without a pin where pinning is forbidden', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('pins.add', { error: 'restricted_action' })
    expect(await perform('slack.post-card')).toMatchObject({
      outcome: 'ok',
      command: { type: 'record-card' },
    })
  })

  it('without a room says which channel to make', async () => {
    const { perform } = await aPerformer()
    const outcome = await perform('slack.post-card', { state: { room: 'nowhere' } })
    expect(outcome).toMatchObject({ outcome: 'give-up', why: expect.stringContaining('#nowhere') })
  })

  it('is changed in place; when somebody deleted it, posted anew', async () => {
    const { slack, perform } = await aPerformer()
    await perform('slack.post-card')
    const card = { channel: 'C0ROOM', ts: slack.room().messages[0]?.ts ?? '' }
    expect(await perform('slack.sync-card', { state: { card, status: 'identified' } })).toEqual({
      outcome: 'ok',
    })
    expect(slack.room().messages.map(({ text }) => text)).toEqual([
      '🟠 SEV2 INC-7 Orders API answers 500 (Identified, no commander yet)',
    ])
    slack.room().messages.length = 0
    expect(await perform('slack.sync-card', { state: { card } })).toMatchObject({
      command: { type: 'record-card', channel: 'C0ROOM' },
    })
  })
})

describe('a line of the story', () => {
  it('goes into the thread, to the whole room when it is for all', async () => {
    const { slack, perform } = await aPerformer()
    await perform('slack.say', { args: { to: 'thread', broadcast: true } })
    expect(slack.called('chat.postMessage')[0]).toMatchObject({
      thread_ts: '1768469400.000100',
      reply_broadcast: 'true',
    })
    await perform('slack.say', { args: { to: 'thread', broadcast: false } })
    expect(slack.called('chat.postMessage')[1]?.reply_broadcast).toBeUndefined()
  })

  it('is looked for in the thread before it is said again', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    const args = { to: 'thread', broadcast: false }
    expect(await perform('slack.say', { args })).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.say', { args, maybeSent: true })).toEqual({ outcome: 'ok' })
    expect(slack.room().messages).toHaveLength(1)
    expect(slack.called('conversations.replies')).toMatchObject([
      { ts: '1768469400.000100', include_all_metadata: 'true' },
    ])
  })

  it('is looked for beside the card too: what is urgent may have been said before there was one', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    const args = { to: 'thread', broadcast: true }
    const uncarded = { card: undefined } as object
    expect(await perform('slack.say', { args, state: uncarded })).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.say', { args, maybeSent: true })).toEqual({ outcome: 'ok' })
    expect(slack.called('chat.postMessage')).toHaveLength(1)
  })

  it('goes to the room itself when there is no card', async () => {
    const { slack, perform } = await aPerformer()
    const { card: _, ...without } = { card: undefined }
    await perform('slack.say', {
      args: { to: 'thread', broadcast: false },
      state: { ...without, card: undefined } as object,
    })
    expect(slack.called('chat.postMessage')[0]).toMatchObject({ channel: 'C0ROOM' })
    expect(slack.called('chat.postMessage')[0]?.thread_ts).toBeUndefined()
  })

  it('reaches a channel that the bot was removed from, by joining it', async () => {
    const { slack, perform } = await aPerformer()
    slack.room().is_member = false
    expect(await perform('slack.say', { args: { to: 'thread' } })).toEqual({ outcome: 'ok' })
    expect(slack.room().messages).toHaveLength(1)
  })

  it('in a channel that was archived or deleted puts that on the timeline', async () => {
    const { slack, perform } = await aPerformer()
    const owed = { args: { to: 'channel' }, state: { channel: OWN } }
    expect(await perform('slack.say', owed)).toMatchObject({
      outcome: 'ok',
      command: { ...LOST, why: 'deleted or made private' },
    })
    slack.channel('inc-7-x', { id: 'C0INC', is_archived: true })
    expect(await perform('slack.say', owed)).toMatchObject({ command: { ...LOST, why: 'archived' } })
    expect(await perform('slack.post-own-card', owed)).toMatchObject({ command: LOST })
    expect(await perform('slack.invite', owed)).toMatchObject({ command: LOST })
    expect(await perform('slack.sync-topic', owed)).toMatchObject({ command: LOST })
  })
})

describe('a channel of its own', () => {
  it('gets another name when its name is taken', async () => {
    const { slack, perform } = await aPerformer()
    slack.channel('inc-7-orders-api-answers-500')
    slack.channel('inc-7-orders-api-answers-500-2')
    const outcome = await perform('slack.open-channel')
    expect(outcome).toMatchObject({
      outcome: 'ok',
      command: { type: 'record-channel', name: 'inc-7-orders-api-answers-500-3' },
    })
  })

  it('that was opened but not heard of is found, not opened twice', async () => {
    const { slack, perform } = await aPerformer()
    slack.channel('inc-7-old', { creator: BOT, created: 1 }) // of an earlier database
    slack.channel('inc-7-orders', { creator: 'U0ANA', created: Math.floor(Date.now() / 1000) }) // somebody's
    slack.mishap('conversations.create', 'accept-then-drop')
    expect(await perform('slack.open-channel')).toMatchObject({ outcome: 'unknown' })
    const again = await perform('slack.open-channel', { maybeSent: true })
    expect(again).toMatchObject({ outcome: 'ok', command: { name: 'inc-7-orders-api-answers-500' } })
    expect(slack.called('conversations.create')).toHaveLength(1)
  })

  it('is found also when Slack’s clock is far behind ours, and is not one of an earlier database', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('conversations.create', 'accept-then-drop')
    await perform('slack.open-channel')
    const made = [...slack.called('conversations.create')]
    const at = Date.now()
    const entry = (ahead: number) => anEntry({ type: 'noted', text: 'Seen' }, { at: at + ahead * MINUTE })
    expect(await perform('slack.open-channel', { maybeSent: true, entry: entry(12) })).toMatchObject({
      command: { name: 'inc-7-orders-api-answers-500' },
    })
    expect(slack.called('conversations.create')).toHaveLength(made.length)
    await perform('slack.open-channel', { maybeSent: true, entry: entry(90) })
    expect(slack.called('conversations.create').length).toBeGreaterThan(made.length)
  })

  it('has a topic that is set only when it differs', async () => {
    const { slack, perform } = await aPerformer()
    slack.channel('inc-7-x', { id: 'C0INC', is_member: true })
    await perform('slack.sync-topic', { state: { channel: OWN } })
    await perform('slack.sync-topic', { state: { channel: OWN } })
    await perform('slack.sync-topic', { state: { channel: OWN, roles: { commander: 'U0ANA' } } })
    expect(slack.called('conversations.setTopic').map(({ topic }) => topic)).toEqual([
      '🟠 SEV2 INC-7 · Investigating · no commander yet · Orders API answers 500',
      '🟠 SEV2 INC-7 · Investigating · commander <@U0ANA> · Orders API answers 500',
    ])
  })
})

describe('an invitation', () => {
  const state = { channel: OWN, roles: { commander: 'U0ANA', scribe: 'U0GUS' }, declaredBy: 'U0ANA' }

  it('goes to who declared it, who holds a role and whom the policy names, all at once', async () => {
    const { slack, perform } = await aPerformer()
    slack.channel('inc-7-x', { id: 'C0INC', is_member: true })
    expect(await perform('slack.invite', { state })).toEqual({ outcome: 'ok' })
    expect(slack.called('conversations.invite')).toEqual([{ channel: 'C0INC', users: 'U0ANA,U0GUS,U0BEN' }])
  })

  it('that is refused for one person reaches the others, and says whom it did not reach', async () => {
    const { slack, perform } = await aPerformer()
    const own = slack.channel('inc-7-x', { id: 'C0INC', is_member: true })
    slack.mishap(
      'conversations.invite',
      { error: 'user_is_restricted' },
      { error: 'already_in_channel' },
      { error: 'user_is_restricted' },
    )
    const severities = {
      ...aPolicy().severities,
      sev2: {
        ...aPolicy().severities.sev2,
        invite: ['@nobody-has-this', 'ben@example.com', 'no@example.com'],
      },
    }
    expect(await perform('slack.invite', { state, policy: aPolicy({ severities }) })).toEqual({
      outcome: 'ok',
    })
    expect(slack.called('conversations.invite').map(({ users }) => users)).toEqual([
      'U0ANA,U0GUS,U0BEN',
      'U0ANA',
      'U0GUS',
      'U0BEN',
    ])
    const said = JSON.stringify(own.messages)
    for (const part of ['@nobody-has-this', 'no@example.com', '<@U0GUS>: a guest'])
      expect(said).toContain(part)
    expect(said).not.toContain('<@U0ANA>')
  })

  it('waits when Slack is busy', async () => {
    const { slack, perform } = await aPerformer()
    slack.channel('inc-7-x', { id: 'C0INC', is_member: true })
    slack.mishap('conversations.invite', { status: 429, headers: { 'retry-after': '3' } })
    expect(await perform('slack.invite', { state, args: { user: 'U0ANA' } })).toMatchObject({
      outcome: 'retry',
      why: 'rate limited',
    })
  })
})

describe('an offer to look at the severity again', () => {
  const offer = {
    event: { type: 'triage-offered', doubt: { doubt: 'outage', minutes: 60 } },
    args: { user: 'U0ANA' },
    subject: 'user:U0ANA',
  } as const

  it('goes to the person alone, with a button, once', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    expect(await perform('slack.offer-triage', offer)).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.offer-triage', { ...offer, maybeSent: true })).toEqual({ outcome: 'ok' })
    expect(slack.called('conversations.open')[0]).toEqual({ users: 'U0ANA' })
    const posts = slack.called('chat.postMessage') // the second try finds what the first one sent
    expect(posts).toMatchObject([{ channel: 'D0IM', text: expect.stringContaining('60 minutes') }])
    expect(JSON.stringify(posts)).toContain('"value":"INC-7 -"')
  })

  it('is not made when it is over, or when somebody has judged it since', async () => {
    const { slack, perform } = await aPerformer()
    expect(await perform('slack.offer-triage', { ...offer, state: { status: 'resolved' } })).toEqual({
      outcome: 'ok',
    })
    expect(await perform('slack.offer-triage', { ...offer, state: { severityAt: AT + 1 } })).toEqual({
      outcome: 'ok',
    })
    expect(slack.called('chat.postMessage')).toEqual([])
  })
})

describe('an alarm', () => {
  it('reaches a person directly', async () => {
    const { slack, perform } = await aPerformer()
    const event = { type: 'delivery-failed', effect: 'slack.post-card', why: '<!here> gone' } as const
    expect(await perform('slack.alarm', { event, args: { to: 'user', user: 'U0ANA' } })).toEqual({
      outcome: 'ok',
    })
    expect(slack.called('chat.postMessage')[0]).toMatchObject({
      channel: 'D0IM',
      text: '🚨 INC-7: The card could not be posted.',
    })
    expect(JSON.stringify(slack.called('chat.postMessage'))).toContain('&lt;!here&gt; gone')
  })
})
