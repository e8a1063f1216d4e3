import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { AT } from './an-incident.ts'
import { withFiles } from './files-server.ts'
import { aPerformer } from './hands.ts'

const OWN = { id: 'C0INC', name: 'inc-7-x' }
const resolved: IncidentEvent = { type: 'status-changed', from: 'monitoring', to: 'resolved' }
const OVER = { status: 'resolved', resolvedAt: AT } as const
const inThread = { args: { resolved: true }, event: resolved, state: OVER }
const withOwn = { ...inThread, state: { ...OVER, channel: OWN } }

async function aReporter() {
  const { slack, perform } = await aPerformer()
  const { canvases } = withFiles(slack)
  slack.channel('inc-7-x', { id: OWN.id, is_member: true })
  const said = () =>
    slack.room().messages as { text: string; thread_ts?: string; files?: { name: string }[] }[]
  return { slack, perform, canvases, said }
}

describe('the report', () => {
  it('goes with its picture into the thread of the card, named by its entry', async () => {
    const { perform, said } = await aReporter()
    expect(await perform('slack.deliver-report', inThread)).toEqual({
      outcome: 'ok',
      command: { type: 'record-report', how: 'file', channel: 'C0ROOM' },
    })
    const [message] = said()
    expect(message?.thread_ts).toBe('1768469400.000100')
    expect(message?.files?.map(({ name }) => name)).toEqual(['INC-7-timeline-3.png', 'INC-7-report-3.md'])
    expect(message?.text).toContain('*Report of INC-7* Orders API answers 500')
    expect(message?.text).toContain('`/incident report INC-7`')
  })

  it('is the canvas of the incident’s own channel, and written anew there', async () => {
    const { perform, canvases, said } = await aReporter()
    expect(await perform('slack.deliver-report', withOwn)).toMatchObject({
      command: { how: 'canvas', channel: 'C0INC', canvas: 'FC1' },
    })
    expect(canvases.get('FC1')?.text).toBe('# Report of INC-7 as a canvas')
    expect(said()[0]?.text).toContain('canvas of <#C0INC>')
    const known = { state: { ...withOwn.state, reported: { deliveries: 1, canvas: 'FC1' } } }
    canvases.set('FC1', { channel: 'C0INC', user: 'U0BOT', text: 'old' })
    expect(await perform('slack.sync-report', known)).toEqual({ outcome: 'ok' })
    expect(canvases.get('FC1')?.text).toBe('# Report of INC-7 as a canvas')
    await perform('slack.deliver-report', { ...withOwn, ...known })
    expect(canvases.size).toBe(1)
  })

  it('leaves alone the canvas that somebody else keeps in that channel', async () => {
    const { perform, canvases } = await aReporter()
    canvases.set('FC9', { channel: 'C0INC', user: 'U0ANA', text: 'Our notes' })
    expect(await perform('slack.deliver-report', withOwn)).toMatchObject({ command: { how: 'file' } })
    expect(canvases.get('FC9')?.text).toBe('Our notes')
  })

  it('whose canvas was made but never answered is found again, not made twice', async () => {
    const { slack, perform, canvases } = await aReporter()
    slack.mishap('conversations.canvases.create', 'accept-then-drop')
    expect(await perform('slack.deliver-report', withOwn)).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.deliver-report', { ...withOwn, maybeSent: true })).toMatchObject({
      command: { how: 'canvas', canvas: 'FC1' },
    })
    expect(canvases.size).toBe(1)
  })

  it.each([
    'canvas_disabled_user_team',
    'team_tier_cannot_create_channel_canvases',
    'unknown_method',
    'missing_scope',
  ])('is a file where canvases are not to be had: %s', async (error) => {
    const { slack, perform, said } = await aReporter()
    slack.mishap('conversations.canvases.create', { error })
    expect(await perform('slack.deliver-report', withOwn)).toMatchObject({ command: { how: 'file' } })
    expect(said()).toHaveLength(1)
  })

  it('that was shared but never answered is found by the name of its file, not shared twice', async () => {
    const { slack, perform, said } = await aReporter()
    slack.mishap('files.completeUploadExternal', 'accept-then-drop')
    expect(await perform('slack.deliver-report', inThread)).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.deliver-report', { ...inThread, maybeSent: true })).toMatchObject({
      outcome: 'ok',
    })
    expect(said()).toHaveLength(1)
  })

  it('is not taken for one that was handed over before', async () => {
    const { perform, said } = await aReporter()
    const entry = (seq: number) =>
      ({
        entry: { seq, event: resolved, actor: { kind: 'bot' }, via: 'command', at: AT, recordedAt: AT },
      }) as const
    await perform('slack.deliver-report', { ...inThread, ...entry(3) })
    await perform('slack.deliver-report', { ...inThread, ...entry(9), maybeSent: true })
    expect(said()).toHaveLength(2)
  })

  it.each([{ status: 500 }, { status: 413 }])(
    'whose bytes did not arrive is tried again: %j',
    async (mishap) => {
      const { slack, perform, said } = await aReporter()
      slack.mishap('upload', mishap)
      expect(await perform('slack.deliver-report', inThread)).toMatchObject({ outcome: 'retry' })
      expect(said()).toEqual([])
      expect(await perform('slack.deliver-report', inThread)).toMatchObject({ outcome: 'ok' })
    },
  )

  it('is not handed over when it was reopened meanwhile, nor twice when it was resolved anew', async () => {
    const { perform, said } = await aReporter()
    const open = { ...inThread, state: { status: 'investigating' } as const }
    const anew = { ...inThread, state: { ...OVER, resolvedAt: AT + 60_000 } }
    for (const late of [open, anew])
      expect(await perform('slack.deliver-report', late)).toEqual({ outcome: 'ok' })
    expect(said()).toEqual([])
  })

  it('goes to the person who asked for it alone, and changes no canvas', async () => {
    const { slack, perform, canvases } = await aReporter()
    const asked = {
      args: { user: 'U0ANA' },
      state: { channel: OWN },
      event: { type: 'report-asked', to: 'U0ANA' },
    } as const
    expect(await perform('slack.deliver-report', asked)).toMatchObject({
      command: { how: 'file', channel: 'D0IM' },
    })
    expect(slack.called('conversations.open')).toEqual([{ users: 'U0ANA' }])
    expect(canvases.size).toBe(0)
  })

  it('comes without a picture rather than not at all', async () => {
    const { slack, said } = await aReporter()
    const { perform } = await aPerformer({ slack, picture: () => Promise.reject(new Error('no wasm')) })
    expect(await perform('slack.deliver-report', inThread)).toMatchObject({ outcome: 'ok' })
    expect(said()[0]?.files?.map(({ name }) => name)).toEqual(['INC-7-report-3.md'])
  })

  it('on a channel that is gone leaves the thread to have it', async () => {
    const { slack, perform, said } = await aReporter()
    slack.mishap('conversations.canvases.create', { error: 'is_archived' })
    expect(await perform('slack.deliver-report', withOwn)).toMatchObject({ command: { how: 'file' } })
    expect(said()).toHaveLength(1)
  })
})
