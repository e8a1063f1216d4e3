import { describe, expect, it } from 'vitest'
import { completeAt } from '../../src/sandbox/page/text/completion.ts'
import { matchScore, rank } from '../../src/sandbox/page/text/ranking.ts'
import type { Person } from '../../src/sandbox/protocol.ts'

const person = (id: string, name: string, realName: string): Person => ({
  id,
  name,
  realName,
  title: 'On-call engineer',
  email: '',
  tz: 'UTC',
  color: '#000000',
  isBot: false,
  isGuest: false,
  deleted: false,
})

const sources = {
  commands: [
    {
      command: '/incident',
      description: 'Work an incident',
      usageHint: '[words]',
      subcommands: [
        { text: 'declare [sev] <title>', description: 'Start one' },
        { text: 'status', description: 'Where it stands' },
        { text: 'resolve', description: 'It is over' },
      ],
    },
    { command: '/remind', description: '', usageHint: '', subcommands: [] },
  ],
  people: [
    person('U1', 'ana', 'Ana Ruiz'),
    person('U2', 'ben', 'Ben Ananda'),
    { ...person('U3', 'gone', 'Ana Gone'), deleted: true },
  ],
  groups: [{ id: 'S1', handle: 'on-call', name: 'On-call', users: [] }],
  channels: [
    { id: 'C1', name: 'general' },
    { id: 'C2', name: 'incident-room' },
  ],
}

const at = (text: string, caret = text.length) => completeAt(text, caret, sources)
const labels = (text: string) => at(text)?.items.map((item) => item.label)

describe('commands', () => {
  it('are offered from the slash on, best first', () => {
    expect(labels('/')).toEqual(['/incident [words]', '/remind'])
    expect(at('/inc')).toMatchObject({ kind: 'command', from: 0, to: 4, items: [{ insert: '/incident ' }] })
  })

  it('offer their words, and put in only the first word of a usage', () => {
    expect(at('/incident ')?.items).toHaveLength(3)
    expect(at('/incident de')).toMatchObject({
      kind: 'subcommand',
      from: 10,
      to: 12,
      items: [{ insert: 'declare ' }],
    })
    expect(at('/incident sta')?.items[0]?.insert).toBe('status')
  })

  it('are not offered in the middle of a message or after the first word', () => {
    expect(at('see /inc')).toBeUndefined()
    expect(at('/incident declare sev2')).toBeUndefined()
    expect(at('/unknown x')).toBeUndefined()
  })

  it('still complete people after the command', () => {
    expect(at('/incident role commander @an')?.kind).toBe('mention')
  })
})

describe('mentions, channels and emoji', () => {
  it('find people by handle and by any word of the name, never those who left', () => {
    expect(labels('cc @an')).toEqual(['Ana Ruiz', 'Ben Ananda'])
    expect(at('cc @an')).toMatchObject({ from: 3, to: 6, items: [{ insert: '@ana ' }, {}] })
  })

  it('find groups and everyone', () => {
    expect(labels('@on')).toEqual(['@on-call'])
    expect(labels('@her')).toEqual(['@here'])
  })

  it('find channels anywhere in a line', () => {
    expect(labels('in #room')).toEqual(['#incident-room'])
  })

  it('look only at the word under the caret', () => {
    expect(at('@an and more', 3)).toMatchObject({ kind: 'mention', from: 0, to: 3 })
    expect(at('mail@an')).toBeUndefined()
  })

  it('offer emoji from two letters on, and leave times alone', () => {
    expect(at(':ta')?.items[0]).toMatchObject({ label: ':tada:', insert: '🎉 ' })
    expect(at(':t')).toBeUndefined()
    expect(at('at 10:30')).toBeUndefined()
  })
})

describe('ranking', () => {
  it('prefers the same word, then its beginning, a word within, a part, and scattered letters', () => {
    const scores = ['incident', 'incidents', 'my incident', 'coincidental', 'in cold dentures']
    const found = scores.map((word) => matchScore(word, 'incident'))
    expect(found).toEqual([...found].sort((a, b) => b - a))
    expect(new Set(found).size).toBe(5)
    expect(matchScore('other', 'incident')).toBe(0)
  })

  it('keeps the given order between equals and stops at the limit', () => {
    expect(rank(['b1', 'b2', 'b3'], 'b', (word) => [word], 2)).toEqual(['b1', 'b2'])
  })

  it('takes marks of regular expressions as letters', () => {
    expect(matchScore('a (b', '(b')).toBeGreaterThan(0)
  })
})
