import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { WHY_MAX } from '../../../src/core/limits.ts'
import { card, channel, DANA, declared, NOON, resolve } from './story.ts'

const records: IncidentCommand[] = [
  card,
  channel,
  { type: 'record-channel-lost', channel: 'CINC', why: 'is_archived' },
  { type: 'record-failure', effect: 'slack.say', why: 'x' },
  { type: 'record-gap', from: NOON, to: NOON + 1 },
  { type: 'timer-fired', name: 'update-due', due: NOON },
]

describe('what the bot records about itself', () => {
  it.each(records)('is refused from a person ($type)', (command) => {
    expect(declared().do(command, DANA).rejection?.code).toBe('not-for-people')
  })

  it('is heard once: a repeated card or channel adds nothing', () => {
    const story = declared('sev2').given(card, channel)
    expect(story.do(card)).toMatchObject({ events: [] })
    expect(story.do(channel)).toMatchObject({ events: [] })
    expect(story.state).toMatchObject({
      card: { channel: 'CROOM', ts: '1718000000.000100' },
      channel: { id: 'CINC', name: 'inc-7-orders' },
      channelAwaited: false,
    })
  })

  it('loses only the channel that is its own', () => {
    const story = declared('sev2').given(channel)
    expect(story.do({ type: 'record-channel-lost', channel: 'COTHER', why: 'x' }).events).toEqual([])
    expect(story.do({ type: 'record-channel-lost', channel: 'CINC', why: 'x' }).state).not.toHaveProperty(
      'channel',
    )
  })

  it('cuts what an outside system says at length, on one line', () => {
    const why = `bad\n${'y'.repeat(2_000)}`
    const { events } = declared().do({ type: 'record-failure', effect: 'slack.say', why })
    const [event] = events
    expect(event?.type === 'delivery-failed' && event.why.length).toBe(WHY_MAX)
    expect(event).toMatchObject({ why: expect.stringMatching(/^bad y+…$/) })
  })

  it('notices a gap only while the incident is open, and only a real one', () => {
    const gap: IncidentCommand = { type: 'record-gap', from: NOON, to: NOON + 60_000 }
    expect(declared().do(gap).events).toEqual([{ type: 'gap-noticed', from: NOON, to: NOON + 60_000 }])
    expect(declared().do({ ...gap, to: NOON }).events).toEqual([])
    expect(declared().given(resolve).do(gap).events).toEqual([])
  })

  it('has nothing to say to a timer that it did not want', () => {
    expect(declared().do({ type: 'timer-fired', name: 'update-due', due: NOON })).toMatchObject({
      events: [],
      effects: [],
    })
  })
})
