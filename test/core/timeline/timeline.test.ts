import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/core/decider.ts'
import type { IncidentEvent } from '../../../src/core/incident/incident.ts'
import { marksInWords } from '../../../src/core/timeline/marks.ts'
import { createTimelineIndex, type TimelineFilter } from '../../../src/core/timeline/timeline-index.ts'
import { timelineLine } from '../../../src/core/timeline/timeline-line.ts'

const NOON = Date.UTC(2024, 5, 10, 12, 0, 0)
const MINUTE = 60_000
const DANA = { kind: 'user', id: 'UDANA' } as const
const SAM = { kind: 'user', id: 'USAM' } as const

/** Entries a minute apart; `back`: so many minutes before it was recorded did it happen. */
function timeline(...events: [event: IncidentEvent, by?: typeof DANA | typeof SAM | 'bot', back?: number][]) {
  return events.map(([event, by = DANA, back = 0], index): Entry<IncidentEvent> => {
    const recordedAt = NOON + index * MINUTE
    const actor = by === 'bot' ? ({ kind: 'bot' } as const) : by
    return { seq: index + 1, event, actor, via: 'command', at: recordedAt - back * MINUTE, recordedAt }
  })
}

function order(entries: Entry<IncidentEvent>[], filter: TimelineFilter = {}) {
  const index = createTimelineIndex(filter)
  for (const entry of entries) index.add(entry)
  return index.done().order
}

const note = (text: string): IncidentEvent => ({ type: 'noted', text })

describe('the order of a timeline', () => {
  it('is when things happened, and among what happened together the order of recording', () => {
    const entries = timeline([note('a')], [note('b')], [note('c'), DANA, 1], [note('d'), SAM, 3])
    expect(order(entries)).toEqual([1, 4, 2, 3])
  })

  it('follows a corrected time, and the last correction counts', () => {
    const entries = timeline(
      [note('a')],
      [note('b')],
      [{ type: 'entry-corrected', entry: 1, at: NOON + 5 * MINUTE }],
      [{ type: 'entry-corrected', entry: 2, at: NOON - MINUTE }],
      [{ type: 'entry-corrected', entry: 2, at: NOON + MINUTE }],
    )
    expect(order(entries)).toEqual([2, 3, 4, 5, 1])
  })

  it('takes no notice of a correction of what is not there or comes later', () => {
    const entries = timeline(
      [{ type: 'entry-corrected', entry: 2, at: 0 }],
      [note('a')],
      [{ type: 'entry-corrected', entry: 9, at: 0 }],
      [{ type: 'entry-corrected', entry: 4, at: 0 }],
    )
    expect(order(entries)).toEqual([1, 2, 3, 4])
  })
})

describe('a filter', () => {
  const entries = timeline(
    [note('Pool is full')],
    [{ type: 'update-posted', number: 1, update: { summary: 'Rolled BACK' } }, SAM],
    [{ type: 'card-posted', channel: 'C1', ts: '1.1' }, 'bot'],
    [{ type: 'entry-corrected', entry: 1, text: 'Queue is full' }, SAM],
    [note('pool again'), DANA, 10],
  )
  it.each<[string, TimelineFilter, number[]]>([
    ['a kind', { kinds: ['note'] }, [5, 1]],
    ['several kinds', { kinds: ['update', 'delivery'] }, [2, 3]],
    ['a person', { by: 'USAM' }, [2, 4]],
    ['from a time', { from: NOON + 2 * MINUTE }, [3, 4]],
    ['until before a time', { to: NOON + MINUTE }, [5, 1]],
    ['words in any case', { text: 'rolled back' }, [2]],
    ['words as they were corrected', { text: 'queue' }, [1, 4]],
    ['no words that were corrected away', { text: 'POOL' }, [5]],
    ['all of it together', { by: 'UDANA', kinds: ['note'], text: 'pool', to: NOON }, [5]],
  ])('by %s', (_, filter, expected) => {
    expect(order(entries, filter)).toEqual(expected)
  })
})

describe('a line', () => {
  const names = { user: (id: string) => id.slice(1), role: (key: string) => key }
  const [said, corrected, again, withdrawn] = timeline(
    [note('Pool is full'), DANA, 10],
    [{ type: 'entry-corrected', entry: 1, text: 'Queue is full', at: NOON, reason: 'typo' }, SAM],
    [{ type: 'entry-corrected', entry: 1, text: 'Both are' }, SAM],
    [{ type: 'entry-withdrawn', entry: 1, reason: 'elsewhere' }],
  ) as [Entry<IncidentEvent>, Entry<IncidentEvent>, Entry<IncidentEvent>, Entry<IncidentEvent>]

  it('says what the last correction says, when it is said to have happened, and that it was corrected', () => {
    const line = timelineLine(said, [corrected, again])
    expect(line).toMatchObject({ seq: 1, details: [{ text: 'Both are' }], at: NOON, recordedAt: NOON })
    expect(marksInWords(line, names)).toEqual([
      'corrected by SAM at 2024-06-10 12:01:00 (#2), said to be at 2024-06-10 11:50:00 before: typo',
      'corrected by SAM at 2024-06-10 12:02:00 (#3)',
    ])
  })

  it('says that it was added later', () => {
    expect(marksInWords(timelineLine(said), names)).toEqual(['added later, at 2024-06-10 12:00:00'])
  })

  it('keeps what was taken back, marked', () => {
    const line = timelineLine(said, [withdrawn])
    expect(line.details).toEqual([{ text: 'Pool is full' }])
    expect(marksInWords(line, names)[1]).toBe('taken back by DANA at 2024-06-10 12:03:00 (#4): elsewhere')
  })

  it('does not take words from a correction that was redacted', () => {
    const bare = { ...corrected, redactedBy: 5, event: { ...corrected.event, text: '[redacted]' } }
    expect(timelineLine(said, [bare as Entry<IncidentEvent>]).details).toEqual([{ text: 'Pool is full' }])
  })
})
