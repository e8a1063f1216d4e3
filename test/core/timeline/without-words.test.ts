import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../../src/core/incident/incident.ts'
import { hasWords, withoutWords, wordsIn } from '../../../src/core/incident/without-words.ts'
import { someEvents } from './some-events.ts'

describe('an event without words', () => {
  it.each(someEvents().map((event) => [event.type, event] as const))(
    'of %s holds none, keeps all else, and stays as it is',
    (_, event) => {
      const bare = withoutWords(event)
      expect(JSON.stringify(bare)).not.toContain('SECRET')
      expect(Object.keys(bare)).toEqual(Object.keys(event))
      expect(withoutWords(bare)).toEqual(bare)
      expect(hasWords(bare)).toBe(false)
      expect(hasWords(event)).toBe(JSON.stringify(event).includes('SECRET'))
    },
  )

  it('tells which words those were', () => {
    const event: IncidentEvent = {
      type: 'update-posted',
      number: 1,
      update: { summary: 'SECRET', next: 'Watch' },
    }
    expect(wordsIn(event)).toEqual(['SECRET', 'Watch'])
    expect(wordsIn({ type: 'gap-noticed', from: 1, to: 2 })).toEqual([])
  })
})
