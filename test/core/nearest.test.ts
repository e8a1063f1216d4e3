import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearest, slips } from '../../src/core/nearest.ts'

const WORDS = [
  'declare',
  'update',
  'note',
  'status',
  'resolve',
  'reopen',
  'severity',
  'take',
  'list',
  'timeline',
  'help',
]

describe('the nearest word', () => {
  it.each([
    ['declar', 'declare'],
    ['delcare', 'declare'],
    ['UPDATE', 'update'],
    ['udpate', 'update'],
    ['stauts', 'status'],
    ['reslove', 'resolve'],
    ['lsit', 'list'],
    ['sev', 'severity'],
    ['tl', undefined],
    ['x', undefined],
    ['', undefined],
    ['orders', undefined],
    ['a'.repeat(5_000), undefined],
  ])('to %j is %j', (typed, meant) => {
    expect(nearest(typed, WORDS)).toBe(meant)
  })

  it('is never another than the word itself', () => {
    for (const word of WORDS) expect(nearest(word, WORDS)).toBe(word)
  })

  it('is found after any single slip in a word of five letters or more', () => {
    const long = WORDS.filter((word) => word.length >= 6)
    fc.assert(
      fc.property(
        fc.constantFrom(...long),
        fc.nat(),
        fc.constantFrom('out', 'in', 'swap', 'wrong'),
        (word, where, slip) => {
          const at = 1 + (where % (word.length - 2))
          const [before, after] = [word.slice(0, at), word.slice(at)]
          const typed = {
            out: before + after.slice(1),
            in: `${before}q${after}`,
            swap: `${before}${after[1]}${after[0]}${after.slice(2)}`,
            wrong: `${before}q${after.slice(1)}`,
          }[slip]
          expect(nearest(typed, WORDS)).toBe(word)
        },
      ),
    )
  })

  it('counts slips the same both ways, and none between equals', () => {
    const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(slips(one, other)).toBe(slips(other, one))
        expect(slips(one, other) === 0).toBe(one === other)
        expect(slips(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length))
        expect(slips(one, other)).toBeGreaterThanOrEqual(Math.abs(one.length - other.length))
      }),
    )
  })
})
