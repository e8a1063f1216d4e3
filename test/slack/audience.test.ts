import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import { createPerformers } from '../../src/slack/perform/performers.ts'
import { aPolicy } from '../core/a-policy.ts'
import { anEntry, anIncident } from './an-incident.ts'
import { handsOn } from './hands.ts'
import { slackServer } from './slack-server.ts'

const TEXT = { title: 'Orders', body: 'Some orders fail & more.' }

async function stage(channel = 'incident-room') {
  const slack = await slackServer()
  slack.room().is_member = true
  const performers = createPerformers(handsOn(slack))
  const released: IncidentEvent = {
    type: 'message-released',
    number: 1,
    revision: 2,
    audiences: ['staff'],
    reach: [{ target: 'staff#x', audience: 'staff', means: { by: 'slack', channel } }],
    text: TEXT,
  }
  return {
    slack,
    tell: (given: { redactedBy?: number; maybeSent?: boolean } = {}): Promise<Outcome> => {
      const { redactedBy, maybeSent = false } = given
      const entry = { ...anEntry(released), ...(redactedBy !== undefined && { redactedBy }) }
      const owed = { key: 'INC-7:9:0', stream: 'INC-7', kind: 'slack.tell-audience', lane: 'say' as const }
      return (
        performers['slack.tell-audience']?.perform(
          {
            ...owed,
            subject: `channel:${channel}`,
            args: { target: 'staff#x' },
            entry,
            state: anIncident(),
            newest: async () => anIncident(),
            policy: aPolicy(),
            attempts: 0,
            head: 'h',
            maybeSent,
          },
          new AbortController().signal,
        ) ?? Promise.reject(new Error('nobody performs it'))
      )
    },
  }
}

describe('telling a channel', () => {
  it('posts the text of the entry, and says where', async () => {
    const { slack, tell } = await stage()
    const outcome = await tell()
    const [post] = slack.room().messages
    expect(JSON.stringify(post)).toContain('Some orders fail &amp; more.')
    expect(outcome).toEqual({
      outcome: 'ok',
      command: { type: 'record-delivered', number: 1, target: 'staff#x', ref: `C0ROOM:${post?.ts}` },
    })
  })

  it('whose answer was lost finds its post, and posts no second one', async () => {
    const { slack, tell } = await stage()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    expect(await tell()).toMatchObject({ outcome: 'unknown' })
    expect(await tell({ maybeSent: true })).toMatchObject({ command: { type: 'record-delivered' } })
    expect(slack.room().messages).toHaveLength(1)
  })

  it.each([
    ['there is none', 'nowhere', {}, 'there is no public channel #nowhere'],
    ['its words were removed', 'incident-room', { redactedBy: 12 }, 'its words were removed'],
  ])('says that it did not arrive when %s', async (_when, channel, given, why) => {
    const { slack, tell } = await stage(channel)
    expect(await tell(given)).toMatchObject({
      outcome: 'ok',
      command: { type: 'record-undelivered', why: expect.stringContaining(why) },
    })
    expect(slack.room().messages).toHaveLength(0)
  })
})
