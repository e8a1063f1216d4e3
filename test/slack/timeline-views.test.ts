import type { ActionsBlock, Button, StaticSelect } from '@slack/types'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/core/decider.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { type TimelineLine, timelineLine } from '../../src/core/timeline/timeline-line.ts'
import { type Looking, lookingValue, readLooking } from '../../src/slack/timeline-control.ts'
import { timelineMessage } from '../../src/slack/views/timeline.ts'
import { aPolicy } from '../core/a-policy.ts'
import { AT, anEntry, anIncident } from './an-incident.ts'

function text(value: unknown): string {
  return JSON.stringify(value)
}

describe('a timeline', () => {
  const page = (lines: TimelineLine[], looked: Partial<Looking> = {}, pages = 1) =>
    timelineMessage(
      anIncident(),
      { lines, page: looked.page ?? 1, pages, found: lines.length, entries: 9 },
      { page: 1, view: 'story', ...looked },
      aPolicy({ organisation: { name: 'Acme', timeZone: 'Europe/Berlin' } }),
    )
  const note = (seq: number, at: number, changes: Partial<Entry<IncidentEvent>> = {}) => ({
    ...anEntry({ type: 'noted', text: `Note ${seq}` }, { seq, at }),
    ...changes,
  })
  const MINUTE = 60_000

  it('numbers its lines, under a heading a day by the organisation’s clock, with seconds where a minute has several', () => {
    const [before, midnight] = [Date.UTC(2026, 0, 15, 22, 59, 30), Date.UTC(2026, 0, 15, 23, 0, 10)]
    const lines = [note(3, before), note(4, midnight), note(5, midnight + 20_000)].map((entry) =>
      timelineLine(entry),
    )
    const said = text(page(lines).blocks)
    expect(said.match(/\{date_long\}/g)).toHaveLength(2) // midnight in Berlin, not in UTC
    expect(said).toMatch(/\*#3\* <!date\^\d+\^\{time\}/)
    expect(said).toMatch(/\*#4\* <!date\^\d+\^\{time_secs\}/)
  })

  it('says when something was put on record later than it happened', () => {
    const said = text(page([timelineLine(note(3, AT, { recordedAt: AT + 60 * MINUTE }))]).blocks)
    expect(said).toContain('_added at <!date^1768473000^{time}')
    expect(said).not.toContain('Older')
  })

  it('shows what was taken back struck through, and what was corrected as it is meant now', () => {
    const corrected = anEntry({ type: 'entry-corrected', entry: 3, text: 'It was the pool' }, { seq: 5 })
    const withdrawn = anEntry({ type: 'entry-withdrawn', entry: 4, reason: 'elsewhere' }, { seq: 6 })
    const lines = [timelineLine(note(3, AT), [corrected]), timelineLine(note(4, AT), [withdrawn])]
    const said = text(page(lines).blocks)
    expect(said).toContain('> It was the pool')
    expect(said).toContain('_corrected by <@U0DANA>_')
    expect(said).toContain('> ~Note 4~')
    expect(said).toContain('_taken back by <@U0DANA>: elsewhere_')
  })

  it('remembers in its buttons and menus what is looked for', () => {
    const looked = { page: 2, view: 'notes', by: 'U0ANA', text: 'pool & queue' } as const
    const { blocks } = page([timelineLine(note(3, AT))], looked, 3)
    const controls = blocks.find(({ type }) => type === 'actions') as ActionsBlock
    const [older, newer, view] = controls.elements as [Button, Button, StaticSelect]
    expect(readLooking(older.value?.split(' ')[1] ?? '')).toEqual({ ...looked, page: 3 })
    expect(readLooking(newer.value?.split(' ')[1] ?? '')).toEqual({ ...looked, page: 1 })
    expect(view.initial_option?.value).toBe(`INC-7 ${lookingValue({ ...looked, page: 1 })}`)
  })

  it('leaves words that a menu cannot hold out, rather than the menu', () => {
    const { blocks } = page([], { text: 'ü'.repeat(100) })
    const controls = blocks.find(({ type }) => type === 'actions') as ActionsBlock
    const [view] = controls.elements as [StaticSelect]
    for (const { value = '' } of view.options ?? []) expect(value.length).toBeLessThanOrEqual(150)
    expect(text(blocks)).toContain('Nothing of that is among the 9 entries')
  })
})
