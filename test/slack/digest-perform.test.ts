import { describe, expect, it } from 'vitest'
import type { Owed } from '../../src/engine/outcome.ts'
import { digestPerformer } from '../../src/slack/perform/digest.ts'
import { aReviewingPolicy } from '../core/a-policy.ts'
import { AT } from './an-incident.ts'
import { handsOn } from './hands.ts'
import { slackServer } from './slack-server.ts'

const base = aReviewingPolicy()
const weekly = { weekday: 'monday', hour: 9, channel: 'weekly', timeZone: 'UTC' } as const

async function aDigest(room = 'incident-room') {
  const slack = await slackServer()
  slack.room().is_member = true
  const direct: ReturnType<typeof slack.room>['messages'] = []
  slack.methods['conversations.open'] = ({ users }) => ({
    channel: slack.channel(`im-${users}`, { id: `D${users}`, is_member: true, messages: direct }),
  })
  const policy = {
    ...base,
    channels: { ...base.channels, room },
    reviews: { ...base.reviews, managers: ['U0ANA'] },
  }
  const event = { type: 'digest-due', from: AT - 7, to: AT, next: AT + 7 } as const
  const owed: Owed = {
    key: 'DIG-1:2:0',
    stream: 'DIG-1',
    kind: 'slack.post-digest',
    lane: 'file',
    subject: 'room:weekly',
    args: {},
    entry: { seq: 2, event, actor: { kind: 'bot' }, via: 'timer', at: AT, recordedAt: AT },
    state: { number: 1, weekly, since: AT, posted: 0 },
    newest: async () => ({}),
    head: 'ab'.repeat(32),
    policy,
    attempts: 0,
    maybeSent: false,
  }
  const performer = digestPerformer(handsOn(slack), { find: async () => [] })
  return { slack, direct, perform: () => performer.perform(owed, new AbortController().signal) }
}

describe('the weekly digest', () => {
  it('goes to the room, and says why, when its own channel is gone', async () => {
    const { slack, perform } = await aDigest()
    expect(await perform()).toEqual({ outcome: 'ok' })
    const [message] = slack.room().messages
    expect(JSON.stringify(message)).toMatch(/The week in incidents.*no public channel #weekly/)
  })

  it('that can be posted nowhere is told to who answers for what is overdue, and is given up', async () => {
    const { direct, perform } = await aDigest('another-room')
    expect(await perform()).toMatchObject({ outcome: 'give-up', why: expect.stringContaining('#weekly') })
    expect(direct).toHaveLength(1)
    expect(JSON.stringify(direct[0])).toContain('weeklyDigest.channel')
  })

  it('is tried again while Slack cannot be asked, and nobody is told that it is lost', async () => {
    const { slack, direct, perform } = await aDigest()
    slack.mishap('chat.postMessage', { status: 429, headers: { 'retry-after': '1' } })
    expect(await perform()).toMatchObject({ outcome: 'retry' })
    expect(direct).toEqual([])
  })
})
