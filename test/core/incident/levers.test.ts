import { describe, expect, it } from 'vitest'
import { describeEntry } from '../../../src/core/describe.ts'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { type LeverEvent, pulledLevers, undecidedSwitches } from '../../../src/core/incident/levers.ts'
import { plainLine } from '../../../src/core/sentence.ts'
import { card, DANA, declared, kinds, resolve } from './story.ts'

const NAMED = { switch: 'stop', id: 'SW-1', name: 'Replies' } as const
/** What the stream of a switch tells; the tests name only what matters. */
const told = (event: object, named: object = NAMED): IncidentCommand => ({
  type: 'record-switch',
  event: { ...NAMED, ...named, ...event } as LeverEvent,
})
const ORDERED = {
  type: 'switch-ordered',
  act: 'pull',
  value: 'off',
  by: 'USAM',
  reason: 'Wrong replies',
  customers: true,
}
const PULLED = {
  type: 'switch-pulled',
  by: 'USAM',
  reason: 'Wrong replies',
  value: 'off',
  customers: true,
  tookMs: 900,
}
const RESTORED = { type: 'switch-restored', by: 'USAM', reason: 'Over', value: 'on', pulledMs: 60_000 }

describe('an incident and its kill switches', () => {
  it('learns of them from the bot only', () => {
    expect(declared().do(told(PULLED), DANA).rejection?.code).toBe('not-for-people')
  })

  it('knows what is pulled for it, and never takes for done what was only ordered', () => {
    const story = declared()
    expect(kinds(story.do(told(ORDERED)).effects)).toEqual(['slack.sync-card'])
    expect(story.state.levers.stop).toMatchObject({ standing: 'pulling', by: 'USAM' })
    story.do(told({ type: 'switch-trouble', act: 'pull', why: 'down' }))
    expect(story.state.levers.stop?.standing).toBe('trouble')
    expect(story.do(told(PULLED)).effects).toContainEqual(
      expect.objectContaining({ kind: 'slack.say', args: { to: 'thread', broadcast: true } }),
    )
    expect(story.state.levers.stop?.standing).toBe('pulled')
    story.do(told({ ...ORDERED, act: 'restore' }))
    expect(pulledLevers(story.state)).toHaveLength(1)
    story.do(told(RESTORED))
    expect(pulledLevers(story.state)).toEqual([])
    expect(story.state.levers.stop).toMatchObject({ standing: 'restored', pulledMs: 60_000 })
  })

  it('counts how long each was pulled, over several times', () => {
    const story = declared().given(told(PULLED), told(RESTORED), told(ORDERED), told(PULLED), told(RESTORED))
    expect(story.state.levers.stop?.pulledMs).toBe(120_000)
  })

  it('doubts a mild severity when customers notice what was pulled, once', () => {
    const story = declared('sev3')
    expect(story.do(told({ ...PULLED, customers: false })).events.map(({ type }) => type)).toEqual([
      'switch-pulled',
    ])
    expect(story.do(told(PULLED)).events).toMatchObject([
      { type: 'switch-pulled' },
      { type: 'triage-offered', doubt: { doubt: 'switch', switch: 'Replies' } },
    ])
    expect(story.do(told(PULLED, { switch: 'other' })).events).toHaveLength(1)
  })

  it('asks what becomes of them when it is resolved, and is undecided until each is restored or kept', () => {
    const other = { switch: 'mode', id: 'SW-2', name: 'Safe mode' }
    const story = declared().given(card, told(PULLED), told(PULLED, other))
    const { events, effects } = story.do(resolve)
    expect(events.at(-1)).toMatchObject({ type: 'switches-left', switch: 'stop', others: [other] })
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'slack.say', args: { to: 'thread', broadcast: true } }),
    )
    story.do(told({ type: 'switch-put-off', by: 'USAM', until: 0 }))
    expect(undecidedSwitches(story.state).map(({ key }) => key)).toEqual(['stop', 'mode'])
    story.do(told({ type: 'switch-kept', by: 'USAM', reason: 'Next release', owner: 'UDANA' }))
    expect(undecidedSwitches(story.state).map(({ key }) => key)).toEqual(['mode'])
    story.do(told(RESTORED, other))
    expect(undecidedSwitches(story.state)).toEqual([])
    // Pulled again, it has to be decided again.
    story.do(told(PULLED))
    expect(undecidedSwitches(story.state).map(({ key }) => key)).toEqual(['stop'])
  })

  it('asks nothing at the end when nothing is pulled', () => {
    const story = declared().given(told(PULLED), told(RESTORED))
    expect(story.do(resolve).events.map(({ type }) => type)).not.toContain('switches-left')
  })

  it('keeps a refused try on its timeline without calling it out in the thread', () => {
    const story = declared()
    const refused = { type: 'switch-refused', by: 'USAM', act: 'pull', sentence: 'Only these may.' }
    expect(story.do(told(refused)).effects).toEqual([])
    expect(line(story)).toBe('USAM tried to pull Replies (stop), and may not\nTold: Only these may.')
  })

  it('says whose doing each was', () => {
    const story = declared()
    story.do(told(PULLED))
    expect(line(story, -2)).toBe(
      'USAM pulled Replies (stop): read back as off after 0.9 s\nReason: Wrong replies',
    )
    story.do(told({ type: 'switch-drifted', value: 'on', wanted: 'off' }))
    expect(line(story)).toBe('Tocsin found Replies (stop) changed elsewhere: it is on, but off is wanted')
    story.do(told(RESTORED))
    expect(line(story)).toBe('USAM restored Replies (stop): read back as on, after 1 minute\nReason: Over')
  })
})

function line({ entries }: ReturnType<typeof declared>, at = -1): string {
  const entry = entries.at(at)
  if (entry === undefined) throw new Error('nothing happened')
  return plainLine(describeEntry(entry), { user: (id) => id, role: (key) => key })
}
