import { describe, expect, it } from 'vitest'
import { decodeForEditing } from '../../src/sandbox/page/text/editing.ts'
import { emojiFor, emojiFromCodepoints, emojiNames, searchEmoji } from '../../src/sandbox/page/text/emoji.ts'
import { initialsOf, inkOn } from '../../src/sandbox/page/text/initials.ts'
import { readPermalink } from '../../src/sandbox/page/text/permalink.ts'
import { sizeText } from '../../src/sandbox/page/text/sizes.ts'

describe('emoji', () => {
  it('are found by any of their names, with a skin tone', () => {
    expect(emojiFor('thumbsup')).toBe('👍')
    expect(emojiFor('+1::skin-tone-3')).toBe('👍🏼')
    expect(emojiFor('nonsense')).toBeUndefined()
  })

  it('include those that an incident room needs, the pin among the first', () => {
    const needed = [
      'pushpin',
      'rotating_light',
      'white_check_mark',
      'warning',
      'pager',
      'octagonal_sign',
      'fire',
    ]
    expect(needed.filter((name) => emojiFor(name) === undefined)).toEqual([])
    expect(emojiNames().indexOf('pushpin')).toBeLessThan(8)
    expect(emojiNames().length).toBeGreaterThan(150)
  })

  it('have one name each', () => {
    const names = emojiNames()
    expect(new Set(names).size).toBe(names.length)
  })

  it('are searched by part of a name, without doubles', () => {
    expect(searchEmoji('thumbs', 5)).toEqual(['thumbsup', 'thumbsdown'])
    expect(searchEmoji('', 3)).toHaveLength(3)
  })

  it('come from code points, joined ones too', () => {
    expect(emojiFromCodepoints('1f468-200d-1f4bb')).toBe('👨‍💻')
    expect(emojiFromCodepoints('zzz')).toBeUndefined()
    expect(emojiFromCodepoints('ffffffff')).toBeUndefined()
  })
})

describe('avatars', () => {
  it('show first and last initial in any script', () => {
    expect(['Ana Ruiz', 'Priya', 'נועה לוי', 'María del Mar Ñu', '  ', '(!) bo'].map(initialsOf)).toEqual([
      'AR',
      'P',
      'נל',
      'MÑ',
      '?',
      'B',
    ])
  })

  it('are written in ink that can be read', () => {
    expect(inkOn('#ffd166')).toBe('#1d1c1d')
    expect(inkOn('#3d1743')).toBe('#ffffff')
    expect(inkOn('nonsense')).toBe('#ffffff')
  })
})

describe('permalinks', () => {
  it('lead to a message or into a thread', () => {
    const base = 'https://demo.slack.com/archives/C1'
    expect(readPermalink(`${base}/p1718000000000100`)).toEqual({ channel: 'C1', ts: '1718000000.000100' })
    expect(readPermalink(`${base}/p1718000000000100?thread_ts=1717000000.000100&cid=C1`)).toEqual({
      channel: 'C1',
      ts: '1718000000.000100',
      thread: '1717000000.000100',
    })
    expect(readPermalink(base)).toEqual({ channel: 'C1', ts: '' })
    expect(readPermalink('https://wiki.example/archives/page')).toBeUndefined()
  })
})

describe('editing', () => {
  it('turns tokens back into what was typed', () => {
    const names = {
      people: [{ id: 'U1', name: 'ana' } as never],
      groups: [{ id: 'S1', handle: 'on-call', name: '', users: [] }],
      channels: [{ id: 'C1', name: 'general' }],
    }
    const text = '<@U1|ana> <!subteam^S1> <#C1|general> <!here> <https://a.example> &lt;b&gt; &amp;amp;'
    expect(decodeForEditing(text, names)).toBe('@ana @on-call #general @here https://a.example <b> &amp;')
  })
})

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_500, '1.5 kB'],
    [48_211, '48 kB'],
    [999_999, '1 MB'],
    [3_411_220, '3.4 MB'],
  ])('%i is %s', (bytes, words) => {
    expect(sizeText(bytes)).toBe(words)
  })
})
