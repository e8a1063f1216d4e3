import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { aPerformer } from './hands.ts'

const changed: IncidentEvent = {
  type: 'on-call-changed',
  rung: 'on-call',
  name: 'On-call engineer',
  left: [],
  came: [{ name: 'Ana', user: 'U0ANA' }],
  stay: [],
}

async function withDirectMessages() {
  const performer = await aPerformer()
  const { slack } = performer
  const messages: ReturnType<typeof slack.room>['messages'] = []
  slack.methods['conversations.open'] = () => ({
    channel: slack.channel('im', { id: 'D1', is_member: true, messages }),
  })
  const brief = (user: string, more: object = {}) =>
    performer.perform('slack.brief', { event: changed, args: { user }, subject: `user:${user}`, ...more })
  return { ...performer, messages, brief }
}

describe('a summary for whoever takes over', () => {
  it('says why they get it, how it stands and what was done, once', async () => {
    const { brief, messages, slack } = await withDirectMessages()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    await brief('U0ANA')
    expect(await brief('U0ANA', { maybeSent: true })).toEqual({ outcome: 'ok' })
    expect(messages).toHaveLength(1)
    const said = JSON.stringify(messages[0])
    for (const part of [
      'You are on call now as On-call engineer',
      'Restarted the pool',
      'No update has been posted',
    ])
      expect(said).toContain(part)
  })

  it('is for full members, whoever else is on call', async () => {
    const { brief, messages } = await withDirectMessages()
    expect(await brief('U0GUS')).toEqual({ outcome: 'ok' })
    expect(messages).toEqual([])
  })

  it('is not owed any more once it is over', async () => {
    const { brief, messages } = await withDirectMessages()
    expect(await brief('U0ANA', { state: { status: 'resolved' } })).toEqual({ outcome: 'ok' })
    expect(messages).toEqual([])
  })
})
