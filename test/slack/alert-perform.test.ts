import { describe, expect, it } from 'vitest'
import type { Alert, AlertEvent } from '../../src/core/alert/alert.ts'
import type { Actor } from '../../src/core/decider.ts'
import type { Run } from '../../src/core/ladder/climber.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import { createAlertMessages } from '../../src/slack/perform/alert-messages.ts'
import { createPerformers } from '../../src/slack/perform/performers.ts'
import { aPolicy } from '../core/a-policy.ts'
import { aRun } from './a-run.ts'
import { anAlert, anAlertEntry } from './an-alert.ts'
import { AT } from './an-incident.ts'
import { handsOn } from './hands.ts'
import { type SlackServer, slackServer } from './slack-server.ts'

const line = { channel: 'C0OPS', ts: '1768469400.000100' }
const posted = (slack: SlackServer) => slack.called('chat.postMessage')

/** Performs what an alert owes, in a workspace that has a channel for alerts unless `without`. */
async function aPerformer(given: { without?: 'alerts' | 'room' } = {}) {
  const slack = await slackServer()
  if (given.without === undefined) slack.channel('ops-alerts', { id: 'C0OPS', is_member: true })
  if (given.without === 'room') slack.room().is_archived = true
  else slack.room().is_member = true
  const hands = handsOn(slack)
  const performers = { ...createPerformers(hands), ...createAlertMessages(hands) }
  return {
    slack,
    perform(
      kind: string,
      owed: {
        state?: Partial<Alert>
        event?: AlertEvent
        actor?: Actor
        args?: Owed['args']
        maybeSent?: boolean
      } = {},
    ) {
      const { state, event = { type: 'line-wanted' }, actor, args = {}, maybeSent = false } = owed
      const performer = performers[kind]
      if (!performer) throw new Error(`Nothing performs ${kind}`)
      const full: Owed = {
        key: 'ALERT-7:3:0',
        stream: 'ALERT-7',
        kind,
        lane: 'say',
        subject: 'alert:ALERT-7',
        args,
        entry: anAlertEntry(event, actor),
        state: anAlert(state),
        newest: async () => anAlert(state),
        head: 'ab'.repeat(32),
        policy: aPolicy(),
        attempts: 0,
        maybeSent,
      }
      return performer.perform(full, new AbortController().signal)
    },
  }
}

/** An alert whose line is not posted yet. */
function unposted(): Partial<Alert> {
  const { line: _, ...alert } = anAlert()
  return { ...alert, line: undefined } as never
}

describe('posting the line of an alert', () => {
  it('says where it stands now', async () => {
    const { slack, perform } = await aPerformer()
    const outcome = await perform('slack.post-alert', { state: unposted() })
    expect(posted(slack)).toMatchObject([{ channel: 'C0OPS', text: expect.stringContaining('Orders API') }])
    expect(outcome).toEqual({
      outcome: 'ok',
      command: { type: 'record-line', channel: 'C0OPS', ts: expect.any(String) },
    })
  })

  it('looks first when an earlier try may have arrived, and posts no second one', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    expect(await perform('slack.post-alert', { state: unposted() })).toMatchObject({ outcome: 'unknown' })
    const again = await perform('slack.post-alert', { state: unposted(), maybeSent: true })
    expect(again).toMatchObject({ outcome: 'ok', command: { type: 'record-line' } })
    expect(posted(slack)).toHaveLength(1)
  })

  it('does not post what is there already', async () => {
    const { slack, perform } = await aPerformer()
    expect(await perform('slack.post-alert')).toEqual({ outcome: 'ok' })
    expect(posted(slack)).toEqual([])
  })

  it('goes to the room when the channel for alerts is missing, and says so', async () => {
    const { slack, perform } = await aPerformer({ without: 'alerts' })
    const outcome = await perform('slack.post-alert', { state: unposted() })
    expect(outcome).toMatchObject({ command: { type: 'record-line', channel: 'C0ROOM' } })
    expect(JSON.stringify(posted(slack))).toContain('no public channel #ops-alerts')
  })

  it('is given up, with what to do, when there is neither', async () => {
    const { perform } = await aPerformer({ without: 'room' })
    const outcome = await perform('slack.post-alert', { state: unposted() })
    expect(outcome).toMatchObject({
      outcome: 'give-up',
      why: expect.stringContaining('correct channels in policy.yml'),
    })
  })

  it('waits as long as Slack says', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', { status: 429, headers: { 'retry-after': '30' } })
    expect(await perform('slack.post-alert', { state: unposted() })).toMatchObject({ outcome: 'retry' })
  })
})

