import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reviewWithoutWords } from '../../../src/core/review/without-words.ts'
import { REDACTED } from '../../../src/core/timeline/kinds.ts'
import { reviewEvents } from '../../slack/hostile-aftermath.ts'

const SAID = new Set(['text', 'reason', 'cause', 'fix', 'impact', 'key', 'url'])

function wordsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return SAID.has(name) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inside]) => wordsIn(inside, key))
}

it('whatever happened after an incident, a redaction leaves nobody’s words, and everything else', () => {
  fc.assert(
    fc.property(reviewEvents, (event) => {
      const bare = reviewWithoutWords(event)
      expect(wordsIn(bare).filter((text) => text !== REDACTED && text !== '')).toEqual([])
      expect(wordsIn(bare)).toHaveLength(wordsIn(event).length)
      expect(reviewWithoutWords(bare)).toEqual(bare)
      const shape = (value: unknown): unknown =>
        typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value).map(([key, inside]) => [key, SAID.has(key) ? '' : shape(inside)]),
            )
          : value
      expect(shape(bare)).toEqual(shape(event))
    }),
    { numRuns: 500 },
  )
})
