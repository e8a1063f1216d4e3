import { describe, expect, it } from 'vitest'
import { describeEntry } from '../../src/core/describe.ts'
import { minutesInWords } from '../../src/core/describe-clock.ts'
import { plainLine } from '../../src/core/sentence.ts'
import { NOON } from './incident/story.ts'
import { member, watched } from './incident/watch.ts'

const names = { user: (id: string) => id.slice(1).toLowerCase(), role: (key: string) => key }
const lines = (watch: ReturnType<typeof watched>) =>
  watch.entries.map((entry) => plainLine(describeEntry(entry), names).replaceAll('\n', ' | '))

describe('a promise on the timeline', () => {
  it('reads as what was promised, asked, answered and missed', () => {
    const watch = watched().advance(6)
    watch.do({ type: 'decline', run: 1 }, member('UBEN'))
    watch.do({ type: 'acknowledge', run: 1 }, member('UCHLOE'))
    watch.advance(14)
    expect(lines(watch).slice(1)).toEqual([
      'Tocsin promises for SEV1: an update every 15 minutes, escalation until somebody answers, service back within 60 minutes',
      'Tocsin began to escalate, first to On-call engineer at 2024-06-10 12:00:30 UTC | Because: SEV1 was declared',
      'Tocsin called On-call engineer; an answer is expected until 2024-06-10 12:05:30 UTC',
      'Tocsin paged ana (@group) as On-call engineer',
      'Tocsin delivered the page to ana',
      'Tocsin called Secondary on-call, for nobody had answered in time; an answer is expected until 2024-06-10 12:10:30 UTC',
      'Tocsin paged ben (@group) as Secondary on-call, for nobody had answered in time',
      'Tocsin delivered the page to ben',
      'ben cannot take the page',
      'Tocsin called Engineering manager, for somebody said that they cannot; an answer is expected until 2024-06-10 12:11:00 UTC',
      'Tocsin paged chloe (@group) as Engineering manager, for somebody said that they cannot',
      'Tocsin delivered the page to chloe',
      'chloe acknowledged the page after 6 minutes',
      'Tocsin reminded that an update is due 2024-06-10 12:15:00 UTC',
      'Tocsin asked for the update that is due 2024-06-10 12:15:00 UTC',
      'Tocsin noted as missed: the update due 2024-06-10 12:15:00 UTC',
    ])
  })

  it('says how many were missed at once, and how many in a row', () => {
    const watch = watched().advance(20).jump(40)
    expect(lines(watch)).toContain(
      'Tocsin noted as missed: 2 updates, the first due 2024-06-10 12:30:00 UTC; 3 in a row',
    )
    expect(watch.now).toBe(NOON + 60 * 60_000)
  })

  it.each([
    [20_000, '20 seconds'],
    [60_000, '1 minute'],
    [90_000, '2 minutes'],
    [3_600_000, '1 hour'],
    [5_400_000, '1 hour 30 minutes'],
  ])('says %i ms as %s', (ms, words) => {
    expect(minutesInWords(ms)).toBe(words)
  })
})