describe('bringing a line up to date', () => {
  it('changes the line', async () => {
    const { slack, perform } = await aPerformer()
    const made = await perform('slack.post-alert', { state: unposted() })
    const { ts } = (made as unknown as { command: { ts: string } }).command
    const state = { status: 'resolved', firing: 0, line: { channel: 'C0OPS', ts } } as const
    expect(await perform('slack.sync-alert', { state })).toEqual({ outcome: 'ok' })
    expect(slack.called('chat.update')).toMatchObject([{ ts, text: expect.stringContaining('✅ Resolved') }])
  })

  it('posts it anew when somebody deleted it', async () => {
    const { slack, perform } = await aPerformer()
    expect(await perform('slack.sync-alert')).toMatchObject({
      command: { type: 'record-line', channel: 'C0OPS' },
    })
    expect(posted(slack)).toHaveLength(1)
  })

  it('has nothing to change before it is posted', async () => {
    const { slack, perform } = await aPerformer()
    expect(await perform('slack.sync-alert', { state: unposted() })).toEqual({ outcome: 'ok' })
    expect(slack.calls.filter(({ method }) => method.startsWith('chat.'))).toEqual([])
  })
})

describe('the thread of a line', () => {
  it('is told what happened, and the channel too when that is news for all', async () => {
    const { slack, perform } = await aPerformer()
    const event: AlertEvent = { type: 'acknowledgement-missed', minutes: 5, level: 'critical' }
    await perform('slack.say-alert', { event, args: { broadcast: true } })
    expect(posted(slack)).toMatchObject([{ channel: 'C0OPS', thread_ts: line.ts, reply_broadcast: 'true' }])
    expect(JSON.stringify(posted(slack))).toContain('Nobody acknowledged it')
  })

  it('is told nothing where the line will say it', async () => {
    const { slack, perform } = await aPerformer()
    await perform('slack.say-alert', { event: { type: 'silence-ended' }, state: unposted() })
    expect(posted(slack)).toEqual([])
  })
})

const run = aRun({ trigger: 'alert', why: 'Critical alert: Orders API', alarms: 1 })

describe('paging for an alert', () => {
  it('sends a page about the alert, with the address of its line', async () => {
    const { slack, perform } = await aPerformer()
    const outcome = await perform('slack.page', {
      state: { runs: [run] },
      args: { run: 1, step: 1, user: 'U0ANA' },
    })
    expect(outcome).toMatchObject({
      command: { type: 'record-page-sent', run: 1, user: 'U0ANA', channel: 'D0IM' },
    })
    const said = JSON.stringify(posted(slack))
    expect(said).toContain(
      'https://example.slack.com/archives/C0OPS/p1768469400000100|its line in #ops-alerts',
    )
    expect(said).toContain('alert.acknowledge')
    expect(said).not.toContain('incident.acknowledge')
  })

  it('goes out also when the address cannot be had', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.getPermalink', { status: 500 })
    await perform('slack.page', { state: { runs: [run] }, args: { run: 1, step: 1, user: 'U0ANA' } })
    expect(JSON.stringify(posted(slack))).toContain('its line is in #ops-alerts')
  })

  it('finds who stands behind a rung, and roles are nobody’s here', async () => {
    const { perform } = await aPerformer()
    const calling: Run = { ...run, phase: 'calling', people: [] }
    const args = { run: 1, step: 1 }
    const found = await perform('slack.page-rung', { state: { runs: [calling] }, args })
    expect(found).toMatchObject({ command: { type: 'record-rung-empty', run: 1, step: 1 } })
  })

  it('calls for help where the line is, once nobody has answered', async () => {
    const { slack, perform } = await aPerformer()
    const alarming = { ...run, phase: 'alarming' } as const
    await perform('slack.call-for-help', { state: { runs: [alarming] } })
    expect(posted(slack)).toMatchObject([{ channel: 'C0OPS' }])
    expect(JSON.stringify(posted(slack))).toContain('Nobody has answered')
    const answered = { ...run, phase: 'over', end: { how: 'acknowledged', at: AT } } as const
    await perform('slack.call-for-help', { state: { runs: [answered] } })
    expect(posted(slack)).toHaveLength(1)
  })

  it('finds the person whom a rung stands for', async () => {
    const { perform } = await aPerformer()
    const rungs = [{ rung: 'ana', name: 'Ana', ackMinutes: 5, reference: 'U0ANA' }]
    const calling: Run = { ...run, phase: 'calling', people: [], rungs }
    const found = await perform('slack.page-rung', { state: { runs: [calling] }, args: { run: 1, step: 1 } })
    expect(found).toMatchObject({ command: { type: 'record-page', people: [{ user: 'U0ANA' }] } })
  })
})
