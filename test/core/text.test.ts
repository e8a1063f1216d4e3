import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, isBlank, line, paragraph } from '../../src/core/text.ts'

const FAMILY = '👨‍👩‍👧‍👦'

describe('cutting text', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['one too many', 11, 'one too ma…'],
    ['word and space', 6, 'word…'],
    [`ab${FAMILY}`, 12, 'ab…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['🇩🇪🇫🇷', 7, '🇩🇪…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%j to %i is %j', (text, max, cut) => {
    expect(clip(text, max)).toBe(cut)
  })

  it('never exceeds its limit, never breaks a character, and keeps what fits', () => {
    const characters = fc.array(
      fc.constantFrom('a', 'é', FAMILY, '🏳️‍🌈', 'ש', ' ', '\u202e', '\ud83d', '\r\n'),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(characters, fc.nat(80), (parts, max) => {
        const text = parts.join('')
        const cut = clip(text, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        if (text.length <= max) expect(cut).toBe(text)
        const kept = cut.replace(/…$/u, '')
        expect(text.startsWith(kept)).toBe(true)
        const graphemes = [...new Intl.Segmenter('und').segment(text)].map(({ index }) => index)
        // What is kept ends where a character ends, apart from space that was trimmed.
        expect(
          graphemes
            .concat(text.length)
            .some((end) => text.slice(0, end).trimEnd() === kept || text.slice(0, end) === kept),
        ).toBe(true)
      }),
    )
  })
})

describe('cleaning text', () => {
  it('is done once and for all: a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(paragraph(paragraph(text))).toBe(paragraph(text))
        expect(line(line(text))).toBe(line(text))
        expect(line(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
        expect(line(text).isWellFormed()).toBe(true)
      }),
    )
  })

  it('sees when there is nothing to read', () => {
    expect(['', ' \n', '\u200b', '\u3164', '\u00ad\u200f'].map(isBlank)).not.toContain(false)
    expect(['.', '0', '🙂', 'א'].map(isBlank)).not.toContain(true)
  })
})
