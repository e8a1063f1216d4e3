import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunks, cutMrkdwn, dateTime, packed, quote, user, words } from '../../src/slack/mrkdwn.ts'
import { faultsInMrkdwn } from './block-rules.ts'
import { nasty } from './hostile.ts'

describe('somebody’s words as mrkdwn', () => {
  it('ping nobody and link nowhere', () => {
    expect(words('<!channel> & <https://x|y> <@U1>', 200)).toBe(
      '&lt;!channel&gt; &amp; &lt;https://x|y&gt; &lt;@U1&gt;',
    )
  })

  it('are cut between characters, and never past the limit', () => {
    expect(words('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12)).toBe('👩‍👩‍👧‍👦…')
    fc.assert(
      fc.property(nasty(3_000), fc.integer({ min: 1, max: 200 }), (text, limit) => {
        for (const shown of [words(text, limit), quote(text, limit)])
          expect(faultsInMrkdwn(shown)).toEqual([])
        expect(words(text, limit).length).toBeLessThanOrEqual(limit)
      }),
    )
  })

  it('stay whole, quoted, over as many parts as they need', () => {
    expect(chunks('one\ntwo', 20)).toEqual(['> one\n> two'])
    expect(chunks('abcdef', 5)).toEqual(['> abc', '> def'])
    fc.assert(
      fc.property(nasty(2_500), (text) => {
        for (const chunk of chunks(text, 300)) expect(chunk.length).toBeLessThanOrEqual(300)
      }),
    )
  })
})

describe('finished mrkdwn', () => {
  it('is never cut inside an entity, a mention or a date', () => {
    const finished = `&amp; ${user('U0ANA')} ${dateTime(0)} &lt;end&gt;`
    for (let limit = 1; limit <= finished.length; limit += 1) {
      expect(faultsInMrkdwn(cutMrkdwn(finished, limit))).toEqual([])
      expect(cutMrkdwn(finished, limit).length).toBeLessThanOrEqual(limit)
    }
  })

  it('is packed into few texts, none too long, in order', () => {
    expect(packed(['aa', 'bb', 'cc'], 5)).toEqual(['aa\nbb', 'cc'])
  })
})

describe('a user', () => {
  it('is only ever an id', () => {
    expect(user('U0ANA')).toBe('<@U0ANA>')
    expect(user('!channel')).toBe('someone')
    expect(user('')).toBe('someone')
  })
})
